"""The one exception that ends lab.py."""


class LabError(Exception):
    """Something the user has to put right; the message is one line, or a few."""
