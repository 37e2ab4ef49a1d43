package io.github.ftplab;

import io.github.ftplab.testing.Peer;
import io.github.ftplab.testing.Peers;
import java.nio.file.Path;

class FtpClientPyftpdlibIT extends FtpClientContract {

    @Override
    Peer start(Path home) {
        return Peers.pyftpdlib(home);
    }
}
