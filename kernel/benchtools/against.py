"""Compares this checkout with another one, each measured with its own jar and its own benchmark code."""

from __future__ import annotations

import contextlib
import json
import shlex
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

from labtools import build
from labtools.errors import LabError

from . import rounds, tools, verdict
from .places import ROOT
from .rounds import Results
from .sample import OURS, THEIRS, Row, Sample, Skipped, matching
from .verdict import Comparison, Spread

ROUNDS = 9
# Rounds per server process. Two JVMs with the same jar differ by 5 to 10 % as long as they run, depending on how the
# JIT compiled it. With one pair of JVMs for all rounds that alone would make up to one row in five look worse.
SAME_JVM = 3
_WORKER = Path(__file__).resolve().parent / "worker.py"
# Runs our worker with the modules of a checkout that has no worker.
_OUR_WORKER = "import runpy, sys; sys.path.insert(0, sys.argv[1]); runpy.run_path(sys.argv[2])['main'](sys.argv[3:])"


def checkout(folder: str) -> Path:
    """The root of another checkout."""
    root = Path(folder).resolve()
    if not root.is_dir():
        raise LabError(f"There is no directory {root}.")
    for needed in ("kernel/bench.py", "pom.xml"):
        if not (root / needed).is_file():
            raise LabError(f"{root} is not a checkout of FtpLab: it has no {needed}.")
    return root


def require_jar(root: Path) -> None:
    """Fails if a checkout's jar is missing or older than its sources."""
    if build.is_stale(root):
        jar = root / build.JAR
        what = "older than its sources" if jar.is_file() else "missing"
        pom = shlex.quote(str(root / "pom.xml"))
        # Maven doesn't rewrite a jar whose content is unchanged.
        command = f"mvn -f {pom} -DskipTests package && touch {shlex.quote(str(jar))}"
        raise LabError(f"{jar} is {what}. Build it first: {command}")


class Worker(contextlib.AbstractContextManager["Worker"]):
    """A worker process that measures rows of one checkout on request."""

    def __init__(self, root: Path, quick: bool) -> None:
        self._root = root
        # In a session of its own, so that Ctrl-C reaches only this process, which then ends the worker in order.
        self._process = subprocess.Popen(
            _command(root) + (["--quick"] if quick else []),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            bufsize=1,
            start_new_session=True,
        )
        try:
            first = self._read()
        except BaseException:
            self.close()
            raise
        self.files: str = first["files"]
        self.rows: dict[str, dict[str, str]] = first["rows"]

    def __exit__(self, *_: object) -> None:
        self.close()

    def measure(self, name: str) -> Sample:
        """Measures a row once."""
        assert self._process.stdin
        try:
            self._process.stdin.write(name + "\n")
        except BrokenPipeError:
            pass  # the worker has exited, which _read reports
        answer = self._read()
        if "skipped" in answer:
            raise Skipped(answer["skipped"])
        if "failed" in answer:
            raise LabError(answer["failed"])
        return Sample(answer["seconds"])

    def close(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(BrokenPipeError):
                pipe.close()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            status = self._process.wait()
            raise LabError(f"The benchmark of {self._root} ended with status {status}.")
        answer: dict[str, Any] = json.loads(line)
        return answer


def _command(root: Path) -> list[str]:
    bench = str(root / "kernel" / "bench.py")
    asked = subprocess.run(
        [sys.executable, bench, "--help"], stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    if asked.returncode != 0:
        raise LabError(f"{bench} does not run: {asked.stderr.strip()[-300:]}")
    if "--worker" in asked.stdout:
        return [sys.executable, bench, "--worker"]
    return [sys.executable, "-c", _OUR_WORKER, str(root / "kernel"), str(_WORKER)]


def run(theirs: Path, patterns: tuple[str, ...], count: int, quick: bool, ours: Path = ROOT) -> int:
    """Measures and prints the table; returns 0 if all rows were measured and none is worse, else 1."""
    roots = {OURS: ours, THEIRS: theirs}
    found: dict[str, Results] = {}
    for begun in range(0, count, SAME_JVM):
        with contextlib.ExitStack() as stack:
            sides = {side: stack.enter_context(Worker(root, quick)) for side, root in roots.items()}
            rows, notes = shared(sides[OURS], sides[THEIRS], patterns)
            if not found:
                tools.say("\n".join(notes))
            for each in rounds.run(
                rows, min(SAME_JVM, count - begun), not quick, lambda: None, begun
            ):
                found.setdefault(each.row.name, Results(each.row)).add(each)
    compared = [compare(each) for each in found.values()]
    for side, root in (("ours", ours), ("theirs", theirs)):
        tools.say(f"{side}: {_commit(root)} in {root}")
    tools.say(f"\n{verdict.table(compared)}")
    return 0 if all(each.no_worse for each in compared) else 1


def shared(ours: Worker, theirs: Worker, patterns: tuple[str, ...]) -> tuple[list[Row], list[str]]:
    """The requested rows that both checkouts have, and notes about the others."""
    if ours.files != theirs.files:
        raise LabError(f"Our files are {ours.files}, theirs {theirs.files}: make room in /dev/shm.")
    notes, found = [f"Files are {ours.files}."], []
    for name in matching([*ours.rows, *(name for name in theirs.rows if name not in ours.rows)], patterns):
        if name not in theirs.rows:
            notes.append(f"{name} is left out: the other checkout does not have it.")
            continue
        if name not in ours.rows:
            notes.append(f"{name} is left out: only the other checkout has it.")
            continue
        title, other = ours.rows[name]["title"], theirs.rows[name]["title"]
        if title != other:
            notes.append(f"{name} may not be the same work: here {title!r}, there {other!r}.")
        competitors = {OURS: partial(ours.measure, name), THEIRS: partial(theirs.measure, name)}
        found.append(Row(name, title, competitors, unit=ours.rows[name]["unit"]))
    if not found:
        raise LabError("\n".join([*notes, "The two checkouts have none of these rows in common."]))
    return found, notes


def compare(results: Results) -> Comparison:
    """Compares the samples of both checkouts."""
    row = results.row
    spreads = {
        side: Spread.of([each.seconds for each in samples])
        for side, samples in results.samples.items()
        if side not in results.skipped  # with fewer samples than the other one
    }
    why = "; ".join(f"{side}: {reason.splitlines()[0]}" for side, reason in results.skipped.items())
    return Comparison(row.name, row.unit, spreads.get(OURS), spreads.get(THEIRS), why)


def _commit(root: Path) -> str:
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--exclude=*"],
        cwd=root,
        capture_output=True,
        text=True,
    )
    return f"commit {done.stdout.strip() or 'unknown'}"
