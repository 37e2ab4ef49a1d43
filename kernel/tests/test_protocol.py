"""What the kernel answers, request by request, in one kernel: Jupyter's protocol, help at the cursor, errors, values."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path
from typing import Any

from support import built_library, environment_python, jjava_jar, real_jdk

from ftplab_kernel import spec

CONVERSATION = Path(__file__).resolve().parent / "conversation.py"
ANSI = re.compile(r"\x1b\[[0-9;]*m")

SETUP = """\
var server = FtpServer.builder().port(0).user("test", "potato", FtpServer.inMemory(), "elradfmwMT").start();
var ftp = server.connect("test", "potato");
ftp.writeText("a.txt", "hello");"""

# Every public method of the faces with how a cell calls it, and of the builders.
METHODS = """\
Stream.of(
        Map.entry("ftp.", FtpClient.class), Map.entry("server.", FtpServer.class),
        Map.entry("FtpClient.builder().", FtpClientBuilder.class),
        Map.entry("FtpServer.builder().", FtpServerBuilder.class),
        Map.entry("ftp.list().", Listing.class), Map.entry("ftp.transcript().", Transcript.class))
    .flatMap(face -> Stream.of(face.getValue().getDeclaredMethods())
        .filter(method -> java.lang.reflect.Modifier.isPublic(method.getModifiers()))
        .filter(method -> !List.of("equals", "hashCode", "toString", "iterator").contains(method.getName()))
        .map(method -> (java.lang.reflect.Modifier.isStatic(method.getModifiers())
            ? face.getValue().getSimpleName() + "." : face.getKey()) + method.getName()))
    .distinct()
    .collect(Collectors.joining("\\n"))"""


class Conversation(unittest.TestCase):
    """One kernel for all tests of a class."""

    SETUP = SETUP

    @classmethod
    def setUpClass(cls) -> None:
        jdk, library, python = real_jdk(), built_library(), environment_python()
        folder = tempfile.TemporaryDirectory(prefix="ftplab test ")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name).resolve()
        (cls.folder / "tmp").mkdir()
        spec.install(cls.folder / "kernels", jdk, jjava_jar(), library)
        cls.process = subprocess.Popen(
            [str(python), str(CONVERSATION), str(cls.folder / "kernels"), spec.NAME],
            cwd=cls.folder,
            env={**os.environ, "JDK_JAVA_OPTIONS": f"-Djava.io.tmpdir={json.dumps(str(cls.folder / 'tmp'))}"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        cls.addClassCleanup(cls.end)
        cls.run_cell(cls.SETUP)

    @classmethod
    def end(cls) -> None:
        if cls.process.poll() is None:
            cls.process.stdin.close()
            cls.process.wait(60)
        cls.process.stdout.close()

    @classmethod
    def ask(cls, kind: str, **arguments: Any) -> tuple[dict[str, Any], list[Any]]:
        """Sends a request; returns its reply and what was published for it."""
        cls.process.stdin.write(json.dumps([kind, arguments]) + "\n")
        cls.process.stdin.flush()
        reply, published = json.loads(cls.process.stdout.readline())
        return reply, published

    @classmethod
    def run_cell(cls, code: str, **more: Any) -> str:
        """Runs a cell; returns what is seen below it as text."""
        _, published = cls.ask("execute", code=code, allow_stdin=False, **more)
        seen = []
        for kind, content in published:
            if kind == "stream":
                seen.append(content["text"])
            elif kind in ("execute_result", "display_data"):
                seen.append(content["data"]["text/plain"])
            elif kind == "error":
                seen.append(ANSI.sub("", "\n".join(content["traceback"])))
        return "".join(seen)


class ProtocolTest(Conversation):
    """Each test leaves the kernel as it was."""

    def test_comment_or_empty_line_above_an_import_resets_no_variable(self) -> None:
        self.run_cell("List<Integer> numbers = new ArrayList<>(List.of(1));")
        for cell in "// what follows is needed\nimport java.math.*;", "1 + 1;\n\nimport java.text.*;":
            with self.subTest(cell):
                _, published = self.ask("execute", code=cell)
                self.assertEqual([cell], [content["code"] for kind, content in published if kind == "execute_input"])
                self.assertEqual("[1]", self.run_cell("numbers"))

    def test_history_has_the_latest_cells(self) -> None:
        for number in range(3):
            self.run_cell(f"{number} + 40")
        reply, _ = self.ask("history", hist_access_type="tail", n=2, output=True, raw=True)
        self.assertEqual("ok", reply["status"])
        (session, number, first), (_, following, second) = reply["history"]
        self.assertEqual([["1 + 40", "41"], ["2 + 40", "42"]], [first, second])
        self.assertEqual(number + 1, following)
        reply, _ = self.ask("history", hist_access_type="range", session=session, start=number, stop=following)
        self.assertEqual([[session, number, "1 + 40"]], reply["history"])
        self.run_cell("2 + 40")
        for pattern, unique, count in (
            ("2 + 4?", False, 2),
            ("2 + 4?", True, 1),
            ("*2*40", False, 2),
            ("[12]*40", False, 0),
            ("?2 + 40", False, 0),
        ):
            with self.subTest(pattern, unique=unique):
                reply, _ = self.ask("history", hist_access_type="search", pattern=pattern, n=9, unique=unique)
                self.assertEqual(["2 + 40"] * count, [code for *_, code in reply["history"]])

    def test_silent_cell_shows_nothing_and_is_not_counted(self) -> None:
        before, _ = self.ask("execute", code="1")
        noisy = 'System.out.println("x"); System.err.println("y"); display("z"); var silent = 7; silent'
        _, published = self.ask("execute", code=noisy, silent=True)
        self.assertEqual(["status", "status"], [kind for kind, _ in published])
        reply, published = self.ask("execute", code="1 / 0", silent=True)
        self.assertEqual("error", reply["status"])
        self.assertEqual(["status", "status"], [kind for kind, _ in published])
        after, _ = self.ask("execute", code="silent")
        self.assertEqual(before["execution_count"] + 1, after["execution_count"])
        history, _ = self.ask("history", hist_access_type="tail", n=2)
        self.assertEqual(["1", "silent"], [code for *_, code in history["history"]])

    def test_cell_that_is_not_stored_is_seen_and_not_counted(self) -> None:
        before, _ = self.ask("execute", code="1")
        self.assertEqual("hidden", self.run_cell('"hidden"', store_history=False))
        after, _ = self.ask("execute", code="2")
        self.assertEqual(before["execution_count"] + 1, after["execution_count"])
        history, _ = self.ask("history", hist_access_type="tail", n=2)
        self.assertEqual(["1", "2"], [code for *_, code in history["history"]])

    def test_it_knows_what_is_not_yet_complete(self) -> None:
        for code, status in (
            ("1 + 1", "complete"),
            ("ftp.dir(", "incomplete"),
            ("for (int i = 0; i < 3; i++) {", "incomplete"),
            ('var text = """', "incomplete"),
            ('var text = """\nabc', "incomplete"),
            ('var text = """\nabc""";', "complete"),
            ("/* a comment", "incomplete"),
        ):
            with self.subTest(code):
                reply, _ = self.ask("is_complete", code=code)
                self.assertEqual(status, reply["status"])

    def inspect(self, code: str, cursor: int | None = None) -> str:
        reply, _ = self.ask("inspect", code=code, cursor_pos=len(code) if cursor is None else cursor)
        self.assertEqual("ok", reply["status"])
        return reply["data"]["text/plain"] if reply["found"] else ""

    def test_every_public_method_is_explained_at_the_end_of_its_name(self) -> None:
        methods = self.run_cell(METHODS).splitlines()
        self.assertGreater(len(methods), 130)
        for method in methods:
            name = method.rpartition(".")[2]
            shown = self.inspect(method)
            with self.subTest(method):
                self.assertRegex(shown.splitlines()[0], rf"\b{name}\(")
                self.assertRegex(shown.splitlines()[1], r"^[A-Z].*")

    def test_help_has_the_first_sentence_the_parameters_and_the_example(self) -> None:
        shown = self.inspect("ftp.rename")
        self.assertIn("FtpClient.rename(String from, String to)", shown)
        self.assertIn("Renames", shown)
        self.assertRegex(shown, "from: ")
        self.assertIn('ftp.rename("', shown)
        reply, _ = self.ask("inspect", code="ftp.list", cursor_pos=8)
        html = reply["data"]["text/html"]
        self.assertIn("<pre>", html)
        self.assertNotIn("{@", html)

    def test_help_is_found_wherever_the_cursor_is(self) -> None:
        for code, cursor in (
            ("ftp.rename", 5),
            ("ftp.rename", 10),
            ("ftp.rename(", 11),
            ('ftp.rename("a.txt", "b.txt")', 5),
            ('ftp.rename("a.txt", "b.txt")', 10),
            ('ftp.rename("a.txt", "b.txt")', 14),
            ('ftp.rename("a.txt", ', 20),
            ('import java.util.*;\nvar other = ftp;\nother.rename', 49),
            ("class Own {}\nftp.rename", 23),
            ('"😀".length(); ftp.rename', 24),
        ):
            with self.subTest(code, cursor=cursor):
                self.assertIn("FtpClient.rename(String from, String to)", self.inspect(code, cursor))
        self.assertEqual("", self.inspect("nothing.of_this"))
        self.assertIn("String", self.inspect('"a".substring'), "the JDK's own, with or without its sources")

    def test_error_is_a_message_and_the_typed_call(self) -> None:
        self.run_cell('var closed = server.connect("test", "potato"); closed.close();')
        for code, message, call in (
            ('ftp.delete("missing.txt")', "cannot delete missing.txt: ", "FtpClient.delete"),
            ("closed.list()", "cannot list", "FtpClient.list"),
            ('ftp.cd("a\\nb")', "line break", "FtpClient.cd"),
            ('FtpServer.hashPassword("")', "password", "FtpServer.hashPassword"),
            ('Permission.parse("xyz")', "unknown permission letter", "Permission.parse"),
        ):
            with self.subTest(code):
                seen = self.run_cell(code)
                self.assertIn(message, seen)
                frames = [line for line in seen.splitlines() if line.startswith("\tat ")]
                self.assertEqual(2, len(frames), seen)
                self.assertIn("io.github.ftplab." + call, frames[0])
                self.assertIn("FtpException.lastTrace()", seen.splitlines()[-1])
                self.assertIn(message, self.run_cell("FtpException.lastTrace()"))
        self.assertNotIn("lastTrace", self.run_cell("1 / 0"))

    def test_names_from_python_are_told(self) -> None:
        for code, here in (
            ('ftp.cwd("pub")', "ftp.cd("),
            ('ftp.retrbinary("RETR a.txt", null)', "ftp.download("),
            ('ftp.sendcmd("NOOP")', "ftp.command("),
            ("new FTP()", "FtpClient.connect("),
            ('print("a")', "System.out.println("),
        ):
            with self.subTest(code):
                last = self.run_cell(code).rstrip().splitlines()[-1]
                self.assertIn("is not known here; write " + here, last)

    def test_stream_as_a_value_is_told_about_and_locks_nothing(self) -> None:
        for code, instead in (('ftp.read("a.txt")', "readText"), ('ftp.write("b.txt")', "writeText")):
            with self.subTest(code):
                _, published = self.ask("execute", code=code)
                data = next(content["data"] for kind, content in published if kind == "execute_result")
                for text in data["text/plain"], data["text/html"]:
                    self.assertIn(".txt", text)
                    self.assertIn("close()", text)
                    self.assertIn(instead, text)
                self.assertEqual("hello", self.run_cell('ftp.readText("a.txt")'))
        self.run_cell('var in = ftp.read("a.txt"); int first = in.read();')
        self.assertIn("is still open", self.run_cell("ftp.pwd()"), "it is in use, and nobody was told")
        self.run_cell("in.close();")
        self.assertEqual("/", self.run_cell("ftp.pwd()"))

    def test_every_value_has_a_look(self) -> None:
        for code, shown in (
            ('ftp.list().files().get(0).size()', "5"),
            ('ftp.list().files().get(0)', "a.txt"),
            ('ftp.list().files().get(0).target()', "not known"),
            ("ftp", "FtpClient"),
            ("server.users().get(0)", "test"),
            ("server.sessions().get(0)", "test"),
        ):
            with self.subTest(code):
                _, published = self.ask("execute", code=code)
                data = next(content["data"] for kind, content in published if kind == "execute_result")
                self.assertIn(shown, data["text/html"])


