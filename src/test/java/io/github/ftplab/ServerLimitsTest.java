package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.Servers;
import io.github.ftplab.testing.ShortLimit;
import io.github.ftplab.testing.WithServer;
import io.github.ftplab.testing.Zeros;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each limit against clients that try to exceed it. */
@WithServer
class ServerLimitsTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    @Given
    Path home;

    @Given
    Servers servers;

    @BeforeEach
    void fill() throws IOException {
        Zeros.file(home.resolve("large"), 24 << 20);
        Files.write(home.resolve("file"), new byte[100_000]);
    }

    private FtpServer start(UnaryOperator<ServerLimits> limits) {
        return servers.start(builder ->
                builder.user("other", "potato", home, "elradfmwMT").limits(limits.apply(ServerLimits.DEFAULT)));
    }

    private static RawClient login(FtpServer server) throws IOException {
        return RawClient.login(server, "test", "potato");
    }

    @Test
    void connectionOverTheTotalIsToldAndClosed() throws IOException {
        var server = start(limits -> limits.connections(2));
        try (var first = login(server);
                var second = RawClient.connect(server)) {
            try (var third = RawClient.connect(server)) {
                assertThat(third.greeting()).startsWith("421 Too many connections");
                assertThat(third.isEnded()).isTrue();
            }
            assertThat(first.send("NOOP")).startsWith("200 ");
            assertThat(second.send("QUIT")).startsWith("221 ");
            await().until(() -> server.sessions().size() == 1);
            login(server).close();
        }
    }

    @Test
    void connectionOverTheNumberForItsAddressIsToldAndClosed() throws IOException {
        var server = start(limits -> limits.perAddress(1));
        try (var first = login(server);
                var second = RawClient.connect(server)) {
            assertThat(second.greeting()).startsWith("421 Too many connections from the same IP address");
            assertThat(second.isEnded()).isTrue();
            assertThat(first.send("NOOP")).startsWith("200 ");
        }
    }

    @Test
    void sessionOverTheNumberForItsUserIsToldAndOthersComeIn() throws IOException {
        var server = start(limits -> limits.perUser(1));
        try (var first = login(server);
                var second = RawClient.connect(server);
                var other = RawClient.login(server, "other", "potato")) {
            second.send("USER test");
            assertThat(second.send("PASS potato"))
                    .startsWith("421 Too many sessions of user test (limit 1); end one first.");
            assertThat(second.isEnded()).isTrue();
            assertThat(first.send("NOOP")).startsWith("200 ");
            assertThat(other.send("NOOP")).startsWith("200 ");
        }
    }

    /** The sessions log in at the same moment, as far as the machine allows. */
    @RepeatedTest(5)
    void sessionsThatLogInAtOnceAreCountedToo() throws IOException {
        var server = servers.start(builder -> builder.anonymous(home).limits(ServerLimits.DEFAULT.perUser(2)));
        var clients = new ArrayList<RawClient>();
        try {
            for (int i = 0; i < 12; i++) {
                clients.add(RawClient.connect(server));
                clients.get(i).send("USER anonymous");
            }
            for (var client : clients) {
                client.write("PASS x\r\n");
            }
            int loggedIn = 0;
            for (var client : clients) {
                loggedIn += client.reply().startsWith("230 ") ? 1 : 0;
            }
            assertThat(loggedIn).isEqualTo(2);
        } finally {
            clients.forEach(RawClient::close);
        }
    }

    @Test
    void whoDoesNotLogInIsSentAway() {
        ShortLimit.from(SHORT, limit -> {
            var server = start(limits -> limits.loginTimeout(limit));
            try (var mute = RawClient.connect(server);
                    var user = login(server)) {
                assertThat(mute.reply()).startsWith("421 No login within the time limit");
                assertThat(mute.isEnded()).isTrue();
                assertThat(user.send("NOOP")).startsWith("200 ");
            }
        });
    }

    /** A client that keeps sending commands without logging in occupies a connection as well. */
    @Test
    void whoTalksButDoesNotLogInIsSentAwayTheSame() throws IOException {
        var server = start(limits -> limits.loginTimeout(SHORT).idleTimeout(Duration.ofMinutes(1)));
        try (var talker = RawClient.connect(server)) {
            String answer;
            do {
                talker.write("NOOP\r\n");
                answer = talker.reply();
            } while (answer.startsWith("200 "));
            assertThat(answer).startsWith("421 ");
        }
    }

    @Test
    void whoSaysNothingIsSentAway() {
        ShortLimit.from(SHORT, limit -> {
            var server = start(limits -> limits.idleTimeout(limit));
            try (var client = login(server)) {
                assertThat(client.reply()).isEqualTo("421 Control connection timed out.");
                assertThat(client.isEnded()).isTrue();
            }
        });
    }

    /** A line without an end is not a command: a client that sends it byte by byte counts as idle. */
    @Test
    void halfACommandIsSilence() {
        ShortLimit.from(SHORT, limit -> {
            var server = start(limits -> limits.idleTimeout(limit));
            try (var client = login(server)) {
                client.write("NOO");
                assertThat(client.reply()).isEqualTo("421 Control connection timed out.");
            }
        });
    }

    @Test
    void sessionIsNotSilentWhileItsTransferRuns() {
        ShortLimit.from(SHORT, limit -> {
            var server = start(limits -> limits.idleTimeout(limit));
            try (var client = login(server);
                    var data = client.passive()) {
                assertThat(client.send("STOR slow")).startsWith("150 ");
                var out = data.getOutputStream();
                for (int i = 0; i < 5; i++) {
                    out.write(i);
                    await().pollDelay(limit.dividedBy(2)).until(() -> true);
                }
                data.close();
                assertThat(client.reply()).startsWith("226 ");
                assertThat(home.resolve("slow")).hasSize(5);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"RETR large", "STOR new"})
    void transferThatStandsStillIsEnded(String command) {
        ShortLimit.from(SHORT, limit -> {
            var server = start(limits -> limits.dataTimeout(limit));
            try (var client = login(server);
                    var data = client.passive()) {
                assertThat(client.send(command)).startsWith("150 ");
                assertThat(client.reply()).startsWith("426 ");
                assertThat(data.isConnected()).isTrue();
                assertThat(client.send("NOOP")).startsWith("200 ");
            }
        });
    }

    @Test
    void dataConnectionThatNobodyOpensIsGivenUp() throws IOException {
        var server = start(limits -> limits.dataTimeout(SHORT));
        try (var client = login(server)) {
            client.passivePort();
            assertThat(client.send("RETR file")).startsWith("150 ");
            assertThat(client.reply()).startsWith("425 ");
        }
    }

    @Test
    void longestCommandIsTakenAndALongerOneRefusedAsAWhole() throws IOException {
        var server = start(limits -> limits.commandLength(512));
        try (var client = login(server)) {
            assertThat(client.send("MKD " + "x".repeat(200))).startsWith("257 ");
            assertThat(client.send("NOOP " + "x".repeat(506))).startsWith("501 ");
            assertThat(client.send("MKD " + "y".repeat(100_000))).startsWith("500 The command is too long");
            assertThat(client.send("NOOP")).startsWith("200 ");
        }
    }

    @Test
    void textsAreTheOwnersAndNoReplyCanBePutIntoThem() throws IOException {
        var builder = servers.builder();
        assertThatIllegalArgumentException().isThrownBy(() -> builder.texts("a\r\n230 in", "b", "c"));
        try (var server = builder.texts("Ann's files.", "Hello.", "Bye.").start();
                var client = RawClient.connect(server)) {
            assertThat(client.greeting()).isEqualTo("220 Ann's files.");
            client.send("USER test");
            assertThat(client.send("PASS potato")).isEqualTo("230 Hello.");
            assertThat(client.send("QUIT")).isEqualTo("221 Bye.");
        }
    }

    @Test
    void downloadKeepsToTheRateInEverySession() throws Exception {
        var server = start(limits -> limits.rates(200_000, 0));
        var began = System.nanoTime();
        var pool = Executors.newFixedThreadPool(2);
        try {
            var one = pool.submit(() -> download(server));
            var two = pool.submit(() -> download(server));
            assertThat(one.get() + two.get()).isEqualTo(200_000);
        } finally {
            pool.shutdown();
        }
        assertThat(elapsed(began)).isGreaterThan(Duration.ofMillis(800));
    }

    private static int download(FtpServer server) throws IOException {
        try (var client = login(server)) {
            return client.receive("RETR file").bytes().length;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"S", "Z"})
    void uploadKeepsToTheRateInEachMode(String mode) throws IOException {
        var server = start(limits -> limits.rates(0, 100_000));
        var began = System.nanoTime();
        try (var client = login(server)) {
            if (mode.equals("Z")) {
                // compressed data counts by its size on the wire, which is almost nothing
                client.send("MODE Z");
                assertThat(client.receive("RETR file").reply()).startsWith("226 ");
            } else {
                assertThat(client.transmit("STOR new", new byte[100_000])).startsWith("226 ");
                assertThat(elapsed(began)).isGreaterThan(Duration.ofMillis(800));
            }
        }
    }

    @Test
    void rateOfOneUserIsNotThatOfAnotherAndChangesInTheMiddle() throws Exception {
        var server = start(limits -> limits);
        server.rates("test", 1, 1);
        try (var other = RawClient.login(server, "other", "potato");
                var slow = login(server);
                var data = slow.passive()) {
            assertThat(other.receive("RETR file").bytes()).hasSize(100_000);
            assertThat(slow.send("RETR file")).startsWith("150 ");
            assertThat(data.getInputStream().read()).isZero();
            server.rates("test", 0, 0);
            assertThat(data.getInputStream().readAllBytes()).hasSize(99_999);
            assertThat(slow.reply()).startsWith("226 ");
        }
    }

    /** At one byte a second this file would take a day. */
    @Test
    void whatWaitsForItsTimeEndsByAborAndByStop() throws Exception {
        var server = start(limits -> limits.rates(1, 1));
        try (var client = login(server);
                var data = client.passive()) {
            assertThat(client.send("RETR file")).startsWith("150 ");
            assertThat(data.getInputStream().read()).isZero();
            assertThat(client.send("ABOR")).startsWith("426 ");
            assertThat(client.reply()).startsWith("226 ");
        }
        var begun = new CountDownLatch(1);
        var pool = Executors.newSingleThreadExecutor();
        try (var client = login(server);
                var data = client.passive()) {
            assertThat(client.send("STOR new")).startsWith("150 ");
            Future<?> writer = pool.submit(() -> write(data, begun));
            begun.await();
            server.stop();
            assertThat(client.reply()).startsWith("421 ");
            writer.get(30, TimeUnit.SECONDS);
        } finally {
            pool.shutdown();
        }
    }

    private static void write(Socket data, CountDownLatch begun) {
        try {
            data.getOutputStream().write(new byte[100]);
            begun.countDown();
            data.getOutputStream().write(new byte[50_000_000]);
        } catch (IOException e) {
            // the server has closed it
        }
    }

    @Test
    void limitsThatMakeNoSenseAreRefused() {
        var limits = ServerLimits.DEFAULT;
        assertThatIllegalArgumentException().isThrownBy(() -> limits.connections(0));
        assertThatIllegalArgumentException().isThrownBy(() -> limits.perAddress(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> limits.perUser(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> limits.loginAttempts(0));
        assertThatIllegalArgumentException().isThrownBy(() -> limits.loginDelay(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> limits.loginTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> limits.idleTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> limits.dataTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> limits.commandLength(100));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> limits.rates(-1, 0))
                .withMessageContaining("-1 bytes a second");
    }

    @ParameterizedTest
    @ValueSource(longs = {30, 400, 36_525, 200_000, Long.MAX_VALUE / 86_400})
    void timeMayBeAbsurdlyLong(long days) throws Exception {
        var time = Duration.ofDays(days);
        var server = start(limits ->
                limits.loginTimeout(time).idleTimeout(time).dataTimeout(time).loginDelay(time));
        try (var client = login(server)) {
            assertThat(client.receive("NLST").reply()).startsWith("226 ");
            assertThat(client.transmit("STOR new", new byte[10])).startsWith("226 ");
            try (var listening = client.active()) {
                assertThat(client.send("RETR new")).startsWith("150 ");
                listening.accept().close();
                assertThat(client.reply()).startsWith("226 ");
            }
        }
        assertThat(server.awaitEvents(ServerEvent.Login.class, 1, time)).hasSize(1);
        var ftp = FtpClient.builder()
                .connectTimeout(time)
                .replyTimeout(time)
                .dataTimeout(time)
                .keepAlive(time)
                .retry(2, time)
                .connect("127.0.0.1", server.port());
        try (ftp) {
            ftp.login("test", "potato");
            assertThat(ftp.readBytes("new")).hasSize(10);
            assertThat(ftp.list("/")).hasSize(3);
        }
        server.stop(time);
        assertThat(server.tail(time)).hasToString("nothing has happened yet");
    }

    private static Duration elapsed(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
