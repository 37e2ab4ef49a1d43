"""The command line of lab.py and its steps."""

from __future__ import annotations

import argparse
import glob
import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from ftplab_kernel import cache, lessons, outdated, spec
from ftplab_kernel import jdk as jdks

from . import build, environment, kernels
from .errors import LabError

ROOT = Path(__file__).resolve().parent.parent.parent
EXECUTE = Path(__file__).resolve().parent / "execute.py"


def main(arguments: list[str]) -> int:
    """Runs lab.py; returns 0, 1 if a notebook failed, or 2 if a prerequisite is missing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console may not support every character
            stream.reconfigure(errors="replace")
    try:
        options = parse(arguments)
        if options.execute:
            options.execute = notebooks(options.execute)
        return _run(options)
    except LabError as e:
        print(e, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


def parse(arguments: list[str]) -> argparse.Namespace:
    """Parses the options; arguments after ``--`` are for JupyterLab."""
    extra: list[str] = []
    if "--" in arguments:
        cut = arguments.index("--")
        arguments, extra = arguments[:cut], arguments[cut + 1 :]
    parser = argparse.ArgumentParser(
        prog="lab.py",
        description="Opens the FtpLab notebooks in JupyterLab, or runs them without a browser. "
        "First builds and installs what is missing.",
        epilog="Arguments after -- go to JupyterLab.",
    )
    parser.add_argument("notebook", nargs="?", help="the notebook to open (default: all of them)")
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    parser.add_argument("--port", type=int, help="JupyterLab's port (default: 8888 or a free one)")
    parser.add_argument("--kernel", metavar="NAME", help="run on another installed Java kernel")
    parser.add_argument(
        "--execute", nargs="+", metavar="NOTEBOOK", help="run notebooks here and show their outputs"
    )
    parser.add_argument("--output", metavar="DIR", help="with --execute: save the notebooks there")
    parser.add_argument(
        "--timeout",
        type=_seconds,
        default=120,
        metavar="SECONDS",
        help="with --execute: the time limit for one cell (default: 120; 0 for none)",
    )
    options = parser.parse_args(arguments)
    options.extra = extra
    if options.execute and (options.notebook or options.no_browser or options.port or extra):
        parser.error("--execute opens no JupyterLab: omit the options for it")
    if options.output and not options.execute:
        parser.error("--output needs --execute NOTEBOOK")
    return options


def _seconds(text: str) -> int:
    value = int(text)
    if value < 0:
        raise ValueError
    return value


def notebooks(names: list[str]) -> list[str]:
    """The notebook files; expands ``*``, which a Windows shell does not."""
    found: list[str] = []
    for name in names:
        matches = [name] if Path(name).exists() else sorted(glob.glob(name))
        if not matches:
            raise LabError(f"There is no notebook {name}")
        found += matches
    for name in found:
        if not Path(name).is_file():
            raise LabError(f"{name} is a directory, not a notebook; {name}/*.ipynb means all notebooks in it")
    return found


def _run(options: argparse.Namespace) -> int:
    environ = dict(os.environ)
    environ.pop("PYTHONHOME", None)
    environ.update(spec.utf8_names(environ))
    work = _work_folder(environ)
    venv = work / ".venv"
    tools = _check_tools(work, environ) if work == ROOT else None
    with environment.only_one(venv, say):
        if tools is None:
            _copy_sources(work)  # not beside another lab.py, which would remove them meanwhile
        jdk, maven = tools or _check_tools(work, environ)
        say(f"Java {jdk.version} ({jdk.home})")
        jar = _set_up(work, venv, jdk, maven, environ)
    # Other kernels use the same JDK.
    environ["JAVA_HOME"] = str(jdk.home)
    environ["PATH"] = kernels.prepend(str(jdk.home / "bin"), environ.get("PATH", ""))
    _find_kernels_first_in(venv / "share" / "jupyter", environ)
    name = (options.kernel or spec.NAME).lower()
    python = environment.python_in(venv)
    if name != spec.NAME:
        found = kernels.choose(name, kernels.installed(python, environ))
        kernels.shadow(name, found, venv / "other-kernels", jar, jdk, environ)
        _find_kernels_first_in(venv / "other-kernels", environ)
    if options.execute:
        command = [str(EXECUTE), "--kernel", name, "--timeout", str(options.timeout)]
        if options.output:
            command += ["--output", options.output]
        return _wait([str(python), "-I", "-X", "utf8", *command, "--", *options.execute], environ)
    return _open(options, python, name, jar, environ)


def _work_folder(environ: dict[str, str]) -> Path:
    """The checkout; if that is read-only, a folder in the cache directory for a copy of its sources."""
    if os.access(ROOT, os.W_OK):
        return ROOT
    work = cache.folder(environ, str(ROOT))
    try:
        (work / ".venv").mkdir(parents=True, exist_ok=True)
    except OSError as e:
        raise _read_only(work, e) from e
    return work


def _copy_sources(work: Path) -> None:
    try:
        build.copy_sources(ROOT, work)
    except OSError as e:
        raise _read_only(work, e) from e


def _read_only(work: Path, e: OSError) -> LabError:
    return LabError(f"{ROOT} is read-only, and so is {e.filename or work} ({e.strerror or e}).")


def _check_tools(work: Path, environ: dict[str, str]) -> tuple[jdks.Jdk, str | None]:
    """Reports all missing prerequisites together, one line each."""
    problems: list[str] = []
    jdk: jdks.Jdk | None = None
    maven: str | None = None
    try:
        environment.check_venv()
    except LabError as e:
        problems.append(str(e))
    try:
        jdk = jdks.find_jdk(environ=environ)
    except jdks.JdkError as e:
        problems.append(str(e))
    if build.is_stale(work):
        try:
            maven = build.find_maven(environ, jdk)
        except LabError as e:
            problems.append(str(e))
    if problems or jdk is None:
        raise LabError("\n".join(problems))
    return jdk, maven


def _set_up(work: Path, venv: Path, jdk: jdks.Jdk, maven: str | None, environ: dict[str, str]) -> Path:
    jar = work / build.JAR
    if maven and build.is_stale(work):  # again: another lab.py may just have built it
        say("Building the library with Maven (the first time takes a minute or two) ...")
        build.build(work, maven, jdk, environ)
    if not environment.is_ready(venv):
        environment.make(venv, say)
    jjava = venv / "share" / "jupyter" / "kernels" / "java" / "jjava.jar"
    try:
        spec.prepare(spec.kernels_below(venv), jdk, jjava, jar, say)
        if spec.install(spec.kernels_below(venv), jdk, jjava, jar):
            say(f"Installed the kernel {spec.DISPLAY_NAME}.")
    except spec.SpecError as e:
        raise LabError(f"The kernel cannot be installed: {e}") from e
    _renew(venv, jar, environ)
    return jar


def _renew(venv: Path, jar: Path, environ: dict[str, str]) -> None:
    """Repairs kernelspecs of an earlier version that are installed elsewhere or under another name."""
    folders = [*spec.all_kernels(venv, environ), venv / "other-kernels" / "kernels"]
    for each in outdated.find(folders, jar):
        try:
            each.rewrite()
            say(f"Rewrote a kernelspec: {each}.")
        except spec.SpecError as e:
            say(f"A kernel can't start: {each}, and its kernelspec can't be rewritten: {e}.")


def _find_kernels_first_in(folder: Path, environ: dict[str, str]) -> None:
    environ["JUPYTER_PATH"] = kernels.prepend(str(folder), environ.get("JUPYTER_PATH", ""))


def _open(
    options: argparse.Namespace, python: Path, name: str, jar: Path, environ: dict[str, str]
) -> int:
    folder = ROOT / "notebooks"
    command = [str(python), "-I", "-m", "jupyterlab"]
    # The address and what goes wrong, and no question when Ctrl-C is pressed.
    command += ["--Application.log_level=WARN", "--ServerApp.answer_yes=True"]
    command.append(f"--MultiKernelManager.default_kernel_name={name}")
    if options.notebook:
        notebook = Path(options.notebook).absolute()
        if not notebook.is_file():
            raise LabError(f"There is no notebook {options.notebook}")
        if not notebook.is_relative_to(folder):
            folder = notebook.parent
        command.append(str(notebook))
    if folder == ROOT / "notebooks" and not os.access(ROOT, os.W_OK):
        folder = Path(lessons.DEFAULT).absolute()
        lessons.copy(folder)
    folder.mkdir(exist_ok=True)
    command.append(f"--ServerApp.root_dir={folder}")
    if name != spec.NAME:
        # Notebooks that name our kernel then use this one, the only one for Java.
        command.append(f"--KernelSpecManager.allowed_kernelspecs={name}")
    for variable in kernels.CLASSPATHS:  # for any other Java kernel chosen in the browser
        environ[variable] = kernels.prepend(str(jar), environ.get(variable, ""))
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # needed in a container: Jupyter refuses to run as root without it
    if options.no_browser:
        command.append("--no-browser")
    if options.port:
        command.append(f"--port={options.port}")
    where = "" if options.no_browser else " in your browser"
    say(f"Opening JupyterLab{where} on {folder}")
    say("Leave this window open. Ctrl-C stops JupyterLab, and the notebooks with it.")
    return _wait(command + options.extra, environ)


def _wait(command: list[str], environ: dict[str, str]) -> int:
    """Runs the last program, and lets it stop its kernels when lab.py is interrupted."""
    child: subprocess.Popen[bytes] | None = None
    asked = 0.0

    def end(*_: object) -> None:
        nonlocal asked
        if child is None or child.poll() is not None or sys.platform == "win32":
            return  # a console on Windows sends Ctrl-C to the child, too
        if not asked:
            asked = time.monotonic()
            child.terminate()
        elif time.monotonic() - asked > 15:
            child.kill()

    names = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGBREAK")
    for each in [getattr(signal, name) for name in names if hasattr(signal, name)]:
        signal.signal(each, end)
    # In a session of its own it gets a single signal, from here, and none from the terminal: at a
    # second signal JupyterLab exits at once and leaves its kernels running.
    child = subprocess.Popen(command, env=environ, start_new_session=True)
    code = child.wait()
    return code if code >= 0 else 128 - code


def say(text: str) -> None:
    """Prints a line and flushes it."""
    print(text, flush=True)
