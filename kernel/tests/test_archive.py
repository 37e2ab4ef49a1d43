"""The class-data archive: its name, when it is made, and starts without one."""

import json
import os
import subprocess
import unittest
from pathlib import Path

from support import TempFolder, built_library, jjava_jar, on_posix, real_jdk

from ftplab_kernel import archive, spec
from ftplab_kernel.jdk import Jdk


class ArchiveTest(TempFolder):
    def setUp(self):
        super().setUp()
        self.jar = self.folder / "library.jar"
        self.jar.write_bytes(b"classes")
        self.jdk = Jdk(self.folder / "jdk/bin/java", self.folder / "jdk", "17.0.1")
        self.said = []

    def flags(self, jdk=None):
        return archive.flags(self.folder, jdk or self.jdk, self.jar)

    def present(self, jdk=None):
        archive._file(self.folder, jdk or self.jdk, (self.jar,)).write_bytes(b"archive")

    def make(self, jdk=None):
        kernel = spec.kernel_json(jdk or self.jdk, self.jar, self.jar)
        return archive.make(self.folder, jdk or self.jdk, kernel, self.jar, say=self.said.append)

    def test_without_an_archive_there_are_no_options(self):
        self.assertEqual([], self.flags())

    def test_each_jdk_has_the_kind_that_it_knows(self):
        newer = Jdk(self.jdk.java, self.jdk.home, "25.0.1")
        self.present()
        self.present(newer)
        self.assertRegex(self.flags()[0], "^-XX:SharedArchiveFile=.*classes-")
        self.assertRegex(self.flags(newer)[0], "^-XX:AOTCache=.*classes-")

    def test_one_of_another_jar_or_jdk_is_not_used(self):
        self.present()
        self.assertNotEqual([], self.flags())
        self.assertEqual([], self.flags(Jdk(self.jdk.java, self.jdk.home, "17.0.2")))
        self.jar.write_bytes(b"other classes")
        self.assertEqual([], self.flags())

    def test_options_are_known_and_say_nothing(self):
        jdk = real_jdk()
        options = [*archive.options(jdk), "-XX:-IgnoreUnrecognizedVMOptions"]
        silent = {name: value for name, value in os.environ.items() if name != "JAVA_TOOL_OPTIONS"}
        command = [str(jdk.java), *options, "-version"]
        done = subprocess.run(command, env=silent, capture_output=True, text=True)
        self.assertEqual((0, ""), (done.returncode, done.stdout), done.stderr)
        self.assertRegex(done.stderr, r"^\w+ version ")

    def test_one_that_is_there_is_not_made_again(self):
        self.present()
        self.assertTrue(self.make())
        self.assertEqual([], self.said)

    @on_posix
    def test_where_it_can_not_be_made_the_kernel_is_installed_without(self):
        java = self.program("jdk/bin/java", "exit 1\n")
        jdk = Jdk(java, self.folder / "jdk", "17.0.1")
        self.assertFalse(self.make(jdk))
        self.assertFalse(self.make(jdk))
        self.assertEqual(1, len(self.said), "it is tried once")
        self.assertEqual([".failed"], [each.suffix for each in self.folder.glob("classes-*")])
        spec.install(self.folder, jdk, self.jar, self.jar)
        written = json.loads((self.folder / spec.NAME / "kernel.json").read_text())
        options = archive.options(jdk)
        self.assertEqual([*options, "-ea:REPL..."], written["argv"][1 : len(options) + 2])

    @on_posix
    def test_a_real_kernel_writes_one_and_an_older_one_goes(self):
        jdk, jjava, library = real_jdk(), jjava_jar(), built_library()
        kernels = self.folder / "kernels"
        old = kernels / spec.NAME / "classes-0123456789abcdef"
        old.parent.mkdir(parents=True)
        old.write_bytes(b"of another jar")
        spec.prepare(kernels, jdk, jjava, library, self.said.append)
        spec.install(kernels, jdk, jjava, library)
        self.assertFalse(old.exists())
        written = json.loads((kernels / spec.NAME / "kernel.json").read_text())
        option, _, path = written["argv"][1 + len(archive.options(jdk))].partition("=")
        self.assertIn(option, ("-XX:SharedArchiveFile", "-XX:AOTCache"))
        self.assertGreater(Path(path).stat().st_size, 1 << 20)


if __name__ == "__main__":
    unittest.main()
