"""Creates the Python environment in .venv, and recreates it when its inputs change."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from .errors import LabError

KERNEL = Path(__file__).resolve().parent.parent
REQUIREMENTS = KERNEL / "requirements.txt"
CONSTRAINTS = KERNEL / "constraints.txt"
STAMP = "lab.json"
_LOCK = "lab.lock"

# Without this, JupyterLab asks at its first start whether it may fetch news.
_SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    }
}


def check_venv() -> None:
    """Raises LabError if this Python has no venv, as Debian's without its venv package."""
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        version = "%d.%d" % sys.version_info[:2]
        raise LabError(
            f"This Python {version} has no venv. Install it "
            f"(on Debian or Ubuntu: sudo apt install python{version}-venv)."
        )


def python_in(venv: Path) -> Path:
    """The environment's Python."""
    return venv / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def stamp(venv: Path) -> dict[str, str]:
    """The inputs of the environment; it is recreated when they change."""
    return {
        "place": str(venv),
        "python": platform.python_version(),
        "requirements": REQUIREMENTS.read_text(encoding="utf-8"),
        "constraints": CONSTRAINTS.read_text(encoding="utf-8"),
    }


def is_ready(venv: Path) -> bool:
    """Whether the environment is complete and up to date."""
    try:
        found = json.loads((venv / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return found == stamp(venv) and python_in(venv).exists()


def make(venv: Path, say: Callable[[str], None]) -> None:
    """Creates the environment from scratch. The stamp is written last, so a partial one is never used."""
    _empty(venv)
    say("Creating a Python environment in .venv ...")
    # Not sys.executable, which may be the one in the .venv that has just been emptied.
    python = getattr(sys, "_base_executable", None) or sys.executable
    _run([python, "-m", "venv", str(venv)], "The Python environment could not be created.")
    say("Installing JupyterLab and the Java kernel in it (the first time takes a minute or two) ...")
    _run(
        [str(python_in(venv)), "-I", "-m", "pip", "install", "--quiet", "--no-input"]
        + ["--disable-pip-version-check", "-r", str(REQUIREMENTS), "-c", str(CONSTRAINTS)],
        "JupyterLab could not be installed. Is this computer online? Run lab.py again to retry.",
    )
    settings = venv / "share" / "jupyter" / "lab" / "settings"
    settings.mkdir(parents=True, exist_ok=True)
    (settings / "overrides.json").write_text(json.dumps(_SETTINGS), encoding="utf-8")
    _write_stamp(venv, stamp(venv))


def _empty(venv: Path) -> None:
    if (venv / "pyvenv.cfg").exists() and not (venv / STAMP).exists():
        raise LabError(f"{venv} was not created by lab.py. Move it away, then run lab.py again.")
    try:
        venv.mkdir(exist_ok=True)
        _write_stamp(venv, {})
        for entry in venv.iterdir():
            if entry.name in (STAMP, _LOCK):
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()
    except OSError as e:
        raise LabError(
            f"{e.filename or venv} cannot be replaced ({e.strerror or e}). "
            "Close JupyterLab and all notebooks, then run lab.py again."
        ) from e


def _write_stamp(venv: Path, content: dict[str, str]) -> None:
    beside = venv / (STAMP + ".new")
    beside.write_text(json.dumps(content), encoding="utf-8")
    os.replace(beside, venv / STAMP)


def _run(command: list[str], failure: str) -> None:
    environ = {k: v for k, v in os.environ.items() if k not in ("PYTHONHOME", "PYTHONPATH")}
    done = subprocess.run(
        command,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if done.returncode != 0:
        last = [line for line in done.stdout.splitlines() if line.strip()][-6:]
        raise LabError("\n".join(f"    {line}" for line in last) + f"\n{failure}")


@contextlib.contextmanager
def only_one(venv: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Waits until no other lab.py is setting up the same environment."""
    venv.mkdir(exist_ok=True)
    with open(venv / _LOCK, "a+b") as lock:
        if not _lock(lock.fileno(), wait=False):
            say("Another lab.py is setting up the environment; waiting for it ...")
            while not _lock(lock.fileno(), wait=True):
                pass
        yield  # closing the file unlocks it


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int, wait: bool) -> bool:
        os.lseek(descriptor, 0, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
            return True
        except OSError:  # LK_LOCK gives up after ten seconds
            return False

else:
    import fcntl

    def _lock(descriptor: int, wait: bool) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            return True
        except BlockingIOError:
            return False
