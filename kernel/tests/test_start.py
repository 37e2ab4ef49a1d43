"""The launcher of an installed kernel: it starts Java, or is a kernel that says why Java can't be started."""

import json
import os
import shutil
import subprocess
import unittest
from pathlib import Path

from support import TempFolder, built_library, environment_python, jjava_jar, on_posix, real_jdk

from ftplab_kernel import spec, start

CONVERSATION = Path(__file__).resolve().parent / "conversation.py"


class ObstacleTest(TempFolder):
    def setUp(self):
        super().setUp()
        self.java = self.folder / "jdk/bin/java"
        self.java.parent.mkdir(parents=True)
        self.java.touch()
        self.jars = [self.folder / "a.jar", self.folder / "b.jar"]
        for each in self.jars:
            each.touch()

    def obstacle(self):
        return start.obstacle([str(self.java), "-x", "-cp", os.pathsep.join(map(str, self.jars)), "Main", "file"])

    def release(self, text):
        (self.folder / "jdk/release").write_text(text)

    def test_nothing_is_in_the_way_of_a_kernel_that_is_whole(self):
        self.assertIsNone(self.obstacle())
        self.release('JAVA_VERSION="25.0.1"\nMODULES="java.base jdk.jshell"\n')
        self.assertIsNone(self.obstacle())
        self.release('IMPLEMENTOR="somebody"\n')
        self.assertIsNone(self.obstacle())

    def test_what_has_gone_is_named_with_what_to_do(self):
        self.jars[1].unlink()
        self.assertRegex(self.obstacle(), r"there is no .*b\.jar\. Install the kernel again: ")
        self.java.unlink()
        self.assertRegex(self.obstacle(), r"the JDK .* is gone: .*java\. Install the kernel again: ")

    def test_java_that_was_replaced_by_another_is_told(self):
        for version in ("1.8.0_392", "11.0.2"):
            self.release(f'JAVA_VERSION="{version}"\n')
            self.assertRegex(self.obstacle(), f"is Java {start._release(str(self.java))[0]} now; it needs a JDK")
        self.release('JAVA_VERSION="17.0.1"\nMODULES="java.base java.logging"\n')
        self.assertRegex(self.obstacle(), "is a runtime only now")


class StartTest(TempFolder):
    def setUp(self):
        super().setUp()
        self.library = self.folder / "library.jar"
        shutil.copy(built_library(), self.library)
        self.python = environment_python()
        launcher = [str(self.python), spec.checked_start()[1]]
        spec.install(self.folder / "kernels", real_jdk(), jjava_jar(), self.library, launcher=launcher)

    def talk(self, *requests):
        done = subprocess.run(
            [str(self.python), str(CONVERSATION), str(self.folder / "kernels"), spec.NAME],
            input="".join(json.dumps(request) + "\n" for request in requests),
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=120,
        )
        self.assertEqual(0, done.returncode, done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()], done.stderr

    def test_kernel_starts_whatever_is_called_like_a_module_in_the_directory(self):
        (self.folder / "json.py").write_text("raise Exception('not this one')")
        [[reply, published]], _ = self.talk(["execute", {"code": "1 + 1"}])
        self.assertEqual("ok", reply["status"])
        self.assertIn(["2"], [[c["data"]["text/plain"]] for kind, c in published if kind == "execute_result"])

    def test_removed_jar_is_a_message_in_each_cell(self):
        self.library.unlink()
        answers, log = self.talk(
            ["execute", {"code": "1 + 1"}],
            ["complete", {"code": "ftp."}],
            ["inspect", {"code": "ftp"}],
            ["is_complete", {"code": "ftp"}],
            ["history", {"hist_access_type": "tail", "n": 1}],
            ["execute", {"code": "2"}],
        )
        for number, (reply, published) in enumerate((answers[0], answers[-1]), 1):
            self.assertEqual(["error", number], [reply["status"], reply["execution_count"]])
            error = next(content for kind, content in published if kind == "error")
            self.assertRegex("\n".join(error["traceback"]), r"there is no .*library\.jar\. Install the kernel again: ")
        self.assertEqual(["ok", "ok", "unknown", "ok"], [reply["status"] for reply, _ in answers[1:-1]])
        self.assertIn("library.jar", log)

    @on_posix
    def test_java_takes_the_place_of_the_launcher(self):
        command = [*spec.checked_start(), "/bin/sh", "-c", "echo $$", "-cp", str(self.library)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        out, _ = process.communicate(timeout=60)
        self.assertEqual(process.pid, int(out))


if __name__ == "__main__":
    unittest.main()
