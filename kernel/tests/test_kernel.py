"""The installed kernel compared with plain JJava: its info, and that no setting is lost."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import time
import unittest
from pathlib import Path
from unittest import mock

from support import TempFolder, built_library, environment_python, jjava_jar, on_posix, real_jdk
from test_protocol import Conversation

from ftplab_kernel import spec
from ftplab_kernel.shell import free_ports

# For the Python that has jupyter_client: KERNELS NAME CELL...; prints the kernel's info and what the cells gave.
ASK = """
import json, sys
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

kernels, name, *cells = sys.argv[1:]
manager = KernelManager(kernel_name=name, kernel_spec_manager=KernelSpecManager(kernel_dirs=[kernels]))
manager.start_kernel()
client = manager.blocking_client()
client.start_channels()
try:
    client.wait_for_ready(timeout=120)
    info = client.kernel_info(reply=True, timeout=60)["content"]
    told = []
    def hear(message):
        content = message["content"]
        told.append(content.get("data", {}).get("text/plain") or content.get("text") or content.get("evalue", ""))
    for cell in cells:
        told.append("")
        client.execute_interactive(cell, timeout=120, output_hook=hear, allow_stdin=False)
    print(json.dumps({"info": info, "told": "".join(told)}))
finally:
    client.stop_channels()
    manager.shutdown_kernel()
"""

# Runs a cell in a kernel and shuts it down, sending no signal; prints its reply and the process's status.
SHUTDOWN = """
import sys
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

kernels, name = sys.argv[1:]
manager = KernelManager(kernel_name=name, kernel_spec_manager=KernelSpecManager(kernel_dirs=[kernels]))
manager.start_kernel()
try:
    client = manager.blocking_client()
    client.start_channels()
    client.wait_for_ready(timeout=120)
    client.execute_interactive("1 + 1", timeout=120, output_hook=lambda message: None)
    reply = client.shutdown(reply=True, timeout=60)["content"]
    print(reply, manager.provisioner.process.wait(60))
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
"""

# Starts a kernel as Jupyter does, with a server in it; prints the kernel's process id and the server's port, and waits.
JUPYTER = """
import sys
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

