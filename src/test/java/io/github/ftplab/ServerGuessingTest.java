package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.testing.Alone;
import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.Servers;
import io.github.ftplab.testing.ShortLimit;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Clients that guess passwords, or that take up connections without logging in, harm nobody else. */
@Alone
@WithServer
class ServerGuessingTest {

    private static final int STUDENTS = 30;
    private static final int GUESSES = 40;
    private static final int ITERATIONS = 60_000;

    @TempDir
    Path directory;

    @Given
    Path home;

    @Given
    Servers servers;

    private final List<RawClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(RawClient::close);
    }

    @Test
    void guessesOverManyConnectionsAreAnsweredOneAfterTheOther() throws IOException {
        var server = start(limits -> limits.loginDelay(Duration.ofMillis(10)));
        var began = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            guess(server, "nobody" + i);
        }
        for (var client : clients) {
            assertThat(client.reply()).startsWith("530 ");
        }
        // 10, 20, 40, 80 ms, and 100 ms each from the fifth on
        assertThat(since(began)).isGreaterThan(Duration.ofMillis(1_700));
    }

    @Test
    void clientThatWaitsForItsReplyTakesNoThread() throws IOException {
        var server = start(limits -> limits.loginDelay(Duration.ofMillis(50)));
        for (int i = 0; i < GUESSES; i++) {
            guess(server, "nobody" + i);
        }
        await().until(() -> server.stats().failedLogins() == GUESSES);
        await().until(() -> commandsThatRun() == 0);
        clients.get(GUESSES - 1).write("NOOP\r\n");
        assertThat(clients.get(0).reply()).startsWith("530 ");
        assertThat(clients.get(0).send("NOOP")).startsWith("200 ");
    }

    private static long commandsThatRun() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().matches("ftplab-.*-command.*"))
                .filter(thread -> Stream.of(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().startsWith("io.github.ftplab.internal.server.command")))
                .count();
    }

    @Test
    void leavingBeforeTheReplyDoesNotHelp() throws IOException {
        var server = start(limits -> limits.loginDelay(Duration.ofMillis(50)));
        var began = System.nanoTime();
        for (int i = 0; i < 5; i++) {
            guess(server, "test");
        }
        await().until(() -> server.stats().failedLogins() == 5);
        close();
        login(server, "test", "potato");
        // ten times the first delay after the fifth wrong password
        assertThat(since(began)).isGreaterThan(Duration.ofMillis(300));
    }

    @Test
    void anonymousLoginForgivesNothing() throws IOException {
        var server = start(limits -> limits.loginDelay(Duration.ofMillis(100)).loginAttempts(10));
        var guesser = connect(server);
        for (int i = 0; i < 4; i++) {
            guesser.send("USER nobody");
            assertThat(guesser.send("PASS wrong")).startsWith("530 ");
            guesser.send("USER anonymous");
            assertThat(guesser.send("PASS a@b")).startsWith("230 ");
        }
        var began = System.nanoTime();
        guesser.send("USER nobody");
        assertThat(guesser.send("PASS wrong")).startsWith("530 ");
        assertThat(since(began)).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void classBehindOneAddressLogsInWhileOneOfItGuesses() throws IOException {
        // Almost the longest delay, after which guesses are refused at once.
        var delay = Duration.ofSeconds(29);
        var server = start(limits -> limits.loginDelay(delay), builder -> {
            for (int i = 0; i < STUDENTS; i++) {
                builder.user("student" + i, "secret" + i, home, "elr");
            }
            return builder;
        });
        for (int i = 0; i < 10; i++) {
            guess(server, "student0");
            guess(server, "nobody");
        }
        for (int i = 1; i < STUDENTS; i++) {
            var began = System.nanoTime();
            login(server, "student" + i, "secret" + i);
            assertThat(since(began)).isLessThan(delay);
        }
    }

    @Test
    void slowHashesHoldUpNobodyElse() throws IOException, GeneralSecurityException {
        var salt = new byte[16];
        var key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec("potato".toCharArray(), salt, ITERATIONS, 256));
        var hash = "pbkdf2-sha256$" + ITERATIONS + "$" + base64(salt) + "$" + base64(key.getEncoded());
        var users = Files.writeString(directory.resolve("users.csv"), """
                name,password,home,letters
                ann,%1$s,%2$s,elr
                bob,%1$s,%2$s,elr
                """.formatted(hash, home));
        var server = start(limits -> limits.loginDelay(Duration.ZERO), builder -> builder.users(users));
        for (int i = 0; i < GUESSES; i++) {
            guess(server, "ann");
        }
        login(server, "bob", "potato");
        assertThat(refusedDuringTheLastLogin(server)).isLessThan(GUESSES / 3);
    }

    /** {@return how many passwords of others were checked since the last login had its own sent} */
    private static int refusedDuringTheLastLogin(FtpServer server) {
        var entries = server.transcript().entries();
        int last = entries.size() - 1;
        while (!entries.get(last).toString().startsWith("< 230 ")) {
            last--;
        }
        int refused = 0;
        long session = entries.get(last).session();
        for (int i = last;
                entries.get(i).session() != session
                        || !entries.get(i).toString().startsWith("> PASS");
                i--) {
            refused += entries.get(i).toString().startsWith("< 530 ") ? 1 : 0;
        }
        return refused;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Test
    void waitingForTheServerIsNotWaitingForALogin() {
        ShortLimit.from(Duration.ofMillis(400), limit -> {
            var server = start(limits -> limits.loginTimeout(limit).loginDelay(limit.multipliedBy(2)));
            var client = connect(server);
            client.send("USER test");
            assertThat(client.send("PASS wrong")).startsWith("530 ");
            client.send("USER test");
            assertThat(client.send("PASS potato")).startsWith("230 ");
            assertThat(client.send("NOOP")).startsWith("200 ");
        });
    }

    @Test
    void timeForLoggingInGoesOnAfterTheWait() {
        ShortLimit.from(Duration.ofMillis(400), limit -> {
            var server = start(limits -> limits.loginTimeout(limit).loginDelay(limit.multipliedBy(2)));
            var client = connect(server);
            client.send("USER test");
            assertThat(client.send("PASS wrong")).startsWith("530 ");
            assertThat(client.reply()).startsWith("421 No login within the time limit");
        });
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere 127.0.0.2 is not an address of this machine")
    void silentConnectionsOfOneAddressLeaveRoomForOthers() throws IOException {
        var server = start(limits -> limits.connections(20));
        var user = login(server, "test", "potato");
        for (int i = 0; i < 19; i++) {
            connect(server);
        }
        for (int i = 0; i < 5; i++) {
            try (var other = RawClient.connect(server, InetAddress.getByName("127.0.0.2"))) {
                assertThat(other.greeting()).startsWith("220 ");
                other.send("USER test");
                assertThat(other.send("PASS potato")).startsWith("230 ");
            }
        }
        assertThat(clients.get(1).reply()).startsWith("421 Too many connections");
        assertThat(clients.get(1).isEnded()).isTrue();
        assertThat(user.send("NOOP")).startsWith("200 ");
    }

    private FtpServer start(UnaryOperator<ServerLimits> limits) {
        return start(limits, builder -> builder.anonymous(home));
    }

    private FtpServer start(UnaryOperator<ServerLimits> limits, UnaryOperator<FtpServerBuilder> options) {
        return servers.start(builder -> options.apply(builder.limits(limits.apply(ServerLimits.DEFAULT))));
    }

    private RawClient connect(FtpServer server) throws IOException {
        var client = RawClient.connect(server);
        clients.add(client);
        return client;
    }

    /** Sends a wrong password, and does not wait for the reply. */
    private void guess(FtpServer server, String user) throws IOException {
        var client = connect(server);
        client.send("USER " + user);
        client.write("PASS wrong\r\n");
    }

    private RawClient login(FtpServer server, String user, String password) throws IOException {
        var client = connect(server);
        client.send("USER " + user);
        assertThat(client.send("PASS " + password)).startsWith("230 ");
        return client;
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
