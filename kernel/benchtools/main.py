"""The command line of bench.py."""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

from labtools import build
from labtools.errors import LabError

from . import against, report, rounds, tools, worker
from .places import JAR, QUICK, ROOT, Sizes
from .sample import Skipped, matching

LOAD_TEST = "SixtyClientsIT#figuresAreWrittenBesideThoseOfOtherServers"
PLOT = Path(__file__).resolve().parent / "plot.py"


def main(arguments: list[str]) -> int:
    """Runs bench.py; returns 0 if all rows were measured and none is worse, 1 if not, 2 if it cannot run."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that all servers are stopped
    try:
        return _run(_parse(arguments))
    except (LabError, Skipped) as e:
        print(e, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bench.py",
        description="Measures FtpLab against other servers, clients and kernels.",
    )
    parser.add_argument(
        "--rows", type=_names, default=(), help="only these rows, separated by commas: 'small-*,list'"
    )
    parser.add_argument(
        "--servers", type=_names, default=(), help="only these servers: ftplab,pyftpdlib,vsftpd,FtpServer"
    )
    parser.add_argument(
        "--rounds", type=_count, help=f"number of rounds (default: 5, with --against {against.ROUNDS})"
    )
    parser.add_argument("--quick", action="store_true", help="use small sizes; write nothing")
    parser.add_argument("--list", action="store_true", help="list the rows")
    parser.add_argument("--report", action="store_true", help="rewrite BENCHMARKS.md without measuring")
    parser.add_argument(
        "--against",
        metavar="DIR",
        help="compare with another checkout; exit status 1 if a row is worse in this one",
    )
    parser.add_argument(
        "--worker", action="store_true", help="measure rows for another checkout's --against"
    )
    parser.add_argument(
        "--jmh", nargs=argparse.REMAINDER, help="run the JMH benchmarks; further arguments go to JMH"
    )
    parser.add_argument(
        "--load", action="store_true", help="write docs/load.md: sixty clients that are killed and abort"
    )
    options = parser.parse_args(arguments)
    if options.against is not None and (options.servers or options.report):
        parser.error("--against measures only FtpLab and writes no report")
    if options.rounds is None:
        options.rounds = 5 if options.against is None else against.ROUNDS
    return options


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("not a whole number of 1 or more")
    return int(text)


def _names(text: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in text.split(",") if each.strip())


def _run(options: argparse.Namespace) -> int:
    if options.jmh is not None:
        return _jmh(options.jmh)
    if options.load:
        return _load()
    if options.worker:
        return worker.main(["--quick"] if options.quick else [])
    if options.against is not None and not options.list:
        other = against.checkout(options.against)
        tools.library()
        against.require_jar(other)
        return against.run(other, options.rows, options.rounds, options.quick)
    with contextlib.ExitStack() as stack:
        sizes = QUICK if options.quick else Sizes()
        data, rows = worker.open_rows(stack, sizes, options.servers)
        if options.list:
            print("\n".join(f"{row.name:16} {row.title}" for row in rows))
            return 0
        order = [row.name for row in rows]
        if not options.report:
            tools.library()
            names = matching(order, options.rows)
            chosen = [row for row in rows if row.name in names]
            found = rounds.run(chosen, options.rounds, not options.quick, data.empty)
            new = {
                each.row.name: report.keep(
                    each.row,
                    each.medians(),
                    each.skipped,
                    min(options.rounds, each.row.most_rounds),
                )
                for each in found
            }
            if options.quick:
                print(report.table(new))
                return 1 if any(not each.samples for each in found) else 0
        else:
            new = {}
        kept = report.merge(new, order)
        place = "in memory (tmpfs)" if data.in_memory else "on disk"
        report.write(kept, versions(), place)
    tools.run([str(tools.python()), str(PLOT), str(report.KEPT), str(report.PLOT)])
    tools.say(f"Written: {report.PAGE.name} and its plot.")
    return 0


def versions() -> dict[str, str]:
    """The versions of all competitors."""
    found = {"Java": tools.jdk().version, "Python": sys.version.split()[0]}
    done = subprocess.run(
        [str(tools.python()), "-m", "pip", "freeze"], capture_output=True, text=True
    )
    for name, version in re.findall(r"^(pyftpdlib|pyOpenSSL|jjava|ipykernel)==(.*)$", done.stdout, re.M):
        found[name] = version
    found |= {"Apache FtpServer": "1.2.1", "Apache Commons Net": "3.13.0"}
    for name, option in (("vsftpd", "-v"), ("curl", "--version"), ("lftp", "--version")):
        with contextlib.suppress(Skipped):
            said = subprocess.run(
                ["sh", "-c", 'exec "$0" "$1" 0>&1', tools.program(name), option],  # vsftpd writes its version to stdin
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            ).stdout
            number = re.search(r"\d+\.\d+(\.\d+)?", said)
            found[name] = number.group() if number else "unknown"
    return found


def _jmh(arguments: list[str]) -> int:
    tools.library()
    if not JAR.is_file():
        raise LabError(f"{JAR} is missing.")
    command = [str(tools.jdk().java), "-cp", tools.classes("jmh"), "org.openjdk.jmh.Main"]
    return subprocess.run([*command, *arguments]).returncode


def _load() -> int:
    found = tools.jdk()
    environment = {**os.environ, "JAVA_HOME": str(found.home)}
    return subprocess.run(_load_command(build.find_maven(environment, found)), env=environment).returncode


def _load_command(maven: str) -> list[str]:
    # The load is that of a test, and so are its clients.
    tests = ["-Pfull", "-Dtest=none", "-Dsurefire.failIfNoSpecifiedTests=false", f"-Dit.test={LOAD_TEST}"]
    return [maven, "-B", "-q", "-f", str(ROOT / "pom.xml"), "verify", *tests, "-Dftplab.updateLoad=true"]
