package io.github.ftplab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.testing.Alone;
import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.NothingLeft;
import io.github.ftplab.testing.Promptly;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.WithServer;
import io.github.ftplab.testing.Zeros;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@link NothingLeft} looks for threads, sockets and files after each of these. */
@Alone
@WithServer(letters = "elradfmwM")
class FtpServerStopTest {

    /** The documented limit is 100 ms; a test machine gets more. */
    private static final Duration QUICK = Promptly.within(Duration.ofSeconds(1));

    private static final int MORE_THAN_SOCKETS_BUFFER = 50_000_000;

    @Given
    Path home;

    @Given
    FtpServer server;

    @BeforeEach
    void fill() throws IOException {
        Zeros.file(home.resolve("big.bin"), MORE_THAN_SOCKETS_BUFFER);
    }

    @Test
    void secondStopDoesNothing() {
        server.stop();
        assertThat(stopTime("a second stop")).isLessThan(QUICK);
        server.close();
        assertThat(server.isRunning()).isFalse();
        assertThat(server.log().lines())
                .filteredOn(line -> line.contains(">>> shutting down"))
                .hasSize(1);
    }

    @Test
    void isQuickWhenNobodyIsConnected() {
        assertThat(stopTime("nobody connected")).isLessThan(QUICK);
    }

    @Test
    void isQuickWithManySessionsAndTellsEach() throws IOException {
        var clients = new ArrayList<RawClient>();
        try {
            for (int i = 0; i < 500; i++) {
                clients.add(i % 2 == 0 ? RawClient.connect(server) : RawClient.login(server, "test", "potato"));
            }
            assertThat(stopTime("500 sessions")).isLessThan(QUICK);
            for (var client : clients) {
                assertThat(client.reply()).isEqualTo("421 The server is shutting down.");
                assertThat(client.isEnded()).isTrue();
            }
        } finally {
            clients.forEach(RawClient::close);
        }
    }

    @Test
    void endsADownloadThatNobodyReads() throws IOException {
        try (var client = RawClient.login(server, "test", "potato");
                var data = client.passive()) {
            assertThat(client.send("RETR big.bin")).startsWith("150 ");
            await().until(() -> data.getInputStream().available() > 0);
            assertThat(stopTime("stalled RETR")).isLessThan(QUICK);
            assertThat(client.reply()).startsWith("421 ");
        }
    }

    @Test
    void endsAnUploadThatSendsNothing() throws IOException {
        try (var client = RawClient.login(server, "test", "potato");
                var data = client.passive()) {
            assertThat(client.send("STOR new.bin")).startsWith("150 ");
            data.getOutputStream().write("some".getBytes(UTF_8));
            await().until(() -> Files.exists(home.resolve("new.bin")) && Files.size(home.resolve("new.bin")) == 4);
            assertThat(stopTime("stalled STOR")).isLessThan(QUICK);
            assertThat(client.reply()).startsWith("421 ");
        }
    }

    @Test
    void endsTheWaitForADataConnectionThatNobodyOpens() throws IOException {
        try (var client = RawClient.login(server, "test", "potato")) {
            client.passivePort();
            assertThat(client.send("RETR big.bin")).startsWith("150 ");
            assertThat(stopTime("unopened data connection")).isLessThan(QUICK);
            assertThat(client.reply()).startsWith("421 ");
        }
    }

    @Test
    void endsAListingThatNobodyReads() throws IOException {
        var name = "x".repeat(200);
        for (int i = 0; i < 100; i++) {
            Files.createFile(home.resolve(name + i));
        }
        try (var client = RawClient.login(server, "test", "potato");
                var data = client.passive()) {
            client.send("LIST");
            assertThat(stopTime("listing")).isLessThan(QUICK);
            assertThat(data.isConnected()).isTrue();
        }
    }

    @Test
    void isQuickWhileAWrongPasswordWaitsForItsAnswer() throws IOException {
        try (var client = RawClient.connect(server)) {
            client.send("USER test");
            client.write("PASS wrong\r\n");
            await().until(() -> server.log().toString().contains("failed login"));
            assertThat(stopTime("delayed answer")).isLessThan(QUICK);
            assertThat(client.reply()).startsWith("421 ");
        }
    }

    @Test
    void isQuickWithAClientThatReadsNothing() throws IOException {
        try (var client = RawClient.connect(server)) {
            client.write("HELP\r\n".repeat(20_000));
            await().until(() -> server.toString().contains("1 connected"));
            assertThat(stopTime("client that reads nothing")).isLessThan(QUICK);
        }
    }

    /** A command that was read before the server stopped must not open a port afterwards. */
    @Test
    void commandsInTheQueueOpenNothingAfterTheStop() throws IOException {
        try (var client = RawClient.login(server, "test", "potato")) {
            client.write("EPSV\r\n".repeat(2_000));
            client.reply();
            assertThat(stopTime("queue of EPSV")).isLessThan(QUICK);
        }
    }

    @Test
    void commandsInTheQueueOpenNothingAfterTheClientIsGone() throws IOException {
        int before = NothingLeft.descriptors().size();
        try (var client = RawClient.login(server, "test", "potato")) {
            client.write("EPSV\r\n".repeat(200) + "RETR big.bin\r\n");
        }
        await("nothing waits for who is gone")
                .during(Duration.ofMillis(300))
                .untilAsserted(() -> assertThat(NothingLeft.descriptors()).hasSizeLessThanOrEqualTo(before));
    }

    @Test
    void stopWithPatienceLetsTransfersFinishAndTakesNobodyNew() throws Exception {
        var pool = Executors.newSingleThreadExecutor();
        try (var client = RawClient.login(server, "test", "potato");
                var data = client.passive()) {
            assertThat(client.send("STOR new.bin")).startsWith("150 ");
            var stopping = pool.submit(() -> {
                server.stop(Duration.ofSeconds(50));
                return "stopped";
            });
            await("nobody is let in any more").until(() -> !isReachable());
            data.getOutputStream().write("whole".getBytes(UTF_8));
            assertThat(stopping).isNotDone();
            data.close();
            assertThat(client.reply()).startsWith("226 ");
            assertThat(stopping.get()).isEqualTo("stopped");
            assertThat(client.reply()).startsWith("421 ");
            assertThat(home.resolve("new.bin")).hasContent("whole");
        } finally {
            pool.shutdown();
        }
    }

    private boolean isReachable() {
        try (var socket = new Socket(server.address(), server.port())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void patienceThatIsOverEndsTransfers() throws Exception {
        try (var client = RawClient.login(server, "test", "potato");
                var data = client.passive()) {
            assertThat(client.send("STOR new.bin")).startsWith("150 ");
            server.stop(Duration.ofMillis(100));
            assertThat(client.reply()).startsWith("421 ");
            assertThat(data.isConnected()).isTrue();
        }
    }

    private Duration stopTime(String what) {
        var began = System.nanoTime();
        server.stop();
        var took = Duration.ofNanos(System.nanoTime() - began);
        System.out.printf("stop with %s: %.1f ms%n", what, took.toNanos() / 1e6);
        return took;
    }
}
