"""``python -m ftplab_kernel install`` and ``uninstall``, and ``start``, which the wheel's kernelspec runs."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from . import __version__, cache, launch, outdated, spec, start
from .jdk import JdkError, find_jdk


def main(arguments: list[str] | None = None) -> int:
    """Installs or removes the kernel; returns 0, or 2 after printing one line that says what failed."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "start":
            launch.start(options.connection_file)
        kernels = _kernels(options)
        if options.command == "uninstall":
            if options.name == spec.NAME and cache.clear():
                print("Removed the archive for quick starts.")
            gone = spec.uninstall(kernels, options.name)
            print(f"Removed the kernel {spec.display_name(options.name)} from {gone}")
            return 0
        library = Path(options.jar).absolute() if options.jar else spec.find_library()
        if not library.is_file():
            raise spec.SpecError(f"there is no file {library}")
        jdk = find_jdk(options.java)
        jjava = spec.find_jjava()
        spec.prepare(kernels, jdk, jjava, library, print, options.name)
        spec.install(kernels, jdk, jjava, library, options.name, spec.checked_start())
        name = spec.display_name(options.name)
        print(f"Installed the kernel {name} in {kernels / options.name}")
        print(f"It runs on Java {jdk.version} ({jdk.home}).")
        for each in outdated.find([kernels, *spec.all_kernels(Path(sys.prefix), os.environ)], library):
            print(f"Another kernel can't start: {each}. Install it again, with --name {each.name}.")
        return 0
    except (spec.SpecError, JdkError) as e:
        print(f"ftplab-kernel: {e}", file=sys.stderr)
        if options.command == "start":
            return start.explain(options.connection_file, f"The kernel cannot start: {e}")
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ftplab_kernel",
        description=f"Installs or removes the Jupyter kernel {spec.DISPLAY_NAME}.",
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="install|uninstall")
    commands.add_parser("start").add_argument("connection_file")  # no help, as Jupyter runs it
    install = commands.add_parser("install", help="install the kernel for Jupyter")
    install.add_argument("--jar", help="the library's jar (default: the one in this package)")
    install.add_argument("--java", help="the java program (default: JAVA_HOME, else the PATH)")
    uninstall = commands.add_parser("uninstall", help="remove the kernel")
    for command in (install, uninstall):
        command.add_argument(
            "--name",
            default=spec.NAME,
            help="the kernel's name, to install several versions side by side (default: %(default)s)",
        )
        where = command.add_mutually_exclusive_group()
        where.add_argument(
            "--sys-prefix",
            action="store_true",
            help="install into this Python's environment (default in a virtual environment)",
        )
        where.add_argument("--user", action="store_true", help="install for the current user (default elsewhere)")
        where.add_argument("--prefix", help="install below another prefix, such as /usr/local")
    return parser


def _kernels(options: argparse.Namespace) -> Path:
    if options.prefix:
        return spec.kernels_below(Path(options.prefix))
    if options.sys_prefix:
        return spec.kernels_below(Path(sys.prefix))
    return spec.user_kernels() if options.user else spec.default_kernels()


if __name__ == "__main__":
    sys.exit(main())
