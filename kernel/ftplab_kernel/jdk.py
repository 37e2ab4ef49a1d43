"""Finds a JDK that can run a Java notebook; the error says what to install if there is none."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

MINIMUM = 17

_INSTALL = {
    "win32": "winget install EclipseAdoptium.Temurin.21.JDK, then open a new terminal",
    "darwin": "brew install --cask temurin",
}
_INSTALL_ELSEWHERE = "on Debian or Ubuntu: sudo apt install openjdk-17-jdk"


class JdkError(Exception):
    """There is no usable JDK; the message is one line for the user."""


@dataclass(frozen=True)
class Jdk:
    """A usable JDK: the java program, its home and its full version."""

    java: Path
    home: Path
    version: str


def find_jdk(java: str | None = None, environ: Mapping[str, str] = os.environ) -> Jdk:
    """The JDK of ``java``, else of JAVA_HOME, else of the PATH."""
    program, source = _locate(java, environ)
    output = _run(program, "-XshowSettings:properties", "--list-modules")
    version = _property(output, "java.version")
    if version is None:  # Java 8 rejects --list-modules
        version = _quoted_version(_run(program, "-version"))
    if version is None:
        raise JdkError(f"{program} ({source}) does not run as Java. {_advice()}")
    if major(version) < MINIMUM:
        raise JdkError(f"Java {version} ({source}) is too old. {_advice()}")
    home = Path(_property(output, "java.home") or "")
    if not (home / "lib").is_dir():  # a path with characters that this console cannot print
        home = program.resolve().parent.parent
    compiler = home / "bin" / _exe("javac")
    if not compiler.is_file() or not re.search(r"^jdk\.jshell\b", output, re.MULTILINE):
        raise JdkError(
            f"The Java {version} in {home} is a runtime only, without a compiler. {_advice()}"
        )
    return Jdk(java=program, home=home, version=version)


def locate(java: str | None = None, environ: Mapping[str, str] = os.environ) -> Path:
    """The java program that find_jdk would ask; it may turn out to be none of a JDK."""
    return _locate(java, environ)[0]


def major(version: str) -> int:
    """17 for "17.0.15", 8 for "1.8.0_392", 0 if ``version`` is not a version."""
    found = re.match(r"(?:1\.)?(\d+)", version)
    return int(found.group(1)) if found else 0


def _locate(java: str | None, environ: Mapping[str, str]) -> tuple[Path, str]:
    if java:
        found = shutil.which(java, path=environ.get("PATH", ""))
        if found is None:
            raise JdkError(f"There is no program {java}. {_advice()}")
        return Path(found).absolute(), "from --java"
    home = environ.get("JAVA_HOME", "").strip().strip('"')
    if home:
        program = Path(home, "bin", _exe("java")).absolute()
        if not program.is_file():
            raise JdkError(
                f"JAVA_HOME is set to {home}, but there is no {program}. "
                "Set it to the directory of a JDK, or unset it."
            )
        return program, f"{program}, from JAVA_HOME"
    found = shutil.which("java", path=environ.get("PATH", ""))
    if found is None:
        raise JdkError(f"Java was not found. {_advice()}")
    return Path(found).absolute(), f"{found}, from the PATH"


def _run(program: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            [str(program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=60,
            text=True,
            errors="replace",
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


def _property(output: str, name: str) -> str | None:
    found = re.search(rf"^\s*{re.escape(name)} = (.+?)\s*$", output, re.MULTILINE)
    return found.group(1) if found else None


def _quoted_version(output: str) -> str | None:
    found = re.search(r'version "([^"]+)"', output)
    return found.group(1) if found else None


def _exe(name: str) -> str:
    return name + ".exe" if sys.platform == "win32" else name


def _advice() -> str:
    how = _INSTALL.get(sys.platform, _INSTALL_ELSEWHERE)
    return f"Install a JDK, version {MINIMUM} or newer ({how}), or set JAVA_HOME to one."
