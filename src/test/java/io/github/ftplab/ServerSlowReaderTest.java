package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.testing.Alone;
import io.github.ftplab.testing.Flood;
import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.Promptly;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.Servers;
import io.github.ftplab.testing.WithServer;
import io.github.ftplab.testing.Zeros;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that sends but does not read costs the others nothing, and loses no reply if it reads later. */
@Alone
@Timeout(120)
@WithServer
class ServerSlowReaderTest {

    private static final List<String> LOGIN = List.of("USER test", "PASS potato", "TYPE I");
    private static final long MOST = 4 << 20;
    private static final int EACH = 256 * 1024;

    @Given
    Path home;

    @Given
    Servers servers;

    private FtpServer server;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(home.resolve("file"), "content");
        server = start(ServerLimits.DEFAULT);
    }

    private FtpServer start(ServerLimits limits) {
        return servers.start(builder -> builder.tls().limits(limits));
    }

    private InetSocketAddress address() {
        return new InetSocketAddress(server.address(), server.port());
    }

    /** Each reply names its command; some commands run on the I/O thread, the others on threads of their own. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readerThatCatchesUpGetsEveryReplyInOrder(boolean tls) throws IOException {
        int count = 40_000;
        var lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append(i % 2 == 0 ? "TYPE " : "X").append(i).append("\r\n");
        }
        try (var flood = Flood.open(address(), tls, LOGIN)) {
            flood.begin(lines.toString(), "NOOP\r\n", 0);
            await().until(flood::isStill);
            for (int i = 0; i < count; i++) {
                assertThat(flood.reply()).contains(i % 2 == 0 ? "\"" + i + "\"" : "\"X" + i + "\"");
            }
            assertThat(flood.send("PWD")).startsWith("257 ");
        }
    }

    @Test
    void replyLongerThanWhatMayBeUntakenComesWhole() throws IOException {
        var directory = Files.createDirectory(home.resolve("many"));
        for (int i = 0; i < 3000; i++) {
            Files.createFile(directory.resolve("%04d-".formatted(i) + "x".repeat(100)));
        }
        try (var flood = Flood.open(address(), false, LOGIN)) {
            flood.begin("STAT many\r\n", "NOOP\r\n", 100_000);
            await().until(flood::isStill);
            assertThat(flood.reply()).startsWith("213-");
            assertThat(flood.reply()).startsWith("200 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HELP", "NOOP", "MLST file", "nonsense", "STAT", "STAT /", ""})
    void whatIsNotReadCostsLittle(String command) throws IOException {
        costsLittle(LOGIN, "", command + "\r\n");
    }

    @Test
    void aLineWithoutAnEndCostsLittle() throws IOException {
        costsLittle(List.of(), "", "x");
    }

    @Test
    void longLinesBehindATransferThatNobodyFetchesCostLittle() throws IOException {
        costsLittle(List.of("USER test", "PASS potato", "EPSV"), "RETR file\r\n", "CWD " + "x".repeat(8000) + "\r\n");
    }

    @Test
    void statDuringATransferThatNobodyFetchesCostsLittle() throws IOException {
        costsLittle(List.of("USER test", "PASS potato", "EPSV"), "RETR file\r\n", "STAT\r\n");
    }

    private void costsLittle(List<String> before, String first, String again) throws IOException {
        var floods = new ArrayList<Flood>();
        try {
            for (int i = 0; i < 16; i++) {
                floods.add(Flood.open(address(), i % 2 == 1, before));
            }
            long idle = usedHeap();
            floods.forEach(flood -> flood.begin(first, again, MOST));
            await().until(() -> floods.stream().allMatch(Flood::isStill));
            await().untilAsserted(() -> {
                // What the session before has left may take several collections to go.
                long cost = (usedHeap() - idle) / floods.size();
                System.out.printf("%s: %d bytes of heap for each%n", again.strip(), cost);
                assertThat(cost).isLessThan(EACH);
            });

            var began = System.nanoTime();
            try (var other = RawClient.login(server, "test", "potato")) {
                assertThat(other.receive("RETR file").text()).isEqualTo("content");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Promptly.within(Duration.ofSeconds(2)));
        } finally {
            floods.forEach(Flood::close);
        }
    }

    /** {@return the least memory in use after each of three garbage collections} */
    private static long usedHeap() {
        var runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readerThatNeverReadsIsEndedByTheDataTimeout(boolean tls) throws IOException {
        server.close();
        server = start(ServerLimits.DEFAULT.dataTimeout(Duration.ofMillis(500)));
        try (var flood = Flood.open(address(), tls, List.of());
                var other = RawClient.login(server, "test", "potato")) {
            flood.begin("", "HELP\r\n", MOST);
            await().until(() -> server.log().toString().contains("does not read its replies"));
            await().until(() -> server.sessions().size() == 1);
            assertThat(other.send("NOOP")).startsWith("200 ");
        }
    }

    @Test
    void readerThatNeverReadsIsDisconnectedAtOnce() throws IOException {
        try (var flood = Flood.open(address(), false, List.of())) {
            flood.begin("", "HELP\r\n", MOST);
            await().until(flood::isStill);
            assertThat(server.disconnect(server.sessions().get(0))).isTrue();
            await().until(() -> server.sessions().isEmpty());
        }
    }

    /** The goodbye is queued behind replies that the client does not read. */
    @Test
    void readerThatNeverReadsIsEndedWhenItIsIdleToo() throws IOException {
        server.close();
        server = start(ServerLimits.DEFAULT.dataTimeout(Duration.ofMillis(500)).loginTimeout(Duration.ofMillis(100)));
        try (var flood = Flood.open(address(), false, List.of())) {
            flood.begin("", "HELP\r\n", MOST);
            await().until(() -> server.sessions().isEmpty());
        }
    }

    @Test
    void aborEndsATransferBehindWhichFewerThan64CommandsWait() throws IOException {
        Zeros.file(home.resolve("large"), 24 << 20);
        try (var client = RawClient.login(server, "test", "potato");
                var data = client.passive()) {
            client.write("RETR large\r\n" + "SIZE file\r\n".repeat(62) + "ABOR\r\n");
            assertThat(client.reply()).startsWith("150 ");
            assertThat(client.reply()).startsWith("426 ");
            for (int i = 0; i < 62; i++) {
                assertThat(client.reply()).isEqualTo("213 7");
            }
            assertThat(client.reply()).startsWith("226 ");
            assertThat(data.isConnected()).isTrue();
        }
    }

    @Test
    void anyNumberOfCommandsBehindATransferIsAnsweredWhenItIsOver() throws IOException {
        try (var client = RawClient.login(server, "test", "potato");
                var data = client.passive()) {
            client.write("STOR new\r\n" + "SIZE file\r\n".repeat(1000));
            assertThat(client.reply()).startsWith("150 ");
            data.close();
            assertThat(client.reply()).startsWith("226 ");
            for (int i = 0; i < 1000; i++) {
                assertThat(client.reply()).isEqualTo("213 7");
            }
        }
    }
}
