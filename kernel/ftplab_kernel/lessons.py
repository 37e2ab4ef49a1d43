"""``ftplab-lab``: copies the lessons to a directory of the user's and opens JupyterLab there."""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from . import __version__, archive, cache, spec
from .jdk import JdkError, find_jdk

DEFAULT = "ftplab-lessons"


def main(arguments: list[str] | None = None) -> int:
    """Runs the command; returns JupyterLab's exit status, or 2 after printing one line that says what is missing."""
    arguments = sys.argv[1:] if arguments is None else arguments
    extra: list[str] = []
    if "--" in arguments:
        cut = arguments.index("--")
        arguments, extra = arguments[:cut], arguments[cut + 1 :]
    options = _parser().parse_args(arguments)
    try:
        folder = Path(options.directory).absolute()
        copied = copy(folder)
        print(f"The lessons are in {folder}" + (f" (copied: {', '.join(copied)})" if copied else ""), flush=True)
        prepare()
        if options.prepare:
            return 0
        return open_lab(folder, extra)
    except (spec.SpecError, JdkError) as e:
        print(f"ftplab-lab: {e}", file=sys.stderr)
        return 2


def copy(folder: Path) -> list[str]:
    """Copies the lessons that are missing in a directory, and leaves those that are there; returns their names."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        copied = []
        for lesson in lessons():
            target = folder / lesson.name
            if not target.exists():
                shutil.copyfile(lesson, target)
                copied.append(lesson.name)
        return copied
    except OSError as e:
        raise spec.SpecError(f"cannot copy the lessons to {folder}: {e.strerror or e}") from e


def lessons() -> list[Path]:
    """The notebooks: inside the installed package, or those of the sources."""
    here = Path(__file__).resolve().parent
    for folder in (here / "lessons", here.parent.parent / "notebooks"):
        found = sorted(folder.glob("*.ipynb"))
        if found:
            return found
    raise spec.SpecError("the lessons were not found: pip install --force-reinstall ftplab-kernel")


def prepare() -> None:
    """Installs the kernel with absolute paths, which VS Code needs, and with an archive for quick starts."""
    library, jjava, jdk = spec.find_library(), spec.find_jjava(), find_jdk()
    kernels = spec.default_kernels()
    archive.make(
        cache.folder(), jdk, spec.kernel_json(jdk, jjava, library), jjava, library, say=lambda text: print(text, flush=True)
    )
    spec.install(kernels, jdk, jjava, library, archives=cache.folder())


def open_lab(folder: Path, extra: list[str]) -> int:
    """Runs JupyterLab until it ends."""
    if importlib.util.find_spec("jupyterlab") is None:
        raise spec.SpecError("JupyterLab is not installed: pip install jupyterlab")
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}", *extra]
    command.insert(3, f"--MultiKernelManager.default_kernel_name={spec.NAME}")
    if sys.platform == "win32":
        return subprocess.call(command)
    os.execv(command[0], command)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ftplab-lab",
        description="Copies the FtpLab lessons to a directory and opens JupyterLab there. "
        "Lessons that are there already are left as they are.",
        epilog="Arguments after -- go to JupyterLab.",
    )
    parser.add_argument("directory", nargs="?", default=DEFAULT, help="default: %(default)s, in the current directory")
    parser.add_argument("--prepare", action="store_true", help="do everything but open JupyterLab")
    parser.add_argument("--version", action="version", version=__version__)
    return parser
