"""Finds other installed Java kernels and puts the library on their class path."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ftplab_kernel.jdk import Jdk
from ftplab_kernel.spec import TEACH

from .errors import LabError

# Of IJava, JJava and rapaio. All are set, as a kernel's name does not tell which kernel it is.
CLASSPATHS = ("IJAVA_CLASSPATH", "JJAVA_CLASSPATH", "RJK_CLASSPATH")


def installed(python: Path, environ: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """All kernels that Jupyter finds, by name, as ``jupyter kernelspec list --json`` prints them."""
    done = subprocess.run(
        [str(python), "-I", "-m", "jupyter_client.kernelspecapp", "list", "--json"],
        env=dict(environ),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    try:
        found: dict[str, dict[str, Any]] = json.loads(done.stdout)["kernelspecs"]
    except (ValueError, KeyError):
        raise LabError("Jupyter cannot list its kernels:\n" + done.stderr[-500:]) from None
    return found


def choose(name: str, kernels: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """The kernel of that name; raises LabError if there is none, or if it is not for Java."""
    java = sorted(each for each, found in kernels.items() if _language(found) == "java")
    if name not in kernels:
        raise LabError(f"There is no kernel {name}. Java kernels installed: {', '.join(java)}")
    if name not in java:
        raise LabError(
            f"The kernel {name} is for {_language(kernels[name])}, not Java. "
            f"Java kernels installed: {', '.join(java)}"
        )
    return kernels[name]


def shadow(
    name: str, found: dict[str, Any], folder: Path, library: Path, jdk: Jdk, environ: dict[str, str]
) -> None:
    """Writes a copy of the kernelspec that has the library on its class path.

    Environment variables are not enough: a kernelspec's own variables override them, and rapaio's
    installer writes an empty RJK_CLASSPATH. JUPYTER_PATH makes Jupyter find the copy first.
    """
    spec = dict(found["spec"])
    home = str(found["resource_dir"])
    spec["argv"] = [each.replace("{resource_dir}", home) for each in spec["argv"]]
    if Path(spec["argv"][0]).stem.lower() == "java" and not Path(spec["argv"][0]).is_absolute():
        spec["argv"][0] = str(jdk.java)
    env = dict(spec.get("env") or {})
    for variable in CLASSPATHS:
        before = env.get(variable) or environ.get(variable, "")
        # Jupyter expands $NAME here.
        env[variable] = prepend(str(library).replace("$", "$$"), before)
    # IJava has no extensions; the others do not read this variable.
    env["IJAVA_STARTUP_SCRIPT"] = env.get("IJAVA_STARTUP_SCRIPT", "") + "\n" + TEACH
    spec["env"] = env
    file = folder / "kernels" / name / "kernel.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(".new")
    beside.write_text(json.dumps(spec, indent=2), encoding="utf-8")
    os.replace(beside, file)


def prepend(first: str, others: str) -> str:
    """A path list that begins with ``first`` and contains it once."""
    rest = [each for each in others.split(os.pathsep) if each and each != first]
    return os.pathsep.join([first, *rest])


def _language(found: dict[str, Any]) -> str:
    return str(found["spec"].get("language", "")).lower()
