"""Finds and repairs kernelspecs of an earlier version whose kernel can no longer start.

A kernelspec names classes of the library: the main class, and in a startup script the class that
registers the renderers. When such a class is renamed, kernelspecs that are installed elsewhere,
under another name or for the user, still name the old one.
"""

from __future__ import annotations

import json
import os
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import spec

_MAIN = re.compile(r"io\.github\.ftplab\.[\w.]+")
_TEACH = re.compile(r"\b(io\.github\.ftplab\.[\w.]*\bKernels)\.teach\(\);")
_CLASS_PATH_OPTIONS = ("-cp", "-classpath", "--class-path")
# Dropped, as the JVM would reject an archive that was made from an earlier jar.
_ARCHIVE_OPTIONS = ("-XX:SharedArchiveFile=", "-XX:AOTCache=")


@dataclass(frozen=True)
class Outdated:
    """A kernelspec that names classes that the library doesn't have."""

    name: str
    file: Path
    missing: tuple[str, ...]
    renewed: dict[str, Any]

    def __str__(self) -> str:
        classes = " and ".join(self.missing)
        return f"the kernel {self.name} in {self.file.parent} names {classes}, which FtpLab no longer has"

    def rewrite(self) -> None:
        """Rewrites the kernelspec with the current class names; the rest is unchanged."""
        try:
            spec.replace(self.file, (json.dumps(self.renewed, indent=2) + "\n").encode("utf-8"))
        except OSError as e:
            raise spec.SpecError(f"cannot write to {self.file.parent}: {e.strerror or e}") from e


def find(folders: Iterable[Path], library: Path) -> list[Outdated]:
    """The outdated kernelspecs in these directories of kernels. Unreadable files are skipped.

    A kernelspec's own class path says which library it uses. Without one, lab.py adds
    ``library``.
    """
    found: dict[Path, Outdated] = {}
    for folder in folders:
        for file in sorted(folder.glob("*/kernel.json")):
            outdated = _check(file, library)
            if outdated:
                found.setdefault(file.resolve(), outdated)
    return list(found.values())


def _check(file: Path, library: Path) -> Outdated | None:
    try:
        kernel = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not _is_well_formed(kernel):
        return None
    argv, env = list(kernel["argv"]), dict(kernel.get("env", {}))
    main = _main_index(argv)
    taught = {variable: _TEACH.findall(script) for variable, script in env.items()}
    if main is None and not any(taught.values()):
        return None
    jars = [*_class_path(argv, file.parent), *_variables(env, file.parent)]
    own = next((jar for jar in jars if _has_library(jar)), None)
    missing = []
    if main is not None and own and not _has_class(own, argv[main]):
        missing.append(argv[main])
        argv[main] = spec.main_class(own)
        argv = [each for each in argv if not each.startswith(_ARCHIVE_OPTIONS)]
    for variable, names in taught.items():
        for name in names:
            if not _has_class(own or library, name):
                missing.append(name)
                env[variable] = env[variable].replace(f"{name}.teach();", spec.TEACH)
    if not missing:
        return None
    renewed = {**kernel, "argv": argv, "env": env}
    return Outdated(file.parent.name, file, tuple(dict.fromkeys(missing)), renewed)


def _is_well_formed(kernel: object) -> bool:
    """Whether a kernelspec has the types that Jupyter expects; other programs may write anything."""
    if not isinstance(kernel, dict):
        return False
    argv, env = kernel.get("argv"), kernel.get("env", {})
    return (
        isinstance(argv, list)
        and all(isinstance(each, str) for each in argv)
        and isinstance(env, dict)
        and all(isinstance(each, str) for each in env.values())
    )


def _main_index(argv: list[str]) -> int | None:
    """The index of our main class: after the class path, possibly with options between."""
    for option in _CLASS_PATH_OPTIONS:
        if option in argv[:-2]:
            start = argv.index(option) + 2
            return next((i for i in range(start, len(argv)) if _MAIN.fullmatch(argv[i])), None)
    return None


def _class_path(argv: list[str], home: Path) -> list[Path]:
    for option in _CLASS_PATH_OPTIONS:
        if option in argv[:-1]:
            return _jars(argv[argv.index(option) + 1], home)
    return []


def _variables(env: dict[str, str], home: Path) -> list[Path]:
    """The jars in other kernels' class path variables, in which Jupyter doubles a ``$``."""
    paths = [value.replace("$$", "$") for name, value in env.items() if name.endswith("_CLASSPATH")]
    return [jar for path in paths for jar in _jars(path, home)]


def _jars(path: str, home: Path) -> list[Path]:
    parts = path.replace("{resource_dir}", str(home)).split(os.pathsep)
    return [Path(each) for each in parts if each.endswith(".jar")]


def _has_library(jar: Path) -> bool:
    return any(name.startswith("io/github/ftplab/") for name in _names(jar))


def _has_class(jar: Path, name: str) -> bool:
    return name.replace(".", "/") + ".class" in _names(jar)


def _names(jar: Path) -> list[str]:
    try:
        with zipfile.ZipFile(jar) as archive:
            return archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return []
