"""Paths of the checkout, and the files that the benchmarks transfer."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TARGET = ROOT / "target" / "bench"
JAR = ROOT / "target" / "ftplab-all.jar"
MEBI = 1 << 20


@dataclass(frozen=True)
class Sizes:
    """The sizes and numbers of files; small with --quick."""

    huge: int = 1024 * MEBI
    large: int = 256 * MEBI
    shared: int = 1024 * MEBI
    few: int = 500
    many: int = 5_000
    listed: int = 20_000
    million: int = 1_000_000
    logins: int = 200
    idle: int = 1_000


QUICK = Sizes(
    huge=8 * MEBI,
    large=4 * MEBI,
    shared=16 * MEBI,
    few=10,
    many=20,
    listed=200,
    million=1_000,
    logins=5,
    idle=10,
)


class Data:
    """The directory that all servers serve, in memory if there is room. Files are created on demand."""

    def __init__(self, sizes: Sizes) -> None:
        self.sizes = sizes
        memory = Path("/dev/shm")
        room = memory.is_dir() and shutil.disk_usage(memory).free > 6 * sizes.huge
        TARGET.mkdir(parents=True, exist_ok=True)
        self.in_memory = room
        self.root = Path(tempfile.mkdtemp(prefix="ftplab-bench-", dir=memory if room else TARGET))
        self.root.chmod(0o755)
        self.local = self.root / "local"
        self._make_empty()

    def close(self) -> None:
        shutil.rmtree(self.root, ignore_errors=True)

    def file(self, size: int) -> str:
        """The name of a file of this size with incompressible content."""
        file = self.root / f"{size}.bin"
        if not file.exists():
            block = os.urandom(min(size, 8 * MEBI))
            with open(file, "wb") as out:
                for start in range(0, size, len(block)):
                    out.write(block[: size - start])
        return file.name

    def folder(self, count: int, size: int = 0) -> str:
        """The name of a directory with ``count`` files of ``size`` bytes each."""
        folder = self.root / f"{count}x{size}"
        if not folder.exists():
            folder.mkdir()
            content = os.urandom(size)
            for i in range(count):
                descriptor = os.open(folder / f"file-{i:07}.txt", os.O_CREAT | os.O_WRONLY, 0o644)
                if size:
                    os.write(descriptor, content)
                os.close(descriptor)
        return folder.name

    def empty(self) -> None:
        """Deletes the files that a measurement has stored."""
        for name in ("in", "local"):
            shutil.rmtree(self.root / name)
        self._make_empty()

    def _make_empty(self) -> None:
        self.local.mkdir()
        inbox = self.root / "in"
        inbox.mkdir()
        inbox.chmod(0o777)  # vsftpd stores as the user ftp
