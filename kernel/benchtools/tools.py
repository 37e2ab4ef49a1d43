"""What the competitors need: a Python environment, compiled Java classes, programs, JDKs."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from ftplab_kernel.jdk import Jdk, JdkError, find_jdk
from labtools import build
from labtools.errors import LabError

from .places import JAR, ROOT, TARGET
from .sample import Skipped

VENV = TARGET / "venv"
JAVA = ROOT / "src" / "bench"
REQUIREMENTS = Path(__file__).resolve().parent / "requirements.txt"


def say(text: str) -> None:
    """Prints a line and flushes it."""
    print(text, flush=True)


def program(name: str, where: str = "") -> str:
    """The path of a program."""
    found = shutil.which(name, path=os.environ.get("PATH", os.defpath) + os.pathsep + "/usr/sbin")
    if found is None:
        raise Skipped(f"{name} is not installed{where}")
    return found


def jdk(version: int | None = None) -> Jdk:
    """The JDK of JAVA_HOME or the PATH; with ``version``, a JDK of that version installed beside it."""
    try:
        default = find_jdk()
    except JdkError as e:
        raise Skipped(str(e)) from None
    if version is None or default.version.startswith(str(version)):
        return default
    named = os.environ.get(f"JAVA_HOME_{version}")
    homes = [Path(named)] if named else sorted(default.home.parent.iterdir())
    for home in homes:
        release = home / "release"
        if (home / "bin" / "javac").is_file() and release.is_file():
            if f'JAVA_VERSION="{version}' in release.read_text():
                return find_jdk(str(home / "bin" / "java"))
    raise Skipped(f"there is no JDK {version}; set JAVA_HOME_{version} to its directory")


def library() -> None:
    """Builds target/ftplab-all.jar if its sources are newer."""
    if build.is_stale(ROOT):
        say("Building the library with Maven ...")
        found = find_jdk()
        build.build(ROOT, build.find_maven(dict(os.environ), found), found, dict(os.environ))


def python() -> Path:
    """The Python of an environment with the competitors installed, created once."""
    found = VENV / "bin" / "python"
    stamp = VENV / "requirements.txt"
    wanted = REQUIREMENTS.read_text()
    if not (stamp.is_file() and stamp.read_text() == wanted):
        say("Creating a Python environment with the competitors in target/bench/venv ...")
        run([sys.executable, "-m", "venv", "--clear", str(VENV)])
        pip = [str(found), "-I", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        run([*pip, "-r", str(REQUIREMENTS)])
        stamp.write_text(wanted)
    return found


def classes(profile: str) -> str:
    """The class path of a compiled directory of src/bench: ``stock``, ``library``, ``first`` or ``jmh``."""
    folder = TARGET / profile
    sources = sorted((JAVA / profile).rglob("*.java"))
    stamp = folder / "stamp"
    inputs = [*sources, JAVA / "pom.xml", *([JAR] if profile != "stock" else [])]
    digest = hashlib.sha256(b"".join(each.read_bytes() for each in inputs)).hexdigest()
    if not (stamp.is_file() and stamp.read_text() == digest):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        before = [] if profile == "library" else _dependencies(profile, folder)
        before += [] if profile == "stock" else _ours(profile)
        (folder / "path").write_text(os.pathsep.join([str(folder), *before]))
        javac = str(jdk().home / "bin" / "javac")
        where = os.pathsep.join([str(folder), *before])
        run([javac, "-nowarn", "-d", str(folder), "-cp", where, *map(str, sources)])
        stamp.write_text(digest)
    return (folder / "path").read_text()


def _ours(profile: str) -> list[str]:
    # JMH measures internal classes, which the jar relocates.
    return [str(ROOT / "target" / "classes")] if profile == "jmh" else [str(JAR)]


def _dependencies(profile: str, folder: Path) -> list[str]:
    maven = build.find_maven(dict(os.environ), jdk())
    output = folder / "dependencies"
    run(
        [maven, "-B", "-q", "-f", str(JAVA / "pom.xml"), f"-P{profile}"]
        + ["dependency:build-classpath", f"-Dmdep.outputFile={output}"]
    )
    return output.read_text().strip().split(os.pathsep)


def run(command: list[str]) -> str:
    """Runs a program and returns its output; raises an error with the end of the output if it fails."""
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode != 0:
        end = "\n".join(f"    {line}" for line in done.stdout.splitlines()[-12:])
        raise LabError(f"{end}\n{command[0]} failed with status {done.returncode}.")
    return done.stdout
