"""The error that ends lab.py with a message."""


class LabError(Exception):
    """A problem that the user has to solve; the message is one or a few lines."""
