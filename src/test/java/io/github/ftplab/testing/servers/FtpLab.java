package io.github.ftplab.testing.servers;

import io.github.ftplab.FtpServer;
import io.github.ftplab.testing.Peer;
import java.nio.file.Path;
import java.util.Optional;

/** Our own server. With TLS, each data connection must resume the session of the control connection. */
public final class FtpLab extends RealServer {

    public FtpLab() {
        super("FtpLab");
    }

    @Override
    public Peer start(Path home, Path files, Optional<Path> tls, String... more) {
        var builder =
                FtpServer.builder().user("test", "potato", home, "elradfmwMT").port(0);
        tls.ifPresent(certificate ->
                builder.tls(certificate, certificate).requireTls().requireSessionReuse());
        var server = builder.start();
        return new Peer(name(), server.port(), home, "test", "potato", server);
    }
}
