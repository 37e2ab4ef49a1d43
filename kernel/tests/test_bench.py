"""The benchmark: its arithmetic, its report, and a quick run."""

import contextlib
import io
import os
import subprocess
import sys
import time
import unittest
from unittest import mock

from support import KERNEL, ROOT, TempFolder

from benchtools import main, places, process, report, rounds
from benchtools.sample import Row, Sample, Skipped, middle, ratio, rotated
from labtools.errors import LabError

on_linux = unittest.skipUnless(sys.platform == "linux", "/proc is Linux's")


def row(name="work", **competitors):
    works = {key: (lambda value=value: value) for key, value in competitors.items()}
    return Row(name, "some work", works, 1.0)


class ArithmeticTest(unittest.TestCase):
    def test_each_round_begins_with_another_one(self):
        names = ["a", "b", "c"]
        self.assertEqual(["a", "b", "c"], rotated(names, 0))
        self.assertEqual(["b", "c", "a"], rotated(names, 1))
        self.assertEqual(["a", "b", "c"], rotated(names, 3))
        self.assertEqual([], rotated([], 1))

    def test_the_middle_of_each_number_is_taken_and_what_is_not_known_left_out(self):
        samples = [Sample(3, None, 10), Sample(1, 0.5, 30, {"x": 1.0}), Sample(2, 0.7, 20)]
        self.assertEqual(Sample(2, 0.6, 20, {"x": 1.0}), middle(samples))

    def test_our_time_is_told_as_a_part_of_the_best_other_one(self):
        results = {"ftplab": Sample(2), "ftplab, new JVM": Sample(1), "a": Sample(4), "b": Sample(8)}
        self.assertEqual((0.5, "a"), ratio(results))
        self.assertEqual((0.25, "b"), ratio(results, against=("b",)))
        self.assertIsNone(ratio({"ftplab": Sample(1)}))
        self.assertIsNone(ratio({"a": Sample(1)}))


class RoundsTest(unittest.TestCase):
    def run_rounds(self, rows, count=3, warm=False):
        brief = mock.patch.object(rounds, "WARM_SECONDS", 0)
        with brief, contextlib.redirect_stdout(io.StringIO()) as out:
            found = rounds.run(rows, count, warm, lambda: None)
        return found, out.getvalue()

    def test_every_competitor_has_a_sample_of_each_round_and_none_of_the_warming_up(self):
        found, _ = self.run_rounds([row(ftplab=Sample(1), other=Sample(2))], warm=True)
        self.assertEqual({"ftplab": 3, "other": 3}, {k: len(v) for k, v in found[0].samples.items()})

    def test_who_can_not_take_part_is_told_with_the_reason_and_not_asked_again(self):
        asked = mock.Mock(side_effect=Skipped("other is not installed"))
        work = Row("work", "some work", {"ftplab": lambda: Sample(1), "other": asked})
        found, out = self.run_rounds([work])
        self.assertEqual(1, asked.call_count)
        self.assertIn("other is not installed", out)
        self.assertEqual({"other": "other is not installed"}, found[0].skipped)

    def test_a_failure_is_told_and_ends_only_its_own_part(self):
        def fail():
            raise LabError("it answered 451")

        work = Row("work", "some work", {"ftplab": lambda: Sample(1), "other": fail})
        found, out = self.run_rounds([work])
        self.assertIn("other failed: it answered 451", out)
        self.assertEqual(["ftplab"], list(found[0].samples))


class ReportTest(TempFolder):
    def test_only_the_section_between_the_markers_is_replaced(self):
        page = self.folder / "BENCHMARKS.md"
        page.write_text(f"Before.\n\n{report._BEGIN}\nold\n{report._END}\n\nAfter.\n")
        done = row(ftplab=Sample(1.5, 0.25, 2048), other=Sample(3))
        kept = {"work": report.keep(done, {"ftplab": Sample(1.5, 0.25, 2048), "other": Sample(3)}, {}, 5)}
        with mock.patch.object(report, "PAGE", page):
            report.write(kept, {"curl": "1.2"}, "in memory")
        text = page.read_text()
        self.assertTrue(text.startswith("Before.\n") and text.endswith("After.\n"))
        self.assertNotIn("old", text)
        self.assertIn("**0.50** of other | met |", text)
        self.assertIn("ftplab: 1.500 s, CPU 0.25, 2 MiB<br>other: 3.000 s", text)

    def test_a_later_run_replaces_its_own_rows_only_and_keeps_the_order(self):
        with mock.patch.object(report, "KEPT", self.folder / "results.json"):
            report.merge({"b": {"n": 1}, "a": {"n": 1}}, ["a", "b"])
            found = report.merge({"b": {"n": 2}}, ["a", "b"])
        self.assertEqual([("a", {"n": 1}), ("b", {"n": 2})], list(found.items()))


@on_linux
class ProcessTest(unittest.TestCase):
    def test_the_time_and_memory_of_children_count(self):
        busy = "import time\nx = bytearray(32 << 20)\nwhile time.process_time() < 0.3: pass"
        script = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}]); input()"
        with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE) as parent:
            with process.Peak(parent.pid, every=0.01) as peak:
                end = time.monotonic() + 60
                while process.cpu(parent.pid) < 0.3 and time.monotonic() < end:
                    time.sleep(0.05)
            self.assertGreaterEqual(process.cpu(parent.pid), 0.3)
            self.assertGreater(peak.kibibytes, 32 << 10)
            parent.communicate(b"\n")


@on_linux
@unittest.skipUnless(places.JAR.is_file(), "target/ftplab-all.jar is not built")
class RunTest(unittest.TestCase):
    def bench(self, *arguments):
        return subprocess.run(
            [sys.executable, str(KERNEL / "bench.py"), *arguments],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        )

    def test_a_few_small_rows_run(self):
        rows = "parallel-8,small-down-few,small-up-few,list,mlsd,nlst,login,idle"
        done = self.bench("--quick", "--rounds", "1", "--servers", "ftplab", "--rows", rows)
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        for name in rows.split(","):
            self.assertIn(f"(`{name}`, 1 round)", done.stdout)
        self.assertNotIn("failed", done.stdout)

    def test_an_unknown_row_is_refused(self):
        done = self.bench("--rows", "nonsense")
        self.assertEqual(2, done.returncode)
        self.assertIn("There is no row nonsense", done.stderr)


class OptionsTest(unittest.TestCase):
    def test_rows_are_named_with_commas(self):
        self.assertEqual(("a", "b"), main._parse(["--rows", "a, b"]).rows)

    def test_the_load_is_a_test_that_exists(self):
        name, method = main.LOAD_TEST.split("#")
        (source,) = (ROOT / "src" / "test").rglob(name + ".java")
        self.assertIn(f"void {method}()", source.read_text(encoding="utf-8"))
        self.assertIn("-Dit.test=" + main.LOAD_TEST, main._load_command("mvn"))


if __name__ == "__main__":
    unittest.main()
