"""The command line of lab.py: arguments, error messages, and a complete run in a small project."""

import ast
import contextlib
import io
import os
import shutil
import subprocess
import sys
import unittest
from pathlib import Path
from unittest import mock

from support import (
    KERNEL,
    TempFolder,
    environment_python,
    library_jar,
    on_posix,
    write_notebook,
)

from labtools import build, environment, main
from labtools.errors import LabError


class OldPythonTest(unittest.TestCase):
    def test_an_old_python_can_read_lab_py(self):
        ast.parse((KERNEL / "lab.py").read_text(encoding="utf-8"), feature_version=(3, 4))

    def test_an_old_python_is_told_in_one_line(self):
        lab = repr(str(KERNEL / "lab.py"))
        script = f"import sys; sys.version_info = (3, 6, 15); exec(open({lab}).read())"
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
        self.assertEqual(2, done.returncode)
        self.assertRegex(done.stderr, r"^Python 3\.6 is too old: FtpLab needs Python 3\.10 .*\n$")


class ArgumentsTest(TempFolder):
    def refusal(self, *arguments):
        err = io.StringIO()
        with contextlib.redirect_stderr(err), self.assertRaises(SystemExit) as caught:
            main.parse(list(arguments))
        self.assertEqual(2, caught.exception.code)
        return err.getvalue().splitlines()[-1]

    def test_the_rest_goes_to_jupyterlab(self):
        options = main.parse(["--port", "9000", "a.ipynb", "--", "--debug", "--x=1"])
        self.assertEqual(["--debug", "--x=1"], options.extra)
        self.assertEqual((9000, "a.ipynb"), (options.port, options.notebook))

    def test_several_notebooks_can_be_executed(self):
        options = main.parse(["--execute", "a.ipynb", "b.ipynb", "--output", "out"])
        self.assertEqual(["a.ipynb", "b.ipynb"], options.execute)
        self.assertEqual(120, options.timeout)

    def test_what_does_not_go_together_is_refused(self):
        self.assertIn("--output needs --execute", self.refusal("--output", "out"))
        self.assertIn("opens no JupyterLab", self.refusal("--execute", "a", "--no-browser"))
        self.assertIn("--timeout", self.refusal("--execute", "a", "--timeout", "-1"))

    def test_a_missing_notebook_is_one_line_before_anything_is_built(self):
        err = io.StringIO()
        with contextlib.redirect_stderr(err):
            code = main.main(["--execute", str(self.folder / "no.ipynb")])
        self.assertEqual(2, code)
        self.assertRegex(err.getvalue(), r"^There is no notebook .*no\.ipynb\n$")

    def test_a_pattern_that_the_shell_left_is_looked_up(self):
        for name in ("b.ipynb", "a.ipynb"):
            write_notebook(self.folder / name, "1")
        found = main.notebooks([str(self.folder / "*.ipynb")])
        self.assertEqual(["a.ipynb", "b.ipynb"], [Path(each).name for each in found])

    def test_a_folder_is_no_notebook(self):
        with self.assertRaisesRegex(LabError, "is a directory"):
            main.notebooks([str(self.folder)])


