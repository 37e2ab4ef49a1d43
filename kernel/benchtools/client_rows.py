"""The rows that compare clients, all with the same vsftpd server."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from functools import partial

from labtools.errors import LabError

from . import clients, process, tools
from .places import JAR
from .sample import OURS, Row, Sample
from .server_rows import Bench
from .servers import Server

STOCK = "Commons Net"
FRESH = "ftplab, new JVM"


class Clients:
    """Makes measurements that do the same with each client."""

    def __init__(self, bench: Bench, javas: clients.Javas) -> None:
        self._bench = bench
        self._javas = javas

    def server(self) -> Server:
        return self._bench.servers.get("vsftpd")

    def java(self, name: str) -> clients.Java:
        profile, main = (
            ("library", "LibraryClient") if name == OURS else ("stock", "StockClient")
        )
        return self._javas.get(name, lambda: clients.Java(profile, main))

    def jvm(self, name: str, *words: str) -> Callable[[], Sample]:
        """A task in a warm JVM, which measures the time itself."""
        verb, remote, local = words

        def once() -> Sample:
            server = self.server()
            return Sample(
                self.java(name).do(verb, server.port, server.user, server.password, remote, local)
            )

        return once

    def fresh(self, *words: str) -> Callable[[], Sample]:
        """A task in a JVM started for it; the time includes the start."""
        verb, remote, local = words

        def once() -> Sample:
            server = self.server()
            command = self.java(OURS).command
            began = time.perf_counter()
            arguments = [verb, str(server.port), server.user, server.password, remote, local]
            done = subprocess.run(command + arguments, stdout=subprocess.DEVNULL)
            if done.returncode != 0:
                raise LabError(f"{FRESH} failed")
            return Sample(time.perf_counter() - began)

        return once

    def timed(self, work: Callable[[Server], object]) -> Callable[[], Sample]:
        """A program, timed from start to exit."""

        def once() -> Sample:
            server = self.server()
            began = time.perf_counter()
            work(server)
            return Sample(time.perf_counter() - began)

        return once


def rows(bench: Bench, javas: clients.Javas) -> list[Row]:
    """All client rows."""
    all_ = Clients(bench, javas)
    return [
        *_large(bench, all_),
        _list(bench, all_),
        *_folders(bench, all_),
        _start(bench, all_),
        _first_test(),
    ]


def _large(bench: Bench, all_: Clients) -> list[Row]:
    size = bench.sizes.huge
    title = f"{size >> 20:,} MiB"
    local = str(bench.data.local / "got.bin")
    file = str(bench.data.root / f"{size}.bin")
    name = f"{size}.bin"

    down = {
        OURS: all_.jvm(OURS, "download", name, local),
        FRESH: all_.fresh("download", name, local),
        "curl": all_.timed(lambda server: clients.curl(server, name, "--output", local)),
        "lftp": all_.timed(
            lambda server: clients.lftp(server, f"set xfer:clobber yes; get {name} -o {local}")
        ),
        STOCK: all_.jvm(STOCK, "download", name, local),
    }
    up = {
        OURS: all_.jvm(OURS, "upload", "in/up.bin", file),
        FRESH: all_.fresh("upload", "in/up.bin", file),
        "curl": all_.timed(lambda server: clients.curl(server, "in/up.bin", "-T", file)),
        "lftp": all_.timed(lambda server: clients.lftp(server, f"put {file} -o in/up.bin")),
        STOCK: all_.jvm(STOCK, "upload", "in/up.bin", file),
    }
    return [
        Row(
            f"client-{verb}",
            f"client: {verb} {title} {way} vsftpd",
            competitors,
            1.0,
            partial(bench.data.file, size),
            against=("curl",),
        )
        for verb, way, competitors in (("download", "from", down), ("upload", "to", up))
    ]


def _list(bench: Bench, all_: Clients) -> Row:
    count = bench.sizes.listed

    competitors = {name: all_.jvm(name, "list", f"{count}x0", "-") for name in (OURS, STOCK)}
    title = f"client: LIST of {count:,} files, parsed, from vsftpd"
    made = partial(bench.data.folder, count)
    return Row("client-list", title, competitors, prepare=made)


def _folders(bench: Bench, all_: Clients) -> list[Row]:
    count = bench.sizes.many
    folder = f"{count}x1024"
    local = bench.data.local / "folder"
    source = bench.data.root / folder

    down = {
        OURS: all_.jvm(OURS, "download-directory", folder, str(local)),
        "lftp": all_.timed(
            lambda server: clients.lftp(server, f"mirror --parallel=4 {folder} {local}")
        ),
    }
    up = {
        OURS: all_.jvm(OURS, "upload-directory", "in/folder", str(source)),
        "lftp": all_.timed(
            lambda server: clients.lftp(server, f"mirror -R --parallel=4 {source} in/folder")
        ),
    }
    made = partial(bench.data.folder, count, 1024)
    title = f"a directory of {count:,} files of 1 KiB, 4 sessions"
    return [
        Row(f"folder-{verb}", f"client: {verb}load {title}, {way} vsftpd", competitors, 0.8, made)
        for verb, way, competitors in (("down", "from", down), ("up", "to", up))
    ]


def _start(bench: Bench, all_: Clients) -> Row:
    """Times start() and close() of a server in a warm JVM."""

    def start(name: str) -> Callable[[], Sample]:
        def once() -> Sample:
            java = all_.java(name)
            java.do("start", bench.data.root)
            return Sample(java.do("start", bench.data.root) * 1000)

        return once

    names = {OURS: start(OURS), "FtpServer": start(STOCK)}
    return Row("start", "start and stop a server in a warm JVM (bound: 150 ms)", names, unit="ms")


def _first_test() -> Row:
    """The processor time of a JVM that only runs one small test, with the same client."""

    def fresh(main: str, *without: str) -> Callable[[], Sample]:
        def once() -> Sample:
            entries = tools.classes("first").split(os.pathsep)
            path = [each for each in entries if not os.path.basename(each).startswith(without)]
            java = str(tools.jdk().java)
            return Sample(process.cpu_of([java, "-cp", os.pathsep.join(path), main]))

        return once

    # Each has on its class path what it needs, and the client.
    competitors = {
        OURS: fresh("OurFirstTest", "MockFtpServer", "slf4j"),
        "MockFtpServer": fresh("MockFirstTest", JAR.name),
    }
    title = "first test in a new JVM: start, upload, download, stop (processor time)"
    return Row("first-test", title, competitors, 2.0)
