"""The kernelspec of the wheel, the command that opens the lessons, and the cache directory."""

import contextlib
import io
import json
import os
import shutil
import sys
import unittest
from pathlib import Path
from unittest import mock

from support import KERNEL, ROOT, TempFolder, on_posix

from ftplab_kernel import __main__ as command
from ftplab_kernel import archive, cache, launch, lessons, spec, start
from ftplab_kernel.jdk import JdkError


class LaunchTest(TempFolder):
    def setUp(self):
        super().setUp()
        self.cache = self.folder / "cache"
        self.environ = {
            "JAVA_HOME": str(self.folder / "jdk"),
            "PATH": os.environ.get("PATH", ""),
            "XDG_CACHE_HOME": str(self.cache),
            "LOCALAPPDATA": str(self.cache),
            "JJAVA_CLASSPATH": "of another kernel",
        }
        for patch in (
            mock.patch.object(cache, "_base", lambda environ: Path(environ["XDG_CACHE_HOME"])),
            mock.patch.object(spec, "find_library", return_value=self.folder / "library.jar"),
            mock.patch.object(spec, "find_jjava", return_value=self.folder / "jjava.jar"),
        ):
            patch.start()
            self.addCleanup(patch.stop)

    def test_the_wheels_spec_runs_this_package_as_jupyter_expects(self):
        kernel = json.loads((KERNEL / "kernelspec/kernel.json").read_text())
        self.assertEqual("python", kernel["argv"][0], "which Jupyter replaces by its own")
        self.assertEqual(["-m", "ftplab_kernel", "start", "{connection_file}"], kernel["argv"][1:])
        with mock.patch.object(launch, "start") as start, contextlib.suppress(AttributeError):
            command.main([*kernel["argv"][3:-1], "connection.json"])
        start.assert_called_once_with("connection.json")

    @on_posix
    def test_it_starts_what_install_would_write(self):
        java = self.java("jdk", "17.0.1")
        found, environ = launch.command_line("connection.json", self.environ)
        self.assertEqual([str(java), *archive.options(mock.Mock(version="17.0.1"))], found[: found.index("-ea:REPL...")])
        self.assertEqual([spec.main_class(spec.find_library()), "connection.json"], found[-2:])
        self.assertEqual("", environ["JJAVA_CLASSPATH"])
        self.assertIn("import io.github.ftplab.*;", environ["JJAVA_STARTUP_SCRIPT"])
        self.assertEqual(self.environ["PATH"], environ["PATH"])

    @on_posix
    def test_the_jdk_is_asked_once_as_long_as_it_is_the_same(self):
        self.java("jdk", "17.0.1")
        folder = cache.folder(self.environ)
        with mock.patch.object(launch, "find_jdk", wraps=launch.find_jdk) as asked:
            first = launch.known_jdk(folder, self.environ)
            self.assertEqual(first, launch.known_jdk(folder, self.environ))
            self.assertEqual(1, asked.call_count)
            shutil.rmtree(self.folder / "jdk")
            self.java("jdk", "21.0.11")
            self.assertEqual("21.0.11", launch.known_jdk(folder, self.environ).version)
            (folder / "jdk.json").write_text("{ broken")
            self.assertEqual("21.0.11", launch.known_jdk(folder, self.environ).version)

    @on_posix
    def test_a_cache_that_cannot_be_written_is_no_error(self):
        self.java("jdk", "17.0.1")
        self.cache.write_text("a file where the directory would be")
        self.assertEqual("17.0.1", launch.known_jdk(cache.folder(self.environ), self.environ).version)

    def test_a_missing_jdk_is_told_in_one_line_and_in_each_cell(self):
        error = io.StringIO()
        with (
            mock.patch.dict(os.environ, self.environ),
            contextlib.redirect_stderr(error),
            mock.patch.object(start, "explain", return_value=1) as explain,
        ):
            self.assertEqual(1, command.main(["start", "connection.json"]))
        self.assertRegex(error.getvalue(), r"^ftplab-kernel: JAVA_HOME is set to .*\n$")
        explain.assert_called_once()
        file, why = explain.call_args.args
        self.assertEqual("connection.json", file)
        self.assertRegex(why, r"^The kernel cannot start: JAVA_HOME is set to ")
        with self.assertRaises(JdkError):
            launch.command_line("connection.json", self.environ)


class LessonsTest(TempFolder):
    def test_missing_lessons_are_copied_and_others_left(self):
        folder = self.folder / "my lessons"
        names = sorted(each.name for each in (ROOT / "notebooks").glob("*.ipynb"))
        self.assertEqual(names, lessons.copy(folder))
        (folder / names[0]).write_text("changed by me")
        (folder / names[1]).unlink()
        self.assertEqual([names[1]], lessons.copy(folder))
        self.assertEqual("changed by me", (folder / names[0]).read_text())
        self.assertEqual([], lessons.copy(folder))

    def test_a_directory_that_cannot_be_made_is_one_line(self):
        (self.folder / "file").write_text("")
        error = io.StringIO()
        with contextlib.redirect_stderr(error):
            self.assertEqual(2, lessons.main([str(self.folder / "file" / "lessons")]))
        self.assertRegex(error.getvalue(), r"^ftplab-lab: cannot copy the lessons to .*\n$")

    def test_jupyterlab_opens_there_with_the_other_arguments(self):
        run = []
        with (
            mock.patch.object(lessons, "prepare"),
            mock.patch.object(lessons.importlib.util, "find_spec", return_value=True),
            mock.patch.object(lessons.os, "execv", lambda program, command: run.extend(command)),
            mock.patch.object(sys, "platform", "linux"),
            contextlib.redirect_stdout(io.StringIO()) as out,
        ):
            lessons.main([str(self.folder / "a"), "--", "--no-browser"])
        self.assertEqual(["-m", "jupyterlab"], run[1:3])
        self.assertIn(f"--ServerApp.root_dir={self.folder / 'a'}", run)
        self.assertEqual("--no-browser", run[-1])
        self.assertIn(str(self.folder / "a"), out.getvalue())

    def test_a_missing_jupyterlab_is_one_line(self):
        error = io.StringIO()
        with (
            mock.patch.object(lessons, "prepare"),
            mock.patch.object(lessons.importlib.util, "find_spec", return_value=None),
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(error),
        ):
            self.assertEqual(2, lessons.main([str(self.folder / "a")]))
        self.assertEqual("ftplab-lab: JupyterLab is not installed: pip install jupyterlab\n", error.getvalue())


class CacheTest(TempFolder):
    def test_each_environment_has_its_own_and_clears_only_that(self):
        environ = {"XDG_CACHE_HOME": str(self.folder), "LOCALAPPDATA": str(self.folder)}
        with mock.patch.object(cache, "_base", lambda environ: Path(environ["XDG_CACHE_HOME"])):
            mine, other = (cache.folder(environ, str(self.folder / each)) for each in ("a", "b"))
            self.assertNotEqual(mine, other)
            for each in (mine, other):
                each.mkdir(parents=True)
                (each / "classes-1").touch()
            self.assertEqual(mine, cache.clear(environ, str(self.folder / "a")))
            self.assertIsNone(cache.clear(environ, str(self.folder / "a")))
            self.assertTrue((other / "classes-1").is_file())
            cache.clear(environ, str(self.folder / "b"))
            self.assertEqual([], list(self.folder.iterdir()))


if __name__ == "__main__":
    unittest.main()
