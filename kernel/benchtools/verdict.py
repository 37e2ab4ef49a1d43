"""Decides whether one checkout is slower than another, and prints the table."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

ALLOWED = 1.05


@dataclass(frozen=True)
class Spread:
    """The quartiles of several times."""

    low: float
    median: float
    high: float

    @classmethod
    def of(cls, times: Sequence[float]) -> Spread:
        """The quartiles: of nine times the third, the fifth and the seventh."""
        several = times if len(times) > 1 else [*times, *times]
        return cls(*statistics.quantiles(several, n=4, method="inclusive"))

    def overlaps(self, other: Spread) -> bool:
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True)
class Comparison:
    """The result of a row in both checkouts; ``missing`` says why there is no verdict."""

    name: str
    unit: str = "s"
    ours: Spread | None = None
    theirs: Spread | None = None
    missing: str = ""

    @property
    def ratio(self) -> float | None:
        """The ratio of our median to theirs."""
        if self.ours is None or self.theirs is None:
            return None
        return self.ours.median / self.theirs.median

    @property
    def no_worse(self) -> bool:
        """Whether both were measured, and the ratio is small or the quartiles overlap."""
        if self.ours is None or self.theirs is None:
            return False
        small = self.ours.median <= ALLOWED * self.theirs.median
        return small or self.ours.overlaps(self.theirs)

    @property
    def verdict(self) -> str:
        if self.ratio is None:
            return f"not measured: {self.missing}"
        return "no worse" if self.no_worse else "worse"


def table(found: Sequence[Comparison]) -> str:
    """All rows as a Markdown table with aligned columns."""
    cells = [["row", "ours", "theirs", "ours/theirs", "our quartiles", "their quartiles", "verdict"]]
    for each in found:
        spreads = (each.ours, each.theirs)
        medians = [f"{it.median:.4g} {each.unit}" if it else "" for it in spreads]
        quartiles = [f"{it.low:.4g} to {it.high:.4g}" if it else "" for it in spreads]
        ratio = "" if each.ratio is None else f"{each.ratio:.3f}"
        cells.append([each.name, *medians, ratio, *quartiles, each.verdict])
    widths = [max(map(len, column)) for column in zip(*cells)]
    lines = [
        "| " + " | ".join(text.ljust(width) for text, width in zip(line, widths)) + " |"
        for line in cells
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)
