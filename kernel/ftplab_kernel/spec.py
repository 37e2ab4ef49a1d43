"""Writes and removes the kernelspec, the small folder by which Jupyter knows a kernel."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from importlib import metadata, resources
from pathlib import Path

from . import archive
from .jdk import Jdk

NAME = "ftplab"
DISPLAY_NAME = "Java (FtpLab)"
LIBRARY_JAR = "ftplab-all.jar"

# The library's own main class, which starts JJava in less time, and what teaches another kernel
# how values look. outdated.py finds the kernelspecs that name them as they were called before.
MAIN = "io.github.ftplab.internal.notebook.jjava.JJavaMain"
TEACH = "io.github.ftplab.internal.notebook.Kernels.teach();"

# What JShell itself imports at the start and JJava leaves out, and the library. Each costs a run of the compiler.
_IMPORTS = """\
import java.nio.file.*;
import java.util.function.*;
import java.util.stream.*;
import io.github.ftplab.*;
"""


class SpecError(Exception):
    """The kernel cannot be installed or removed; the message is one line for the user."""


def display_name(name: str) -> str:
    """What the kernel of that name is called in a list of kernels."""
    return DISPLAY_NAME if name == NAME else f"Java (FtpLab, {name})"


def kernel_json(
    jdk: Jdk, jjava: Path, library: Path, flags: Sequence[str] = (), name: str = NAME
) -> dict[str, object]:
    """The kernelspec: JJava without its launcher, which would start a second JVM.

    All paths are absolute, as not every front end expands ``{resource_dir}``. The library is
    on the JVM's own class path and not in JJAVA_CLASSPATH, for which JJava makes one class
    loader for cells and another for extensions: each would have its own list of servers.
    """
    return {
        "argv": [
            str(jdk.java),
            *archive.options(jdk),
            *flags,
            "--add-opens",
            "jdk.jshell/jdk.jshell=ALL-UNNAMED",
            "-cp",
            os.pathsep.join([str(jjava), str(library)]),
            main_class(library),
            "{connection_file}",
        ],
        "display_name": display_name(name),
        "language": "java",
        "interrupt_mode": "message",
        # Empty, so that a JJAVA_CLASSPATH set for another kernel brings in no second library.
        "env": {"JJAVA_CLASSPATH": "", "JJAVA_STARTUP_SCRIPT": _IMPORTS},
        "metadata": {},
    }


def main_class(library: Path) -> str:
    """The class that starts JJava: the library's own, if it is in this build, else JJava's."""
    try:
        with zipfile.ZipFile(library) as jar:
            jar.getinfo(MAIN.replace(".", "/") + ".class")
            return MAIN
    except (OSError, KeyError, zipfile.BadZipFile):
        return "org.dflib.jjava.distro.JJava"


def install(kernels: Path, jdk: Jdk, jjava: Path, library: Path, name: str = NAME) -> bool:
    """Writes the kernelspec below ``kernels``; false if it was there, exactly so."""
    folder = _folder(kernels, name)
    flags = archive.flags(folder, jdk, jjava, library)
    spec = json.dumps(kernel_json(jdk, jjava, library, flags, name), indent=2) + "\n"
    files = {"kernel.json": spec.encode("utf-8")}
    for picture in ("logo-64x64.png", "logo-svg.svg"):
        files[picture] = (resources.files(__package__) / picture).read_bytes()
    try:
        changed = [name for name in files if _bytes(folder / name) != files[name]]
        folder.mkdir(parents=True, exist_ok=True)
        for name in sorted(changed, key=lambda each: each == "kernel.json"):  # that one last
            replace(folder / name, files[name])
    except OSError as e:
        raise SpecError(f"cannot write to {folder}: {e.strerror or e}") from e
    return bool(changed)


def prepare(
    kernels: Path,
    jdk: Jdk,
    jjava: Path,
    library: Path,
    say: Callable[[str], None],
    name: str = NAME,
) -> None:
    """Makes what lets the kernel start quickly, before it is installed; where it can't, nothing."""
    spec = kernel_json(jdk, jjava, library)
    archive.make(_folder(kernels, name), jdk, spec, jjava, library, say=say)


def uninstall(kernels: Path, name: str = NAME) -> Path:
    """Removes the kernelspec below ``kernels`` and returns the folder that is gone."""
    folder = _folder(kernels, name)
    if not folder.is_dir():
        raise SpecError(f"the kernel {name} is not installed in {kernels}")
    try:
        shutil.rmtree(folder)
    except OSError as e:
        raise SpecError(f"cannot remove {folder}: {e.strerror or e}") from e
    return folder


def kernels_below(prefix: Path) -> Path:
    """Where Jupyter looks for kernels in an environment or an installation."""
    return prefix.absolute() / "share" / "jupyter" / "kernels"


def user_kernels() -> Path:
    """Where Jupyter looks for this user's kernels."""
    try:
        from jupyter_core.paths import jupyter_data_dir

        return Path(jupyter_data_dir()) / "kernels"
    except ImportError:
        pass
    if os.environ.get("JUPYTER_DATA_DIR"):
        data = Path(os.environ["JUPYTER_DATA_DIR"])
    elif sys.platform == "win32":
        data = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming") / "jupyter"
    elif sys.platform == "darwin":
        data = Path.home() / "Library" / "Jupyter"
    else:
        data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "jupyter"
    return data / "kernels"


def all_kernels(prefix: Path, environ: Mapping[str, str]) -> list[Path]:
    """Where Jupyter looks for kernels: named by JUPYTER_PATH, this user's, the prefix's, the system's."""
    named = [each for each in environ.get("JUPYTER_PATH", "").split(os.pathsep) if each]
    return [
        *(Path(each, "kernels") for each in named),
        user_kernels(),
        kernels_below(prefix),
        *system_kernels(environ),
    ]


def system_kernels(environ: Mapping[str, str]) -> list[Path]:
    """Where Jupyter looks for everybody's kernels."""
    if sys.platform == "win32":
        return [Path(environ.get("PROGRAMDATA", "C:\\ProgramData"), "jupyter", "kernels")]
    return [kernels_below(Path("/usr/local")), kernels_below(Path("/usr"))]


def find_jjava() -> Path:
    """The jar of the JJava package that is installed beside this one."""
    try:
        files = metadata.files("jjava") or []
    except metadata.PackageNotFoundError:
        raise SpecError("the package jjava is not installed: pip install jjava==1.0a8") from None
    for file in files:
        if file.name == "jjava.jar":
            jar = Path(os.path.normpath(str(file.locate())))
            if jar.is_file():
                return jar
    raise SpecError("the package jjava has no jjava.jar: pip install --force-reinstall jjava==1.0a8")


def find_library() -> Path:
    """The library's jar: inside the installed package, or the one that Maven has built."""
    here = Path(__file__).resolve().parent
    for jar in (here / LIBRARY_JAR, here.parent.parent / "target" / LIBRARY_JAR):
        if jar.is_file():
            return jar
    raise SpecError(
        f"{LIBRARY_JAR} was not found: build it with mvn -DskipTests package, "
        "or name it with --jar PATH"
    )


def _folder(kernels: Path, name: str) -> Path:
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*", name):  # Jupyter takes no others
        raise SpecError(f"{name} is no name for a kernel: take small letters, digits, '.', '-', '_'")
    return kernels / name


def _bytes(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


def replace(file: Path, content: bytes) -> None:
    """Writes a file whole or not at all."""
    beside = file.with_name(file.name + ".new")
    beside.write_bytes(content)
    os.replace(beside, file)
