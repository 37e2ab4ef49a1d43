"""bench.py --against: verdicts, the table, refusals, and the alternation of two checkouts."""

import contextlib
import io
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import unittest
from pathlib import Path
from unittest import mock

from support import KERNEL, ROOT, TempFolder, built_library

from benchtools import against, main, process, rounds, verdict
from benchtools.sample import OURS, THEIRS, Row, Sample, matching
from benchtools.verdict import Comparison, Spread
from labtools import build
from labtools.errors import LabError

on_linux = unittest.skipUnless(sys.platform == "linux", "the benchmark is for Linux")

# A checkout's bench.py that speaks the protocol, and takes each time from a list, over and over.
SPEAKS = """\
import itertools, json, pathlib, sys
if sys.argv[1:] == ["--help"]:
    print("--worker")
    sys.exit()
told = json.loads({told!r})
print(json.dumps({{"files": told["files"], "rows": told["rows"]}}), flush=True)
answers = {{name: itertools.cycle(each) for name, each in told["answers"].items()}}
for line in sys.stdin:
    with open({log!r}, "a") as log:
        log.write({name!r} + " " + line)
    answer = next(answers[line.strip()])
    if answer == "end":
        sys.exit(3)
    print(json.dumps(answer), flush=True)
"""


class CheckoutTest(TempFolder):
    """A test with fake checkouts."""

    def setUp(self):
        super().setUp()
        self.log = self.folder / "log"

    def checkout(self, name, bench="", jar=True):
        root = self.folder / name
        for number, (path, text) in enumerate(
            [("pom.xml", ""), ("src/main/A.java", ""), ("kernel/bench.py", bench), (build.JAR, "")]
        ):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
            os.utime(root / path, (1000 + number, 1000 + number))
        os.utime(root / "src/main", (1000, 1000))
        if not jar:
            (root / build.JAR).unlink()
        return root

    def speaking(self, name, **answers):
        """A fake checkout whose rows answer with these times or complete answers."""
        whole = {
            row: [{"seconds": each} if isinstance(each, float) else each for each in answer]
            for row, answer in answers.items()
        }
        rows = {row: {"title": f"the work {row}", "unit": "s"} for row in answers}
        told = json.dumps({"files": "in memory", "rows": rows, "answers": whole})
        return self.checkout(name, SPEAKS.format(told=told, log=str(self.log), name=name))

    def run_both(self, ours, theirs, patterns=(), count=4, quick=True):
        with contextlib.redirect_stdout(io.StringIO()) as out:
            status = against.run(theirs, patterns, count, quick, ours)
        return status, out.getvalue()


class SpreadTest(unittest.TestCase):
    def test_of_nine_times_it_is_the_third_fifth_and_seventh(self):
        self.assertEqual(Spread(3, 5, 7), Spread.of([9, 1, 8, 2, 7, 3, 6, 4, 5]))

    def test_it_never_leaves_the_times_and_its_middle_is_their_median(self):
        for times in ([2.0], [1.0, 3.0], [1.0, 1.0, 9.0], [4.0, 1.0, 2.0, 8.0], [0.1] * 20):
            with self.subTest(times):
                spread = Spread.of(times)
                self.assertLessEqual(min(times), spread.low)
                self.assertLessEqual(spread.low, spread.median)
                self.assertLessEqual(spread.median, spread.high)
                self.assertLessEqual(spread.high, max(times))
                self.assertAlmostEqual(statistics.median(times), spread.median)


class RuleTest(unittest.TestCase):
    def test_worse_is_a_ratio_above_the_bound_and_quartiles_apart(self):
        theirs = Spread(99, 100, 101)
        for ours, expected in (
            (Spread(50, 60, 70), "no worse"),
            (Spread(99, 100, 101), "no worse"),
            (Spread(104.9, 105, 105.1), "no worse"),  # at the bound, but not overlapping
            (Spread(105, 105.1, 106), "worse"),
            (Spread(101, 110, 120), "no worse"),  # the quartiles meet
            (Spread(101.1, 110, 120), "worse"),
            (Spread(200, 300, 400), "worse"),
        ):
            with self.subTest(ours):
                comparison = Comparison("list", ours=ours, theirs=theirs)
                self.assertEqual(expected, comparison.verdict)
                self.assertEqual(expected == "no worse", comparison.no_worse)
                self.assertEqual(ours.median / 100, comparison.ratio)

    def test_wide_quartiles_of_theirs_overlap_too(self):
        slower = Comparison("list", ours=Spread(109, 110, 111), theirs=Spread(90, 100, 109))
        self.assertTrue(slower.no_worse)

    def test_without_times_of_both_sides_there_is_no_verdict_and_it_does_not_pass(self):
        some = Spread(1, 1, 1)
        for one, other in ((None, None), (some, None), (None, some)):
            with self.subTest(one=one, other=other):
                missing = Comparison("list", ours=one, theirs=other, missing="theirs: no JDK 25")
                self.assertEqual("not measured: theirs: no JDK 25", missing.verdict)
                self.assertFalse(missing.no_worse)

    def test_a_side_that_failed_on_the_way_counts_as_not_measured(self):
        results = rounds.Results(Row("list", "LIST", {}))
        results.samples = {OURS: [Sample(1), Sample(1)], THEIRS: [Sample(1)]}
        results.skipped = {THEIRS: "failed: it answered 451\nat last"}
        self.assertEqual(
            Comparison("list", ours=Spread(1, 1, 1), missing="theirs: failed: it answered 451"),
            against.compare(results),
        )


