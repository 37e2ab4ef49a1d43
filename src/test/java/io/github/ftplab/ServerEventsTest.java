package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.Servers;
import io.github.ftplab.testing.WithServer;
import io.github.ftplab.testing.Zeros;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What a program learns about its server: events, sessions and counters. */
@WithServer
class ServerEventsTest {

    private static final byte[] HELLO = "hello\n".getBytes(StandardCharsets.UTF_8);

    @Given
    Path home;

    @Given
    Servers servers;

    private final List<ServerEvent> events = new CopyOnWriteArrayList<>();

    private <E extends ServerEvent> E the(Class<E> kind) {
        return await().until(
                        () -> events.stream()
                                .filter(kind::isInstance)
                                .map(kind::cast)
                                .findFirst(),
                        found -> found.isPresent())
                .orElseThrow();
    }

    @Test
    void eachThingThatHappensIsAnEventInItsOrder() throws IOException {
        try (var server = servers.builder().on(ServerEvent.class, events::add).start()) {
            try (var client = RawClient.connect(server)) {
                client.send("USER test");
                client.send("PASS tomato");
                client.send("USER test");
                client.send("PASS potato");
                client.send("TYPE I");
                client.transmit("STOR a.txt", HELLO);
                client.receive("RETR a.txt");
                client.send("MKD d");
                client.send("RNFR a.txt");
                client.send("RNTO d/b.txt");
                client.send("DELE d/b.txt");
                client.send("RMD d");
                client.send("QUIT");
            }
            the(ServerEvent.Disconnect.class);
        }
        assertThat(events)
                .filteredOn(event -> !(event instanceof ServerEvent.OfMessage))
                .extracting(event -> (Object) event.getClass().getSimpleName())
                .containsExactly(
                        "Connect",
                        "LoginFailed",
                        "Login",
                        "Upload",
                        "Download",
                        "MakeDirectory",
                        "Rename",
                        "Delete",
                        "Delete",
                        "Logout",
                        "Disconnect");
        assertThat(the(ServerEvent.LoginFailed.class).user()).isEqualTo("test");
        assertThat(the(ServerEvent.Login.class).client().user()).isEqualTo("test");
        assertThat(the(ServerEvent.Upload.class))
                .returns("/a.txt", ServerEvent.Upload::path)
                .returns(6L, ServerEvent.Upload::bytes);
        assertThat(the(ServerEvent.Download.class))
                .returns("/a.txt", ServerEvent.Download::path)
                .returns(6L, ServerEvent.Download::bytes);
        assertThat(the(ServerEvent.Rename.class))
                .returns("/a.txt", ServerEvent.Rename::from)
                .returns("/d/b.txt", ServerEvent.Rename::to);
        assertThat(the(ServerEvent.MakeDirectory.class).path()).isEqualTo("/d");
        assertThat(events).isSortedAccordingTo((one, other) -> one.time().compareTo(other.time()));
        assertThat(events)
                .extracting(event -> event.client().id())
                .containsOnly(events.get(0).client().id());
        assertThat(events.toString()).doesNotContain("potato").doesNotContain("tomato");
    }

    @Test
    void commandsAndRepliesAreNumberedEvents() throws IOException {
        try (var server =
                servers.builder().on(ServerEvent.OfMessage.class, events::add).start()) {
            try (var client = RawClient.connect(server)) {
                client.send("USER test");
                client.send("PASS potato");
                client.send("SIZE");
                client.send("FEAT");
            }
            await().until(() -> events.size() >= 9);
        }
        assertThat(events.subList(0, 7))
                .extracting(event -> event.getClass().getSimpleName() + " " + ((ServerEvent.OfMessage) event).text())
                .containsExactly(
                        "Reply 220 FtpLab ready.",
                        "Command USER test",
                        "Reply 331 Password, please.",
                        "Command PASS ****",
                        "Reply 230 Logged in.",
                        "Command SIZE",
                        "Reply 501 Syntax error: command needs an argument.");
        assertThat(events)
                .extracting(event -> ((ServerEvent.OfMessage) event).sequence())
                .containsExactlyElementsOf(java.util.stream.LongStream.rangeClosed(1, events.size())
                        .boxed()
                        .toList());
        assertThat(events)
                .extracting(event -> event.client().id())
                .containsOnly(events.get(0).client().id());
        assertThat(((ServerEvent.OfMessage) events.get(8)).text())
                .startsWith("211-")
                .contains("\n")
                .endsWith("End");
        assertThat((ServerEvent.Command) events.get(1))
                .returns("USER", ServerEvent.Command::verb)
                .returns("test", ServerEvent.Command::argument);
    }

    @Test
    void transferThatBreaksOffIsAnEventOfItsOwn() throws IOException {
        Zeros.file(home.resolve("large"), 24 << 20);
        try (var server = servers.builder().on(ServerEvent.class, events::add).start();
                var client = RawClient.login(server, "test", "potato")) {
            try (var data = client.passive()) {
                client.send("STOR half");
                data.getOutputStream().write(HELLO);
                await().until(() -> client.send("STAT").contains("6 bytes"));
                client.send("ABOR");
                client.reply();
            }
            try (var data = client.passive()) {
                client.send("RETR large");
                // More than the server sends at once, so that it has counted some bytes.
                assertThat(data.getInputStream().readNBytes(2 << 20)).hasSize(2 << 20);
                client.send("ABOR");
                client.reply();
            }
            assertThat(the(ServerEvent.IncompleteUpload.class))
                    .returns("/half", ServerEvent.IncompleteUpload::path)
                    .returns(6L, ServerEvent.IncompleteUpload::bytes);
            assertThat(the(ServerEvent.IncompleteDownload.class).bytes()).isPositive();
        }
        assertThat(events).noneMatch(event -> event instanceof ServerEvent.Upload);
        assertThat(events).noneMatch(event -> event instanceof ServerEvent.Download);
    }

