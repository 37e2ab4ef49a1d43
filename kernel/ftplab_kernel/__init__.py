"""A Jupyter kernel for Java notebooks with the FtpLab library on board."""

__version__ = "0.1.0.dev0"
