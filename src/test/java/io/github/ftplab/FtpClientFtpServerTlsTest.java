package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.servers.FtpLab;
import io.github.ftplab.testing.servers.RealServer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Our client with our server, with TLS data connections that must resume the session of the control connection. */
class FtpClientFtpServerTlsTest extends FtpClientTlsContract {

    static Stream<RealServer> servers() {
        return Stream.of(new FtpLab());
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