kernels, name = sys.argv[1:]
manager = KernelManager(kernel_name=name, kernel_spec_manager=KernelSpecManager(kernel_dirs=[kernels]))
manager.start_kernel()
client = manager.blocking_client()
client.start_channels()
client.wait_for_ready(timeout=120)
told = []
client.execute_interactive(
    'var server = FtpServer.builder().port(0).anonymous(FtpServer.inMemory()).start();\\n'
    'System.out.println(ProcessHandle.current().pid() + " " + server.port());',
    timeout=120,
    output_hook=lambda message: told.append(message["content"].get("text", "")),
)
print("".join(told).splitlines()[-1], flush=True)
sys.stdin.read()
"""

MAGICS = """\
for (var name : List.of("lineMagics", "cellMagics")) {
    var registry = org.dflib.jjava.jupyter.kernel.BaseKernel.notebookKernel().getMagicsRegistry();
    var field = registry.getClass().getDeclaredField(name);
    field.setAccessible(true);
    var known = new TreeMap<String, String>();
    ((Map<String, Object>) field.get(registry)).forEach((key, magic) -> known.put(key, magic.getClass().getName()));
    System.out.println(known);
}
System.out.println(Thread.currentThread().getContextClassLoader().getClass().getName());"""


# Every public method of the faces, as "FtpServer static builder", in lines.
METHODS = """\
Stream.of(FtpClient.class, FtpServer.class, FtpClientBuilder.class, FtpServerBuilder.class)
    .flatMap(type -> Stream.of(type.getMethods())
        .filter(method -> method.getDeclaringClass() != Object.class)
        .map(method -> String.join(" ",
            type.getSimpleName(),
            java.lang.reflect.Modifier.isStatic(method.getModifiers()) ? "static" : "instance",
            method.getName())))
    .distinct()
    .collect(Collectors.joining("\\n"))"""


def ask(kernels, name, folder, *cells, **environment):
    """Starts a kernel, runs the cells in it, and ends it."""
    path = os.pathsep.join([str(real_jdk().java.parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        [str(environment_python()), "-c", ASK, str(kernels), name, *cells],
        env={**os.environ, "PATH": path, **environment},
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
    )
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return json.loads(done.stdout)


class OneKernelTest(Conversation):
    """What needs no kernel of its own."""

    def test_it_is_jjava_with_help_links_of_its_own(self):
        plain = ask(jjava_jar().parent.parent, "java", self.folder, MAGICS)
        ours = {"info": self.ask("kernel_info")[0], "told": self.run_cell(MAGICS)}
        self.assertEqual("ok", ours["info"].pop("status"), "which the protocol demands and JJava leaves out")
        links = ours["info"].pop("help_links")
        others = plain["info"].pop("help_links")
        self.assertEqual(plain, ours, "what it tells of itself, its magics, the loader of cells")
        self.assertIn("ClasspathMagic", ours["told"])
        self.assertEqual(others, links[-len(others) :])
        self.assertIn("https://www.rfc-editor.org/rfc/rfc959.html", [link["url"] for link in links])
        self.assertGreater(len(links), len(others) + 4)
        for link in links:
            self.assertRegex(link["url"], "^https://")
            self.assertTrue(link["text"])

    def test_every_method_is_offered_at_tab(self):
        faces = {
            ("FtpClient", "instance"): ("ftp.", "1 + 1;\nftp."),
            ("FtpServer", "instance"): ("server.",),
            ("FtpClientBuilder", "instance"): ("clients.", "FtpClient.builder()."),
            ("FtpServerBuilder", "instance"): ("servers.", "FtpServer.builder()."),
            ("FtpClient", "static"): ("FtpClient.",),
            ("FtpServer", "static"): ("FtpServer.",),
        }
        self.run_cell("var clients = FtpClient.builder(); var servers = FtpServer.builder();")
        methods = re.findall(r"^(\w+) (static|instance) (\w+)$", self.run_cell(METHODS), re.MULTILINE)
        self.assertEqual(set(faces), {(face, kind) for face, kind, _ in methods})
        for (face, kind), codes in faces.items():
            expected = {name for *of, name in methods if of == [face, kind]}
            for code in codes:
                with self.subTest(code):
                    reply, _ = self.ask("complete", code=code, cursor_pos=len(code))
                    self.assertEqual([len(code)] * 2, [reply["cursor_start"], reply["cursor_end"]])
                    self.assertEqual(set(), expected - {match.partition("(")[0] for match in reply["matches"]})

    def test_many_printed_lines_arrive_whole_in_few_messages(self):
        _, published = self.ask("execute", code="for (int i = 0; i < 50_000; i++) System.out.println(i);")
        texts = [content["text"] for kind, content in published if kind == "stream"]
        self.assertEqual([*map(str, range(50_000))], "".join(texts).splitlines())
        self.assertLess(len(texts), 100)

    def test_what_is_printed_stays_in_order_with_errors_and_pictures(self):
        cell = """\
for (int i = 0; i < 3; i++) {
    System.out.print("out ");
    System.err.print("err ");
    System.out.print("more ");
    display("shown");
}
System.out.print("last ");
"value\""""
        _, published = self.ask("execute", code=cell)
        told = [content.get("text") or content.get("data", {}).get("text/plain", "") for _, content in published]
        self.assertEqual("out err more shown" * 3 + "last value", "".join(told))
        streams = [content["name"] for kind, content in published if kind == "stream"]
        self.assertEqual(["stdout", "stderr", "stdout"] * 3 + ["stdout"], streams)

    def test_an_assertion_that_fails_is_an_error(self):
        self.assertEqual("", self.run_cell('void check(int n) { assert n > 1 : "too small"; }'))
        self.assertEqual("", self.run_cell("check(2);"))
        _, published = self.ask("execute", code="check(1);")
        errors = [content["evalue"] for kind, content in published if kind == "error"]
        self.assertEqual(["java.lang.AssertionError, too small"], [error.strip() for error in errors])


