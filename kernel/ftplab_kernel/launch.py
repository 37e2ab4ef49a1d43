"""Starts the kernel: the kernelspec in the wheel runs ``python -m ftplab_kernel start FILE``.

A wheel can't know where Java will be, so this finds Java, JJava and the library at each start. What
``install`` writes names them, which saves the start of this Python.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from . import archive, cache, spec
from .jdk import Jdk, find_jdk, locate

_KNOWN = "jdk.json"


def start(connection_file: str) -> NoReturn:
    """Runs the kernel in place of this process; on Windows, which can't, in a child."""
    command, environ = command_line(connection_file, os.environ)
    if sys.platform == "win32":
        sys.exit(subprocess.call(command, env=environ))
    os.execve(command[0], command, environ)


def command_line(connection_file: str, environ: Mapping[str, str]) -> tuple[list[str], dict[str, str]]:
    """The command and the environment of the kernel; raises SpecError or JdkError if something is missing."""
    folder = cache.folder(environ)
    library, jjava, jdk = spec.find_library(), spec.find_jjava(), known_jdk(folder, environ)
    kernel = spec.kernel_json(jdk, jjava, library, archive.flags(folder, jdk, jjava, library))
    command = [connection_file if each == "{connection_file}" else each for each in kernel["argv"]]
    return command, {**environ, **kernel["env"]}


def known_jdk(folder: Path, environ: Mapping[str, str]) -> Jdk:
    """The JDK, remembered as long as the program is the same: asking it takes longer than all the rest."""
    program = locate(None, environ)
    stat = os.stat(program)
    key = [str(program), os.path.realpath(program), stat.st_size, stat.st_mtime_ns]
    file = folder / _KNOWN
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        known = json.loads(file.read_text(encoding="utf-8"))
        if known["key"] == key:
            return Jdk(program, Path(known["home"]), known["version"])
    jdk = find_jdk(environ=environ)
    with contextlib.suppress(OSError):  # a read-only home: it is asked again next time
        folder.mkdir(parents=True, exist_ok=True)
        content = {"key": key, "home": str(jdk.home), "version": jdk.version}
        spec.replace(file, json.dumps(content).encode("utf-8"))
    return jdk
