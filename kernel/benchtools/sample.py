"""Rows, samples, and the arithmetic on samples."""

from __future__ import annotations

import fnmatch
import statistics
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from labtools.errors import LabError

OURS = "ftplab"
THEIRS = "theirs"  # ftplab of another checkout


class Skipped(Exception):
    """A competitor can't take part; the message says why."""


@dataclass(frozen=True)
class Sample:
    """One measurement: elapsed seconds, the server's processor seconds and peak KiB, and further values by name."""

    seconds: float
    cpu: float | None = None
    memory: int | None = None
    more: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """A task that all competitors perform.

    ``bound`` is the highest acceptable ratio of our time to the best time of ``against`` (all others
    if empty). ``prepare`` creates the files before anything is measured. ``once`` names slow
    competitors that take part in the first round only.
    """

    name: str
    title: str
    competitors: dict[str, Callable[[], Sample]]
    bound: float | None = None
    prepare: Callable[[], object] = lambda: None
    against: tuple[str, ...] = ()
    once: tuple[str, ...] = ()
    unit: str = "s"
    most_rounds: int = sys.maxsize


def matching(names: Iterable[str], patterns: tuple[str, ...]) -> list[str]:
    """The names that match one of the patterns, such as ``small-*``; all names if there is no pattern."""
    found = list(names)
    unknown = [each for each in patterns if not fnmatch.filter(found, each)]
    if unknown:
        raise LabError(f"There is no row {', '.join(unknown)}; --list shows all rows.")
    return [name for name in found if any(fnmatch.fnmatchcase(name, each) for each in patterns or "*")]


def rotated(names: list[str], turns: int) -> list[str]:
    """The names rotated by ``turns``, so that each round begins with another one."""
    if not names:
        return []
    start = turns % len(names)
    return names[start:] + names[:start]


def middle(samples: list[Sample]) -> Sample:
    """A sample with the median of each value."""

    def median(values: list[float | None]) -> float | None:
        known = [value for value in values if value is not None]
        return statistics.median(known) if known else None

    memory = median([each.memory for each in samples])
    names = {name for each in samples for name in each.more}
    return Sample(
        median([each.seconds for each in samples]) or 0.0,
        median([each.cpu for each in samples]),
        None if memory is None else round(memory),
        {name: median([each.more.get(name) for each in samples]) or 0.0 for name in sorted(names)},
    )


def ratio(results: dict[str, Sample], against: tuple[str, ...] = ()) -> tuple[float, str] | None:
    """The ratio of our time to the best competitor's, and that competitor's name."""
    others = {
        name: each.seconds
        for name, each in results.items()
        if not name.startswith(OURS) and (not against or name in against)
    }
    if OURS not in results or not others:
        return None
    best = min(others, key=lambda name: others[name])
    return results[OURS].seconds / others[best] if others[best] else float("inf"), best
