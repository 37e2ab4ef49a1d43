package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.Servers;
import io.github.ftplab.testing.WithServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** CCC: the control connection becomes readable in transit again, data connections stay encrypted. */
@WithServer
class ClearCommandChannelTest {

    @Given
    Path home;

    @Given
    Servers servers;

    @Test
    void controlConnectionIsClearAndDataStayEncrypted() throws Exception {
        Files.writeString(home.resolve("example.txt"), "hello\n");
        try (var server = servers.builder().tls().start();
                var ftp = login(server)) {
            assertThat(ftp.clearCommandChannel().code()).isEqualTo(200);
            assertThat(ftp.encryption()).isEmpty();
            System.gc();
            System.runFinalization(); // of the socket under which TLS was
            assertThat(ftp.readText("example.txt")).isEqualTo("hello\n");
            ftp.writeText("new.txt", "new\n");
            assertThat(ftp.nlst()).containsExactly("example.txt", "new.txt");

            assertThat(ftp.transcript().toString()).contains("> PROT P", "> CCC", "< 200 ");
            var steps = ftp.transcript().diagram().steps();
            assertThat(steps)
                    .filteredOn(step -> step.text().startsWith("RETR"))
                    .allMatch(step -> step.protection() == Diagram.Protection.CLEAR);
            assertThat(steps)
                    .filteredOn(step -> step.kind() == Diagram.Kind.DOWNLOAD)
                    .hasSize(2)
                    .allMatch(step -> step.protection() == Diagram.Protection.TLS);

            ftp.reconnect();
            assertThat(ftp.encryption()).isPresent();
            assertThat(ftp.readText("example.txt")).isEqualTo("hello\n");
            assertThat(ftp.quit().code()).isEqualTo(221);
        }
    }

    @Test
    void serverThatDemandsTlsRefusesAndTheSessionStaysEncrypted() {
        try (var server = servers.builder().requireTls().start();
                var ftp = login(server)) {
            assertThatThrownBy(ftp::clearCommandChannel)
                    .isInstanceOfSatisfying(
                            FtpException.Refused.class,
                            refused -> assertThat(refused.code()).isEqualTo(534));
            assertThat(ftp.encryption()).isPresent();
            assertThat(ftp.pwd()).isEqualTo("/");
        }
    }

    @Test
    void sessionWithoutTlsHasNothingToClear() {
        try (var server = servers.builder().start();
                var ftp = server.connect("test", "potato")) {
            assertThatThrownBy(ftp::clearCommandChannel).isInstanceOf(IllegalStateException.class);
            assertThat(ftp.pwd()).isEqualTo("/");
        }
    }

    private static FtpClient login(FtpServer server) {
        var builder = FtpClient.builder().tls().trust(server.certificate()).replyTimeout(Duration.ofSeconds(60));
        return builder.connect("127.0.0.1", server.port()).login("test", "potato");
    }
}
