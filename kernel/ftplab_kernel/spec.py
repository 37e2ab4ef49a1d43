"""Writes and removes the kernelspec, the directory that describes a kernel to Jupyter."""

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
from typing import Any

from . import archive
from .jdk import Jdk

NAME = "ftplab"
DISPLAY_NAME = "Java (FtpLab)"
LIBRARY_JAR = "ftplab-all.jar"

# The library's main class, which starts JJava faster than its own, and the call that registers the
# renderers in another kernel. outdated.py finds kernelspecs with earlier names of these classes.
MAIN = "io.github.ftplab.internal.notebook.jjava.JJavaMain"
TEACH = "io.github.ftplab.internal.notebook.Kernels.teach();"

# JShell's default imports that JJava lacks, and the library. Each import costs a run of the compiler.
_IMPORTS = """\
import java.nio.file.*;
import java.util.function.*;
import java.util.stream.*;
import io.github.ftplab.*;
"""


class SpecError(Exception):
    """The kernel cannot be installed or removed; the message is one line for the user."""


def display_name(name: str) -> str:
    """The name of the kernel that users see."""
    return DISPLAY_NAME if name == NAME else f"Java (FtpLab, {name})"


def kernel_json(
    jdk: Jdk,
    jjava: Path,
    library: Path,
    flags: Sequence[str] = (),
    name: str = NAME,
    launcher: Sequence[str] = (),
) -> dict[str, Any]:
    """The kernelspec: starts JJava without its launcher, which would start a second JVM.

    All paths are absolute, as not every front end expands ``{resource_dir}``. The library is
    on the JVM's own class path and not in JJAVA_CLASSPATH, for which JJava makes one class
    loader for cells and another for extensions: each would have its own list of servers.
    """
    return {
        "argv": [
            *launcher,
            str(jdk.java),
            *archive.options(jdk),
            *flags,
            "-ea:REPL...",  # assert works in cells, whose classes are in this package
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
        # Empty, so that a JJAVA_CLASSPATH set for another kernel adds no second library.
        "env": {"JJAVA_CLASSPATH": "", "JJAVA_STARTUP_SCRIPT": _IMPORTS, **utf8_names(os.environ)},
        "metadata": {},
    }


def utf8_names(environ: Mapping[str, str]) -> dict[str, str]:
    """The variables for file names in UTF-8, if the locale has another encoding: the JVM has no option for it."""
    if sys.platform in ("win32", "darwin"):  # where the locale does not matter
        return {}
    locale = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or "C"
    if re.search(r"utf-?8", locale, re.IGNORECASE):
        return {}
    return {"LC_ALL" if environ.get("LC_ALL") else "LC_CTYPE": "C.UTF-8"}


def main_class(library: Path) -> str:
    """The class that starts JJava: the library's, if this build has it, else JJava's."""
    try:
        with zipfile.ZipFile(library) as jar:
            jar.getinfo(MAIN.replace(".", "/") + ".class")
            return MAIN
    except (OSError, KeyError, zipfile.BadZipFile):
        return "org.dflib.jjava.distro.JJava"


def install(
    kernels: Path,
    jdk: Jdk,
    jjava: Path,
    library: Path,
    name: str = NAME,
    launcher: Sequence[str] = (),
    archives: Path | None = None,
) -> bool:
    """Writes the kernelspec below ``kernels``; returns false if it already existed with the same content.

    Without a launcher Java is started directly, which is for those who call this before each start.
    ``archives`` is the directory of the archive for a fast start, by default the kernelspec's own.
    """
    folder = _folder(kernels, name)
    flags = archive.flags(archives or folder, jdk, jjava, library)
    spec = json.dumps(kernel_json(jdk, jjava, library, flags, name, launcher), indent=2) + "\n"
    files = {"kernel.json": spec.encode("utf-8")}
    for picture in ("logo-64x64.png", "logo-svg.svg"):
        files[picture] = (resources.files(__package__) / picture).read_bytes()
    try:
        changed = [name for name in files if _bytes(folder / name) != files[name]]
        folder.mkdir(parents=True, exist_ok=True)
        for name in sorted(changed, key=lambda each: each == "kernel.json"):  # last, as it makes the kernel visible
            replace(folder / name, files[name])
    except OSError as e:
        raise SpecError(f"cannot write to {folder}: {e.strerror or e}") from e
    return bool(changed)


def checked_start() -> list[str]:
    """The launcher that tells in the notebook when the jar or the JDK has gone: see start.py."""
    return [sys.executable, str(Path(__file__).resolve().with_name("start.py"))]


def prepare(
    kernels: Path,
    jdk: Jdk,
    jjava: Path,
    library: Path,
    say: Callable[[str], None],
    name: str = NAME,
) -> None:
    """Makes the archive for a fast start, if possible. Call before install."""
    spec = kernel_json(jdk, jjava, library)
    archive.make(_folder(kernels, name), jdk, spec, jjava, library, say=say)


def uninstall(kernels: Path, name: str = NAME) -> Path:
    """Removes the kernelspec below ``kernels`` and returns its directory."""
    folder = _folder(kernels, name)
    if not folder.is_dir():
        raise SpecError(f"the kernel {name} is not installed in {kernels}")
    try:
        shutil.rmtree(folder)
    except OSError as e:
        raise SpecError(f"cannot remove {folder}: {e.strerror or e}") from e
    return folder


def kernels_below(prefix: Path) -> Path:
    """The kernels directory of an environment or an installation."""
    return prefix.absolute() / "share" / "jupyter" / "kernels"


def user_kernels() -> Path:
    """The kernels directory of the current user."""
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


def default_kernels() -> Path:
    """Where to install: the kernels directory of the active environment, else of the current user."""
    in_environment = sys.prefix != sys.base_prefix or Path(sys.prefix, "conda-meta").is_dir()
    return kernels_below(Path(sys.prefix)) if in_environment else user_kernels()


def all_kernels(prefix: Path, environ: Mapping[str, str]) -> list[Path]:
    """All kernels directories in Jupyter's order: of JUPYTER_PATH, the user, the prefix, the system."""
    named = [each for each in environ.get("JUPYTER_PATH", "").split(os.pathsep) if each]
    return [
        *(Path(each, "kernels") for each in named),
        user_kernels(),
        kernels_below(prefix),
        *system_kernels(environ),
    ]


def system_kernels(environ: Mapping[str, str]) -> list[Path]:
    """The system-wide kernels directories."""
    if sys.platform == "win32":
        return [Path(environ.get("PROGRAMDATA", "C:\\ProgramData"), "jupyter", "kernels")]
    return [kernels_below(Path("/usr/local")), kernels_below(Path("/usr"))]


def find_jjava() -> Path:
    """The jar of the installed JJava package."""
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
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*", name):  # Jupyter's own rule
        raise SpecError(f"{name} is not a valid kernel name: use lower-case letters, digits, '.', '-', '_'")
    return kernels / name


def _bytes(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


def replace(file: Path, content: bytes) -> None:
    """Writes a file atomically."""
    beside = file.with_name(file.name + ".new")
    beside.write_bytes(content)
    os.replace(beside, file)
