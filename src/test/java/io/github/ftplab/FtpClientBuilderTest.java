package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.testing.ConnectProxy;
import io.github.ftplab.testing.FakeServer;
import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.ShortLimit;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@WithServer
class FtpClientBuilderTest {

    @TempDir
    Path directory;

    @Given
    FakeServer server;

    private FtpClient login(FtpClientBuilder builder) {
        return builder.connect("127.0.0.1", server.port()).login("test", "potato");
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        var builder = FtpClient.builder();
        assertThatIllegalArgumentException().isThrownBy(() -> builder.connectTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.replyTimeout(Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.dataTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.keepAlive(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.socketBuffer(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.activePorts(0, 10));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.activePorts(10, 9));
        try (var proxy = new ConnectProxy()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            FtpClient.builder().active().proxy(proxy.proxy()).connect("127.0.0.1"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1", "ftp:/pub", "pub", "ftp:"})
    void addressThatIsNotOfAnFtpServerIsRefused(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FtpClient.connect(URI.create(address.equals("ftp:") ? "ftp:x" : address)))
                .withMessageContaining("ftp://");
    }

    @Test
    void addressWithUserAndPasswordLogsInAndGoesToItsDirectory() {
        server.on("CWD", "250 there");
        var address = URI.create("ftp://te%40st:p%2Bo:t+o@127.0.0.1:" + server.port() + "/pub/a%20b");
        try (var ftp = FtpClient.connect(address)) {
            assertThat(ftp.toString()).contains("te@st@127.0.0.1");
            assertThat(server.commands()).contains("USER te@st", "PASS p+o:t+o", "CWD pub/a b");
        }
    }

    @Test
    void refusedPasswordOfAnAddressIsNotShown() {
        server.on("PASS", "530 no");
        assertThatExceptionOfType(FtpException.Refused.class)
                .isThrownBy(() -> FtpClient.connect(URI.create("ftp://test:s3cret@127.0.0.1:" + server.port())))
                .withMessageNotContaining("s3cret");
    }

    @Test
    void encodingOfNamesCanBeChosen() {
        server.on(
                "LIST",
                (talk, argument) -> talk.sendData(new String(
                        "-rw-r--r-- 1 a b 1 Jan  1  2020 gr\u00fcn\r\n".getBytes(StandardCharsets.UTF_8),
                        StandardCharsets.UTF_8)));
        try (var ftp = login(FtpClient.builder().encoding(StandardCharsets.ISO_8859_1))) {
            assertThat(ftp.dir().files().get(0).name()).isEqualTo("gr\u00c3\u00bcn");
        }
    }

    @Test
    void serverThatDoesNotConnectInActiveModeIsGivenUpInStep() {
        ShortLimit.from(Duration.ofMillis(300), limit -> {
            server.on("NLST", (talk, argument) -> {
                talk.say("150 soon");
                assertThat(argument).isEmpty();
                pause(limit.multipliedBy(5).dividedBy(2));
                talk.say("425 can't");
            });
            try (var ftp = login(FtpClient.builder().active().dataTimeout(limit))) {
                assertThatExceptionOfType(FtpException.Connection.class)
                        .isThrownBy(ftp::nlst)
                        .withMessageContaining("did not connect to this side");
                assertThat(ftp.pwd()).isEqualTo("/");
            }
        });
    }

    @Test
    void refusalEndsTheWaitForTheConnectionOfActiveMode() {
        server.on("NLST", (talk, argument) -> {
            talk.say("150 soon");
            talk.say("425 no way to you");
        });
        server.on("STOR", (talk, argument) -> talk.send("150 soon\r\n150 very soon\r\n425 no way to you\r\n"));
        try (var ftp = login(FtpClient.builder().active().dataTimeout(Duration.ofDays(1)))) {
            for (var call : List.<Runnable>of(ftp::nlst, () -> ftp.writeText("x", "hello"))) {
                assertThatExceptionOfType(FtpException.Refused.class)
                        .isThrownBy(call::run)
                        .withMessageContaining("no way to you");
                assertThat(ftp.pwd()).isEqualTo("/");
            }
        }
    }

    @Test
    void serverMayConnectInActiveModeBeforeItRepliesOrAfterAll() {
        var taken = new CopyOnWriteArrayList<String>();
        server.on("NLST", (talk, argument) -> {
            try (var data = talk.openData()) {
                data.getOutputStream().write("a\r\n".getBytes(StandardCharsets.UTF_8));
            }
            talk.say("226 done");
        });
        server.on("LIST", (talk, argument) -> {
            talk.send("150 here\r\n226 done\r\n");
            talk.openData().close();
        });
        server.on("STOR", (talk, argument) -> {
            try (var data = talk.openData()) {
                taken.add(new String(data.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            }
            talk.say("226 done");
        });
        try (var ftp = login(FtpClient.builder().active())) {
            assertThat(ftp.nlst()).containsExactly("a");
            assertThat(ftp.dir()).isEmpty();
            assertThat(ftp.writeText("x", "hello").bytes()).isEqualTo(5);
            assertThat(taken).containsExactly("hello");
            assertThat(ftp.pwd()).isEqualTo("/");
        }
    }

    @Test
    void serverThatIsDoneWithoutConnectingInActiveModeIsNotWaitedFor() {
        server.on("RETR", (talk, argument) -> talk.send("150 here\r\n226 done\r\n"));
        try (var ftp = login(FtpClient.builder().active().dataTimeout(Duration.ofDays(1)))) {
            assertThatExceptionOfType(FtpException.Connection.class)
                    .isThrownBy(() -> ftp.readText("x"))
                    .withMessageContaining("did not connect to this side");
            assertThat(ftp.pwd()).isEqualTo("/");
        }
    }

    @Test
    void activePortIsOfTheRange() {
        server.on("NLST", (talk, argument) -> talk.sendData("a\r\n"));
        try (var ftp = login(FtpClient.builder().activePorts(20_000, 60_000))) {
            assertThat(ftp.nlst()).containsExactly("a");
        }
        var port = server.commands().stream()
                .filter(line -> line.startsWith("PORT"))
                .findFirst()
                .orElseThrow();
        var parts = port.split(",", -1);
        assertThat(Integer.parseInt(parts[4]) * 256 + Integer.parseInt(parts[5]))
                .isBetween(20_000, 60_000);
    }

    @Test
    void activePortThatIsTakenIsPassedOver() throws IOException {
        server.on("NLST", (talk, argument) -> talk.sendData("a\r\n"));
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int last = Math.min(taken.getLocalPort() + 10, 65_535);
            try (var ftp = login(FtpClient.builder().activePorts(last - 10, last))) {
                for (int i = 0; i < 50; i++) {
                    assertThat(ftp.nlst()).containsExactly("a");
                }
            }
        }
    }

    @Test
    void rangeOfActivePortsWithoutAFreeOneIsTold() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            try (var ftp = login(FtpClient.builder().activePorts(port, port))) {
                assertThatExceptionOfType(FtpException.Connection.class)
                        .isThrownBy(ftp::nlst)
                        .withMessageContaining("can't listen for the data connection")
                        .withMessageContaining("port " + port + ": Address already in use");
                assertThat(ftp.pwd()).isEqualTo("/");
            }
        }
    }

    @Test
    void everythingGoesThroughTheProxy() throws IOException {
        server.on("RETR", (talk, argument) -> talk.sendData("x".repeat(1_000_000)))
                .on("STOR", (talk, argument) -> talk.takeData());
        try (var proxy = new ConnectProxy();
                var ftp = login(FtpClient.builder().proxy(proxy.proxy()))) {
            assertThat(ftp.download("a", directory).bytes()).isEqualTo(1_000_000);
            assertThat(ftp.upload(directory.resolve("a")).bytes()).isEqualTo(1_000_000);
            assertThat(proxy.requests()).hasSize(3).allMatch(line -> line.startsWith("CONNECT 127.0.0.1:"));
        }
    }

    @Test
    void greetingInThePacketOfTheProxysAnswerIsNotLost() {
        server.greeting("");
        try (var proxy = new ConnectProxy().early("220 ready\r\n");
                var ftp = login(FtpClient.builder().proxy(proxy.proxy()))) {
            assertThat(ftp.pwd()).isEqualTo("/");
        }
    }

    @Test
    void proxyThatRefusesIsQuoted() {
        try (var proxy = new ConnectProxy("403 Forbidden")) {
            var builder = FtpClient.builder().proxy(proxy.proxy());
            assertThatExceptionOfType(FtpException.Connection.class)
                    .isThrownBy(() -> builder.connect("127.0.0.1", server.port()))
                    .withMessageContaining("403 Forbidden");
        }
    }

    @Test
    void transferThroughAProxyIsInterruptedTooAndStalledInTime() throws Exception {
        var begun = new CountDownLatch(2);
        server.on("RETR", (talk, argument) -> {
            try (var data = talk.beginData()) {
                begun.countDown();
                assertThat(data.getInputStream().read()).isEqualTo(-1);
            } catch (IOException e) {
                // reset
            }
            talk.say("426 broken");
        });
        var executor = Executors.newSingleThreadExecutor();
        try (var proxy = new ConnectProxy();
                var ftp = login(FtpClient.builder().proxy(proxy.proxy()).dataTimeout(Duration.ofMillis(500)))) {
            assertThatExceptionOfType(FtpException.Connection.class)
                    .isThrownBy(() -> ftp.download("a", directory))
                    .withMessageContaining("stalled");
            var patient = login(FtpClient.builder().proxy(proxy.proxy()).dataTimeout(Duration.ofMinutes(5)));
            var download = executor.submit(() -> patient.download("a", directory));
            begun.await();
            executor.shutdownNow();
            assertThatThrownBy(() -> download.get(30, TimeUnit.SECONDS)).hasMessageContaining("interrupted");
            assertThat(patient.pwd()).isEqualTo("/");
            patient.close();
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void noopsKeepALongTransferAlive() {
        server.on("RETR", (talk, argument) -> {
            try (var data = talk.beginData()) {
                data.getOutputStream().write(1);
                assertThat(talk.hear()).isEqualTo("NOOP");
                assertThat(talk.hear()).isEqualTo("NOOP");
                talk.say("200 I know");
                data.getOutputStream().write(2);
            }
            talk.say("226 done");
            talk.say("200 I know");
        });
        ShortLimit.from(Duration.ofMillis(200), limit -> {
            try (var ftp = login(FtpClient.builder().keepAlive(limit))) {
                assertThat(ftp.download("a", directory).bytes()).isEqualTo(2);
                assertThat(ftp.pwd()).isEqualTo("/");
            }
        });
    }

    @Test
    void localAddressIsWhereConnectionsBegin() throws IOException {
        server.on("NLST", (talk, argument) -> talk.sendData("a\r\n"));
        var here = InetAddress.getLoopbackAddress();
        try (var ftp = login(
                FtpClient.builder().localAddress(here).socketBuffer(100_000).proxy(Proxy.NO_PROXY))) {
            assertThat(ftp.nlst()).containsExactly("a");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RETR a", "stor a", "LIST", "PASV", "QUIT", "CWD /", "", "NOOP\r\nDELE a"})
    void commandThatWouldPutTheSessionOutOfStepIsNotSent(String line) throws IOException {
        Files.createDirectories(directory);
        try (var ftp = login(FtpClient.builder())) {
            int before = server.commands().size();
            assertThatIllegalArgumentException().isThrownBy(() -> ftp.command(line));
            assertThat(server.commands()).hasSize(before);
        }
    }

    @Test
    void serverWithoutTlsIsRefusedIfTlsIsDemandedAndNothingSecretIsSent() {
        assertThatExceptionOfType(FtpException.Refused.class)
                .isThrownBy(() -> login(FtpClient.builder().tls()))
                .withMessageContainingAll("the server does not offer TLS", "autoTls()");
        assertThat(server.commands()).containsExactly("AUTH TLS", "AUTH SSL");
    }

    @Test
    void autoTakesAServerWithoutTlsAndSaysWhatItGot() {
        try (var ftp = login(FtpClient.builder().autoTls())) {
            assertThat(ftp.encryption()).isEmpty();
            assertThat(ftp.toString()).doesNotContain("TLS");
        }
    }

    @Test
    void replyThatIsSmuggledInBeforeTheEncryptionIsNotTaken() {
        server.on("AUTH", "234 go on\r\n230 you are logged in");
        assertThatExceptionOfType(FtpException.Protocol.class)
                .isThrownBy(() -> login(FtpClient.builder().tls()))
                .withMessageContaining("without being asked");
    }

    @Test
    void portThatSpeaksNoTlsIsSaidToSpeakNone() {
        assertThatExceptionOfType(FtpException.Connection.class)
                .isThrownBy(() -> login(FtpClient.builder().implicitTls()))
                .withMessageContainingAll("the TLS handshake failed", "port 990");
    }

    @Test
    void fileThatIsNoCertificateIsNotTrusted() throws IOException {
        var file = Files.writeString(directory.resolve("a.pem"), "hello");
        assertThatExceptionOfType(FtpException.LocalFile.class)
                .isThrownBy(() -> FtpClient.builder().trust(file))
                .withMessageContaining("no certificate can be read");
        assertThatExceptionOfType(FtpException.LocalFile.class)
                .isThrownBy(() -> FtpClient.builder().trust(directory.resolve("nope")));
    }

    @Test
    void lostSessionCanBeTakenUpAgain() {
        server.on("CWD", "250 there").on("DELE", (talk, argument) -> talk.hangUp());
        try (var ftp = login(FtpClient.builder())) {
            ftp.cd("/a");
            ftp.cd("b");
            assertThatExceptionOfType(FtpException.Connection.class).isThrownBy(() -> ftp.delete("x"));
            assertThatExceptionOfType(FtpException.Connection.class).isThrownBy(ftp::pwd);
            assertThat(ftp.reconnect().pwd()).isEqualTo("/");
            assertThat(server.commands())
                    .endsWith("USER test", "PASS potato", "FEAT", "OPTS UTF8 ON", "TYPE I", "CWD /a", "CWD b", "PWD");
        }
    }

    @Test
    void reconnectThatFailsLeavesASessionThatSaysSo() {
        var ftp = login(FtpClient.builder());
        server.close();
        assertThatExceptionOfType(FtpException.Connection.class).isThrownBy(ftp::reconnect);
        assertThatExceptionOfType(FtpException.Connection.class)
                .isThrownBy(ftp::pwd)
                .withMessageContaining("reconnect(), which failed");
    }

    private static void pause(Duration duration) {
        await().pollDelay(duration).until(() -> true);
    }
}
