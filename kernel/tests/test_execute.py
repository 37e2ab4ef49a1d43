"""Notebooks run on a real JJava kernel, without a browser."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from support import (
    KERNEL,
    TempFolder,
    environment_python,
    java_processes,
    jjava_jar,
    library_jar,
    write_notebook,
)

from ftplab_kernel import spec
from ftplab_kernel.jdk import find_jdk


class ExecuteTest(TempFolder):
    @classmethod
    def setUpClass(cls):
        cls.python = environment_python()
        folder = tempfile.TemporaryDirectory(prefix="ftplab kernel ")
        cls.addClassCleanup(folder.cleanup)
        cls.home = Path(folder.name).resolve()
        spec.install(cls.home / "kernels", find_jdk(), jjava_jar(), library_jar(cls.home))

    def start(self, *arguments, timeout=60):
        command = [str(self.python), "-I", str(KERNEL / "labtools" / "execute.py")]
        command += ["--kernel", "ftplab", "--timeout", str(timeout), *map(str, arguments)]
        runtime = self.folder / "runtime"  # for Jupyter's files, which are in the home directory otherwise
        return subprocess.Popen(
            command,
            env={**os.environ, "JUPYTER_PATH": str(self.home), "JUPYTER_RUNTIME_DIR": str(runtime)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def execute(self, *arguments, timeout=60):
        process = self.start(*arguments, timeout=timeout)
        out, err = process.communicate(timeout=120)
        self.assertNotIn("Traceback", out + err)
        self.assert_no_kernel_left()
        return process.returncode, out, err

    def assert_no_kernel_left(self):
        if sys.platform == "linux":
            self.assertEqual([], java_processes(str(self.home)))

    def notebook(self, *sources, **more):
        return write_notebook(self.folder / "a.ipynb", *sources, **more)

    def test_outputs_are_shown_and_saved_and_the_source_is_left_alone(self):
        path = self.notebook(
            "Hello.hello()",  # imported by the kernel
            'System.out.print("half "); System.out.println("line");',
            "List.of(Path.of(\"a\"), Stream.of(1).toList())",  # JShell's default imports
        )
        before = path.read_bytes()
        code, out, err = self.execute(path, "--output", self.folder / "out")
        self.assertEqual((0, ""), (code, err))
        for line in ("a.ipynb (3 cells)", "[1/3] Hello.hello()", "    220 Hello.", "    half line"):
            self.assertIn(line + "\n", out)
        self.assertEqual(before, path.read_bytes())
        saved = json.loads((self.folder / "out/a.ipynb").read_text(encoding="utf-8"))
        self.assertEqual([1, 2, 3], [cell["execution_count"] for cell in saved["cells"]])
        self.assertEqual(["220 Hello."], saved["cells"][0]["outputs"][0]["data"]["text/plain"])
        self.assertEqual([{}] * 3, [cell["metadata"] for cell in saved["cells"]])  # without timestamps
        self.assertNotIn("version", saved["metadata"]["language_info"])
        self.assertEqual([], list((self.folder / "out").glob("*.new")))

    def test_it_runs_twice_to_the_same_bytes_in_place(self):
        path = self.notebook("var x = 1;", "x + 1")
        self.execute(path, "--output", self.folder)
        first = path.read_bytes()
        self.execute(path, "--output", self.folder)
        self.assertEqual(first, path.read_bytes())

    def test_a_failing_cell_is_named_with_its_line_and_error_and_what_ran_is_saved(self):
        path = self.notebook(
            "var x = 1;",
            '// sends it\n\nthrow new IllegalStateException("no", new RuntimeException("why"));',
            'System.out.println("never");',
        )
        second = write_notebook(self.folder / "b.ipynb", "1")
        code, out, err = self.execute(path, second, "--output", self.folder / "out")
        self.assertEqual(1, code)
        self.assertIn("FAILED: a.ipynb, cell 2 of 3: // sends it\n", err)
        self.assertIn("    java.lang.IllegalStateException: no\n", err)
        self.assertIn("    Caused by: java.lang.RuntimeException: why\n", err)
        self.assertNotIn("\tat ", out + err)
        self.assertNotIn("[3/3]", out)
        self.assertNotIn("b.ipynb", out)
        saved = json.loads((self.folder / "out/a.ipynb").read_text(encoding="utf-8"))
        self.assertEqual("error", saved["cells"][1]["outputs"][0]["output_type"])
        self.assertEqual([], saved["cells"][2]["outputs"])

    def test_what_does_not_compile_is_named_too(self):
        code, _, err = self.execute(self.notebook("int x = nothing;"))
        self.assertEqual(1, code)
        self.assertIn("cell 1 of 1: int x = nothing;", err)
        self.assertIn("cannot find symbol", err)

    def test_a_cell_that_is_meant_to_fail_does_not_stop_the_rest(self):
        path = self.notebook('throw new Exception("meant");', "2 + 2", failing=(1,))
        code, out, err = self.execute(path)
        self.assertEqual((0, ""), (code, err))
        self.assertIn("    java.lang.Exception: meant\n    (as intended)\n[2/2] 2 + 2\n    4\n", out)

    def test_a_cell_that_takes_too_long_is_named_with_the_limit(self):
        code, out, err = self.execute(self.notebook("while (true) Thread.sleep(9);"), timeout=2)
        self.assertEqual(1, code)
        self.assertIn("did not end within 2 seconds; --timeout SECONDS", err)

    def test_a_kernel_that_dies_is_told(self):
        code, _, err = self.execute(self.notebook("System.exit(3)"))
        self.assertEqual(1, code)
        self.assertIn("cell 1 of 1: System.exit(3)\n    the kernel died", err)

    def test_files_are_looked_for_beside_the_notebook(self):
        (self.folder / "beside.txt").write_text("found it")
        code, out, _ = self.execute(self.notebook('Files.readString(Path.of("beside.txt"))'))
        self.assertEqual(0, code)
        self.assertIn("    found it\n", out)

    def test_what_is_no_notebook_is_one_line(self):
        (self.folder / "a.ipynb").write_text("{}")
        code, out, err = self.execute(self.folder / "a.ipynb")
        self.assertEqual(1, code)
        self.assertRegex(err, r"^FAILED: .*a\.ipynb cannot be read as a notebook: .*\n$")

    def test_two_notebooks_of_one_name_cannot_go_into_one_folder(self):
        path = self.notebook("1")
        code, _, err = self.execute(path, path, "--output", self.folder / "out")
        self.assertEqual(1, code)
        self.assertIn("two notebooks are called a.ipynb", err)

    @unittest.skipIf(os.name == "nt", "Windows has no signals to send")
    def test_ctrl_c_ends_it_with_the_kernel_and_saves_what_there_was(self):
        path = self.notebook('System.out.println("on and on"); while (true) Thread.sleep(9);')
        process = self.start(path, "--output", self.folder / "out", timeout=600)
        while "on and on" not in (line := process.stdout.readline().split(";")[0]) or "[" in line:
            self.assertIsNone(process.poll())
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGINT)  # a second Ctrl-C
        out, err = process.communicate(timeout=60)
        self.assertEqual(130, process.returncode)
        self.assertTrue(out.endswith("Stopped.\n"), out)
        self.assertEqual("", err)
        self.assert_no_kernel_left()
        saved = json.loads((self.folder / "out/a.ipynb").read_text(encoding="utf-8"))
        self.assertEqual(["on and on\n"], saved["cells"][0]["outputs"][0]["text"])


if __name__ == "__main__":
    unittest.main()
