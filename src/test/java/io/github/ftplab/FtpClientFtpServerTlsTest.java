package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Peer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Our client with our server where each data connection must resume the session of the control connection. */
class FtpClientFtpServerTlsTest extends FtpClientTlsContract {

    @Override
    Peer start(Path home) {
        var running = FtpServer.builder()
                .user("test", "potato", home, "elradfmwMT")
                .tls(certificate, certificate)
                .requireTls()
                .requireSessionReuse()
                .port(0)
                .start();
        return new Peer("FtpLab", running.port(), home, "test", "potato", running);
    }

    @Test
    void sessionThatTheServerOpensItselfResumesToo() {
        try (var own = ((FtpServer) server.running()).connect("test", "potato")) {
            own.writeText("a.txt", "a");
            own.writeText("b.txt", "b");
            assertThat(own.nlst()).containsExactlyInAnyOrder("a.txt", "b.txt", "example.txt");
            assertThat(own.readText("b.txt")).isEqualTo("b");
        }
    }
}
