"""The kernelspec: its content, its location, and other kernels' specs."""

import contextlib
import io
import json
import os
import sys
import unittest
from pathlib import Path
from unittest import mock

from support import TempFolder, on_posix

from ftplab_kernel import __main__ as command
from ftplab_kernel import spec
from ftplab_kernel.jdk import Jdk
from labtools import kernels
from labtools.errors import LabError


class InstallTest(TempFolder):
    def setUp(self):
        super().setUp()
        self.jdk = Jdk(self.folder / "jdk/bin/java", self.folder / "jdk", "17.0.1")
        self.kernels = spec.kernels_below(self.folder)

    def install(self, library="library.jar"):
        jjava = self.folder / "jjava.jar"
        return spec.install(self.kernels, self.jdk, jjava, self.folder / library)

    @unittest.skipIf(sys.platform in ("win32", "darwin"), "there the locale does not matter")
    def test_file_names_are_in_utf8(self):
        for before, added in (
            ({}, {"LC_CTYPE": "C.UTF-8"}),
            ({"LANG": "C"}, {"LC_CTYPE": "C.UTF-8"}),
            ({"LC_ALL": "C", "LANG": "en_US.UTF-8"}, {"LC_ALL": "C.UTF-8"}),
            ({"LC_ALL": "", "LANG": "de_DE"}, {"LC_CTYPE": "C.UTF-8"}),
            ({"LANG": "de_DE.UTF-8"}, {}),
            ({"LC_ALL": "C.utf8"}, {}),
        ):
            with self.subTest(before):
                self.assertEqual(added, spec.utf8_names(before))

    def test_the_kernel_is_started_without_the_launcher_and_with_absolute_paths(self):
        self.install()
        found = json.loads((self.kernels / "ftplab/kernel.json").read_text())
        self.assertEqual("Java (FtpLab)", found["display_name"])
        self.assertEqual("message", found["interrupt_mode"])
        self.assertIn("jdk.jshell/jdk.jshell=ALL-UNNAMED", found["argv"])
        self.assertTrue(Path(found["argv"][0]).is_absolute())
        classpath = found["argv"][found["argv"].index("-cp") + 1].split(os.pathsep)
        self.assertTrue(all(Path(each).is_absolute() for each in classpath))
        self.assertIn("import io.github.ftplab.*;", found["env"]["JJAVA_STARTUP_SCRIPT"])

    def test_it_has_its_logos(self):
        self.install()
        logo = (self.kernels / "ftplab/logo-64x64.png").read_bytes()
        self.assertTrue(logo.startswith(b"\x89PNG"))
        self.assertTrue((self.kernels / "ftplab/logo-svg.svg").is_file())

    def test_a_second_time_nothing_is_written_unless_something_changed(self):
        self.assertTrue(self.install())
        self.assertFalse(self.install())
        self.assertTrue(self.install("other.jar"))
        self.jdk = Jdk(self.folder / "jdk25/bin/java", self.folder / "jdk25", "25")
        self.assertTrue(self.install("other.jar"))

    def test_uninstall_removes_all_of_it_and_only_once(self):
        self.install()
        spec.uninstall(self.kernels)
        self.assertEqual([], list(self.kernels.iterdir()))
        with self.assertRaisesRegex(spec.SpecError, "not installed"):
            spec.uninstall(self.kernels)

    def test_several_versions_are_side_by_side(self):
        self.install()
        jjava = self.folder / "jjava.jar"
        spec.install(self.kernels, self.jdk, jjava, self.folder / "next.jar", "ftplab-next")
        found = {each.name: json.loads((each / "kernel.json").read_text()) for each in self.kernels.iterdir()}
        names = {name: each["display_name"] for name, each in found.items()}
        self.assertEqual({"ftplab": "Java (FtpLab)", "ftplab-next": "Java (FtpLab, ftplab-next)"}, names)
        self.assertIn("library.jar", str(found["ftplab"]["argv"]))
        self.assertIn("next.jar", str(found["ftplab-next"]["argv"]))
        spec.uninstall(self.kernels, "ftplab-next")
        self.assertEqual(["ftplab"], [each.name for each in self.kernels.iterdir()])

    def test_a_name_never_leads_out_of_the_folder(self):
        for name in ("../x", "", "A b", "."):
            with self.assertRaisesRegex(spec.SpecError, "not a valid kernel name"):
                spec.uninstall(self.kernels, name)

    def test_a_place_that_cannot_be_written_is_named(self):
        self.kernels.parent.mkdir(parents=True)
        self.kernels.write_text("a file, not a folder")
        with self.assertRaisesRegex(spec.SpecError, "cannot write to"):
            self.install()


