package io.github.ftplab;

import io.github.ftplab.testing.NothingLeft;
import io.github.ftplab.testing.TlsClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A server with TLS for each test. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
abstract class ServerTlsFixture {

    static final String NEWEST = "TLSv1.3";

    @TempDir
    Path home;

    FtpServer server;

    /** The JDK keeps a few descriptors once it has made random numbers and keys. */
    @BeforeAll
    static void warmUp(@TempDir Path home) throws IOException {
        try (var server = FtpServer.builder()
                        .user("test", "potato", home)
                        .tls()
                        .port(0)
                        .start();
                var client = TlsClient.login(server, NEWEST, "test", "potato")) {
            client.receive("LIST");
        }
    }

    @BeforeEach
    void start() {
        server = running(FtpServerBuilder::tls);
    }

    FtpServer running(UnaryOperator<FtpServerBuilder> options) {
        return options.apply(FtpServer.builder().user("test", "potato", home, "elradfmwM"))
                .port(0)
                .start();
    }

    void restart(UnaryOperator<FtpServerBuilder> options) {
        server.stop();
        server = running(options);
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    TlsClient login(String protocol) throws IOException {
        return TlsClient.login(server, protocol, "test", "potato");
    }
}
