"""The rows that compare servers, each with the same client."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from functools import partial

from . import clients, process
from .places import Data, Sizes
from .sample import OURS, Row, Sample
from .servers import Server, Servers

STOCK = "FtpServer"
ALL = (OURS, "pyftpdlib", "vsftpd", STOCK)
_MEBI = 1 << 20

# The servers have a self-signed certificate.
_TLS = ("--ssl-reqd", "--insecure")


class Bench:
    """The servers and files that the rows use."""

    def __init__(self, servers: Servers, data: Data) -> None:
        self.servers = servers
        self.data = data
        self.sizes: Sizes = data.sizes

    def each(
        self, work: Callable[[Server], object], names: Iterable[str] = ALL, tls: bool = False
    ) -> dict[str, Callable[[], Sample]]:
        """A measurement of the same work for each server."""

        def bind(name: str) -> Callable[[], Sample]:
            def once() -> Sample:
                server = self.servers.get(name, tls)
                return server.measure(lambda: work(server))

            return once

        return {name: bind(name) for name in names}


def rows(bench: Bench) -> list[Row]:
    """All server rows, in the order of the report."""
    return [*_large(bench), *_small(bench), *_listings(bench), *_sessions(bench), *_tls(bench)]


def _down(bench: Bench, size: int, *options: str) -> Callable[[Server], object]:
    return lambda server: clients.curl(
        server, bench.data.file(size), "--output", "/dev/null", *options
    )


def _up(bench: Bench, size: int, *options: str) -> Callable[[Server], object]:
    def upload(server: Server) -> None:
        file = bench.data.root / bench.data.file(size)
        clients.curl(server, "in/up.bin", "--upload-file", str(file), *options)

    return upload


def _text(size: int) -> str:
    return f"{size >> 30} GiB" if size >= 1 << 30 else f"{size // _MEBI} MiB"


def _large(bench: Bench) -> list[Row]:
    sizes = bench.sizes
    found = []
    for name, size in (("256m", sizes.large), ("1g", sizes.huge)):
        bound = 1.0 if name == "1g" else None
        title = f"{_text(size)}, curl"
        down, up = bench.each(_down(bench, size)), bench.each(_up(bench, size))
        made = partial(bench.data.file, size)
        found.append(Row(f"download-{name}", f"download {title}", down, bound, made))
        found.append(Row(f"upload-{name}", f"upload {title}", up, bound, made))
    for count in (8, 64):
        size = sizes.shared // count

        def parallel(server: Server, count: int = count, size: int = size) -> None:
            clients.at_once(server, bench.data.file(size), count)

        title = f"{count} parallel downloads of {_text(size)}"
        made = partial(bench.data.file, size)
        found.append(Row(f"parallel-{count}", title, bench.each(parallel), 1.0, made))
    return found


def _small(bench: Bench) -> list[Row]:
    found = []
    for count in (bench.sizes.few, bench.sizes.many):

        def down(server: Server, count: int = count) -> None:
            clients.download_each(server, bench.data.folder(count, 1024), count)

        def up(server: Server, count: int = count) -> None:
            clients.upload_each(server, count)

        many = count == bench.sizes.many
        # FtpServer takes 45 ms per file; the row with few files is enough for it.
        names = ALL[:-1] if many else ALL
        for verb, work in (("down", down), ("up", up)):
            title = f"{count:,} {verb}loads of 1 KiB, ftplib"
            name = f"small-{verb}-{'many' if many else 'few'}"
            made = partial(bench.data.folder, count, 1024)
            found.append(Row(name, title, bench.each(work, names), 0.8, made, once=(STOCK,)))
    return found


def _listings(bench: Bench) -> list[Row]:
    found = []
    count = bench.sizes.listed

    def work(command: str, count: int) -> Callable[[Server], object]:
        return lambda server: clients.listing(
            server, f"{command} {bench.data.folder(count)}", count
        )

    for command in ("LIST", "MLSD", "NLST"):
        names = [name for name in ALL if command != "MLSD" or name != "vsftpd"]  # which has no MLSD
        title = f"{command} of {count:,} files"
        competitors = bench.each(work(command, count), names)
        # The bound is the ratio of vsftpd's time for LIST to pyftpdlib's.
        made = partial(bench.data.folder, count)
        row = Row(command.lower(), title, competitors, 0.62, made, against=("pyftpdlib",))
        found.append(row)
    count = bench.sizes.million
    title = f"LIST of {count:,} files"
    competitors = bench.each(work("LIST", count), ALL[:-1])
    made = partial(bench.data.folder, count)
    found.append(Row("list-million", title, competitors, prepare=made, most_rounds=1))
    return found


def _sessions(bench: Bench) -> list[Row]:
    sizes = bench.sizes

    def login(server: Server) -> None:
        clients.logins(server, sizes.logins)

    def idle(name: str) -> Callable[[], Sample]:
        return lambda: _idle(bench.servers.get(name), sizes.idle)

    title = f"{sizes.logins} sessions of connect, login, quit, ftplib"
    return [
        Row("login", title, bench.each(login), 1.0, against=("pyftpdlib",)),
        Row(
            "idle",
            f"one login beside {sizes.idle:,} idle sessions",
            {name: idle(name) for name in ALL},
            unit="ms",
            most_rounds=2,
        ),
    ]


def _idle(server: Server, count: int) -> Sample:
    def one() -> float:
        times = []
        for _ in range(21):
            began = time.perf_counter()
            clients.logins(server, 1)
            times.append(time.perf_counter() - began)
        return statistics.median(times) * 1000

    alone = one()
    memory = process.kibibytes(server.pid, "Pss", "smaps_rollup")
    held = []
    try:
        for _ in range(count):
            opened = clients.session(server)
            opened.__enter__()
            held.append(opened)
        grown = process.kibibytes(server.pid, "Pss", "smaps_rollup") - memory
        beside = one()
    finally:
        for opened in held:
            opened.__exit__(None, None, None)
    return Sample(beside, more={"ms alone": alone, "KiB per session": grown / count})


def _tls(bench: Bench) -> list[Row]:
    size = bench.sizes.large
    names = ALL[:-1]
    found = []
    for verb, work in (("download", _down), ("upload", _up)):
        competitors = bench.each(work(bench, size, *_TLS), names, tls=True)
        title = f"{verb} {_text(size)}, TLS, curl"
        made = partial(bench.data.file, size)
        found.append(Row(f"tls-{verb}", title, competitors, 1.0, made, against=("pyftpdlib",)))
    return found
