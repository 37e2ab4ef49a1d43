"""Runs a program in a pseudo-terminal, types into it, and prints what the terminal was sent.

    in_terminal.py COLUMNS PROGRAM ARGUMENTS...

Standard input has the steps as JSON: a list of pairs, a text to wait for in what has been printed since the last step,
and a text to type then.
"""

import fcntl
import json
import os
import pty
import select
import struct
import sys
import termios
import time

LIMIT = 80


def main(columns: str, *command: str) -> int:
    steps = json.load(sys.stdin)
    child, terminal = pty.fork()
    if child == 0:
        os.environ["TERM"] = "xterm"
        os.execvp(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, int(columns), 0, 0))
    printed, seen, end = b"", 0, time.monotonic() + LIMIT
    while time.monotonic() < end:
        if steps and steps[0][0].encode() in printed[seen:]:
            seen = len(printed)
            os.write(terminal, steps.pop(0)[1].encode())
            continue
        if not select.select([terminal], [], [], end - time.monotonic())[0]:
            break
        try:
            piece = os.read(terminal, 65_536)
        except OSError:  # Linux: the program has ended
            piece = b""
        if not piece:
            break
        printed += piece
    else:
        os.kill(child, 9)
    os.close(terminal)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    sys.stdout.buffer.write(printed)
    if steps:
        print(f"\nthe terminal did not show {steps[0][0]!r}", file=sys.stderr)
    return 1 if steps else status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
