"""Measures a kernel and prints the seconds. Arguments: KERNELS NAME [NOTEBOOK].

Runs with the Python environment that has jupyter_client.
"""

import signal
import sys
import tempfile
import time
from pathlib import Path
from queue import Empty

import nbformat
from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient

signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the kernel is ended too
kernels, name, *notebook = sys.argv[1:]


def first_result() -> float:
    specs = KernelSpecManager(kernel_dirs=[kernels])
    manager = KernelManager(kernel_name=name, kernel_spec_manager=specs)
    began = time.perf_counter()
    manager.start_kernel()
    client = manager.blocking_client()
    client.start_channels()
    try:
        # Not wait_for_ready, which polls once a second and then waits for further messages.
        client.execute("1 + 1")
        reply = answer(client)
        seconds = time.perf_counter() - began
        if reply["content"]["status"] != "ok":
            raise SystemExit(f"the cell failed: {reply['content']}")
        return seconds
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def answer(client: BlockingKernelClient) -> dict:
    while True:
        try:
            return client.get_shell_msg(timeout=120)
        except ValueError:
            pass  # JJava occasionally sends an incomplete message before the reply


def all_of(path: str) -> float:
    read = nbformat.read(path, as_version=4)
    specs = KernelSpecManager(kernel_dirs=[kernels])
    with tempfile.TemporaryDirectory() as folder:
        manager = KernelManager(kernel_name=name, kernel_spec_manager=specs)
        runner = NotebookClient(read, km=manager, timeout=120)
        began = time.perf_counter()
        manager.start_kernel(cwd=folder)
        try:
            runner.kc = ready(manager)
            with runner.setup_kernel():
                for index, cell in enumerate(read.cells):
                    runner.execute_cell(cell, index)
                return time.perf_counter() - began
        finally:
            # nbclient ends only kernels that it has started itself.
            manager.shutdown_kernel(now=True)


def ready(manager: KernelManager) -> BlockingKernelClient:
    """Waits until the kernel's output arrives, polling more often than nbclient's once a second."""
    client = manager.client()
    client.start_channels()
    while True:
        client.kernel_info()
        try:
            client.get_iopub_msg(timeout=0.1)
            return client
        except (Empty, ValueError):
            if not manager.is_alive():
                raise SystemExit("the kernel exited during startup") from None


print(all_of(str(Path(notebook[0]))) if notebook else first_result())
