"""What a process and its children have used, as Linux tells it in /proc."""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def tree(pid: int) -> list[int]:
    """The process and all that it has started and that still run."""
    found = [pid]
    for each in found:
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{each}/task").iterdir():
                with contextlib.suppress(OSError):
                    found += map(int, (task / "children").read_text().split())
    return found


def cpu(pid: int) -> float:
    """Seconds of processor time of the tree, with children that have ended and been waited for."""
    ticks = 0
    for each in tree(pid):
        with contextlib.suppress(OSError):
            stat = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, stat[11:15]))
    return ticks / _TICKS


def kibibytes(pid: int, field: str, file: str = "status") -> int:
    """The sum over the tree of a field such as VmHWM, or Pss of smaps_rollup."""
    total = 0
    for each in tree(pid):
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{each}/{file}").read_text().splitlines():
                if line.startswith(field + ":"):
                    total += int(line.split()[1])
    return total


class Peak(contextlib.AbstractContextManager["Peak"]):
    """The most memory that the tree had, together, while this was open."""

    def __init__(self, pid: int, every: float = 0.1) -> None:
        self.kibibytes = 0
        self._pid = pid
        self._every = every
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Peak:
        with contextlib.suppress(OSError):  # from here on, and not from the start of the process
            Path(f"/proc/{self._pid}/clear_refs").write_text("5")
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self._look()

    def _watch(self) -> None:
        while not self._over.wait(self._every):
            self._look()

    def _look(self) -> None:
        self.kibibytes = max(self.kibibytes, kibibytes(self._pid, "VmHWM"))