class TableTest(unittest.TestCase):
    def test_a_line_has_medians_ratio_quartiles_and_verdict(self):
        rows = [
            Comparison("list", "s", Spread(0.17, 0.18, 0.1912345), Spread(0.1, 0.12, 0.13)),
            Comparison("start", "ms", Spread(4, 4.37, 5), Spread(4, 4.4, 5)),
            Comparison("kernel-25", "s", missing="there is no JDK 25"),
        ]
        lines = verdict.table(rows).splitlines()
        cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        self.assertEqual(
            ["list", "0.18 s", "0.12 s", "1.500", "0.17 to 0.1912", "0.1 to 0.13", "worse"], cells[2]
        )
        self.assertEqual(
            ["start", "4.37 ms", "4.4 ms", "0.993", "4 to 5", "4 to 5", "no worse"], cells[3]
        )
        self.assertEqual(
            ["kernel-25", "", "", "", "", "", "not measured: there is no JDK 25"], cells[4]
        )
        self.assertEqual(1, len({len(line) for line in lines}))
        self.assertEqual({len(cells[0])}, {len(line) for line in cells})


class OptionsTest(unittest.TestCase):
    def test_nine_rounds_unless_it_says_otherwise(self):
        self.assertEqual(5, main._parse([]).rounds)
        self.assertEqual(9, main._parse(["--against", "x"]).rounds)
        self.assertEqual(2, main._parse(["--against", "x", "--rounds", "2"]).rounds)

    def test_what_makes_no_sense_is_refused(self):
        for wrong in (
            ["--rounds", "0"],
            ["--rounds", "-1"],
            ["--rounds", "some"],
            ["--against", "x", "--servers", "ftplab"],
            ["--against", "x", "--report"],
            ["--against"],
        ):
            with self.subTest(wrong), contextlib.redirect_stderr(io.StringIO()):
                with self.assertRaises(SystemExit) as caught:
                    main._parse(wrong)
                self.assertEqual(2, caught.exception.code)

    def test_rows_are_patterns_and_keep_their_order(self):
        names = ["small-down", "small-up", "list", "list-million"]
        self.assertEqual(names, matching(names, ()))
        self.assertEqual(["small-down", "small-up", "list"], matching(names, ("list", "small-*")))
        with self.assertRaisesRegex(LabError, r"^There is no row LIST, tls-\*; --list shows all rows\.$"):
            matching(names, ("list", "LIST", "tls-*"))


class DirectoryTest(CheckoutTest):
    def refusal(self, folder):
        with self.assertRaises(LabError) as caught:
            against.require_jar(against.checkout(str(folder)))
        return str(caught.exception)

    def test_a_checkout_with_its_jar_is_taken(self):
        root = self.checkout("before")
        self.assertEqual(root, against.checkout(str(root / "src" / "..")))
        against.require_jar(root)

    def test_a_directory_that_is_missing(self):
        self.assertEqual(
            f"There is no directory {self.folder / 'nope'}.", self.refusal(self.folder / "nope")
        )

    def test_what_is_no_checkout(self):
        for missing in ("kernel/bench.py", "pom.xml"):
            root = self.checkout(missing.replace("/", "-"))
            (root / missing).unlink()
            self.assertEqual(
                f"{root} is not a checkout of FtpLab: it has no {missing}.", self.refusal(root)
            )

    def test_no_jar_is_told_with_the_command_that_builds_it(self):
        root = self.checkout("be fore", jar=False)  # has to be quoted for a shell
        said = self.refusal(root)
        self.assertTrue(said.startswith(f"{root / build.JAR} is missing. Build it first: mvn -f "), said)
        self.assertIn(f"'{root / 'pom.xml'}' -DskipTests package", said)

    def test_a_jar_older_than_its_sources_is_told_in_the_same_way(self):
        root = self.checkout("before")
        os.utime(root / "src/main/A.java", (2000, 2000))
        self.assertIn("is older than its sources. Build it first: mvn -f ", self.refusal(root))

    def test_bench_py_says_so_and_ends_with_2(self):
        handler = mock.patch.object(main.signal, "signal")  # keeps the test runner's handler
        with handler, contextlib.redirect_stderr(io.StringIO()) as err:
            status = main.main(["--against", str(self.folder / "nope")])
        self.assertEqual((2, f"There is no directory {self.folder / 'nope'}.\n"), (status, err.getvalue()))


