package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import REPL.Cell;
import io.github.ftplab.testing.Alone;
import io.github.ftplab.testing.NothingLeft;
import io.github.ftplab.testing.RawClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
@ExtendWith(NothingLeft.class)
class FtpServerLifecycleTest {

    private static final String TIME = "\\[I \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\] ";

    @TempDir
    Path home;

    @AfterEach
    void stop() {
        FtpServer.stopAll();
    }

    @Test
    void startInACellPrintsTheFourLinesOfTheTutorial() {
        var printed = printedBy(() -> Cell.run(builder().port(0)::start));
        var server = FtpServer.running().get(0);
        var lines = printed.lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0))
                .matches(TIME
                        + ">>> starting FTP server on 127\\.0\\.0\\.1:%d, pid=%d <<<"
                                .formatted(
                                        server.port(), ProcessHandle.current().pid()));
        assertThat(lines.get(1)).matches(TIME + "concurrency model: threads");
        assertThat(lines.get(2)).matches(TIME + "masquerade \\(NAT\\) address: None");
        assertThat(lines.get(3)).matches(TIME + "passive ports: None");
        assertThat(server.log().lines()).isEqualTo(lines);
    }

    @Test
    void quietStartInACellPrintsNothing() {
        assertThat(printedBy(() -> Cell.run(builder().port(0).quiet()::start))).isEmpty();
    }

    @Test
    void startInAProgramPrintsNothing() {
        assertThat(printedBy(builder().port(0)::start)).isEmpty();
        assertThat(FtpServer.running().get(0).log().lines()).hasSize(4);
    }

    @Test
    void nothingIsPrintedAfterTheStart() {
        var server = Cell.run(builder().port(0)::start);
        var printed = printedBy(() -> {
            try (var client = server.connect("test", "potato")) {
                client.mkdir("new");
            }
            server.stop();
        });
        assertThat(printed).isEmpty();
    }

    /** Other programs may take or release the port meanwhile, so either port is right if it is reported. */
    @Test
    void portIs2121UnlessThatIsTaken() {
        var server = builder().start();
        var told = server.log().lines().stream()
                .anyMatch(line ->
                        line.endsWith("port 2121 is taken by another program: took " + server.port() + " instead"));
        assertThat(told).isEqualTo(server.port() != 2121);
        assertThat(server.log().lines()).hasSize(told ? 5 : 4);
    }

    @Alone
    @Test
    void takenDefaultPortIsNoErrorAndAnotherIsTaken() throws IOException {
        try (var other = new ServerSocket()) {
            holdDefaultPort(other);
            var server = builder().start();
            assertThat(server.port()).isPositive().isNotEqualTo(2121);
            assertThat(server.log().lines().get(0))
                    .startsWith("[W ")
                    .endsWith("port 2121 is taken by another program: took " + server.port() + " instead");
            try (var client = server.connect("test", "potato")) {
                assertThat(client.pwd()).isEqualTo("/");
            }
        }
    }

    /** Makes sure that the default port is in use, by another program or by this method. */
    private static void holdDefaultPort(ServerSocket socket) throws IOException {
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 2121));
        } catch (BindException held) {
            assertThat(held).hasMessageContaining("in use");
        }
    }

    @Test
    void sameCellThreeTimesLeavesOneServerAndSaysSo() {
        var first = Cell.run(builder()::start);
        var second = Cell.run(builder()::start);
        var third = Cell.run(builder()::start);
        assertThat(FtpServer.running()).containsExactly(third);
        assertThat(first.isRunning()).isFalse();
        assertThat(second.isRunning()).isFalse();
        assertThat(third.log().lines().get(0))
                .matches(TIME + "replacing this notebook's earlier server on 127\\.0\\.0\\.1:" + second.port());
    }

    @Test
    void twoServersWithoutAPortAreTwoInAProgram() {
        var first = builder().start();
        var second = builder().start();
        assertThat(FtpServer.running()).containsExactly(first, second);
        assertThat(second.port()).isNotEqualTo(first.port());
        assertThat(second.log().atLeast(ServerLog.Level.WARNING).entries())
                .as("the first server's port is no reason for a warning")
                .noneMatch(entry -> first.port() == FtpServer.DEFAULT_PORT);
    }

    /** Another server of this JVM, which listens on the first address; then whether a cell replaces it. */
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1, 0.0.0.0, false",
        "0.0.0.0, 127.0.0.1, false",
        "0.0.0.0, 0.0.0.0, true",
    })
    void portThatWasSetAndIsTakenIsAnErrorWhicheverTheAddress(String before, String now, boolean replacedInCell) {
        var first = builder().address(before).port(0).start();
        var wanted = builder().address(now).port(first.port());
        assertThatThrownBy(wanted::start)
                .isInstanceOf(FtpException.Start.class)
                .hasMessage(
                        "cannot listen on %s:%d: the port is in use by %s; stop that one, take another port, or port(0) for any free one"
                                .formatted(now, first.port(), first));
        assertThat(FtpServer.running()).containsExactly(first);
        if (replacedInCell) {
            assertThat(Cell.run(wanted::start).port()).isEqualTo(first.port());
        } else {
            assertThatThrownBy(() -> Cell.run(wanted::start)).isInstanceOf(FtpException.Start.class);
        }
        assertThat(first.isRunning()).isEqualTo(!replacedInCell);
    }

    @Test
    void serverOnTheSamePortIsReplacedInACell() throws IOException {
        var first = builder().port(0).start();
        try (var client = RawClient.connect(first)) {
            var second = Cell.run(builder().port(first.port())::start);
            assertThat(second.port()).isEqualTo(first.port());
            assertThat(FtpServer.running()).containsExactly(second);
            assertThat(second.log().toString())
                    .contains("replacing this notebook's earlier server on 127.0.0.1:" + first.port());
            assertThat(client.reply()).startsWith("421 ");
            assertThat(second.connect("test", "potato").quit()).hasToString("221 Goodbye.");
        }
    }

    @Test
    void serversOnDifferentPortsRunSideBySide() {
        var first = builder().port(0).start();
        var second = builder().port(0).start();
        var third = builder().start();
        assertThat(FtpServer.running()).containsExactly(first, second, third);
    }

    @Test
    void failedStartLeavesTheOthersAlone() throws IOException {
        var server = builder().port(0).start();
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(builder().port(other.getLocalPort())::start).isInstanceOf(FtpException.Start.class);
        }
        assertThat(FtpServer.running()).containsExactly(server);
    }

    @Test
    void portIsFreeWhenStopReturns() throws IOException {
        var server = builder().port(0).start();
        int port = server.port();
        server.stop();
        try (var other = new ServerSocket()) {
            other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            assertThat(other.getLocalPort()).isEqualTo(port);
        }
    }

    @Test
    void stopAllStopsAll() {
        var servers = List.of(builder().port(0).start(), builder().port(0).start());
        FtpServer.stopAll();
        assertThat(FtpServer.running()).isEmpty();
        assertThat(servers).noneMatch(FtpServer::isRunning);
        FtpServer.stopAll();
    }

    @Test
    void awaitCloseReturnsWhenItIsStopped() throws Exception {
        var server = builder().port(0).start();
        var waiting = CompletableFuture.runAsync(() -> {
            try {
                server.awaitClose();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(waiting).isNotDone();
        server.stop();
        waiting.get(30, TimeUnit.SECONDS);
        server.awaitClose();
    }

    @Test
    void describesItself() {
        var server = builder().port(0).anonymous(home).start();
        var uri = "ftp://127.0.0.1:" + server.port() + "/";
        assertThat(server.uri()).isEqualTo(URI.create(uri));
        assertThat(server.address()).isEqualTo(InetAddress.getLoopbackAddress());
        assertThat(server).hasToString("FtpServer " + uri + " (2 users, 0 connected)");
        assertThat(server.users())
                .extracting(Object::toString)
                .containsExactly("test elradfmwM " + home, "anonymous elr " + home);
        try (var client = server.connect("test", "potato")) {
            assertThat(client.pwd()).isEqualTo("/");
            assertThat(server).hasToString("FtpServer " + uri + " (2 users, 1 connected)");
        }
        server.stop();
        assertThat(server).hasToString("FtpServer " + uri + " (stopped)");
    }

    @Test
    void uriOfAnIpv6AddressCanBeUsed() throws IOException {
        var loopback = new byte[16];
        loopback[15] = 1;
        try (var probe = new ServerSocket(0, 1, InetAddress.getByAddress(loopback))) {
            assertThat(probe.isBound()).isTrue();
        } catch (IOException e) {
            Assumptions.abort("no IPv6 on this machine: " + e);
        }
        var server = builder().address("::1").port(0).start();
        assertThat(server.uri()).hasToString("ftp://[::1]:" + server.port() + "/");
        assertThat(server.log().toString()).contains("on [::1]:" + server.port() + ",");
        try (var client = server.connect("test", "potato")) {
            assertThat(client.nlst()).isEmpty();
        }
    }

    @Test
    void serveSharesADirectoryWithEverybodyToRead() throws IOException {
        Files.writeString(home.resolve("example.txt"), "hello\n");
        var server = FtpServer.serve(home);
        assertThat(server.address().isLoopbackAddress()).isTrue();
        try (var client = server.connect("anonymous", "any@where")) {
            assertThat(client.nlst()).containsExactly("example.txt");
            assertThatThrownBy(() -> client.delete("example.txt"))
                    .isInstanceOf(FtpException.Refused.class)
                    .hasMessageContaining("'d'");
        }
        assertThat(home.resolve("example.txt")).exists();
    }

    @Test
    void connectLogsIn() {
        var server = builder().port(0).start();
        try (var client = server.connect("test", "potato")) {
            assertThat(client.dir().lines()).isEmpty();
        }
    }

    @Test
    void connectWithWrongPasswordIsRefusedAndLeavesNoSession() {
        var server = builder().port(0).start();
        assertThatThrownBy(() -> server.connect("test", "tomato"))
                .isInstanceOfSatisfying(
                        FtpException.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(530))
                .hasMessageNotContaining("tomato");
        await().until(() -> server.toString().contains("0 connected"));
    }

    private FtpServerBuilder builder() {
        return FtpServer.builder().user("test", "potato", home, "elradfmwM");
    }

    private static String printedBy(Runnable action) {
        var before = System.out;
        var bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
