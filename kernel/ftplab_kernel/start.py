"""Starts an installed kernel: ``python start.py JAVA ARGUMENT... CONNECTION_FILE`` runs Java with these arguments.

A kernel whose jar or JDK has gone would end before it answers, and Jupyter would start it again and again without
saying why. In that case a kernel in Python takes its place, which answers every cell with the reason.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import Any

OLDEST = 17


def main(command: list[str]) -> int:
    """Runs the command, in this process where possible; returns its status."""
    why = obstacle(command)
    if why is not None:
        print(why, file=sys.stderr)
        return explain(command[-1], why)
    if os.name == "nt":
        return subprocess.call(command)
    os.execv(command[0], command)


def obstacle(command: list[str]) -> str | None:
    """Why Java cannot run this command, and what to do; None if it can. Only looks at files, which takes no time."""
    again = "Install the kernel again: python -m ftplab_kernel install"
    java = command[0]
    if not os.path.isfile(java):
        return f"The kernel cannot start: the JDK that it was installed with is gone: {java}. {again}"
    for jar in command[command.index("-cp") + 1].split(os.pathsep):
        if not os.path.isfile(jar):
            return f"The kernel cannot start: there is no {jar}. {again}"
    version, modules = _release(java)
    if version and version < OLDEST:
        return f"The kernel cannot start: {java} is Java {version} now; it needs a JDK, version {OLDEST} or newer. {again}"
    if modules and "jdk.jshell" not in modules:
        return f"The kernel cannot start: {java} is a runtime only now, not a JDK. {again}"
    return None


def _release(java: str) -> tuple[int, list[str]]:
    """The version and the modules of a Java, from the file that each has beside its programs; 0 and none if unknown."""
    release = os.path.join(os.path.dirname(os.path.dirname(os.path.realpath(java))), "release")
    try:
        with open(release, encoding="utf-8", errors="replace") as file:
            known = dict(re.findall(r'^(\w+)="(.*)"$', file.read(), re.MULTILINE))
    except OSError:
        return 0, []
    version = re.match(r"(?:1\.)?(\d+)", known.get("JAVA_VERSION", ""))
    return int(version.group(1)) if version else 0, known.get("MODULES", "").split()


def explain(connection_file: str, why: str) -> int:
    """Is a kernel that answers every cell with a sentence, until Jupyter shuts it down."""
    # Only here: a kernel that can start needs nothing but Python.
    import zmq
    from jupyter_client.session import Session

    with open(connection_file, encoding="utf-8") as file:
        known = json.load(file)
    session = Session(key=known["key"].encode(), signature_scheme=known["signature_scheme"])
    context = zmq.Context()

    def bind(kind: int, port: str) -> Any:
        bound = context.socket(kind)
        bound.linger = 1000
        bound.bind(f"{known['transport']}://{known['ip']}{'-' if known['transport'] == 'ipc' else ':'}{known[port]}")
        return bound

    heartbeat, published = bind(zmq.REP, "hb_port"), bind(zmq.PUB, "iopub_port")
    bind(zmq.ROUTER, "stdin_port")
    poller = zmq.Poller()
    for each in (heartbeat, bind(zmq.ROUTER, "shell_port"), bind(zmq.ROUTER, "control_port")):
        poller.register(each, zmq.POLLIN)
    kind = ""
    cells = 0
    while kind != "shutdown_request":
        for channel, _ in poller.poll():
            if channel is heartbeat:
                channel.send(channel.recv())
                continue
            identities, message = session.recv(channel, mode=0)
            kind = message["header"]["msg_type"]
            session.send(published, "status", {"execution_state": "busy"}, parent=message)
            if kind == "execute_request":
                cells += 1
                code = {"code": message["content"]["code"], "execution_count": cells}
                session.send(published, "execute_input", code, parent=message)
                session.send(published, "error", _error(why), parent=message)
            if kind.endswith("_request"):
                reply = kind.replace("_request", "_reply")
                session.send(channel, reply, _reply(kind, why, cells), parent=message, ident=identities)
            session.send(published, "status", {"execution_state": "idle"}, parent=message)
    context.destroy()
    return 1


def _error(why: str) -> dict[str, Any]:
    return {"ename": "KernelNotStarted", "evalue": why, "traceback": [why]}


def _reply(kind: str, why: str, cells: int) -> dict[str, Any]:
    if kind == "execute_request":
        return {"status": "error", "execution_count": cells, **_error(why)}
    replies: dict[str, dict[str, Any]] = {
        "kernel_info_request": {
            "protocol_version": "5.3",
            "implementation": "ftplab-kernel",
            "implementation_version": "",
            "language_info": {
                "name": "java",
                "version": "",
                "mimetype": "text/x-java-source",
                "file_extension": ".jshell",
            },
            "banner": why,
            "help_links": [],
        },
        "complete_request": {"matches": [], "cursor_start": 0, "cursor_end": 0, "metadata": {}},
        "inspect_request": {"found": False, "data": {}, "metadata": {}},
        "is_complete_request": {"status": "unknown"},
        "history_request": {"history": []},
        "comm_info_request": {"comms": {}},
        "shutdown_request": {"restart": False},
    }
    return {"status": "ok"} | replies.get(kind, {})


if __name__ == "__main__":
    # The directory of this file, where a module of another package may have the name of one of ours.
    sys.path[:1] = []
    sys.exit(main(sys.argv[1:]))
