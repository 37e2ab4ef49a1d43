package io.github.ftplab;

import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.Servers;
import io.github.ftplab.testing.TlsClient;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;

/** A server with TLS for each test. */
@WithServer(letters = "elradfmwM")
abstract class ServerTlsFixture {

    static final String NEWEST = "TLSv1.3";

    @Given
    Path home;

    @Given
    Servers servers;

    FtpServer server;

    @BeforeEach
    void start() {
        server = servers.start(FtpServerBuilder::tls);
    }

    /** Replaces the server by one with these options, without TLS unless they turn it on. */
    void restart(UnaryOperator<FtpServerBuilder> options) {
        server.stop();
        server = servers.start(options);
    }

    TlsClient login(String protocol) throws IOException {
        return TlsClient.login(server, protocol, "test", "potato");
    }
}
