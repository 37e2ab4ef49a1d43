"""Keeps the kernel's classes as the JVM has them in memory, so that it starts in half the time.

The JVM writes such an archive at the end of a run; here is that run. A kernel without an archive,
or with one that no longer fits, works the same and starts more slowly.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from .jdk import Jdk, major
from .shell import Shell, free_ports

LIMIT = 90.0
_AOT = 25  # from this JDK on there is a better kind of archive

# What a first notebook does: each class that is needed for it is in the archive then.
_CELLS = (
    "1 + 1",
    """\
var ftplabHome = Files.createTempDirectory("ftplab");
Files.writeString(ftplabHome.resolve("example.txt"), "potato");
var ftplabServer = FtpServer.builder().port(0).user("test", "potato", ftplabHome, "elradfmwM").start();
var ftplabClient = FtpClient.connect("127.0.0.1", ftplabServer.port()).login("test", "potato");
for (var line : ftplabClient.dir().lines()) System.out.println("- " + line);
ftplabClient.download("example.txt", ftplabHome.resolve("copy.txt"))""",
    "ftplabClient.upload(ftplabHome.resolve(\"copy.txt\"), \"other.txt\")",
    "ftplabServer.log()",
    "ftplabClient.transcript()",
    "ftplabClient.quit()",
    "ftplabServer.close(); "
    "for (var file : Files.list(ftplabHome).toList()) Files.delete(file); Files.delete(ftplabHome);",
)


# What runs for a second only, as javac in a start does, is not worth a compiler's time: the quick
# compiler is to wait a little, and the one for long runs a lot, but for the ciphers. They are
# nothing without it: 64 MiB over TLS take ten times as long. What else computes for long, in a
# cell too, comes to its full speed some hundredths of a second later.
_LATER = (
    "-XX:+IgnoreUnrecognizedVMOptions",  # by JVMs with other compilers
    "-XX:Tier3InvocationThreshold=400",
    "-XX:Tier3MinInvocationThreshold=200",
    "-XX:Tier3CompileThreshold=4000",
    "-XX:Tier3BackEdgeThreshold=120000",
    "-XX:Tier4InvocationThreshold=1000000",
    "-XX:Tier4MinInvocationThreshold=200000",
    "-XX:Tier4CompileThreshold=2000000",
    "-XX:Tier4BackEdgeThreshold=4000000",
    "-XX:CompileCommand=quiet",  # says nothing into the terminal
    "-XX:CompileCommand=CompileThresholdScaling,com.sun.crypto.provider.*::*,0.01",
)


def options(jdk: Jdk) -> list[str]:
    """The JVM's options for a quick start, with and without an archive."""
    # The better kind of archive needs the collector that it was made for by default.
    collector = [] if major(jdk.version) >= _AOT else ["-XX:+UseSerialGC"]
    return [*collector, *_LATER]


def flags(folder: Path, jdk: Jdk, *jars: Path) -> list[str]:
    """The JVM's options for the archive in a kernelspec's folder; none if there is no archive."""
    archive = _file(folder, jdk, jars)
    if archive is None or not archive.is_file():
        return []
    if major(jdk.version) >= _AOT:
        return [f"-XX:AOTCache={archive}", "-Xlog:disable", "-Xlog:all=error:stderr"]
    # A jar that was replaced is no reason to write into a notebook.
    return [f"-XX:SharedArchiveFile={archive}", "-Xlog:disable", "-Xlog:all=error:stderr"]


def make(
    folder: Path, jdk: Jdk, spec: Mapping[str, Any], *jars: Path, say: Callable[[str], None]
) -> bool:
    """Makes the archive for this JDK and these jars, if it is not there; whether it is there now.

    What has failed is tried again when the JDK or a jar changes, and not at each start of lab.py.
    """
    archive = _file(folder, jdk, jars)
    if archive is None or sys.platform == "win32":  # where no signal lets a JVM end in good order
        return False
    failed = archive.with_name(archive.name + ".failed")
    if archive.is_file() or failed.is_file():
        return archive.is_file()
    say("Preparing the kernel for quick starts (a few seconds) ...")
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("classes-*"):
            old.unlink()
        beside = archive.with_name(archive.name + ".new")
        if _train(beside, jdk, spec):
            os.replace(beside, archive)
        else:
            failed.touch()
        beside.unlink(missing_ok=True)
    return archive.is_file()


def _file(folder: Path, jdk: Jdk, jars: tuple[Path, ...]) -> Path | None:
    """Its name changes with what it is made from: an archive of other classes is never used."""
    known = [str(jdk.java), jdk.version, *options(jdk), *_CELLS]
    try:
        for jar in jars:
            stat = jar.stat()
            known += [str(jar), str(stat.st_size), str(stat.st_mtime_ns)]
    except OSError:
        return None
    digest = hashlib.sha256("\n".join(known).encode()).hexdigest()[:16]
    return folder.absolute() / f"classes-{digest}"


def _train(archive: Path, jdk: Jdk, spec: Mapping[str, Any]) -> bool:
    """Runs the cells in a kernel that writes the archive when it ends."""
    option = "AOTCacheOutput" if major(jdk.version) >= _AOT else "ArchiveClassesAtExit"
    java, *rest = spec["argv"]
    with tempfile.TemporaryDirectory(prefix="ftplab-") as folder:
        connection = Path(folder, "connection.json")
        ports = free_ports(5)
        names = ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port")
        known: dict[str, object] = dict(zip(names, ports))
        known |= {"ip": "127.0.0.1", "transport": "tcp", "key": "", "kernel_name": "ftplab"}
        connection.write_text(json.dumps(known | {"signature_scheme": "hmac-sha256"}))
        arguments = [str(connection) if each == "{connection_file}" else each for each in rest]
        command = [java, f"-XX:{option}={archive}", "-Xlog:disable", *arguments]
        kernel = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **spec["env"]},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            end = time.monotonic() + LIMIT
            with Shell(ports[0], end, lambda: kernel.poll() is None) as shell:
                done = all(shell.execute(cell) for cell in _CELLS)
            kernel.send_signal(signal.SIGTERM)
            kernel.wait(max(1.0, end - time.monotonic()))
            return done and archive.is_file()
        except (OSError, ValueError, subprocess.TimeoutExpired):
            return False
        finally:
            if kernel.poll() is None:
                kernel.kill()
                kernel.wait()
