package io.github.ftplab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.testing.Alone;
import io.github.ftplab.testing.Promptly;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.TlsClient;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS on the control connection, with a client that can also misbehave. */
class ServerTlsTest extends ServerTlsFixture {

    @Test
    void clearTextBehindAuthIsNotExecuted() throws IOException {
        try (var client = TlsClient.connect(server, NEWEST)) {
            client.reply();
            client.write("AUTH TLS\r\nUSER test\r\nPASS potato\r\nMKD evil\r\nPASS pot");
            assertThat(client.reply()).startsWith("234 ");
            client.handshake();
            assertThat(client.send("PWD"))
                    .as("not logged in, and not an answer to USER")
                    .startsWith("530 ");
            assertThat(client.send("NOOP")).startsWith("200 ");
            assertThat(home.resolve("evil")).doesNotExist();
            assertThat(server.log().toString()).doesNotContain("logged in");
        }
    }

    /** The server reads it after its reply to AUTH and takes it for the handshake, which fails. */
    @Test
    void clearTextInsteadOfAHandshakeEndsTheConnection() throws IOException {
        try (var client = RawClient.connect(server)) {
            assertThat(client.send("AUTH TLS")).startsWith("234 ");
            client.write("USER test\r\nPASS potato\r\nMKD evil\r\n");
            await().until(() -> server.log().toString().contains("TLS handshake failed"));
            await().until(() -> server.sessions().isEmpty());
        }
        assertThat(home.resolve("evil")).doesNotExist();
    }

    @Test
    void clearTextToAnImplicitPortIsRefused() throws IOException {
        restart(FtpServerBuilder::implicitTls);
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(server.address(), server.port()));
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write("USER test\r\n".getBytes(UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .doesNotContain("331");
        }
        await().until(() -> server.log().toString().contains("TLS handshake failed"));
    }

    /** Transfers' buffers hold sixteen records; if commands took such, many transfers at once would leave none. */
    @Alone
    @Test
    void commandsTakeSmallBuffers() throws IOException {
        try (var client = TlsClient.connect(server, NEWEST)) {
            client.reply();
            client.send("AUTH TLS");
            long before = directMemory();
            client.handshake();
            for (int i = 0; i < 20; i++) {
                client.send("NOOP");
            }
            assertThat(directMemory() - before).isLessThan(256 << 10);
        }
    }