@on_posix
class WholeRunTest(TempFolder):
    """Tests in a small project with a pom.xml, a notebook and a fake Maven."""

    def setUp(self):
        super().setUp()
        self.project = self.folder / "project"
        ignored = shutil.ignore_patterns("tests", "build", "*.egg-info", "__pycache__")
        shutil.copytree(KERNEL, self.project / "kernel", ignore=ignored)
        (self.project / "src/main").mkdir(parents=True)
        (self.project / "pom.xml").write_text("<project/>")
        self.environ = {
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "HOME": str(self.folder),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        if "JAVA_HOME" in os.environ:
            self.environ["JAVA_HOME"] = os.environ["JAVA_HOME"]

    def lab(self, *arguments):
        done = subprocess.run(
            [sys.executable, str(self.project / "kernel/lab.py"), *map(str, arguments)],
            env=self.environ,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=180,
        )
        self.assertNotIn("Traceback", done.stdout + done.stderr)
        return done.returncode, done.stdout, done.stderr

    def maven(self):
        jar = library_jar(self.folder / "library")
        self.program(
            "bin/mvn",
            '[ "$1" = -v ] && { echo "Apache Maven 3.9.9"; exit; }\n'
            f'echo built >> "{self.folder}/builds"; mkdir -p target\n'
            f'cp "{jar}" target/ftplab-all.jar\n',
        )

    def borrow_environment(self):
        """A .venv as lab.py would create it, with the packages of the existing one."""
        python = environment_python()
        venv = self.project / ".venv"
        bare = [getattr(sys, "_base_executable", sys.executable), "-m", "venv", "--without-pip"]
        subprocess.run([*bare, str(venv)], check=True)
        sites = next(venv.glob("lib/python*/site-packages"))
        theirs = subprocess.run(
            [str(python), "-c", "import nbclient; print(nbclient.__path__[0])"],
            capture_output=True, text=True, check=True,
        ).stdout.strip()
        (sites / "borrowed.pth").write_text(str(Path(theirs).parent))
        share = Path("share/jupyter/kernels/java")
        shutil.copytree(python.parent.parent / share, venv / share)
        environment._write_stamp(venv, environment.stamp(venv))

    def test_all_that_is_missing_is_told_a_line_each(self):
        (self.folder / "empty").mkdir()
        self.environ.update(PATH=str(self.folder / "empty"), JAVA_HOME="")
        code, out, err = self.lab()
        self.assertEqual((2, ""), (code, out))
        lines = err.splitlines()
        self.assertEqual(2, len(lines), err)
        self.assertIn("Java was not found. Install a JDK", lines[0])
        self.assertIn("Maven was not found", lines[1])
        self.assertFalse((self.project / ".venv").exists())

    def test_it_builds_and_runs_and_the_second_time_it_only_runs(self):
        self.maven()
        self.borrow_environment()
        path = write_notebook(self.folder / "a.ipynb", "Hello.hello()")
        code, out, err = self.lab("--execute", path)
        self.assertEqual((0, ""), (code, err))
        self.assertIn("Building the library", out)
        self.assertIn("Installed the kernel Java (FtpLab).", out)
        self.assertIn("    220 Hello.\n", out)

        (self.folder / "bin/mvn").unlink()  # no longer needed
        code, out, _ = self.lab("--execute", path)
        self.assertEqual(0, code)
        self.assertNotIn("Building", out)
        self.assertNotIn("Install", out)
        self.assertEqual("built\n", (self.folder / "builds").read_text())

        write_notebook(path, "import io.github.ftplab.*;\nHello.hello()")
        code, out, _ = self.lab("--kernel", "java", "--execute", path)  # plain JJava
        self.assertEqual(0, code)
        self.assertIn("    220 Hello.\n", out)

        code, out, err = self.lab("--kernel", "nope", "--execute", path)
        self.assertEqual(2, code)
        self.assertRegex(err, r"^There is no kernel nope\. Java kernels installed: ftplab, java\n$")


class ReadOnlyTest(TempFolder):
    """Access is denied by a stand-in, as root may write anywhere but to a read-only file system."""

    def setUp(self):
        super().setUp()
        self.project = self.folder / "project"
        for name in ("pom.xml", "LICENSE", "NOTICE", ".mvn/jvm.config", "src/main/java/A.java", "src/main/java/B.java"):
            file = self.project / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(name)
        self.before = self.files(self.project)
        self.environ = {"XDG_CACHE_HOME": str(self.folder / "cache"), "LOCALAPPDATA": str(self.folder / "cache")}
        usual = os.access
        for patch in (
            mock.patch.object(main, "ROOT", self.project),
            mock.patch.object(main.os, "access", lambda path, mode: path != self.project and usual(path, mode)),
            mock.patch.object(main.cache, "_base", lambda environ: Path(environ["XDG_CACHE_HOME"])),
        ):
            patch.start()
            self.addCleanup(patch.stop)

    @staticmethod
    def files(folder):
        return {str(each.relative_to(folder)): each.stat().st_mtime_ns for each in folder.rglob("*") if each.is_file()}

    def copy(self):
        work = main._work_folder(self.environ)
        main._copy_sources(work)
        return work

    def test_sources_are_copied_only_by_the_one_that_sets_up(self):
        work = main._work_folder(self.environ)
        held = []

        @contextlib.contextmanager
        def only_one(venv, say):
            held.append(venv)
            self.assertFalse((work / "src").exists())
            yield

        def check(folder, environ):
            self.assertTrue((folder / "src").exists())
            raise LabError("enough")

        with (
            mock.patch.object(main.environment, "only_one", only_one),
            mock.patch.object(main, "_check_tools", check),
            mock.patch.dict(os.environ, self.environ),
            self.assertRaisesRegex(LabError, "enough"),
        ):
            main._run(main.parse([]))
        self.assertEqual([work / ".venv"], held)

    def test_the_library_is_built_from_a_copy(self):
        work = self.copy()
        self.assertTrue(work.is_relative_to(self.folder / "cache"))
        self.assertEqual(self.before, self.files(work))
        self.assertTrue(build.is_stale(work))
        (work / "target").mkdir()
        (work / "target/ftplab-all.jar").touch()
        self.assertFalse(build.is_stale(self.copy()))
        (self.project / "src/main/java/B.java").unlink()
        self.copy()
        self.assertEqual(["A.java"], [each.name for each in (work / "src/main/java").iterdir()])
        self.assertFalse((self.project / "target").exists())

    def test_where_nothing_can_be_written_it_is_one_line(self):
        (self.folder / "cache").write_text("a file")
        with self.assertRaisesRegex(LabError, "is read-only, and so is "):
            main._work_folder(self.environ)


class SignalsTest(unittest.TestCase):
    def test_the_exit_code_of_the_last_program_is_that_of_lab_py(self):
        with mock.patch("signal.signal"):
            script = "import sys; sys.exit(7)"
            self.assertEqual(7, main._wait([sys.executable, "-c", script], dict(os.environ)))


if __name__ == "__main__":
    unittest.main()
