#!/usr/bin/env python3
"""Opens the FtpLab notebooks in JupyterLab, or runs them without a browser.

    python3 kernel/lab.py                                  open JupyterLab on notebooks/
    python3 kernel/lab.py --execute notebooks/*.ipynb      run notebooks headless

This file only checks the Python version, so that an old Python can still read it; the work is
done in labtools/.
"""
import sys

if sys.version_info < (3, 10):
    sys.stderr.write(
        "Python %d.%d is too old: FtpLab needs Python 3.10 or newer. Install it from python.org "
        "or your system's packages, then run lab.py with that one.\n" % sys.version_info[:2]
    )
    sys.exit(2)

from labtools.main import main  # noqa: E402  (must come after the check)

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
