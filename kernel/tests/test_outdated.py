"""Kernelspecs that name renamed classes are found, and repaired by lab.py."""

import contextlib
import io
import json
import os
import unittest
import zipfile
from pathlib import Path
from unittest import mock

from support import TempFolder, on_posix

from ftplab_kernel import __main__ as command
from ftplab_kernel import outdated, spec
from labtools import main

OLD_MAIN = "io.github.ftplab.notebook.JJavaMain"
OLD_TEACH = "io.github.ftplab.notebook.Kernels.teach();"
CLASSES = (spec.MAIN, spec.TEACH.removesuffix(".teach();"), "io.github.ftplab.FtpServer")


class OutdatedTest(TempFolder):
    def setUp(self):
        super().setUp()
        self.library = self.jar("ftplab-all.jar", *CLASSES)
        self.jjava = self.jar("jjava.jar", "org.dflib.jjava.distro.JJava")
        self.kernels = self.folder / "kernels"
        # Keeps the current user's kernels out of the tests.
        mine = mock.patch.dict(os.environ, {"JUPYTER_DATA_DIR": str(self.folder / "mine")})
        everybodys = mock.patch.object(spec, "system_kernels", return_value=[self.folder / "system"])
        for each in (mine, everybodys):
            each.start()
            self.addCleanup(each.stop)

    def jar(self, name, *classes):
        with zipfile.ZipFile(self.folder / name, "w") as archive:
            for each in classes:
                archive.writestr(each.replace(".", "/") + ".class", b"")
        return self.folder / name

    def write(self, name, main, *options, library=None, env=None):
        """A kernelspec as version 0.1.0 wrote it before the packages moved."""
        path = os.pathsep.join([str(self.jjava), str(library or self.library)])
        opens = ["--add-opens", "jdk.jshell/jdk.jshell=ALL-UNNAMED"]
        kernel = {
            "argv": ["/jdk/bin/java", "-XX:+UseSerialGC", *options, *opens, "-cp", path, main, "{connection_file}"],
            "display_name": "Java (FtpLab, mine)",
            "language": "java",
            "interrupt_mode": "message",
            "env": env or {"JJAVA_CLASSPATH": "", "JJAVA_STARTUP_SCRIPT": "import io.github.ftplab.*;\n"},
            "metadata": {},
        }
        return self.put(name, kernel)

    def put(self, name, kernel):
        file = self.kernels / name / "kernel.json"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(kernel, indent=2) + "\n")
        return file

    def find(self):
        return outdated.find([self.kernels], self.library)

    def renewed(self, file):
        """The kernelspec after repairing all outdated ones, and before."""
        before = json.loads(file.read_text())
        for each in self.find():
            each.rewrite()
        self.assertEqual([], self.find())
        return json.loads(file.read_text()), before

    def test_an_old_main_class_is_replaced_and_nothing_else(self):
        after, before = self.renewed(self.write("mine", OLD_MAIN, "-Xmx1g"))
        before["argv"][before["argv"].index(OLD_MAIN)] = spec.MAIN
        self.assertEqual(before, after)

    def test_the_archive_of_the_old_classes_goes(self):
        for option in ("-XX:SharedArchiveFile=/k/classes-1", "-XX:AOTCache=/k/classes-1"):
            with self.subTest(option):
                after, _ = self.renewed(self.write(option[4:7].lower(), OLD_MAIN, option))
                self.assertNotIn(option, after["argv"])

    def test_any_class_of_ours_that_the_jar_lacks_is_old(self):
        for number, old in enumerate((OLD_MAIN, "io.github.ftplab.JJavaMain", "io.github.ftplab.internal.Gone")):
            with self.subTest(old):
                after, _ = self.renewed(self.write(f"k{number}", old))
                self.assertIn(spec.MAIN, after["argv"])

    def test_a_library_of_its_own_decides_which_classes_there_are(self):
        earlier = self.jar("earlier.jar", OLD_MAIN)
        self.write("earlier", OLD_MAIN, library=earlier)
        self.assertEqual([], self.find())
        neither = self.jar("neither.jar", "io.github.ftplab.FtpServer")
        after, _ = self.renewed(self.write("neither", OLD_MAIN, library=neither))
        self.assertIn("org.dflib.jjava.distro.JJava", after["argv"])

    def test_an_old_teach_line_is_replaced_in_any_startup_script(self):
        for variable in ("JJAVA_STARTUP_SCRIPT", "IJAVA_STARTUP_SCRIPT"):
            for path in ({}, {"IJAVA_CLASSPATH": str(self.library)}):
                with self.subTest(variable=variable, path=path):
                    env = {variable: f"int x = 1;\n{OLD_TEACH}", "OTHER": "x", **path}
                    name = f"{variable[:5]}{len(path)}".lower()
                    file = self.put(name, {"argv": ["java", "-jar", "i.jar"], "language": "java", "env": env})
                    after, before = self.renewed(file)
                    before["env"][variable] = f"int x = 1;\n{spec.TEACH}"
                    self.assertEqual(before, after)

    def test_what_is_not_ours_or_not_old_is_left(self):
        self.write("today", spec.MAIN)
        self.write("plain", "org.dflib.jjava.distro.JJava")
        self.put("python3", {"argv": ["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"]})
        self.put("list", [1])
        self.put("null", {"argv": None, "env": {"A": 1}})
        self.put("short", {"argv": ["java", "-cp"], "env": {}})
        broken = self.kernels / "broken" / "kernel.json"
        broken.parent.mkdir()
        broken.write_bytes(b"\xff{")
        self.assertEqual([], self.find())

    def test_it_names_kernel_and_class(self):
        self.write("mine", OLD_MAIN)
        (found,) = self.find()
        self.assertIn(f"the kernel mine in {self.kernels / 'mine'} names {OLD_MAIN}", str(found))

    def lab(self):
        said = []
        with mock.patch.object(main, "say", said.append):
            main._renew(self.folder / "venv", self.library, {"JUPYTER_PATH": str(self.folder)})
        return said

    def test_lab_py_rewrites_it_and_says_so_once(self):
        file = self.write("mine", OLD_MAIN)
        (line,) = self.lab()
        self.assertRegex(line, f"^Rewrote a kernelspec: .*{OLD_MAIN}")
        self.assertIn(spec.MAIN, file.read_text())
        self.assertEqual([], self.lab())

    def test_lab_py_looks_where_jupyter_does(self):
        venv = self.folder / "venv"
        others = (self.folder / "system", spec.kernels_below(venv), venv / "other-kernels/kernels")
        for place in (self.folder / "mine/kernels", *others):
            with self.subTest(place):
                self.kernels = place
                file = self.write("mine", OLD_MAIN)
                self.assertEqual(1, len(self.lab()))
                self.assertIn(spec.MAIN, file.read_text())

    def test_one_that_cannot_be_rewritten_is_told(self):
        self.write("mine", OLD_MAIN)
        with mock.patch.object(spec.os, "replace", side_effect=PermissionError(13, "Permission denied")):
            (line,) = self.lab()
        self.assertRegex(line, f"^A kernel can't start: .*{OLD_MAIN}.*cannot write to .*Permission denied")

    @on_posix
    def test_install_names_those_that_are_left(self):
        java = self.java("jdk", "21.0.1")
        self.kernels = spec.kernels_below(self.folder / "prefix")
        self.write("mine", OLD_MAIN)
        self.write("ftplab", OLD_MAIN)
        out = io.StringIO()
        with (
            mock.patch.object(spec, "find_jjava", return_value=self.jjava),
            contextlib.redirect_stdout(out),
        ):
            arguments = ["--jar", str(self.library), "--java", str(java), "--prefix", str(self.folder / "prefix")]
            self.assertEqual(0, command.main(["install", *arguments]))
        lines = [line for line in out.getvalue().splitlines() if OLD_MAIN in line]
        self.assertEqual(1, len(lines), out.getvalue())
        self.assertRegex(lines[0], "^Another kernel can't start: .* with --name mine.$")
        self.assertIn(spec.MAIN, Path(self.kernels, "ftplab/kernel.json").read_text())


if __name__ == "__main__":
    unittest.main()
