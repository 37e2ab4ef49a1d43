"""Builds the library's jar with Maven if it is missing or older than its sources."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from ftplab_kernel.jdk import Jdk

from .errors import LabError

MINIMUM = (3, 6, 3)
JAR = Path("target", "ftplab-all.jar")

_INSTALL = {
    "win32": "see maven.apache.org/install.html",
    "darwin": "brew install maven",
}
_INSTALL_ELSEWHERE = "on Debian or Ubuntu: sudo apt install maven"


def is_stale(root: Path) -> bool:
    """Whether the jar is missing, or older than pom.xml or anything in src/main."""
    jar = root / JAR
    if not jar.is_file():
        return True
    built = jar.stat().st_mtime
    return any(source.stat().st_mtime > built for source in _sources(root))


def copy_sources(root: Path, work: Path) -> None:
    """Copies what Maven needs for the jar, with its times, to a directory that can be written."""
    shutil.rmtree(work / "src", ignore_errors=True)  # what was removed from the sources
    for name in ("pom.xml", "LICENSE", "NOTICE"):
        shutil.copy2(root / name, work / name)
    for name in (".mvn", "src/main"):
        shutil.copytree(root / name, work / name, dirs_exist_ok=True)


def _sources(root: Path) -> Iterator[Path]:
    yield root / "pom.xml"
    main = root / "src" / "main"
    yield main
    yield from main.rglob("*")  # directories too: their time shows that a file was removed


def find_maven(environ: dict[str, str], jdk: Jdk | None) -> str:
    """The Maven program on the PATH; raises LabError if it is missing or too old."""
    how = _INSTALL.get(sys.platform, _INSTALL_ELSEWHERE)
    wanted = ".".join(map(str, MINIMUM))
    advice = f"Install Maven {wanted} or newer ({how})."
    maven = shutil.which("mvn", path=environ.get("PATH", ""))
    if maven is None:
        raise LabError(f"Maven was not found, and the library has to be built. {advice}")
    try:
        done = subprocess.run(
            [maven, "-v"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=_environment(environ, jdk),
            text=True,
            errors="replace",
            timeout=60,
        )
        found = re.search(r"Apache Maven (\d+)\.(\d+)(?:\.(\d+))?", done.stdout)
    except (OSError, subprocess.TimeoutExpired):
        found = None
    if found is None:
        if jdk is None:  # Maven needs Java to print its version; the missing JDK is reported separately
            return maven
        raise LabError(f"{maven} does not run as Maven. {advice}")
    version = tuple(int(part or 0) for part in found.groups())
    if version < MINIMUM:
        raise LabError(f"Maven {'.'.join(map(str, version))} ({maven}) is too old. {advice}")
    return maven


def build(root: Path, maven: str, jdk: Jdk, environ: dict[str, str]) -> Path:
    """Runs Maven; shows its output only if it fails."""
    done = subprocess.run(
        [maven, "-B", "-q", "-DskipTests", "package"],
        cwd=root,
        env=_environment(environ, jdk),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    jar = root / JAR
    if done.returncode != 0:
        hint = " If a notebook is open, stop JupyterLab first." if sys.platform == "win32" else ""
        raise LabError(
            f"{_last_errors(done.stdout)}\nThe library could not be built.{hint} "
            f"For the full output: mvn -DskipTests package (in {root})"
        )
    if not jar.is_file():
        raise LabError(f"Maven succeeded but did not build {JAR.as_posix()}; check pom.xml.")
    os.utime(jar)  # Maven doesn't rewrite an identical jar, which would then stay stale
    return jar


def _environment(environ: dict[str, str], jdk: Jdk | None) -> dict[str, str]:
    return {**environ, "JAVA_HOME": str(jdk.home)} if jdk else dict(environ)


def _last_errors(output: str) -> str:
    lines = [line for line in output.splitlines() if line.startswith("[ERROR]")]
    lines = [line for line in lines if not re.search(r"-e switch|-X switch|\[Help|^\[ERROR\]\s*$", line)]
    return "\n".join(f"    {line}" for line in (lines or output.splitlines())[:12])
