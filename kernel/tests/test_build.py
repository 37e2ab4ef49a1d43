"""Building the library: when, with which Maven, and the error messages."""

import os
import unittest
from pathlib import Path

from support import TempFolder, on_posix

from ftplab_kernel.jdk import Jdk
from labtools import build
from labtools.errors import LabError


class StaleTest(TempFolder):
    def setUp(self):
        super().setUp()
        for number, name in enumerate(("pom.xml", "src/main/java/A.java", "target/ftplab-all.jar")):
            file = self.folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("")
            os.utime(file, (1000 + number, 1000 + number))
        for folder in ("src/main", "src/main/java"):
            os.utime(self.folder / folder, (1000, 1000))

    def touch(self, name):
        os.utime(self.folder / name, (2000, 2000))

    def test_a_newer_jar_is_fresh(self):
        self.assertFalse(build.is_stale(self.folder))

    def test_no_jar_is_stale(self):
        (self.folder / build.JAR).unlink()
        self.assertTrue(build.is_stale(self.folder))

    def test_a_newer_source_makes_it_stale(self):
        self.touch("src/main/java/A.java")
        self.assertTrue(build.is_stale(self.folder))

    def test_a_newer_pom_makes_it_stale(self):
        self.touch("pom.xml")
        self.assertTrue(build.is_stale(self.folder))

    def test_a_removed_source_makes_it_stale(self):
        (self.folder / "src/main/java/A.java").unlink()
        self.assertTrue(build.is_stale(self.folder))

    def test_tests_do_not_count(self):
        (self.folder / "src/test").mkdir()
        (self.folder / "src/test/ATest.java").write_text("")
        self.assertFalse(build.is_stale(self.folder))


@on_posix
class MavenTest(TempFolder):
    def setUp(self):
        super().setUp()
        self.environ = {"PATH": f"{self.folder / 'bin'}:/usr/bin:/bin"}
        self.jdk = Jdk(self.folder / "bin/java", self.folder, "17.0.1")

    def maven(self, version, script=""):
        banner = f"\033[1mApache Maven {version}\033[m"  # Maven prints it in bold
        return self.program("bin/mvn", f'[ "$1" = -v ] && {{ echo "{banner}"; exit; }}\n{script}exit 0\n')

    def build(self):
        return build.build(self.folder, str(self.folder / "bin/mvn"), self.jdk, self.environ)

    def test_a_new_enough_maven_is_taken(self):
        expected = self.maven("3.6.3")
        self.assertEqual(str(expected), build.find_maven(self.environ, self.jdk))

    def test_too_old_a_maven_is_named(self):
        self.maven("3.6.2")
        with self.assertRaisesRegex(LabError, r"Maven 3\.6\.2 .* too old\. Install Maven 3\.6\.3"):
            build.find_maven(self.environ, self.jdk)

    def test_a_preview_of_maven_4_will_do(self):
        self.maven("4.0.0-rc-4")
        self.assertTrue(build.find_maven(self.environ, self.jdk))

    def test_no_maven(self):
        with self.assertRaisesRegex(LabError, "Maven was not found.*Install Maven"):
            build.find_maven({"PATH": str(self.folder)}, self.jdk)

    def test_the_build_uses_the_jdk_that_was_chosen(self):
        self.maven("3.9.9", 'mkdir -p target; echo "$JAVA_HOME|$*" > target/ftplab-all.jar\n')
        jar = self.build()
        self.assertEqual(f"{self.folder}|-B -q -DskipTests package\n", jar.read_text())

    def test_a_jar_that_maven_left_as_it_was_counts_as_new(self):
        jar = self.folder / build.JAR
        jar.parent.mkdir()
        jar.write_text("")
        os.utime(jar, (1000, 1000))
        self.maven("3.9.9")
        self.build()
        self.assertGreater(jar.stat().st_mtime, 1000)

    def test_a_failed_build_shows_the_errors_and_not_the_advice_of_maven(self):
        self.maven(
            "3.9.9",
            'echo "[INFO] one"; echo "[ERROR] A.java:[3,5] ; expected"\n'
            'echo "[ERROR] To see the full stack trace, use the -e switch"; exit 1\n',
        )
        with self.assertRaises(LabError) as caught:
            self.build()
        message = str(caught.exception)
        self.assertIn("A.java:[3,5] ; expected", message)
        self.assertIn("could not be built", message)
        self.assertNotIn("[INFO]", message)
        self.assertNotIn("-e switch", message)

    def test_a_build_without_a_jar_is_an_error(self):
        self.maven("3.9.9")
        with self.assertRaisesRegex(LabError, "did not build target/ftplab-all.jar"):
            self.build()


class RealProjectTest(unittest.TestCase):
    def test_the_sources_are_where_they_are_looked_for(self):
        from support import ROOT

        self.assertTrue((ROOT / "pom.xml").is_file())
        self.assertTrue(Path(ROOT, "src", "main").is_dir())


if __name__ == "__main__":
    unittest.main()
