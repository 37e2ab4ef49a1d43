"""A minimal client for a kernel's shell channel: Jupyter's protocol over ZMTP 3.0 without security.

The kernel package has to work where jupyter_client is not installed.
"""

from __future__ import annotations

import json
import socket
import time
import uuid
from collections.abc import Callable

_GREETING = b"\xff" + bytes(8) + b"\x7f\x03\x00" + b"NULL".ljust(20, b"\0") + bytes(32)
_READY = b"\x05READY\x0bSocket-Type\0\0\0\x06DEALER\x08Identity\0\0\0\0"
_MORE, _LONG, _COMMAND = 1, 2, 4


class Shell:
    """A connection to a kernel's shell channel. Messages are unsigned, as the kernel has an empty key."""

    def __init__(self, port: int, end: float, alive: Callable[[], bool]) -> None:
        self._end = end
        self._session = uuid.uuid4().hex
        self._socket = self._connect(port, alive)
        self._file = self._socket.makefile("rb")
        self._socket.sendall(_GREETING)
        self._read(len(_GREETING))
        self._send(_READY, _COMMAND)
        self._frame()

    def _connect(self, port: int, alive: Callable[[], bool]) -> socket.socket:
        while alive() and time.monotonic() < self._end:
            try:
                return socket.create_connection(("127.0.0.1", port), 10)
            except OSError:
                time.sleep(0.05)
        raise OSError("the kernel does not start")

    def execute(self, code: str) -> bool:
        """Runs a cell; returns whether it succeeded."""
        content = {"code": code, "silent": False, "store_history": False, "allow_stdin": False}
        header = {
            "msg_id": uuid.uuid4().hex,
            "session": self._session,
            "username": "ftplab",
            "date": "2026-01-01T00:00:00Z",
            "msg_type": "execute_request",
            "version": "5.3",
        }
        parts = [json.dumps(each).encode() for each in (header, {}, {}, content)]
        frames = [b"<IDS|MSG>", b"", *parts]
        for frame in frames:
            self._send(frame, 0 if frame is frames[-1] else _MORE)
        while True:
            answer = self._message()
            start = answer.index(b"<IDS|MSG>")
            if json.loads(answer[start + 2])["msg_type"] == "execute_reply":
                return bool(json.loads(answer[start + 5])["status"] == "ok")

    def _message(self) -> list[bytes]:
        frames = []
        while True:
            flags, body = self._frame()
            if not flags & _COMMAND:
                frames.append(body)
                if not flags & _MORE:
                    return frames

    def _frame(self) -> tuple[int, bytes]:
        flags = self._read(1)[0]
        size = int.from_bytes(self._read(8 if flags & _LONG else 1), "big")
        return flags, self._read(size)

    def _read(self, count: int) -> bytes:
        self._socket.settimeout(max(1.0, self._end - time.monotonic()))
        found = self._file.read(count)
        if len(found) < count:
            raise OSError("the kernel ended")
        return found

    def _send(self, body: bytes, flags: int) -> None:
        if len(body) > 255:
            self._socket.sendall(bytes([flags | _LONG]) + len(body).to_bytes(8, "big") + body)
        else:
            self._socket.sendall(bytes([flags, len(body)]) + body)

    def __enter__(self) -> Shell:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._socket.close()


def free_ports(count: int) -> list[int]:
    """Distinct free ports."""
    held = [socket.socket() for _ in range(count)]
    try:
        for each in held:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in held]
    finally:
        for each in held:
            each.close()
