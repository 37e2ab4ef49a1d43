"""Runs notebooks without a browser and shows each cell's outputs as they arrive.

Started by lab.py with the Python of its environment, as it needs nbclient.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import html
import io
import os
import re
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from typing import IO, Any


def _quit(*_: object) -> None:
    print("Stopped.", file=sys.stderr)
    sys.exit(130)


if __name__ == "__main__":  # for a Ctrl-C during the imports, which take a second
    signal.signal(signal.SIGINT, _quit)

import nbformat  # noqa: E402
from jupyter_client.manager import AsyncKernelManager  # noqa: E402
from nbclient import NotebookClient  # noqa: E402
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError  # noqa: E402
from nbformat import NotebookNode  # noqa: E402

_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_TAG = re.compile(r"<[^>]+>")
_FRAME = re.compile(r"^\s*at\s+\S")  # a line of a Java stack trace
_CHATTER = re.compile(rf"{_FRAME.pattern}|^\[I |^\[.*\[INFO ")  # routine lines of a kernel's log


class NotebookFailed(Exception):
    """A notebook failed; the message is a few lines for the user."""


class Screen:
    """Standard output, with the outputs of cells indented and without colours."""

    def __init__(self, out: IO[str]) -> None:
        self._out = out
        self._at_start = True

    def line(self, text: str) -> None:
        """Writes a line of this program."""
        if not self._at_start:
            self._out.write("\n")
        self._out.write(text + "\n")
        self._out.flush()
        self._at_start = True

    def cell(self, text: str) -> None:
        """Writes text from a cell, which may be a partial line."""
        for part in _ANSI.sub("", text).replace("\r\n", "\n").splitlines(keepends=True):
            self._out.write(("    " if self._at_start and part.strip() else "") + part)
            self._at_start = part.endswith("\n")
        self._out.flush()

    def end_of_cell(self) -> None:
        """Completes the line if the cell's output does not end with one."""
        if not self._at_start:
            self._out.write("\n")
        self._at_start = True


class Client(NotebookClient):  # type: ignore[misc]
    """An nbclient that shows each output when it arrives."""

    screen: Screen

    def output(self, outs: Any, msg: Any, display_id: Any, cell_index: Any) -> Any:
        out = super().output(outs, msg, display_id, cell_index)
        if out is not None:
            self.screen.cell(as_text(out))
        return out


def as_text(output: NotebookNode) -> str:
    """An output as lines of text."""
    if output.output_type == "stream":
        return str(output.text)
    if output.output_type == "error":
        return error_text(output)
    data = output.data
    if "text/plain" in data:
        text = str(data["text/plain"])
    elif "text/html" in data:  # rapaio's kernel sends nothing else
        text = html.unescape(_TAG.sub("", str(data["text/html"])))
    else:
        text = f"({', '.join(sorted(data))})"
    return text.rstrip("\n") + "\n"


def error_text(output: NotebookNode) -> str:
    """An error with its causes, or the compiler's message, without stack frames."""
    lines = [line for each in output.traceback for line in _ANSI.sub("", each).splitlines()]
    kept = [line for line in lines if line.strip() and not _FRAME.match(line)]
    return "\n".join(kept or [f"{output.ename}: {output.evalue}"]) + "\n"


