"""A pytest plugin that runs pyftpdlib's own tests with FtpLab's server instead of pyftpdlib's.

The tests are unchanged but for how long they wait. Their wrapper, which runs a server in a thread, is replaced by one that asks the JVM of
PyftpdlibTestsIT, over its own connection, for a server with the options that the test has set in pyftpdlib's classes.
"""

import os
import re
import socket
import threading
import types

EXCLUDED = os.environ["FTPLAB_EXCLUDED"]
CONTROL = int(os.environ["FTPLAB_CONTROL"])


class Control:
    """The connection to the JVM: one line for each request, one for each answer."""

    def __init__(self):
        self.file = socket.create_connection(("127.0.0.1", CONTROL)).makefile("rw", encoding="utf-8", newline="\n")
        self.lock = threading.Lock()

    def ask(self, *words):
        with self.lock:
            self.file.write("\t".join(map(str, words)) + "\n")
            self.file.flush()
            answer = self.file.readline().rstrip("\n")
        if not answer.startswith("ok"):
            raise OSError(f"the server said: {answer}")
        return answer[3:]


def seconds(value):
    return str(round(value * 1000))


def options(wrapper):
    """The options that the test has set, translated to FtpLab's."""
    handler, server = wrapper.server.handler, wrapper.server
    yield "address", wrapper.host
    yield "home", os.getcwd()
    yield "banner", handler.banner
    yield "loginAttempts", handler.max_login_attempts
    yield "loginDelay", seconds(handler.auth_failed_timeout)
    if handler.timeout:
        yield "idle", seconds(handler.timeout)
    if handler.dtp_handler.timeout:
        yield "data", seconds(handler.dtp_handler.timeout)
    if server.max_cons_per_ip:
        yield "perAddress", server.max_cons_per_ip
    if handler.permit_foreign_addresses:
        yield "foreign", "yes"
    if handler.permit_privileged_ports:
        yield "privileged", "yes"
    if hasattr(handler, "certfile"):
        required = handler.tls_control_required or handler.tls_data_required
        yield "tls", "required" if required else "offered"


def wrapper_class(tests):
    class FtpdInstead:
        """Provides what pyftpdlib's tests expect of tests.FtpdThreadWrapper."""

        handler = tests.FTPHandler
        server_class = tests.FTPServer

        def __init__(self, addr=None):
            self.host = (addr or (tests.HOST, 0))[0]
            self.port = None
            self.lock = threading.Lock()
            self.server = types.SimpleNamespace(handler=self.handler, max_cons=0, max_cons_per_ip=0)

        def start(self):
            words = [f"{name}={value}" for name, value in options(self)]
            self.port = int(tests.ftplab_control.ask("start", *words))

        def stop(self):
            if self.port is not None:
                tests.ftplab_control.ask("stop", self.port)
                self.port = None
            tests.reset_server_opts()

    return FtpdInstead


def excluded():
    """Reads the list of excluded tests: `- Class::test`, or `- *::test` for a test in several classes."""
    with open(EXCLUDED, encoding="utf-8") as file:
        return re.findall(r"^- `([*\w]+::[*\w]+)`", file.read(), re.MULTILINE)


def pytest_sessionstart(session):
    import tests

    # On a busy machine, 2 s for an answer and 0.1 s for a login are not enough.
    tests.GLOBAL_TIMEOUT = 30
    tests.CI_TESTING = True
    tests.ftplab_control = Control()
    tests.FtpdThreadWrapper = wrapper_class(tests)


def pytest_collection_modifyitems(config, items):
    wanted, left_out, unused = [], [], set(excluded())
    for item in items:
        # Nothing is left out for the sake of their own CI.
        item.own_markers = [mark for mark in item.own_markers if mark.kwargs.get("reason") != "may fail on CI"]
        name, test = item.cls.__name__, item.originalname
        reasons = {f"{name}::{test}", f"*::{test}", f"{name}::*"} & set(excluded())
        unused -= reasons
        (left_out if reasons else wanted).append(item)
    if unused:
        raise RuntimeError(f"{EXCLUDED} names tests that do not exist: {sorted(unused)}")
    config.hook.pytest_deselected(items=left_out)
    items[:] = wanted
