"""What a student tries next: the cells of students.ipynb, run one after the other in one kernel."""

import json
import unittest
from pathlib import Path

from test_protocol import Conversation

CELLS = [
    cell
    for cell in json.loads(Path(__file__).with_name("students.ipynb").read_text(encoding="utf-8"))["cells"]
    if cell["cell_type"] == "code"
]


class StudentsTest(Conversation):
    SETUP = ""

    def test_each_cell_shows_what_helps(self) -> None:
        self.assertGreaterEqual(len(CELLS), 90)
        for cell in CELLS:
            code = "".join(cell["source"])
            stop = {name: cell["metadata"][name] for name in cell["metadata"] if name == "interrupt_after"}
            seen = self.run_cell(code, **stop)
            with self.subTest(cell["id"], code=code, seen=seen):
                for text in cell["metadata"]["sees"]:
                    self.assertIn(text, seen)
                for text in cell["metadata"]["not"]:
                    self.assertNotIn(text, seen)


if __name__ == "__main__":
    unittest.main()
