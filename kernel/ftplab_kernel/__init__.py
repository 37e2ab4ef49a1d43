"""A Jupyter kernel for Java notebooks that includes the FtpLab library."""

__version__ = "0.1.0"