class SharedTest(unittest.TestCase):
    OURS = {"list": "LIST of 5", "mlsd": "MLSD", "new": "the work new"}
    THEIRS = {"list": "LIST of 9", "mlsd": "MLSD", "old": "the work old"}

    def shared(self, *patterns, files="in memory"):
        ours, theirs = (
            mock.Mock(files=place, rows={k: {"title": v, "unit": "s"} for k, v in titles.items()})
            for place, titles in (("in memory", self.OURS), (files, self.THEIRS))
        )
        rows, notes = against.shared(ours, theirs, patterns)
        return [row.name for row in rows], notes

    def test_rows_that_only_one_has_are_told_and_left_out(self):
        self.assertEqual(
            (
                ["list", "mlsd"],
                [
                    "Files are in memory.",
                    "list may not be the same work: here 'LIST of 5', there 'LIST of 9'.",
                    "new is left out: the other checkout does not have it.",
                    "old is left out: only the other checkout has it.",
                ],
            ),
            self.shared(),
        )

    def test_only_what_was_asked_for_is_told(self):
        self.assertEqual((["mlsd"], ["Files are in memory."]), self.shared("m*"))

    def test_a_row_that_neither_has_is_refused(self):
        with self.assertRaisesRegex(LabError, "There is no row nonsense;"):
            self.shared("nonsense")

    def test_nothing_in_common_is_refused_with_the_reason(self):
        with self.assertRaisesRegex(LabError, "new is left out.*\nold.*\n.*none of these rows in common"):
            self.shared("new", "old")

    def test_files_in_memory_here_and_on_disk_there_are_not_compared(self):
        with self.assertRaisesRegex(LabError, "Our files are in memory, theirs on disk"):
            self.shared(files="on disk")


@on_linux
class TurnsTest(CheckoutTest):
    def test_each_round_begins_with_the_other_side(self):
        ours, theirs = (self.speaking(name, list=[1.0], mlsd=[1.0]) for name in ("A", "B"))
        status, out = self.run_both(ours, theirs, ("list",), count=7)
        self.assertEqual(0, status, out)
        asked = [line.split()[0] for line in self.log.read_text().splitlines()]
        self.assertEqual("AB BA AB BA AB BA AB".replace(" ", ""), "".join(asked))
        self.assertIn("round 7 of 7", out)

    def test_every_third_round_begins_with_new_servers_and_all_times_count(self):
        numbers = [float(i) for i in range(1, 10)]  # a restarted fake starts again with the first
        ours, theirs = self.speaking("A", list=numbers), self.speaking("B", list=numbers)
        status, out = self.run_both(ours, theirs, count=9)
        self.assertRegex(out, r"(?m)^\| list +\| 2 s +\| 2 s +\| 1\.000 +\| 1 to 3 +\| 1 to 3 ")

    def test_servers_are_warmed_up_each_time(self):
        ours, theirs = self.speaking("A", list=[1.0]), self.speaking("B", list=[1.0])
        with mock.patch.object(rounds, "WARM_SECONDS", 0):
            self.run_both(ours, theirs, count=4, quick=False)
        self.assertEqual(2 * (1 + 3 + 1 + 1), len(self.log.read_text().splitlines()))

    def test_the_first_times_of_both_sides_are_not_counted(self):
        cold = [9.0, 1.0, 1.0]
        ours, theirs = self.speaking("A", list=cold), self.speaking("B", list=cold)
        with mock.patch.object(rounds, "WARM_SECONDS", 0):
            status, out = self.run_both(ours, theirs, count=2, quick=False)
        self.assertRegex(out, r"\| list +\| 1 s +\| 1 s +\| 1\.000 +\| 1 to 1 ")

    def test_both_sides_are_warmed_up_for_as_long(self):
        self.assertLessEqual({OURS, THEIRS}, set(rounds._COMPILED))

    def test_a_row_that_is_slower_is_worse_and_ends_with_1(self):
        ours = self.speaking("A", list=[1.2, 1.3], mlsd=[1.0])
        theirs = self.speaking("B", list=[1.0, 1.1], mlsd=[1.0])
        status, out = self.run_both(ours, theirs)
        self.assertEqual(1, status)
        self.assertRegex(out, r"(?m)^\| list .* worse +\|$")
        self.assertRegex(out, r"(?m)^\| mlsd .* no worse +\|$")
        self.assertIn(f"theirs: commit unknown in {theirs}\n", out)
        self.assertEqual((0, 0), (self.run_both(theirs, ours)[0], self.run_both(ours, ours)[0]))

    def test_a_row_that_failed_is_told_and_ends_with_1(self):
        ours = self.speaking("A", list=[1.0], mlsd=[1.0])
        for answer, why in (
            ({"failed": "it answered 451"}, "failed: it answered 451"),
            ({"skipped": "there is no JDK 25"}, "there is no JDK 25"),
            ("end", r"failed: The benchmark of \S.* ended with status 3\."),
        ):
            with self.subTest(answer):
                theirs = self.speaking("B", mlsd=[1.0], list=[1.0, answer])
                status, out = self.run_both(ours, theirs)
                self.assertEqual(1, status)
                self.assertRegex(out, rf"(?m)^\| list .* not measured: theirs: {why} *\|$")

    def test_a_benchmark_that_can_not_begin_is_told(self):
        ours = self.speaking("A", list=[1.0])
        broken = self.checkout("broken", "import nonsense")
        with self.assertRaisesRegex(LabError, r"bench\.py does not run: (?s:.*)No module named 'nonsense'"):
            self.run_both(ours, broken)
        ending = self.checkout("ending", "import sys\nsys.exit('--help' not in sys.argv or print('--worker'))")
        with self.assertRaisesRegex(LabError, "The benchmark of .*ending ended with status 1"):
            self.run_both(ours, ending)

    def test_nothing_runs_on_when_it_is_over(self):
        with against.Worker(self.speaking("A", list=[1.0]), True) as worker:
            self.assertEqual(Sample(1), worker.measure("list"))
            self.assertIsNone(worker._process.poll())
        self.assertEqual(-signal.SIGTERM, worker._process.returncode)  # terminated, not killed


