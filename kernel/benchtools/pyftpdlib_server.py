"""Runs pyftpdlib in its default configuration. Arguments: ROOT PORT USER PASSWORD CONNECTIONS [CERTIFICATE]."""

import sys

from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import FTPHandler
from pyftpdlib.servers import FTPServer

root, port, user, password, connections, *certificate = sys.argv[1:]
if certificate:
    from pyftpdlib.handlers import TLS_FTPHandler as FTPHandler  # noqa: F811

    FTPHandler.certfile = certificate[0]
    FTPHandler.tls_control_required = FTPHandler.tls_data_required = True
authorizer = DummyAuthorizer()
authorizer.add_user(user, password, root, perm="elradfmwMT")
FTPHandler.authorizer = authorizer
server = FTPServer(("127.0.0.1", int(port)), FTPHandler)
server.max_cons = int(connections)
server.serve_forever()
