"""Processor time and memory of a process and its children, from Linux's /proc."""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
from pathlib import Path

from labtools.errors import LabError

_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def tree(pid: int) -> list[int]:
    """The process and its running descendants."""
    found = [pid]
    for each in found:
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{each}/task").iterdir():
                with contextlib.suppress(OSError):
                    found += map(int, (task / "children").read_text().split())
    return found


def cpu(pid: int) -> float:
    """Seconds of processor time of the tree, including children that have exited and been waited for."""
    ticks = 0
    for each in tree(pid):
        with contextlib.suppress(OSError):
            stat = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, stat[11:15]))
    return ticks / _TICKS


def cpu_of(command: list[str]) -> float:
    """Runs a program to its end; returns its seconds of processor time."""
    done = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(done.pid, 0)
    done.returncode = os.waitstatus_to_exitcode(status)
    if done.returncode != 0:
        raise LabError(f"{command[-1]} failed with status {done.returncode}.")
    return used.ru_utime + used.ru_stime


def kibibytes(pid: int, field: str, file: str = "status") -> int:
    """The sum of a memory field over the tree, such as VmHWM of status or Pss of smaps_rollup."""
    total = 0
    for each in tree(pid):
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{each}/{file}").read_text().splitlines():
                if line.startswith(field + ":"):
                    total += int(line.split()[1])
    return total


class Peak(contextlib.AbstractContextManager["Peak"]):
    """Samples the peak memory of a process tree while this context is open."""

    def __init__(self, pid: int, every: float = 0.1) -> None:
        self.kibibytes = 0
        self._pid = pid
        self._every = every
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Peak:
        with contextlib.suppress(OSError):  # resets VmHWM, which otherwise counts from the start of the process
            Path(f"/proc/{self._pid}/clear_refs").write_text("5")
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self._sample()

    def _watch(self) -> None:
        while not self._over.wait(self._every):
            self._sample()

    def _sample(self) -> None:
        self.kibibytes = max(self.kibibytes, kibibytes(self._pid, "VmHWM"))