def main(arguments: list[str] | None = None) -> int:
    """Runs the notebooks one after the other; returns 0, 1 after the first failure, or 130 if interrupted."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kernel", required=True)
    parser.add_argument("--timeout", type=int, required=True)
    parser.add_argument("--output", type=Path)
    parser.add_argument("notebooks", nargs="+", type=Path)
    options = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console may not support every character
            stream.reconfigure(errors="replace")
    screen = Screen(sys.stdout)
    try:
        _check_output(options.notebooks, options.output)
        for path in options.notebooks:
            _in_loop(run(path, options.kernel, options.timeout, options.output, screen))
    except NotebookFailed as e:
        screen.end_of_cell()
        sys.stdout.flush()
        print(f"FAILED: {e}", file=sys.stderr)
        return 1
    except (KeyboardInterrupt, asyncio.CancelledError):
        screen.line("Stopped.")
        return 130
    return 0


def _check_output(notebooks: list[Path], output: Path | None) -> None:
    if output is None:
        return
    names = [path.name for path in notebooks]
    for name in names:
        if names.count(name) > 1:
            raise NotebookFailed(f"two notebooks are called {name}; --output can hold only one")
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as e:
        raise NotebookFailed(f"cannot create the directory {output}: {e.strerror or e}") from e


async def run(
    path: Path, kernel: str, timeout: int, output: Path | None, screen: Screen
) -> NotebookNode:
    """Runs one notebook and saves it in ``output``, also after a failure."""
    notebook = read(path)
    cells = [i for i, cell in enumerate(notebook.cells) if _runs(cell)]
    screen.line(f"{path.name} ({len(cells)} cell{'' if len(cells) == 1 else 's'})")
    with tempfile.TemporaryFile() as log, _cancelled_by_signals():
        manager = AsyncKernelManager(kernel_name=kernel, shutdown_wait_time=3.0)
        client = Client(
            notebook,
            km=manager,
            timeout=timeout or None,
            record_timing=False,
            store_widget_state=False,
            coalesce_streams=True,
            iopub_timeout=30,
            allow_errors=False,
        )
        client.log.disabled = True  # it would repeat our messages
        client.screen = screen
        try:
            await _start(client, path, log)
            for number, index in enumerate(cells, 1):
                await _run_cell(client, index, f"{number}/{len(cells)}", path, timeout, log)
        finally:
            await _stop(client)
            if output is not None:
                write(notebook, output / path.name)
    if output is not None:
        screen.line(f"Saved {output / path.name}")
    return notebook


def _runs(cell: NotebookNode) -> bool:
    tags = cell.metadata.get("tags", [])
    return bool(cell.cell_type == "code" and cell.source.strip() and "skip-execution" not in tags)


async def _start(client: Client, path: Path, log: IO[bytes]) -> None:
    try:
        await client.km.start_kernel(cwd=str(path.absolute().parent), stdout=log, stderr=log)
        client.kc = client.km.client()
        client.kc.start_channels()
        await _ready(client)
        client.kc.allow_stdin = False
        reply = await client.async_wait_for_reply(client.kc.kernel_info())
    except (RuntimeError, OSError) as e:
        raise NotebookFailed(f"{path.name}: the kernel did not start: {e}{_tail(log)}") from None
    language = dict(reply["content"]["language_info"]) if reply else {}
    language.pop("version", None)  # would change the notebook with every Java update
    client.nb.metadata.setdefault("language_info", NotebookNode(language))


async def _ready(client: Client) -> None:
    try:
        await client.kc.wait_for_ready(timeout=60)
    except RuntimeError:
        if not await client.km.is_alive():
            raise
        # rapaio's kernel hangs at about one start in ten, but not at the next.
        client.screen.line("The kernel does not respond; restarting it ...")
        await client.km.restart_kernel(now=True)
        await client.kc.wait_for_ready(timeout=60)
    # Wait until the subscription is active, or else the first cell's outputs would be lost.
    for _ in range(20):
        client.kc.kernel_info()
        with contextlib.suppress(Empty):
            await client.kc.get_iopub_msg(timeout=0.5)
            return


async def _run_cell(
    client: Client, index: int, number: str, path: Path, timeout: int, log: IO[bytes]
) -> None:
    cell = client.nb.cells[index]
    first = next(line.strip() for line in cell.source.splitlines() if line.strip())
    client.screen.line(f"[{number}] {first}")
    place = f"{path.name}, cell {number.replace('/', ' of ')}: {first}\n    "
    try:
        await client.async_execute_cell(cell, index)
    except CellExecutionError as e:
        errors = [error_text(each) for each in cell.outputs if each.output_type == "error"]
        what = errors[-1] if errors else f"{e.ename}: {e.evalue}"
        raise NotebookFailed(place + what.strip().replace("\n", "\n    ")) from None
    except CellTimeoutError:
        raise NotebookFailed(
            f"{place}did not end within {timeout} seconds; --timeout SECONDS sets another limit"
        ) from None
    except DeadKernelError:
        if asyncio.current_task() in _stopping:
            raise asyncio.CancelledError from None  # nbclient reports every exit of the kernel this way
        raise NotebookFailed(f"{place}the kernel died{_tail(log)}") from None
    finally:
        client.screen.end_of_cell()
    if "raises-exception" in cell.metadata.get("tags", []):
        failed = any(each.output_type == "error" for each in cell.outputs)
        client.screen.line("    (as intended)" if failed else "    (was expected to fail, but did not)")


async def _stop(client: Client) -> None:
    """Stops the kernel in any state."""
    if client.kc is not None:
        client.kc.stop_channels()
    if client.km.has_kernel:
        with contextlib.suppress(RuntimeError):
            await client.km.shutdown_kernel(now=not await client.km.is_alive())


def _tail(log: IO[bytes]) -> str:
    """The last lines that the kernel process has printed."""
    log.seek(0)
    lines = log.read().decode("utf-8", "replace").splitlines()
    kept = [line for line in lines if line.strip() and not _CHATTER.match(line)]
    return "".join(f"\n    {line}" for line in kept[-8:])


def read(path: Path) -> NotebookNode:
    """Reads a notebook and removes the outputs of earlier runs."""
    try:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
    except Exception as e:  # nbformat raises many types, and a plain Exception for invalid JSON
        reason = str(e).splitlines()[0][:200] if str(e) else type(e).__name__
        raise NotebookFailed(f"{path} cannot be read as a notebook: {reason}") from None
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = []
            cell.execution_count = None
    return notebook


def write(notebook: NotebookNode, path: Path) -> None:
    """Saves the notebook atomically, with the same bytes on every system."""
    nbformat.validate(notebook)
    beside = path.with_name(path.name + ".new")
    try:
        beside.write_bytes(nbformat.writes(notebook).rstrip("\n").encode("utf-8") + b"\n")
        os.replace(beside, path)
    except OSError as e:
        beside.unlink(missing_ok=True)
        raise NotebookFailed(f"cannot save {path}: {e.strerror or e}") from None


_stopping: set[asyncio.Task[Any]] = set()


@contextlib.contextmanager
def _cancelled_by_signals() -> Iterator[None]:
    """Cancels the current task on SIGINT, SIGTERM and the like, so that the kernel is stopped in order."""
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()
    assert task is not None

    def stop() -> None:
        if task not in _stopping:  # once: a second signal must not interrupt the kernel's shutdown
            _stopping.add(task)
            task.cancel()

    names = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    signals = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {each: signal.getsignal(each) for each in signals}
    for each in signals:
        signal.signal(each, lambda *_: loop.call_soon_threadsafe(stop))
    ticks = asyncio.ensure_future(_tick())
    try:
        yield
    finally:
        ticks.cancel()
        for each, handler in before.items():
            signal.signal(each, handler)


async def _tick() -> None:
    # On Windows an idle event loop does not handle signals, so it has to wake up regularly.
    while True:
        await asyncio.sleep(0.2)


def _in_loop(work: Any) -> Any:
    if sys.platform != "win32":
        return asyncio.run(work)
    # zmq needs the selector event loop, which is not the default on Windows.
    if sys.version_info >= (3, 12):
        return asyncio.run(work, loop_factory=asyncio.SelectorEventLoop)
    asyncio.set_event_loop_policy(asyncio.WindowsSelectorEventLoopPolicy())
    return asyncio.run(work)


if __name__ == "__main__":
    sys.exit(main())
