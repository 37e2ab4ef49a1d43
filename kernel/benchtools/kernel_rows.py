"""The rows that compare kernels: from start to first result, and the tutorial from start to end."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from ftplab_kernel import spec
from labtools.errors import LabError

from . import tools
from .places import JAR, ROOT, TARGET
from .sample import OURS, Row, Sample

RUN = Path(__file__).resolve().parent / "kernel_run.py"
TUTORIAL = ROOT / "notebooks" / "01-ftp-tutorial.ipynb"
PYTHON_TUTORIAL = ROOT / "src" / "bench" / "tutorial-python.ipynb"


def rows() -> list[Row]:
    """All kernel rows."""
    found = []
    for version in (17, 25):
        found.append(
            Row(
                f"kernel-{version}",
                f"kernel: from start to first result, JDK {version}",
                {
                    OURS: _timed(OURS, version),
                    "JJava": _timed("java", version),
                    "ipykernel": _timed("python3", version),
                },
                0.55,
                against=("JJava",),
            )
        )
    for version in (17, 25):
        found.append(
            Row(
                f"tutorial-{version}",
                f"kernel: the tutorial from start to end, JDK {version}",
                {
                    OURS: _timed(OURS, version, TUTORIAL),
                    "Python": _timed("python3", version, PYTHON_TUTORIAL),
                },
                1.5,
            )
        )
    return found


def _timed(name: str, version: int, *notebook: Path) -> Callable[[], Sample]:
    def once() -> Sample:
        jdk = tools.jdk(version)
        python = tools.python()
        shared = tools.VENV / "share" / "jupyter" / "kernels"
        kernels = shared
        if name == OURS:
            kernels = spec.kernels_below(TARGET / f"kernel-{version}")
            jjava = shared / "java" / "jjava.jar"
            spec.prepare(kernels, jdk, jjava, JAR, tools.say)
            spec.install(kernels, jdk, jjava, JAR)
        path = os.pathsep.join([str(jdk.home / "bin"), os.environ.get("PATH", "")])
        with subprocess.Popen(
            [str(python), str(RUN), str(kernels), name, *map(str, notebook)],
            env={**os.environ, "PATH": path, "JAVA_HOME": str(jdk.home)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as child:
            try:
                out, err = child.communicate()
            except BaseException:
                child.terminate()  # which ends its kernel
                raise
        if child.returncode != 0:
            raise LabError(f"the kernel {name} failed: {err.strip()[-300:]}")
        return Sample(float(out.split()[-1]))

    return once