class EndTest(Conversation):
    def test_directories_of_the_lessons_go_with_the_kernel(self) -> None:
        self.run_cell(
            'var directory = Files.createTempDirectory("ftplab-");\n'
            'Files.writeString(directory.resolve("example.txt"), "hello");\n'
            'var mine = Files.createTempDirectory("mine-");'
        )
        self.run_cell('var directory = Files.createTempDirectory("ftplab-"); // again')
        self.assertEqual(["ftplab", "ftplab", "mine"], self.left())
        self.end()
        self.assertEqual(["mine"], self.left())

    def left(self) -> list[str]:
        return sorted(each.name.partition("-")[0] for each in (self.folder / "tmp").iterdir() if "-" in each.name)


class OtherKernelTest(Conversation):
    def test_directories_of_another_kernel_stay(self) -> None:
        other = self.folder / "tmp/ftplab-123"
        other.mkdir()
        self.run_cell('var other = Path.of(System.getProperty("java.io.tmpdir"), "ftplab-123");')
        self.run_cell('Files.writeString(other.resolve("example.txt"), "changed by this kernel");')
        later = self.folder / "tmp/ftplab-456"
        later.mkdir()
        self.run_cell('var later = other.resolveSibling("ftplab-456");')
        self.end()
        self.assertTrue((other / "example.txt").is_file())
        self.assertTrue(later.is_dir())


if __name__ == "__main__":
    unittest.main()
