"""When .venv is created, and when it is kept."""

import json
import threading
import unittest
from unittest import mock

from support import TempFolder

from labtools import environment
from labtools.errors import LabError


class EnvironmentTest(TempFolder):
    def setUp(self):
        super().setUp()
        self.venv = self.folder / ".venv"
        self.commands = []

    def make(self, failing=None):
        def run(command, failure):
            self.commands.append(command)
            if failing and failing in command:
                raise LabError(failure)
            python = environment.python_in(self.venv)
            python.parent.mkdir(parents=True, exist_ok=True)
            python.write_text("")
            (self.venv / "pyvenv.cfg").write_text("")

        with mock.patch.object(environment, "_run", run):
            environment.make(self.venv, lambda text: None)

    def test_it_is_ready_once_made(self):
        self.assertFalse(environment.is_ready(self.venv))
        self.make()
        self.assertTrue(environment.is_ready(self.venv))

    def test_an_interrupted_one_is_not_ready_and_is_made_again(self):
        with self.assertRaisesRegex(LabError, "online"):
            self.make(failing="pip")
        self.assertFalse(environment.is_ready(self.venv))
        (self.venv / "half").mkdir()
        self.make()
        self.assertTrue(environment.is_ready(self.venv))
        self.assertFalse((self.venv / "half").exists())

    def test_another_python_or_other_requirements_make_it_stale(self):
        self.make()
        with mock.patch("platform.python_version", return_value="3.99.0"):
            self.assertFalse(environment.is_ready(self.venv))
        other = self.folder / "requirements.txt"
        other.write_text("jupyterlab==99\n")
        with mock.patch.object(environment, "REQUIREMENTS", other):
            self.assertFalse(environment.is_ready(self.venv))

    def test_one_that_was_moved_is_stale(self):
        self.make()
        moved = self.folder / "elsewhere"
        self.venv.rename(moved)
        self.assertFalse(environment.is_ready(moved))

    def test_somebody_elses_is_left_alone(self):
        self.venv.mkdir()
        (self.venv / "pyvenv.cfg").write_text("theirs")
        with self.assertRaisesRegex(LabError, "not created by lab.py"):
            self.make()
        self.assertEqual("theirs", (self.venv / "pyvenv.cfg").read_text())
        self.assertEqual([], self.commands)

    def test_a_broken_stamp_is_no_stamp(self):
        self.make()
        (self.venv / environment.STAMP).write_text('{"place": ')
        self.assertFalse(environment.is_ready(self.venv))

    def test_direct_requirements_are_pinned(self):
        for line in environment.REQUIREMENTS.read_text().splitlines():
            if line and not line.startswith("#"):
                self.assertRegex(line, r"^[\w.-]+==[\w.]+$")

    def test_no_news_are_asked_for(self):
        self.make()
        file = self.venv / "share/jupyter/lab/settings/overrides.json"
        self.assertIn("fetchNews", json.dumps(json.loads(file.read_text())))

    def test_two_at_a_time_wait_for_each_other(self):
        said, order = [], []

        def second():
            with environment.only_one(self.venv, said.append):
                order.append("second")

        with environment.only_one(self.venv, said.append):
            thread = threading.Thread(target=second)
            thread.start()
            while not said:
                thread.join(0.01)
            order.append("first")
        thread.join(20)
        self.assertEqual(["first", "second"], order)
        self.assertIn("waiting", said[0])

    def test_a_python_without_venv_is_told_what_to_install(self):
        with mock.patch("importlib.util.find_spec", return_value=None):
            with self.assertRaisesRegex(LabError, r"no venv.*apt install python3\.\d+-venv"):
                environment.check_venv()


if __name__ == "__main__":
    unittest.main()