@on_linux
class DriverTest(CheckoutTest):
    def test_a_checkout_without_a_worker_is_measured_with_its_own_rows(self):
        root = self.checkout("old", "import argparse\nargparse.ArgumentParser().parse_args()\n")
        later = shutil.ignore_patterns("worker.py", "against.py", "verdict.py", "__pycache__")
        for name in ("benchtools", "labtools", "ftplab_kernel"):
            shutil.copytree(KERNEL / name, root / "kernel" / name, ignore=later)
        rows = root / "kernel" / "benchtools" / "server_rows.py"
        rows.write_text(rows.read_text().replace('f"{command} of', 'f"old {command} of'))
        with against.Worker(root, quick=True) as worker:
            self.assertEqual("old LIST of 200 files", worker.rows["list"]["title"])
            self.assertEqual("ms", worker.rows["start"]["unit"])


@on_linux
class RunTest(unittest.TestCase):
    def setUp(self):
        built_library()

    def test_this_checkout_is_measured_against_itself(self):
        done = subprocess.run(
            [sys.executable, str(KERNEL / "bench.py"), "--against", str(ROOT)]
            + ["--quick", "--rounds", "2", "--rows", "log*,small-*-few,start"],
            cwd=KERNEL,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        )
        told = dict(re.findall(r"(?m)^\| (\S+) .*\| (no worse|worse) +\|$", done.stdout))
        self.assertEqual(
            {"login", "small-down-few", "small-up-few", "start"}, set(told), done.stdout + done.stderr
        )
        self.assertEqual(int("worse" in told.values()), done.returncode)

    def test_a_worker_takes_its_server_and_files_along_whatever_ends_it(self):
        for end in (subprocess.Popen.terminate, lambda worker: worker.stdin.close()):
            with self.subTest(end), self.worker() as worker:
                self.assertIn("login", json.loads(worker.stdout.readline())["rows"])
                worker.stdin.write("login\n")
                self.assertGreater(json.loads(worker.stdout.readline())["seconds"], 0)
                server = process.tree(worker.pid)[1]
                words = Path(f"/proc/{server}/cmdline").read_text().split("\0")
                root = Path(words[words.index("serve") + 1])
                self.assertTrue(root.is_dir())
                end(worker)
                worker.wait(60)
                self.assertFalse(root.exists())
                self.assertFalse(Path(f"/proc/{server}").exists())

    def worker(self):
        return subprocess.Popen(
            [sys.executable, str(KERNEL / "bench.py"), "--worker", "--quick"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )


if __name__ == "__main__":
    unittest.main()
