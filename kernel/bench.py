#!/usr/bin/env python3
"""Measures FtpLab against other servers, clients and kernels, and writes BENCHMARKS.md.

    python3 kernel/bench.py                       measure all rows, in about twenty minutes
    python3 kernel/bench.py --list                list the rows
    python3 kernel/bench.py --rows 'tls-*,list'   measure some rows; the others keep their numbers
    python3 kernel/bench.py --quick --rounds 1    try it out with small sizes; writes nothing
    python3 kernel/bench.py --against DIR         compare with another checkout: is this one slower?
    python3 kernel/bench.py --load                write docs/load.md, in about four minutes

This file only checks the Python version; the work is done in benchtools/.
"""
import sys

if sys.version_info < (3, 10):
    sys.stderr.write("FtpLab needs Python 3.10 or newer.\n")
    sys.exit(2)

from benchtools.main import main  # noqa: E402  (must come after the check)

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
