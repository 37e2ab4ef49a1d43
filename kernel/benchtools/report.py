"""Stores results as JSON and writes BENCHMARKS.md from them."""

from __future__ import annotations

import json
import platform
import re
import subprocess
from dataclasses import asdict
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from .places import ROOT, TARGET
from .sample import Row, Sample, ratio

KEPT = TARGET / "results.json"
PAGE = ROOT / "BENCHMARKS.md"
PLOT = ROOT / "src" / "bench" / "benchmarks.svg"
_BEGIN = "<!-- measured: written by kernel/bench.py -->"
_END = "<!-- end of measured -->"


def cell(sample: Sample, unit: str) -> str:
    """A result as text for a table cell."""
    digits = 3 if sample.seconds < 10 else 1
    text = f"{sample.seconds:.1f} ms" if unit == "ms" else f"{sample.seconds:.{digits}f} s"
    parts = [text]
    if sample.cpu is not None:
        parts.append(f"CPU {sample.cpu:.2f}")
    if sample.memory is not None:
        parts.append(f"{sample.memory / 1024:.0f} MiB")
    parts += [f"{value:.1f} {name}" for name, value in sample.more.items()]
    return ", ".join(parts)


def keep(row: Row, medians: dict[str, Sample], skipped: dict[str, str], rounds: int) -> dict[str, Any]:
    """A row's results in the form in which they are stored."""
    return {
        "title": row.title,
        "unit": row.unit,
        "bound": row.bound,
        "against": row.against,
        "rounds": rounds,
        "date": datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        "results": {name: asdict(sample) for name, sample in medians.items()},
        "skipped": skipped,
    }


def merge(new: dict[str, Any], order: list[str]) -> dict[str, Any]:
    """Stores new results over earlier ones of the same rows; returns all of them in ``order``."""
    kept: dict[str, Any] = json.loads(KEPT.read_text()) if KEPT.is_file() else {}
    kept.update(new)
    found = {name: kept[name] for name in order if name in kept}
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    KEPT.write_text(json.dumps(found, indent=1))
    return found


def table(kept: dict[str, Any]) -> str:
    """All rows as Markdown."""
    lines = [
        "| work | bound | ours / best other | | each: median, server's CPU seconds, peak memory |",
        "|---|---|---|---|---|",
    ]
    for name, row in kept.items():
        results = {key: Sample(**each) for key, each in row["results"].items()}
        found = ratio(results, tuple(row["against"]))
        told = f"**{found[0]:.2f}** of {found[1]}" if found else ""
        met = ""
        if found and row["bound"] is not None:
            met = "met" if found[0] <= row["bound"] else "missed"
        cells = [f"{key}: {cell(each, row['unit'])}" for key, each in results.items()]
        cells += [f"{key}: {why.splitlines()[0]}" for key, why in row["skipped"].items()]
        bound = "" if row["bound"] is None else f"{row['bound']:.2f}"
        rounds = f"{row['rounds']} round{'' if row['rounds'] == 1 else 's'}"
        title = f"{row['title']} (`{name}`, {rounds})"
        lines.append(f"| {title} | {bound} | {told} | {met} | {'<br>'.join(cells)} |")
    return "\n".join(lines)


def machine(versions: dict[str, str]) -> str:
    """The machine, the commit and the versions, as a Markdown list."""
    cpu = re.search(r"^model name\s*: (.*)$", _text("/proc/cpuinfo"), re.MULTILINE)
    count = len(re.findall(r"^processor", _text("/proc/cpuinfo"), re.MULTILINE))
    memory = re.search(r"^MemTotal:\s+(\d+)", _text("/proc/meminfo"), re.MULTILINE)
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True
    )
    lines = [
        f"- {count} × {cpu.group(1) if cpu else platform.machine()}, "
        f"{int(memory.group(1)) >> 20 if memory else '?'} GiB, Linux {platform.release()}",
        f"- commit {commit.stdout.strip() or 'unknown'}",
    ]
    lines += [f"- {name} {version}" for name, version in versions.items()]
    return "\n".join(lines)


def write(kept: dict[str, Any], versions: dict[str, str], place: str) -> None:
    """Replaces the measured section of BENCHMARKS.md, between its two markers."""
    dates = sorted(row["date"] for row in kept.values())
    measured = "\n\n".join(
        [
            _BEGIN,
            f"Measured {dates[0]} to {dates[-1]}, files {place}.",
            machine(versions),
            "![our time relative to the best competitor's](src/bench/benchmarks.svg)",
            table(kept),
            _END,
        ]
    )
    page = PAGE.read_text(encoding="utf-8")
    start, end = page.index(_BEGIN), page.index(_END) + len(_END)
    PAGE.write_text(page[:start] + measured + page[end:], encoding="utf-8")


def _text(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError:
        return ""