    @Test
    void listenerThatThrowsHarmsNobodyAndIsInTheLog() throws IOException {
        try (var server = servers.builder()
                        .on(ServerEvent.Login.class, login -> {
                            throw new IllegalStateException("no room in the list");
                        })
                        .on(ServerEvent.class, events::add)
                        .start();
                var client = RawClient.login(server, "test", "potato")) {
            assertThat(client.transmit("STOR a.txt", HELLO)).startsWith("226 ");
            the(ServerEvent.Upload.class);
            the(ServerEvent.Login.class);
            assertThat(server.log().toString()).contains("no room in the list");
        }
    }

    /** A listener that never returns holds up other listeners, but no client. */
    @Test
    void listenerThatIsSlowHoldsUpNoClientAndNotTheStop() throws IOException {
        var release = new CountDownLatch(1);
        try (var server = servers.builder()
                        .on(ServerEvent.class, event -> {
                            try {
                                release.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        })
                        .start();
                var client = RawClient.login(server, "test", "potato")) {
            for (int i = 0; i < 100; i++) {
                assertThat(client.send("MKD d" + i)).startsWith("257 ");
            }
        } finally {
            release.countDown();
        }
    }

    @Test
    void listenerRunsInAThreadOfItsOwn() throws IOException {
        var threads = new CopyOnWriteArrayList<String>();
        try (var server = servers.builder()
                        .on(
                                ServerEvent.class,
                                event -> threads.add(Thread.currentThread().getName()))
                        .start();
                var client = RawClient.login(server, "test", "potato")) {
            client.send("MKD d");
            await().until(() -> threads.size() >= 3);
        }
        assertThat(threads).allMatch(name -> name.matches("ftplab-\\d+-event-1"));
    }

    @Test
    void sessionsTellWhoDoesWhatAndHowFast() throws IOException {
        try (var server = servers.builder().start();
                var idle = RawClient.connect(server);
                var busy = RawClient.login(server, "test", "potato");
                var data = busy.passive()) {
            busy.send("STOR slow");
            data.getOutputStream().write(HELLO);
            await().until(() -> server.sessions().stream()
                    .flatMap(session -> session.transfer().stream())
                    .anyMatch(transfer -> transfer.bytes() == 6));

            var sessions = server.sessions();

            assertThat(sessions).hasSize(2);
            assertThat(sessions.get(0).client().user()).isEmpty();
            assertThat(sessions.get(0).transfer()).isEmpty();
            assertThat(sessions.get(0))
                    .hasToString("#%d %s since %s"
                            .formatted(
                                    sessions.get(0).client().id(),
                                    sessions.get(0).client(),
                                    sessions.get(0).since().truncatedTo(java.time.temporal.ChronoUnit.SECONDS)));
            var transfer = sessions.get(1).transfer().orElseThrow();
            assertThat(transfer.command()).isEqualTo("STOR");
            assertThat(transfer.path()).isEqualTo("/slow");
            assertThat(transfer.bytesPerSecond()).isPositive();
            assertThat(sessions.get(1).client().address().getAddress()).isEqualTo(server.address());
            data.close();
            assertThat(busy.reply()).startsWith("226 ");
            assertThat(server.sessions()).allMatch(session -> session.transfer().isEmpty());
            assertThat(idle.send("NOOP")).startsWith("200 ");
        }
    }

    @Test
    void disconnectEndsASessionAndItsTransferAndTellsTheClient() throws IOException {
        Zeros.file(home.resolve("large"), 24 << 20);
        try (var server = servers.builder().start();
                var other = RawClient.login(server, "test", "potato");
                var client = RawClient.login(server, "test", "potato");
                var data = client.passive()) {
            client.send("RETR large");
            assertThat(data.getInputStream().read()).isZero();
            var session = server.sessions().get(1);

            assertThat(server.disconnect(session)).isTrue();

            assertThat(client.reply()).isEqualTo("421 The server's owner ended this session.");
            await().until(() -> server.sessions().size() == 1);
            assertThat(server.disconnect(session)).isFalse();
            assertThat(other.send("NOOP")).startsWith("200 ");
        }
    }

    @Test
    void statsCountEverythingSinceTheStart() throws IOException {
        try (var server = servers.builder()
                        .limits(ServerLimits.DEFAULT.loginDelay(java.time.Duration.ZERO))
                        .start();
                var client = RawClient.connect(server)) {
            client.send("USER test");
            client.send("PASS tomato");
            client.send("USER test");
            client.send("PASS potato");
            client.send("TYPE I");
            client.transmit("STOR a.txt", HELLO);
            client.receive("RETR a.txt");
            client.receive("RETR a.txt");
            assertThat(server.stats())
                    .isEqualTo(ServerStats.builder()
                            .connections(1)
                            .logins(1)
                            .failedLogins(1)
                            .uploads(1)
                            .downloads(2)
                            .bytesReceived(6)
                            .bytesSent(12)
                            .build());
        }
    }
}
