"""Talks to a kernel message by message: reads requests as lines of JSON, and answers each with one line.

Started by the tests with the Python that has jupyter_client: conversation.py KERNELS NAME.
"""

import json
import sys

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

LIMIT = 120
ATTEMPTS = 3


def start(kernels: str, name: str):
    """Starts the kernel; again if another program has taken one of the ports that were free a moment before."""
    for attempt in range(ATTEMPTS):
        manager = KernelManager(kernel_name=name, kernel_spec_manager=KernelSpecManager(kernel_dirs=[kernels]))
        manager.start_kernel()
        client = manager.blocking_client()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=LIMIT)
            return manager, client
        except RuntimeError:
            client.stop_channels()
            manager.shutdown_kernel()
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError("no attempt")


def main(kernels: str, name: str) -> None:
    manager, client = start(kernels, name)
    try:
        for line in sys.stdin:
            kind, arguments = json.loads(line)
            # How many messages to wait for before an interrupt, as by a click on the stop button.
            interrupt_after = arguments.pop("interrupt_after", -1)
            published: list = []
            sent = getattr(client, kind)(**arguments)
            while True:
                message = client.get_iopub_msg(timeout=LIMIT)
                if message["parent_header"].get("msg_id") == sent:
                    published.append([message["msg_type"], message["content"]])
                    if len(published) == interrupt_after:
                        manager.interrupt_kernel()
                    if published[-1] == ["status", {"execution_state": "idle"}]:
                        break
            reply = client._recv_reply(sent, timeout=LIMIT)["content"]
            print(json.dumps([reply, published]), flush=True)
    finally:
        client.stop_channels()
        manager.shutdown_kernel()


if __name__ == "__main__":
    main(*sys.argv[1:])
