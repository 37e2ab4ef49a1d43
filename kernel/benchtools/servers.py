"""The servers, each a process on a free port of this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from labtools.errors import LabError

from . import process, tools
from .places import JAR, TARGET, Data
from .sample import OURS, Sample, Skipped

PYFTPDLIB = Path(__file__).resolve().parent / "pyftpdlib_server.py"
CONNECTIONS = 5_000
USER = "bench"
PASSWORD = "potato"

_VSFTPD = f"""\
listen=YES
listen_ipv6=NO
listen_address=127.0.0.1
listen_port={{port}}
background=NO
secure_chroot_dir={{empty}}
anonymous_enable=YES
no_anon_password=YES
local_enable=NO
anon_root={{root}}
allow_writeable_chroot=YES
write_enable=YES
anon_upload_enable=YES
anon_mkdir_write_enable=YES
anon_other_write_enable=YES
anon_world_readable_only=NO
anon_umask=022
xferlog_enable=NO
max_clients={CONNECTIONS}
max_per_ip={CONNECTIONS}
"""
# As root, vsftpd runs two processes per session, of which the privileged one does only what needs its rights. As
# another user it has to run one process per session, which does less work per command.
_VSFTPD_BY_A_USER = """\
run_as_launching_user=YES
seccomp_sandbox=NO
"""
_VSFTPD_TLS = """\
ssl_enable=YES
allow_anon_ssl=YES
force_anon_logins_ssl=YES
force_anon_data_ssl=YES
require_ssl_reuse=NO
ssl_ciphers=HIGH
rsa_cert_file={certificate}
"""


class Server:
    """A running server, and the user and password to log in with."""

    def __init__(self, name: str, command: list[str], port: int, user: str = USER) -> None:
        self.name = name
        self.port = port
        self.user = user
        self.password = PASSWORD
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            self._await(command)
        except BaseException:  # also KeyboardInterrupt: no other code can stop the process yet
            self.close()
            raise

    @property
    def pid(self) -> int:
        return self._process.pid

    def url(self, path: str) -> str:
        return f"ftp://{self.user}:{self.password}@127.0.0.1:{self.port}/{path}"

    def measure(self, work: Callable[[], object]) -> Sample:
        """Does the work and measures its time here and its use of resources in the server."""
        with process.Peak(self.pid) as peak:
            before = process.cpu(self.pid)
            began = time.perf_counter()
            work()
            seconds = time.perf_counter() - began
            time.sleep(0.02)  # the time of an exited process is counted with a delay
            used = process.cpu(self.pid) - before
        return Sample(seconds, used, peak.kibibytes)

    def close(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _await(self, command: list[str]) -> None:
        end = time.monotonic() + 30
        while time.monotonic() < end:
            if self._process.poll() is not None:
                raise LabError(f"{self.name} exited during startup: {' '.join(command)}")
            try:
                with socket.create_connection(("127.0.0.1", self.port), 5) as connection:
                    connection.recv(1)
                    return
            except OSError:
                time.sleep(0.05)
        raise LabError(f"{self.name} does not answer.")


class Servers:
    """Starts each server when it is first needed, and stops all of them on close."""

    def __init__(self, data: Data, only: tuple[str, ...] = ()) -> None:
        self._data = data
        self._only = only
        self._running: dict[tuple[str, bool], Server | Exception] = {}

    def get(self, name: str, tls: bool = False) -> Server:
        """The running server; Skipped if it can't take part."""
        if self._only and name not in self._only:
            raise Skipped("not selected")
        key = (name, tls)
        if key not in self._running:
            try:
                start = {OURS: _ours, "pyftpdlib": _pyftpdlib, "vsftpd": _vsftpd}.get(name, _stock)
                self._running[key] = start(self._data.root, tls)
            except (Skipped, LabError) as e:
                self._running[key] = e
        found = self._running[key]
        if isinstance(found, Server):
            return found
        raise Skipped(str(found)) from found

    def close(self) -> None:
        for each in self._running.values():
            if isinstance(each, Server):
                each.close()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _ours(root: Path, tls: bool) -> Server:
    port = free_port()
    command = [str(tools.jdk().java), "-jar", str(JAR), "serve", str(root), "--port", str(port)]
    command += ["--user", f"{USER}:{PASSWORD}:elradfmwMT", "--max-connections", str(CONNECTIONS)]
    return Server(OURS, command + (["--tls", "explicit"] if tls else []), port)


def _pyftpdlib(root: Path, tls: bool) -> Server:
    port = free_port()
    command = [str(tools.python()), str(PYFTPDLIB), str(root), str(port), USER, PASSWORD]
    command += [str(CONNECTIONS)] + ([str(certificate())] if tls else [])
    return Server("pyftpdlib", command, port)


def _vsftpd(root: Path, tls: bool) -> Server:
    if sys.platform != "linux":
        raise Skipped("vsftpd is for Linux")
    found = tools.program("vsftpd")
    port = free_port()
    empty = TARGET / "empty"
    empty.mkdir(parents=True, exist_ok=True)
    text = _VSFTPD.format(port=port, root=root, empty=empty)
    if os.geteuid() != 0:
        text += _VSFTPD_BY_A_USER
    if tls:
        text += _VSFTPD_TLS.format(certificate=certificate())
    configuration = TARGET / f"vsftpd-{os.getpid()}-{port}.conf"
    configuration.write_text(text)
    try:
        return Server("vsftpd", [found, str(configuration)], port, "anonymous")
    finally:
        configuration.unlink()


def _stock(root: Path, tls: bool) -> Server:
    if tls:
        raise Skipped("not measured with TLS")
    port = free_port()
    command = [str(tools.jdk().java), "-cp", tools.classes("stock"), "StockServer"]
    command += [str(port), USER, PASSWORD, str(root), str(CONNECTIONS)]
    return Server("FtpServer", command, port)


def certificate() -> Path:
    """A file with a certificate and its key, as vsftpd and pyftpdlib expect it."""
    file = TARGET / "certificate.pem"
    if not file.exists():
        TARGET.mkdir(parents=True, exist_ok=True)
        tools.run(
            [tools.program("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650"]
            + ["-subj", "/CN=localhost", "-keyout", str(file), "-out", str(file) + ".crt"]
        )
        crt = Path(str(file) + ".crt")
        file.write_text(file.read_text() + crt.read_text())
        crt.unlink()
    return file
