"""Makes a class-data archive (CDS or AOT cache), with which the kernel starts in half the time.

The JVM writes such an archive at the end of a training run, which this module does. A kernel without
an archive, or with one for other classes, works the same and starts more slowly.
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
_AOT = 25  # the first JDK with AOTCacheOutput

# A typical first notebook: the archive contains each class that these cells load.
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


# Code that runs for a second only, as javac does during the start, is not worth JIT compilation: C1
# starts a little later, and C2 much later, except for ciphers. Those need C2: without it 64 MiB
# over TLS take ten times as long. Other long computations, in a cell too, reach their full speed some
# hundredths of a second later.
_DELAYED_JIT = (
    "-XX:+IgnoreUnrecognizedVMOptions",  # for JVMs with other JIT compilers
    "-XX:Tier3InvocationThreshold=400",
    "-XX:Tier3MinInvocationThreshold=200",
    "-XX:Tier3CompileThreshold=4000",
    "-XX:Tier3BackEdgeThreshold=120000",
    "-XX:Tier4InvocationThreshold=1000000",
    "-XX:Tier4MinInvocationThreshold=200000",
    "-XX:Tier4CompileThreshold=2000000",
    "-XX:Tier4BackEdgeThreshold=4000000",
    "-XX:CompileCommand=quiet",  # prints nothing to the terminal
    "-XX:CompileCommand=CompileThresholdScaling,com.sun.crypto.provider.*::*,0.01",
)


def options(jdk: Jdk) -> list[str]:
    """The JVM options for a fast start, with and without an archive."""
    # An AOT cache works only with the default collector.
    collector = [] if major(jdk.version) >= _AOT else ["-XX:+UseSerialGC"]
    return [*collector, *_DELAYED_JIT]


def flags(folder: Path, jdk: Jdk, *jars: Path) -> list[str]:
    """The JVM options for the archive in a kernelspec's directory; empty if there is no archive."""
    archive = _file(folder, jdk, jars)
    if archive is None or not archive.is_file():
        return []
    if major(jdk.version) >= _AOT:
        return [f"-XX:AOTCache={archive}", "-Xlog:disable", "-Xlog:all=error:stderr"]
    # Without these, the JVM's warning about a replaced jar would appear in the notebook.
    return [f"-XX:SharedArchiveFile={archive}", "-Xlog:disable", "-Xlog:all=error:stderr"]


def make(
    folder: Path, jdk: Jdk, spec: Mapping[str, Any], *jars: Path, say: Callable[[str], None]
) -> bool:
    """Makes the archive for this JDK and these jars if it is missing; returns whether it exists now.

    After a failure it is tried again when the JDK or a jar changes, not at each start of lab.py.
    """
    archive = _file(folder, jdk, jars)
    if archive is None or sys.platform == "win32":  # which has no signal for an orderly exit of a JVM
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
    """The archive's path. Its name depends on all inputs, so an archive of other classes is never used."""
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
    """Runs the cells in a kernel that writes the archive when it exits."""
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
