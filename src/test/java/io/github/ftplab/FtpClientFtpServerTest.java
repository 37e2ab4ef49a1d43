package io.github.ftplab;

import io.github.ftplab.testing.Peer;
import java.nio.file.Path;

/** Our client with our server. */
class FtpClientFtpServerTest extends FtpClientContract {

    @Override
    Peer start(Path home) {
        var server = FtpServer.builder()
                .user("test", "potato", home, "elradfmwMT")
                .port(0)
                .start();
        return new Peer("FtpLab", server.port(), home, "test", "potato", server);
    }
}
