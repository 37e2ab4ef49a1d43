package io.github.ftplab;

import io.github.ftplab.testing.Peer;
import io.github.ftplab.testing.Peers;
import java.nio.file.Path;

/** Python's server with TLS demanded on all connections. */
class FtpClientPyftpdlibTlsIT extends FtpClientTlsContract {

    @Override
    Peer start(Path home) {
        return Peers.pyftpdlibWithTls(home, certificate);
    }
}
