"""Which JDK is chosen, and the error messages if there is none."""

import unittest

from support import TempFolder, on_posix

from ftplab_kernel.jdk import JdkError, find_jdk, major


class MajorTest(unittest.TestCase):
    def test_versions_of_all_times_are_read(self):
        for version, expected in (
            ("17.0.15", 17),
            ("25", 25),
            ("26-ea", 26),
            ("1.8.0_392", 8),
            ("what", 0),
        ):
            self.assertEqual(expected, major(version), version)


@on_posix
class FindJdkTest(TempFolder):
    def found(self, **environ):
        return find_jdk(environ={"PATH": "", **environ})

    def refusal(self, **environ):
        with self.assertRaises(JdkError) as caught:
            self.found(**environ)
        message = str(caught.exception)
        self.assertNotIn("\n", message)
        return message

    def test_java_home_goes_before_path(self):
        self.java("new", "25.0.3")
        self.java("old", "17.0.1")
        jdk = self.found(JAVA_HOME=str(self.folder / "new"), PATH=str(self.folder / "old/bin"))
        self.assertEqual("25.0.3", jdk.version)
        self.assertEqual(self.folder / "new", jdk.home)

    def test_without_java_home_the_path_counts(self):
        self.java("old", "17.0.1")
        jdk = self.found(PATH=str(self.folder / "old/bin"))
        self.assertEqual(self.folder / "old/bin/java", jdk.java)

    def test_a_link_on_the_path_leads_to_the_home(self):
        self.java("real", "17.0.1")
        (self.folder / "bin").mkdir()
        (self.folder / "bin/java").symlink_to(self.folder / "real/bin/java")
        self.assertEqual(self.folder / "real", self.found(PATH=str(self.folder / "bin")).home)

    def test_too_old_a_java_is_named_with_its_version(self):
        self.java("old", "11.0.2")
        message = self.refusal(JAVA_HOME=str(self.folder / "old"))
        self.assertIn("Java 11.0.2", message)
        self.assertIn("too old", message)
        self.assertIn("17 or newer", message)

    def test_java_8_which_knows_no_modules_is_too_old(self):
        self.program(
            "bin/java",
            'case "$*" in *list-modules*) echo "Unrecognized option" >&2; exit 1;; esac\n'
            "echo 'openjdk version \"1.8.0_392\"' >&2\n",
        )
        self.assertIn("Java 1.8.0_392", self.refusal(PATH=str(self.folder / "bin")))

    def test_a_runtime_without_javac_is_not_enough(self):
        self.java("jre", "17.0.1")
        (self.folder / "jre/bin/javac").unlink()
        message = self.refusal(JAVA_HOME=str(self.folder / "jre"))
        self.assertIn("runtime only", message)
        self.assertIn("Install a JDK", message)

    def test_a_runtime_without_jshell_is_not_enough(self):
        self.java("jre", "21.0.1", modules="java.base jdk.compiler")
        self.assertIn("runtime only", self.refusal(JAVA_HOME=str(self.folder / "jre")))

    def test_a_wrong_java_home_is_named(self):
        self.assertIn("JAVA_HOME is set to /nowhere", self.refusal(JAVA_HOME="/nowhere"))

    def test_no_java_at_all(self):
        self.assertIn("Java was not found. Install a JDK", self.refusal())

    def test_a_program_that_is_no_java(self):
        self.program("bin/java", "echo Unable to locate a Java Runtime; exit 1\n")
        self.assertIn("does not run as Java", self.refusal(PATH=str(self.folder / "bin")))


if __name__ == "__main__":
    unittest.main()
