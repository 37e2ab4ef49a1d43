"""Measures single rows of this checkout for the ``bench.py --against`` of another one.

``bench.py --worker [--quick]`` first writes one line of JSON: ``{"files": "in memory", "rows": {name:
{"title": ..., "unit": ...}}}``. Then it reads one row name per line, measures that row once and
answers with one line: ``{"seconds": 0.17}``, ``{"skipped": why}`` or ``{"failed": why}``. It exits at
the end of its input. This protocol is the only interface between checkouts: fields can be added, but
an incompatible change needs an option of another name.

A checkout that has no ``--worker`` yet is measured by running this file with that checkout's own
modules. So it imports by full names, and uses only what commit d5e0759 has in benchtools.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from collections.abc import Iterable
from typing import Any, TextIO

from benchtools import client_rows, kernel_rows, server_rows
from benchtools.clients import Javas
from benchtools.places import QUICK, Data, Sizes
from benchtools.sample import OURS, Row, Skipped
from benchtools.servers import Servers
from labtools.errors import LabError


def open_rows(
    stack: contextlib.ExitStack, sizes: Sizes, servers: tuple[str, ...] = ()
) -> tuple[Data, list[Row]]:
    """All rows in the order of the report, and the files that they transfer; the stack stops their processes."""
    data = stack.enter_context(contextlib.closing(Data(sizes)))
    running = stack.enter_context(contextlib.closing(Servers(data, servers)))
    javas = stack.enter_context(contextlib.closing(Javas()))
    bench = server_rows.Bench(running, data)
    return data, [*server_rows.rows(bench), *client_rows.rows(bench, javas), *kernel_rows.rows()]


def main(arguments: list[str]) -> int:
    """Answers requests until the input ends."""
    signal.signal(signal.SIGTERM, _stop)
    questions, answers = _streams()
    with questions, answers, contextlib.ExitStack() as stack:
        data, rows = open_rows(stack, QUICK if "--quick" in arguments else Sizes())
        known = {row.name: row for row in rows if OURS in row.competitors}
        told = {name: {"title": row.title, "unit": row.unit} for name, row in known.items()}
        place = "in memory" if data.in_memory else "on disk"
        print(json.dumps({"files": place, "rows": told}), file=answers)
        _answer(questions, answers, known, data)
    return 0


def _answer(questions: Iterable[str], answers: TextIO, known: dict[str, Row], data: Data) -> None:
    prepared = set()
    for line in questions:
        row = known[line.strip()]
        if row.name not in prepared:
            row.prepare()
            prepared.add(row.name)
        print(json.dumps(_measure(row)), file=answers)
        data.empty()


def _measure(row: Row) -> dict[str, Any]:
    try:
        return {"seconds": row.competitors[OURS]().seconds}
    except Skipped as e:
        return {"skipped": str(e)}
    except (LabError, OSError, EOFError) as e:
        return {"failed": str(e)}


def _streams() -> tuple[TextIO, TextIO]:
    """Copies of standard input and output; the originals are redirected, away from the programs that rows start."""
    questions = os.fdopen(os.dup(0), encoding="utf-8")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    with open(os.devnull) as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    return questions, answers


def _stop(*_: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a second one would interrupt the servers' shutdown
    sys.exit(143)