@on_posix
class CommandTest(TempFolder):
    def run_command(self, *arguments):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = command.main(list(arguments))
        return code, out.getvalue(), err.getvalue()

    def test_install_and_uninstall(self):
        java = self.java("jdk", "21.0.1")
        jar = self.folder / "library.jar"
        jar.write_text("")
        places = ["--prefix", str(self.folder / "prefix")]
        with mock.patch.object(spec, "find_jjava", return_value=self.folder / "jjava.jar"):
            code, out, _ = self.run_command(
                "install", "--jar", str(jar), "--java", str(java), *places
            )
        self.assertEqual(0, code)
        self.assertIn("Java 21.0.1", out)
        self.assertTrue((self.folder / "prefix/share/jupyter/kernels/ftplab/kernel.json").is_file())
        self.assertEqual(0, self.run_command("uninstall", *places)[0])

    def test_a_missing_jar_is_one_line(self):
        code, _, err = self.run_command("install", "--jar", "missing.jar")
        self.assertEqual(2, code)
        self.assertRegex(err, r"^ftplab-kernel: there is no file .*missing\.jar\n$")


class OtherKernelsTest(TempFolder):
    def setUp(self):
        super().setUp()
        self.jdk = Jdk(self.folder / "jdk/bin/java", self.folder / "jdk", "17.0.1")

    def shadow(self, env, environ):
        found = {
            "resource_dir": "/kernels/ijava",
            "spec": {"argv": ["java", "-jar", "{resource_dir}/i.jar"], "env": env},
        }
        kernels.shadow("ijava", found, self.folder, self.folder / "all.jar", self.jdk, environ)
        return json.loads((self.folder / "kernels/ijava/kernel.json").read_text())

    def test_the_library_is_on_each_kernels_own_variable(self):
        written = self.shadow({}, {})
        for variable in kernels.CLASSPATHS:
            self.assertEqual(str(self.folder / "all.jar"), written["env"][variable])

    def test_an_empty_variable_of_the_kernelspec_does_not_hide_it(self):
        written = self.shadow({"RJK_CLASSPATH": ""}, {"RJK_CLASSPATH": "mine.jar"})
        expected = os.pathsep.join([str(self.folder / "all.jar"), "mine.jar"])
        self.assertEqual(expected, written["env"]["RJK_CLASSPATH"])

    def test_what_was_on_the_class_path_stays_there(self):
        written = self.shadow({"IJAVA_CLASSPATH": "theirs.jar", "OTHER": "x"}, {})
        self.assertTrue(written["env"]["IJAVA_CLASSPATH"].endswith(os.pathsep + "theirs.jar"))
        self.assertEqual("x", written["env"]["OTHER"])

    def test_ijava_is_taught_how_values_look_after_its_own_startup_script(self):
        written = self.shadow({"IJAVA_STARTUP_SCRIPT": "int x = 1;"}, {})
        script = written["env"]["IJAVA_STARTUP_SCRIPT"]
        self.assertEqual("int x = 1;\nio.github.ftplab.internal.notebook.Kernels.teach();", script)

    def test_its_own_files_are_still_found_and_java_is_the_one_that_was_chosen(self):
        written = self.shadow({}, {})
        self.assertEqual([str(self.jdk.java), "-jar", "/kernels/ijava/i.jar"], written["argv"])

    def test_an_unknown_name_lists_the_java_kernels(self):
        found = {
            "ijava": {"spec": {"language": "java"}},
            "rapaio": {"spec": {"language": "Java"}},
            "python3": {"spec": {"language": "python"}},
        }
        with self.assertRaisesRegex(LabError, "no kernel nope.*: ijava, rapaio$"):
            kernels.choose("nope", found)
        with self.assertRaisesRegex(LabError, "python3 is for python, not Java"):
            kernels.choose("python3", found)
        self.assertIs(found["ijava"], kernels.choose("ijava", found))


if __name__ == "__main__":
    unittest.main()