class KernelTest(TempFolder):
    def setUp(self):
        super().setUp()
        self.jdk, self.library = real_jdk(), built_library()
        self.kernels = self.folder / "kernels"
        spec.install(self.kernels, self.jdk, jjava_jar(), self.library)

    def ask(self, *cells, **environment):
        return ask(self.kernels, spec.NAME, self.folder, *cells, **environment)

    @on_posix
    def test_file_names_have_all_letters_whatever_the_locale(self):
        with mock.patch.dict(os.environ, LC_ALL="C"):
            spec.install(self.kernels, self.jdk, jjava_jar(), self.library)
        told = self.ask(
            'Files.createFile(Path.of("gr\u00fcn-\u65e5.txt"));\n'
            'FtpServer.builder().port(0).anonymous(Path.of(".")).start().log().toString()',
            LC_ALL="C",
        )["told"]
        self.assertIn(">>> starting FTP server", told)
        self.assertNotIn("file names are limited", told)
        self.assertIn("gr\u00fcn-\u65e5.txt".encode(), os.listdir(os.fsencode(self.folder)))

    def test_settings_and_imports_are_there(self):
        script = self.folder / "mine.jshell"
        script.write_text("int mine = 42;")
        for seconds in (5, 40):  # the first is too little for a busy machine
            told = self.ask(
                "Duration.ofSeconds(mine) + FtpServer.class.getSimpleName() + Path.of(\"a\")",
                "Thread.sleep(100_000)",
                JJAVA_STARTUP_SCRIPTS_PATH=str(script),
                JJAVA_TIMEOUT=f"{seconds} SECONDS",
            )["told"]
            if "PT42SFtpServera" in told:
                break
        self.assertIn("PT42SFtpServera", told)
        self.assertIn("timed out", told)

    def test_script_that_fails_ends_the_start(self):
        script = self.folder / "mine.jshell"
        script.write_text("int mine = \"none\";")
        connection = self.folder / "connection.json"
        names = ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port")
        known = {"ip": "127.0.0.1", "transport": "tcp", "key": "", "signature_scheme": "hmac-sha256"}
        connection.write_text(json.dumps(known | dict(zip(names, free_ports(5)))))
        kernel = spec.kernel_json(self.jdk, jjava_jar(), self.library)
        done = subprocess.run(
            [str(connection) if each == "{connection_file}" else each for each in kernel["argv"]],
            env={**os.environ, **kernel["env"], "JJAVA_STARTUP_SCRIPTS_PATH": str(script)},
            capture_output=True,
            text=True,
            timeout=120,
        )
        self.assertEqual(1, done.returncode)
        self.assertIn("CompilationException", done.stderr)

    def test_it_ends_by_itself_when_it_is_shut_down(self):
        done = subprocess.run(
            [str(environment_python()), "-c", SHUTDOWN, str(self.kernels), spec.NAME],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
        )
        self.assertEqual((0, "{'restart': False} 0\n"), (done.returncode, done.stdout), done.stderr)

    @on_posix
    def test_it_ends_within_seconds_of_the_jupyter_that_started_it(self):
        seconds = []
        for _ in range(3):  # a busy machine may delay anything
            seconds.append(self.seconds_to_outlive_jupyter())
            if seconds[-1] < 3:
                break
        self.assertLess(seconds[-1], 3, seconds)

    def seconds_to_outlive_jupyter(self):
        """How long a kernel lives after its Jupyter was killed; its server's port must be free then."""
        jupyter = subprocess.Popen(
            [str(environment_python()), "-c", JUPYTER, str(self.kernels), spec.NAME],
            cwd=self.folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            told = jupyter.stdout.readline().split()
            self.assertEqual(2, len(told), told)
            kernel, port = map(int, told)
            self.addCleanup(kill, kernel)
            with socket.create_connection(("127.0.0.1", port), 30) as client:
                began = time.monotonic()
                jupyter.kill()
                client.settimeout(30)
                while client.recv(1000):  # ends with the connection, and that with the server
                    pass
            while is_running(kernel) and time.monotonic() < began + 30:
                time.sleep(0.02)
            seconds = time.monotonic() - began
            self.assertFalse(is_running(kernel), "30 s later")
            with socket.socket() as other:
                other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                other.bind(("127.0.0.1", port))
            return seconds
        finally:
            jupyter.kill()
            jupyter.stdin.close()
            jupyter.stdout.close()
            jupyter.wait()


def is_running(process):
    """Whether a process has not ended; one that nobody has waited for has."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{process}/stat")
    try:
        return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def kill(process):
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


if __name__ == "__main__":
    unittest.main()
