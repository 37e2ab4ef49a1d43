"""Shared by the tests. Tests write only to temporary directories."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import NoReturn

KERNEL = Path(__file__).resolve().parent.parent
ROOT = KERNEL.parent
sys.path.insert(0, str(KERNEL))
sys.dont_write_bytecode = True

from ftplab_kernel.jdk import Jdk, JdkError, find_jdk  # from the parent directory

# Set where everything has to be there, as on CI: then what is missing fails instead of skipping.
REQUIRE_ALL = bool(os.environ.get("FTPLAB_REQUIRE_ALL"))

on_posix = unittest.skipIf(os.name == "nt", "the stand-in programs are shell scripts")


class TempFolder(unittest.TestCase):
    """A test with a temporary directory."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="ftplab test ")  # contains a space
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()

    def program(self, path: str, script: str) -> Path:
        """Writes a fake program as a shell script."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("#!/bin/sh\n" + script, encoding="utf-8")
        file.chmod(0o755)
        return file

    def java(self, home: str, version: str, modules: str = "jdk.compiler jdk.jshell") -> Path:
        """Writes a fake JDK whose java prints what the real one would."""
        listed = "\n".join(f"echo {module}@{version}" for module in modules.split())
        (self.folder / home / "lib").mkdir(parents=True)
        self.program(f"{home}/bin/javac", "exit 0\n")
        return self.program(
            f"{home}/bin/java",
            f'echo "    java.home = {self.folder / home}" >&2\n'
            f'echo "    java.version = {version}" >&2\n{listed}\n',
        )


def write_notebook(path: Path, *sources: str, failing: tuple[int, ...] = ()) -> Path:
    """A notebook of code cells; those in ``failing`` are tagged as expected to fail."""
    cells = [
        {
            "cell_type": "code",
            "id": f"cell-{i}",
            "metadata": {"tags": ["raises-exception"]} if i in failing else {},
            "execution_count": None,
            "outputs": [],
            "source": source,
        }
        for i, source in enumerate(sources, 1)
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def environment_python() -> Path:
    """A Python with nbclient and JJava: this one, or that of lab.py's environment."""
    if importlib.util.find_spec("nbclient") and (_share(Path(sys.prefix)) / "jjava.jar").is_file():
        return Path(sys.executable)
    venv = ROOT / ".venv"
    python = venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if python.exists() and (_share(venv) / "jjava.jar").is_file():
        return python
    return _missing("needs .venv: run lab.py once")


def jjava_jar() -> Path:
    """JJava's jar in the environment of that Python."""
    return _share(environment_python().parent.parent) / "jjava.jar"


def real_jdk() -> Jdk:
    """The JDK that a kernel would be installed with on this machine."""
    try:
        return find_jdk(environ=os.environ)
    except JdkError as e:
        return _missing(str(e))


def built_library() -> Path:
    """The jar that Maven has built."""
    jar = ROOT / "target" / "ftplab-all.jar"
    return jar if jar.is_file() else _missing("needs the library: build it with Maven once")


def library_jar(folder: Path) -> Path:
    """A fake library with one class."""
    compiler, archiver = shutil.which("javac"), shutil.which("jar")
    if not (compiler and archiver):
        _missing("needs a JDK on the PATH")
    folder.mkdir(exist_ok=True)
    source = folder / "Hello.java"
    source.write_text(
        "package io.github.ftplab;\n"
        'public final class Hello { public static String hello() { return "220 Hello."; } }\n',
        encoding="utf-8",
    )
    # Without the source: JShell would prefer a source of the same age and not find the class.
    classes, jar = folder / "classes", folder / "library.jar"
    command = [str(compiler), "--release", "17", "-d", str(classes), str(source)]
    subprocess.run(command, check=True)
    subprocess.run([str(archiver), "cf", str(jar), "-C", str(classes), "io"], check=True)
    return jar


def java_processes(needle: str) -> list[str]:
    """The processes that have ``needle`` in their command line (Linux only)."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = entry.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue
        if needle in command:
            found.append(command)
    return found


def _share(prefix: Path) -> Path:
    return prefix / "share" / "jupyter" / "kernels" / "java"


def _missing(why: str) -> NoReturn:
    if REQUIRE_ALL:
        raise AssertionError(why)
    raise unittest.SkipTest(why)
