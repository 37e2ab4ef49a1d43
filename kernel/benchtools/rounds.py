"""Runs the rows, round after round."""

from __future__ import annotations

import time
from collections.abc import Callable

from labtools.errors import LabError

from . import tools
from .report import cell
from .sample import OURS, THEIRS, Row, Sample, Skipped, middle, ratio, rotated

# Servers usually run for days, so a JVM is measured after its JIT compiler has done most of its work, which takes
# some seconds on a busy machine. The other competitors need no such time.
WARM_SECONDS = 10.0
_COMPILED = (OURS, THEIRS, "FtpServer", "Commons Net")


class Results:
    """The samples of a row by competitor, and the reasons why some competitors have none."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.samples: dict[str, list[Sample]] = {}
        self.skipped: dict[str, str] = {}

    def add(self, more: Results) -> None:
        """Adds later samples."""
        for name, samples in more.samples.items():
            self.samples.setdefault(name, []).extend(samples)
        self.skipped |= more.skipped

    def medians(self) -> dict[str, Sample]:
        found = {name: middle(each) for name, each in self.samples.items()}
        return {name: found[name] for name in self.row.competitors if name in found}


def run(
    rows: list[Row], rounds: int, warm: bool, clean: Callable[[], None], begun: int = 0
) -> list[Results]:
    """Runs ``rounds`` rounds after the ``begun`` rounds of earlier calls.

    If ``warm``, an unmeasured warm-up comes first: one run, or WARM_SECONDS for a competitor on the JVM.
    """
    found = [Results(row) for row in rows]
    for row in rows:
        row.prepare()
    for turn in [*([-1] if warm else []), *range(begun, begun + rounds)]:
        tools.say(f"round {turn + 1} of {begun + rounds}" if turn >= 0 else "warming up")
        for results in found:
            row = results.row
            if turn >= row.most_rounds or (turn < 0 and row.most_rounds == 1):
                continue
            for name in rotated(list(row.competitors), max(turn, 0)):
                if name in results.skipped or (name in row.once and turn != 0):
                    continue
                compiled = turn < 0 and name in _COMPILED
                end = time.monotonic() + (WARM_SECONDS if compiled else 0)
                while True:
                    _one(results, name, turn)
                    clean()
                    if time.monotonic() >= end or name in results.skipped:
                        break
            if turn >= 0:
                _tell(results)
    return found


def _one(results: Results, name: str, turn: int) -> None:
    try:
        sample = results.row.competitors[name]()
        if turn >= 0:
            results.samples.setdefault(name, []).append(sample)
    except Skipped as e:
        results.skipped[name] = str(e)
        tools.say(f"  {results.row.name}: {name} skipped: {e}")
    except (LabError, OSError, EOFError) as e:
        results.skipped[name] = f"failed: {e}"
        tools.say(f"  {results.row.name}: {name} failed: {e}")


def _tell(results: Results) -> None:
    row = results.row
    medians = results.medians()
    told = ", ".join(f"{name} {cell(each, row.unit)}" for name, each in medians.items())
    found = ratio(medians, row.against)
    tools.say(f"  {row.name}: {told}" + (f"; ours/{found[1]} {found[0]:.2f}" if found else ""))
