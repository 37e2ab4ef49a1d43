"""The rows that compare kernels: from start to first result, and the tutorial from start to end."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from ftplab_kernel import archive, cache, spec
from ftplab_kernel.jdk import Jdk, find_jdk
from labtools.errors import LabError

from . import tools
from .places import JAR, ROOT, TARGET
from .sample import OURS, Row, Sample

RUN = Path(__file__).resolve().parent / "kernel_run.py"
KERNEL = ROOT / "kernel"
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
    found.append(
        Row(
            "kernel-launcher",
            "kernel: from start to first result, by the wheel's kernelspec, JDK 17",
            {OURS: _launched(17), "absolute paths": _timed(OURS, 17)},
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
        shared = tools.VENV / "share" / "jupyter" / "kernels"
        kernels = shared
        if name == OURS:
            kernels = spec.kernels_below(TARGET / f"kernel-{version}")
            jjava = shared / "java" / "jjava.jar"
            spec.prepare(kernels, jdk, jjava, JAR, tools.say)
            spec.install(kernels, jdk, jjava, JAR)
        return _run(jdk, kernels, name, *notebook)

    return once


def _launched(version: int) -> Callable[[], Sample]:
    """By the kernelspec of the wheel, which finds everything at each start; with an archive, too."""

    def once() -> Sample:
        folder = TARGET / f"kernel-launcher-{version}"
        environ = {"XDG_CACHE_HOME": str(folder / "cache"), "PYTHONPATH": str(KERNEL)}
        jdk = find_jdk(environ={"JAVA_HOME": str(tools.jdk(version).home)})
        jjava = tools.VENV / "share" / "jupyter" / "kernels" / "java" / "jjava.jar"
        archives = cache.folder(environ, str(tools.VENV))
        archive.make(archives, jdk, spec.kernel_json(jdk, jjava, JAR), jjava, JAR, say=tools.say)
        kernel = json.loads((KERNEL / "kernelspec" / "kernel.json").read_text(encoding="utf-8"))
        kernel["env"] = environ
        file = spec.kernels_below(folder) / OURS / "kernel.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(kernel), encoding="utf-8")
        return _run(jdk, spec.kernels_below(folder), OURS)

    return once


def _run(jdk: Jdk, kernels: Path, name: str, *notebook: Path) -> Sample:
    path = os.pathsep.join([str(jdk.home / "bin"), os.environ.get("PATH", "")])
    with subprocess.Popen(
        [str(tools.python()), str(RUN), str(kernels), name, *map(str, notebook)],
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