    private static long directMemory() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getTotalCapacity)
                .sum();
    }

    @Test
    void dataConnectionThatWasPreparedInTheClearIsForgottenByAuth() throws IOException {
        try (var client = TlsClient.connect(server, NEWEST)) {
            client.reply();
            client.send("USER test");
            client.send("PASS potato");
            client.passive().close();
            client.send("AUTH TLS");
            client.handshake();
            client.send("USER test");
            client.send("PASS potato");
            assertThat(client.send("STAT")).contains("No data connection");
            assertThat(client.send("NLST")).startsWith("425 ");
            client.send("PBSZ 0");
            client.send("PROT P");
            assertThat(client.receive("NLST")).isEmpty();
        }
    }

    @Test
    void dataConnectionThatWasPreparedUnderTlsIsForgottenByCcc() throws IOException {
        try (var client = login(NEWEST)) {
            client.passive().close();
            assertThat(client.send("CCC")).startsWith("200 ");
            client.endTls();
            assertThat(client.send("NLST")).startsWith("425 ");
            assertThat(client.receive("NLST")).isEmpty();
        }
    }

    @Test
    void authForgetsWhoWasLoggedIn() throws IOException {
        try (var client = TlsClient.connect(server, NEWEST)) {
            client.reply();
            client.send("USER test");
            assertThat(client.send("PASS potato")).startsWith("230 ");
            client.send("AUTH TLS");
            client.handshake();
            assertThat(client.send("PWD")).startsWith("530 ");
        }
    }

    @Test
    void protectionIsAgreedOnInTheRightOrder() throws IOException {
        try (var client = TlsClient.connect(server, NEWEST)) {
            client.reply();
            assertThat(client.send("PBSZ 0")).startsWith("503 ");
            assertThat(client.send("PROT P")).startsWith("503 ");
            assertThat(client.send("AUTH KERBEROS_V4")).startsWith("504 ");
            assertThat(client.send("AUTH tls")).startsWith("234 ");
            client.handshake();
            assertThat(client.send("AUTH TLS")).isEqualTo("503 Already using TLS.");
            assertThat(client.send("PROT P")).startsWith("503 ");
            assertThat(client.send("PBSZ 1000")).isEqualTo("200 PBSZ=0 successful.");
            assertThat(client.send("PROT S")).startsWith("536 ");
            assertThat(client.send("PROT E")).startsWith("536 ");
            assertThat(client.send("PROT X")).startsWith("504 ");
            assertThat(client.send("prot p")).startsWith("200 ");
        }
    }

    @Test
    void cccGoesBackToClearText() throws IOException {
        try (var client = login(NEWEST)) {
            assertThat(client.send("CCC")).startsWith("200 ");
            client.endTls();
            assertThat(client.send("PWD")).startsWith("257 ");
            assertThat(client.receive("NLST")).as("data stay protected").isEmpty();
            assertThat(client.send("CCC")).startsWith("533 ");
            assertThat(client.send("QUIT")).startsWith("221 ");
        }
    }

    /** curl sends no close_notify where the server does (--ftp-ssl-ccc-mode passive). */
    @ParameterizedTest
    @ValueSource(strings = {"CCC", "REIN"})
    void clearTextWithoutCloseNotifyIsReadAfter(String command) throws IOException {
        try (var client = login(NEWEST)) {
            assertThat(client.send(command)).startsWith("2");
            client.leaveTls();
            assertThat(client.send("NOOP")).startsWith("200 ");
            assertThat(client.send("STAT")).startsWith("211-");
            client.write("NO");
            assertThat(client.send("OP")).startsWith("200 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void halfClosedConnectionGetsItsAnswers(String protocol) throws IOException {
        try (var client = login(protocol)) {
            client.write("PWD\r\nUSER test\r\nPASS potato\r\nNOOP\r\n");
            client.endOutput();
            assertThat(client.reply()).startsWith("257 ");
            assertThat(client.reply()).startsWith("331 ");
            assertThat(client.reply()).startsWith("230 ");
            assertThat(client.reply()).startsWith("200 ");
            assertThat(client.isEnded()).isTrue();
            await().until(() -> server.sessions().isEmpty());
        }
    }

    /** In TLS 1.3, close_notify ends one direction only. */
    @Test
    void commandsBeforeCloseNotifyAreAnswered() throws IOException {
        try (var client = TlsClient.connect(server, NEWEST)) {
            client.reply();
            client.send("AUTH TLS");
            var secured = client.handshake();
            client.write("USER test\r\nPASS potato\r\nPWD\r\nQUIT\r\n");
            secured.shutdownOutput();
            assertThat(client.reply()).startsWith("331 ");
            assertThat(client.reply()).startsWith("230 ");
            assertThat(client.reply()).startsWith("257 ");
            assertThat(client.reply()).startsWith("221 ");
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void cccNeedsALogin() throws IOException {
        try (var client = RawClient.connect(server)) {
            assertThat(client.send("CCC")).startsWith("530 ");
        }
    }

    @Test
    void reinGoesBackToClearText() throws IOException {
        try (var client = login("TLSv1.2")) {
            assertThat(client.send("REIN")).startsWith("220 ");
            client.endTls();
            assertThat(client.send("PWD")).startsWith("530 ");
            assertThat(client.send("AUTH TLS")).startsWith("234 ");
            client.handshake();
            assertThat(client.send("USER test")).startsWith("331 ");
        }
    }

    @Test
    void endOfTlsWithoutCccEndsTheConnection() throws IOException {
        try (var client = TlsClient.connect(server, NEWEST)) {
            client.reply();
            client.send("AUTH TLS");
            client.handshake().shutdownOutput();
            assertThat(client.isEnded()).isTrue();
            await().until(() -> server.sessions().isEmpty());
        }
    }

    @Test
    void renegotiationIsRefused() throws IOException {
        try (var client = TlsClient.connect(server, "TLSv1.2")) {
            client.reply();
            client.send("AUTH TLS");
            var secured = client.handshake();
            assertThatThrownBy(() -> {
                        secured.startHandshake();
                        client.send("NOOP");
                    })
                    .isInstanceOfAny(EOFException.class, IOException.class);
            await().until(() -> server.log().toString().contains("renegotiation is refused"));
        }
    }

    @Alone
    @Test
    void handshakesThatHangHoldUpNobodyAndNotTheStop() throws IOException {
        try (var hanging = RawClient.connect(server);
                var stuck = login(NEWEST);
                var data = stuck.passive();
                var other = login("TLSv1.2")) {
            hanging.send("AUTH TLS");
            hanging.write(new byte[] {22, 3, 1});
            stuck.send("NLST");
            assertThat(other.receive("NLST")).isEmpty();
            assertThat(data.isConnected()).isTrue();
            long began = System.nanoTime();
            server.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Promptly.within(Duration.ofSeconds(1)));
            assertThat(other.reply()).startsWith("421 ");
        }
    }

    @Test
    void implicitHandshakeThatNeverComesEndsWithTheTimeForTheLogin() throws IOException {
        restart(builder -> builder.implicitTls().limits(ServerLimits.DEFAULT.loginTimeout(Duration.ofMillis(300))));
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(server.address(), server.port()));
            socket.setSoTimeout(20_000);
            assertThat(socket.getInputStream().read()).isNegative();
        }
    }

    @Test
    void featOffersTlsOnlyWhereItIs() throws IOException {
        try (var client = RawClient.connect(server)) {
            assertThat(client.send("FEAT")).contains(" AUTH TLS\n", " PBSZ\n", " PROT\n", " CCC\n");
        }
        restart(builder -> builder);
        try (var client = RawClient.connect(server)) {
            assertThat(client.send("FEAT")).doesNotContain("AUTH", "PBSZ", "PROT", "CCC");
            assertThat(client.send("AUTH TLS")).startsWith("500 ");
        }
    }

    @Test
    void serverThatDemandsTlsIsConnectedToInOneCall() throws IOException {
        var home = FtpServer.inMemory();
        for (var builder : List.of(
                FtpServer.builder().requireTls(),
                FtpServer.builder().implicitTls(),
                FtpServer.builder().implicitTls().requireTls())) {
            try (var running = builder.user("test", "potato", home, "elradfmwM")
                            .port(0)
                            .start();
                    var ftp = running.connect("test", "potato")) {
                for (int i = 0; i < 5; i++) {
                    ftp.writeText("a", "hello");
                    assertThat(ftp.readText("a")).isEqualTo("hello");
                }
            }
        }
    }
}
