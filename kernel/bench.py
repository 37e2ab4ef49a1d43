#!/usr/bin/env python3
"""Measures FtpLab against other servers, clients and kernels, and writes BENCHMARKS.md.

    python3 kernel/bench.py                       everything, which takes about twenty minutes
    python3 kernel/bench.py --list                the rows that there are
    python3 kernel/bench.py --rows 'tls-*,list'   some of them; the others keep their last numbers
    python3 kernel/bench.py --quick --rounds 1    small sizes, to see that it works; nothing written
    python3 kernel/bench.py --against DIR         in turn with another checkout: is this one slower?

This file only checks the Python version; the work is done in benchtools/.
"""
import sys

if sys.version_info < (3, 10):
    sys.stderr.write("FtpLab needs Python 3.10 or newer.\n")
    sys.exit(2)

from benchtools.main import main  # noqa: E402  (must come after the check)

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
