"""The cache directory: what can be made again, and is cleared by ``uninstall``."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path


def folder(environ: Mapping[str, str] = os.environ, prefix: str = sys.prefix) -> Path:
    """This Python environment's own directory: others may have another version or another JDK."""
    name = hashlib.sha256(str(Path(prefix).resolve()).encode()).hexdigest()[:12]
    return _base(environ) / "ftplab" / name


def clear(environ: Mapping[str, str] = os.environ, prefix: str = sys.prefix) -> Path | None:
    """Removes this environment's directory; returns it, or None if there was none."""
    found = folder(environ, prefix)
    if not found.is_dir():
        return None
    shutil.rmtree(found)
    with contextlib.suppress(OSError):  # other environments' directories are still there
        found.parent.rmdir()
    return found


def _base(environ: Mapping[str, str]) -> Path:
    if sys.platform == "win32":
        return Path(environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
