"""Runs notebooks as lab.py --execute does, in any unmodified kernel on JUPYTER_PATH.

A cell tagged "interrupt" is interrupted once its display has been updated twice, as by a click on the stop button.
"""

import asyncio
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "kernel"))
sys.dont_write_bytecode = True

from labtools import execute  # noqa: E402


class Client(execute.Client):
    """A client that interrupts the kernel, as the stop button does."""

    updates = 0

    def process_message(self, msg: Any, cell: Any, cell_index: int) -> Any:
        if "interrupt" in cell.metadata.get("tags", []) and msg["msg_type"] == "update_display_data":
            self.updates += 1
            if self.updates == 2:
                asyncio.ensure_future(self.km.interrupt_kernel())
        return super().process_message(msg, cell, cell_index)


execute.Client = Client
sys.exit(execute.main())
