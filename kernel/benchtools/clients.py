"""The clients: ftplib in this process, curl and lftp as programs, Java clients as processes that are kept."""

from __future__ import annotations

import contextlib
import ftplib
import io
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from labtools.errors import LabError

from . import tools
from .servers import Server

_BUFFER = 256 * 1024


@contextlib.contextmanager
def session(server: Server) -> Iterator[ftplib.FTP]:
    """An ftplib session, from connect to QUIT."""
    with ftplib.FTP() as ftp:
        ftp.connect("127.0.0.1", server.port, timeout=120)
        ftp.login(server.user, server.password)
        yield ftp


def logins(server: Server, count: int) -> None:
    for _ in range(count):
        with session(server):
            pass


def download_each(server: Server, folder: str, count: int) -> None:
    """Downloads small files one after the other in one session."""
    with session(server) as ftp:
        for i in range(count):
            got: list[bytes] = []
            ftp.retrbinary(f"RETR {folder}/file-{i:07}.txt", got.append)
            if sum(map(len, got)) != 1024:
                raise LabError(f"{server.name} sent a small file of the wrong size")


def upload_each(server: Server, count: int) -> None:
    content = b"x" * 1024
    with session(server) as ftp:
        for i in range(count):
            ftp.storbinary(f"STOR in/file-{i:07}.txt", io.BytesIO(content))


def listing(server: Server, command: str, lines: int) -> None:
    """Reads a listing and counts its lines, without splitting it."""
    with session(server) as ftp:
        ftp.voidcmd("TYPE A")
        connection = ftp.transfercmd(command)
        found = _read_all(connection, b"\n")
        ftp.voidresp()
    if found < lines:
        raise LabError(f"{server.name} answered {command} with {found} of {lines} lines")


def at_once(server: Server, name: str, count: int) -> None:
    """Downloads a file several times in parallel and discards the data."""
    failures: list[Exception] = []

    def download() -> None:
        try:
            with session(server) as ftp:
                ftp.voidcmd("TYPE I")
                connection = ftp.transfercmd(f"RETR {name}")
                _read_all(connection)
                ftp.voidresp()
        except Exception as e:  # raised below, in the calling thread
            failures.append(e)

    threads = [threading.Thread(target=download) for _ in range(count)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    if failures:
        raise LabError(f"{server.name} failed with {count} downloads in parallel: {failures[0]}")


def _read_all(connection: socket.socket, counted: bytes = b"") -> int:
    buffer = memoryview(bytearray(_BUFFER))
    found = 0
    with connection:
        while count := connection.recv_into(buffer):
            if counted:
                found += bytes(buffer[:count]).count(counted)
    return found


def curl(server: Server, path: str, *options: str) -> None:
    program = tools.program("curl")
    tools.run([program, "--silent", "--show-error", "--fail", *options, server.url(path)])


def lftp(server: Server, command: str) -> None:
    login = f"open -u {server.user},{server.password} -p {server.port} 127.0.0.1"
    tools.run([tools.program("lftp"), "--norc", "-c", f"set net:max-retries 1; {login}; {command}"])


class Java:
    """A Java client process, kept so that its JVM is warm; it reads tasks line by line."""

    def __init__(self, profile: str, main: str, *options: str) -> None:
        self.command = [str(tools.jdk().java), *options, "-cp", tools.classes(profile), main]
        self._process = subprocess.Popen(
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def do(self, *words: str | int | Path) -> float:
        """Runs a task; returns the seconds that the process measured."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(" ".join(map(str, words)) + "\n")
        answer = self._process.stdout.readline().split(maxsplit=1)
        if not answer or answer[0] != "ok":
            raise LabError(f"{self.command[-1]} failed: {' '.join(map(str, words))}: {answer}")
        return float(answer[1])

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


class Javas:
    """The Java clients, each started when it is first needed."""

    def __init__(self) -> None:
        self._running: dict[str, Java] = {}

    def get(self, name: str, start: Callable[[], Java]) -> Java:
        if name not in self._running:
            self._running[name] = start()
        return self._running[name]

    def close(self) -> None:
        for each in self._running.values():
            each.close()
