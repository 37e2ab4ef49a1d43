package io.github.ftplab;

import static io.github.ftplab.Trigger.on;
import static io.github.ftplab.Trigger.onConnect;
import static io.github.ftplab.Trigger.onLogin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.Servers;
import io.github.ftplab.testing.ShortLimit;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Sessions that are held at a point, looked at, and sent on. */
@WithServer
class HeldSessionTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final byte[] TEN = "0123456789".getBytes(StandardCharsets.US_ASCII);

    @Given
    Path home;

    @Given
    FtpServer server;

    @Given
    RawClient client;

    @Given
    Servers servers;

    @Given
    FtpServerBuilder options() throws IOException {
        Files.write(home.resolve("ten"), TEN);
        return FtpServer.builder().user("test", "potato", home, "elradfmwMT");
    }

    private static <T> CompletableFuture<T> inBackground(Callable<T> task) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return task.call();
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
    }

    private HeldSession held() throws Exception {
        return server.awaitHeld(SOON);
    }

    static final List<Arguments> POINTS = List.of(
            Arguments.of(on("PWD"), "PWD", "PWD", "PWD", "RFC 959, section 4.1.3"),
            Arguments.of(
                    on("PWD").beforeReply(),
                    "PWD",
                    "PWD",
                    "257 \"/\" is the current directory.",
                    "RFC 959, section 4.2"),
            Arguments.of(on("STOR"), "STOR new", "STOR new", "STOR new", "RFC 959, section 4.1.3"),
            Arguments.of(on("SITE CHMOD"), "SITE CHMOD 644 ten", "SITE CHMOD 644 ten", "SITE CHMOD 644 ten", "RFC 959"),
            Arguments.of(on("ACCT"), "ACCT secret", "ACCT ****", "ACCT ****", "RFC 959, section 4.1.1"));

    @ParameterizedTest
    @FieldSource("POINTS")
    void heldSessionSaysWhereItIs(Trigger point, String sent, String command, String message, String section)
            throws Exception {
        server.breakAt(point);

        client.write(sent + "\r\n");
        var held = held();

        assertThat(held.isHeld()).isTrue();
        assertThat(held.command()).isEqualTo(command);
        assertThat(held.message()).isEqualTo(message);
        assertThat(held.section()).startsWith(section);
        assertThat(held.client().user()).isEqualTo("test");
        assertThat(held.toString()).contains(" held before ").contains(section).doesNotContain("secret");
        assertThat(held.transcript().last(2).toString()).contains("> " + command);
        assertThat(server.held()).containsExactly(held);

        held.resume();
        assertThat(held.isHeld()).isFalse();
        assertThat(server.held()).isEmpty();
        client.reply();
        held.resume();
        assertThat(held.toString()).contains("has gone on");
        for (var action : List.<Runnable>of(held::dropData, held::step, () -> held.reply("200"))) {
            assertThatThrownBy(action::run)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("is not held");
        }
    }

    @Test
    void replyIsEditedWhileTheClientWaits() throws Exception {
        server.breakAt(on("RETR").beforeData());

        try (var data = client.passive()) {
            assertThat(client.send("RETR ten")).startsWith("150 ");
            held().reply("450 busy");
            assertThat(data.getInputStream().read()).isNegative();
        }

        assertThat(client.reply()).isEqualTo("450 busy");
        assertThat(server.transcript().diagram().toString())
                .contains("* [injected] held before the data connection of RETR ten")
                .contains("* [injected] reply(\"450 busy\")")
                .contains("450 busy ─");
        server.clearBreaks();
        assertThat(client.receive("RETR ten").bytes()).isEqualTo(TEN);
    }

    @Test
    void commandThatIsAnsweredWhileHeldDoesNotRun() throws Exception {
        server.breakAt(on("MKD"));

        client.write("MKD d\r\n");
        held().reply("450-a\n450 b");

        assertThat(client.reply()).isEqualTo("450-a\n450 b");
        assertThat(home.resolve("d")).doesNotExist();
    }

    @Test
    void greetingAndLoginAreHeld() throws Exception {
        server.breakAt(onConnect());
        server.breakAt(onLogin());
        var connecting = inBackground(() -> RawClient.login(server, "test", "potato"));

        var greeting = held();
        assertThat(greeting.message()).startsWith("220 ");
        assertThat(greeting.command()).isEmpty();
        greeting.resume();
        await().until(() ->
                server.held().stream().anyMatch(held -> held.command().equals("PASS ****")));
        assertThat(held().client().user()).isEmpty();
        // Nobody else waits, not even for the same user.
        server.clearBreaks();

        connecting.join().close();
    }

    @Test
    void loginThatIsHeldHoldsNoOtherLoginOfTheUser() throws Exception {
        server.breakAt(onLogin());
        var first = inBackground(() -> RawClient.login(server, "test", "potato"));
        var second = inBackground(() -> RawClient.login(server, "test", "potato"));

        await().until(() -> server.held().size() == 2);

        server.clearBreaks();
        first.join().close();
        second.join().close();
    }

    @Test
    void dataConnectionIsDropped() throws Exception {
        server.breakAt(on("RETR").afterBytes(4));

        try (var data = client.passive()) {
            client.send("RETR ten");
            held().dropData();
            assertThatThrownBy(() -> data.getInputStream().readAllBytes()).isInstanceOf(SocketException.class);
            assertThat(server.held()).hasSize(1);
            held().resume();
        }

        assertThat(client.reply()).startsWith("426 ");
    }

    @Test
    void sessionIsSteppedThroughMessageByMessage() throws Exception {
        server.breakAt(on("TYPE"));
        client.write("TYPE I\r\nPWD\r\nNOOP\r\n");
        held();
        server.clearBreaks();
        assertThat(client.reply()).startsWith("200 ");
        client.reply();
        client.reply();

        server.breakAt(on("TYPE"));
        client.write("TYPE I\r\nPWD\r\n");
        var held = held();
        var seen = new ArrayList<String>();
        for (int i = 0; i < 4; i++) {
            seen.add(held.message() + " | " + held.section());
            held = held.step(i < 3 ? SOON : Duration.ofMillis(1));
        }

        assertThat(seen)
                .satisfiesExactly(
                        one -> assertThat(one).isEqualTo("TYPE I | RFC 959, section 4.1.2"),
                        one -> assertThat(one).startsWith("200 Type set to: Binary. | RFC 959, section 4.2"),
                        one -> assertThat(one).isEqualTo("PWD | RFC 959, section 4.1.3"),
                        one -> assertThat(one).startsWith("257 "));
        assertThat(held.isHeld()).isFalse();

        // The next message comes after step has returned.
        client.reply();
        client.reply();
        client.write("NOOP\r\n");
        assertThat(held()).isSameAs(held);
        assertThat(held.message()).isEqualTo("NOOP");
        held.resume();
        assertThat(client.reply()).startsWith("200 ");
        assertThat(client.send("PWD")).startsWith("257 ");
    }

    @Test
    void transferIsSteppedThrough() throws Exception {
        server.breakAt(on("RETR"));
        try (var data = client.passive()) {
            client.write("RETR ten\r\n");
            var held = held();
            var seen = new ArrayList<String>();
            for (int i = 0; i < 3; i++) {
                held.step(SOON);
                seen.add(held.message().replaceAll(" .*", "") + " | " + held.section());
            }
            assertThat(seen)
                    .containsExactly(
                            "150 | RFC 959, section 4.2, and its sequences in 5.4",
                            " | RFC 959, section 3.2",
                            "226 | RFC 959, section 4.2, and its sequences in 5.4");
            assertThat(data.getInputStream().readAllBytes()).isEqualTo(TEN);
            held.resume();
        }
        assertThat(client.reply()).startsWith("150 ");
        assertThat(client.reply()).startsWith("226 ");
    }

    @Test
    void stepAndBreakpointsHoldOnceAtOnePoint() throws Exception {
        server.breakAt(on("PWD"));
        server.breakAt(on("PWD").beforeReply());
        server.breakAt(on("").beforeReply());
        client.write("PWD\r\n");
        var held = held();

        assertThat(held.step(SOON).message()).startsWith("257 ");
        assertThat(server.held()).containsExactly(held);
        held.resume();

        assertThat(client.reply()).startsWith("257 ");
    }

    @Test
    void otherSessionsAreNotSteppedThrough() throws Exception {
        server.breakAt(on("PWD"));
        client.write("PWD\r\n");
        held().step(Duration.ZERO);

        try (var other = RawClient.login(server, "test", "potato")) {
            assertThat(other.send("NOOP")).startsWith("200 ");
        }
        held().resume();
        assertThat(client.reply()).startsWith("257 ");
    }

    @Test
    void thirtyAreHeldAndTheOthersWorkOn() throws Exception {
        server.breakAt(on("NOOP").beforeReply());
        var all = new ArrayList<RawClient>();
        for (int i = 0; i < 30; i++) {
            var other = RawClient.login(server, "test", "potato");
            other.write("NOOP\r\n");
            all.add(other);
        }
        await().until(() -> server.held().size() == 30);

        assertThat(client.receive("RETR ten").bytes()).isEqualTo(TEN);

        server.clearBreaks();
        for (var other : all) {
            assertThat(other.reply()).startsWith("200 ");
            other.close();
        }
    }

    @Test
    void heldSessionEndsWithItsClientAndItsServer() throws Exception {
        server.breakAt(on("PWD"));
        try (var other = RawClient.login(server, "test", "potato")) {
            other.write("PWD\r\n");
            assertThat(held().isHeld()).isTrue();
        }
        await().until(() -> server.held().isEmpty());

        client.write("PWD\r\n");
        var held = held();
        server.stop();

        assertThat(held.isHeld()).isFalse();
        assertThat(client.rest()).startsWith("421 ");
    }

    @Test
    void timeLimitsRestMeanwhile() {
        ShortLimit.from(Duration.ofMillis(500), limit -> {
            var limits =
                    ServerLimits.DEFAULT.idleTimeout(limit).dataTimeout(limit).loginTimeout(limit);
            var hasty = servers.start(builder -> builder.limits(limits));
            hasty.breakAt(onConnect());
            hasty.breakAt(on("RETR").beforeData());
            hasty.breakAt(on("RETR").afterBytes(3));
            var received = inBackground(() -> {
                try (var other = RawClient.login(hasty, "test", "potato")) {
                    return other.receive("RETR ten");
                }
            });

            for (int i = 0; i < 3; i++) {
                var held = hasty.awaitHeld(SOON);
                await().during(limit.multipliedBy(9).dividedBy(5)).until(held::isHeld);
                held.resume();
            }

            assertThat(received.get(30, TimeUnit.SECONDS).reply()).startsWith("226 ");
        });
    }

    static final List<Trigger> NOOPS = List.of(on("NOOP"), on("NOOP").beforeReply());

    @ParameterizedTest
    @FieldSource("NOOPS")
    void commandThatIsHeldBesideATransferDelaysNoAbort(Trigger point) throws Exception {
        Files.write(home.resolve("large"), new byte[20_000_000]);
        server.breakAt(point);
        try (var data = client.passive()) {
            assertThat(client.send("RETR large")).startsWith("150 ");
            client.write("NOOP\r\n");
            var held = held();

            client.write("ABOR\r\n");

            assertThat(client.reply()).startsWith("426 ");
            assertThat(client.reply()).startsWith("226 ");
            assertThat(held.isHeld()).isTrue();
            held.resume();
            assertThat(client.reply()).startsWith("200 ");
            assertThat(data.isClosed()).isFalse();
        }
    }

    @Test
    void nothingHeldIsSaidInTime() {
        server.breakAt(on("PWD"));

        assertThatThrownBy(() -> server.awaitHeld(Duration.ofMillis(1)))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("no session came to a point");
    }

    @Test
    void raceIsMadeWithoutSleeping() throws Exception {
        try (var ftp = server.connect("test", "potato")) {
            server.breakAt(on("STOR").beforeReply());
            var upload = ftp.inBackground().writeText("new", "hello");
            held();
            assertThat(home.resolve("new")).exists();
            assertThat(upload).isNotDone();
            server.clearBreaks();
            upload.join();

            server.breakAt(on("MKD"));
            var made = ftp.inBackground().mkdir("d");
            held().reply("450 busy");
            assertThatThrownBy(made::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(FtpException.Refused.class);
        }
    }
}
