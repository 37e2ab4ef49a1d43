package io.github.ftplab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.Servers;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs and tests that embed a server need of it. */
@WithServer
class EmbeddedServerTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @Given
    Path home;

    @Given
    FtpServer server;

    @Given
    Servers servers;

    @Test
    void connectToAStoppedServerSaysSo() {
        var uri = server.uri();
        server.stop();
        assertThatThrownBy(() -> server.connect("test", "potato"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("cannot connect: this server, %s, was stopped; start a new one", uri);
    }

    @Test
    void disconnectAllEndsEverySession() throws IOException {
        try (var loggedIn = RawClient.login(server, "test", "potato");
                var silent = RawClient.connect(server)) {
            assertThat(server.disconnectAll()).isEqualTo(2);
            assertThat(loggedIn.reply()).startsWith("421 ");
            assertThat(silent.reply()).startsWith("421 ");
            assertThat(loggedIn.isEnded()).isTrue();
            assertThat(silent.isEnded()).isTrue();
        }
        await().until(() -> server.sessions().isEmpty());
        assertThat(server.disconnectAll()).isZero();
        server.connect("test", "potato").close();
    }

    @Test
    void suspendedServerRefusesConnectionsAndKeepsSessions() throws IOException {
        int port = server.port();
        try (var before = RawClient.login(server, "test", "potato")) {
            server.suspend();
            server.suspend();
            assertThat(server.isRunning()).isTrue();
            assertThat(server).asString().endsWith(" (1 user, 1 connected, suspended)");
            assertThatThrownBy(() -> RawClient.connect(server)).isInstanceOf(ConnectException.class);
            assertThatThrownBy(() -> server.connect("test", "potato"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("cannot connect: this server, %s, is suspended; call resume() first", server.uri());
            assertThat(before.transmit("STOR a.txt", "a".getBytes(UTF_8))).startsWith("226 ");

            for (var i = 0; i < 3; i++) {
                server.resume();
                server.resume();
                assertThat(server.port()).isEqualTo(port);
                server.connect("test", "potato").close();
                server.suspend();
            }
            assertThat(before.send("NOOP")).startsWith("200 ");
        }
    }

    @Test
    void resumeFailsWhileAnotherProgramHasThePortAndCanBeTriedAgain() throws IOException {
        server.suspend();
        try (var other = new ServerSocket()) {
            other.bind(new InetSocketAddress(server.address(), server.port()));
            assertThatThrownBy(server::resume)
                    .isInstanceOf(FtpException.Start.class)
                    .hasMessageStartingWith("cannot listen on 127.0.0.1:%d: the address is in use", server.port());
        }
        server.resume();
        server.connect("test", "potato").close();
    }

    @Test
    void portOfASuspendedServerIsKeptForIt() {
        server.suspend();
        assertThatThrownBy(() -> servers.builder().port(server.port()).start())
                .isInstanceOf(FtpException.Start.class)
                .hasMessageContaining(", suspended)");
    }

    @Test
    void suspendedServerStopsAndAStoppedOneIsNeitherSuspendedNorResumed() {
        server.suspend();
        server.stop();
        assertThat(server.isRunning()).isFalse();
        for (Runnable call : List.<Runnable>of(server::suspend, server::resume)) {
            assertThatThrownBy(call::run)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("this server, %s, was stopped; start a new one", server.uri());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin,    2019-03-05",
        "America/New_York, 2019-03-04",
        "Asia/Kolkata,     2019-03-05",
        "UTC,              2019-03-04",
    })
    void listShowsTimesInTheChosenZoneAndMdtmInUtc(String zone, String day) throws IOException {
        Files.writeString(home.resolve("hello.txt"), "hello\n");
        Files.setLastModifiedTime(home.resolve("hello.txt"), FileTime.from(Instant.parse("2019-03-04T23:30:00Z")));
        try (var zoned = servers.builder().zone(ZoneId.of(zone)).start();
                var client = RawClient.login(zoned, "test", "potato")) {
            assertThat(client.receive("LIST").text()).contains(" Mar " + day.substring(8) + "  2019 hello.txt");
            assertThat(client.send("MDTM hello.txt")).isEqualTo("213 20190304233000");
        }
    }

    @Test
    void missingHomesAreCreatedIfThatWasAskedFor() {
        var missing = home.resolve("homes/ann");
        assertThatThrownBy(() -> servers.builder().user("ann", "potato", missing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no directory");
        assertThat(missing).doesNotExist();

        try (var made = servers.builder()
                .createHome()
                .user("ann", "potato", missing)
                .user("bob", "potato", home.resolve("homes/bob").toString())
                .start()) {
            made.addUser("eve", "potato", home.resolve("homes/eve"), "elr");
            assertThat(home.resolve("homes")).isDirectoryContaining("glob:**/{ann,bob,eve}");
            assertThat(missing).isEmptyDirectory();
        }
    }

    @Test
    void homeThatCannotBeCreatedOrReadsAsLettersIsAnError() throws IOException {
        var file = Files.writeString(home.resolve("file"), "");
        var builder = FtpServer.builder().createHome();
        assertThatThrownBy(() -> builder.user("ann", "potato", file.resolve("home")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("cannot create the home directory " + file.resolve("home") + ": ");
        assertThatThrownBy(() -> builder.user("ann", "potato", file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it is a file");
        assertThatThrownBy(() -> builder.user("ann", "potato", "elradfmw"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reads as permission letters");
        assertThat(Path.of("elradfmw")).doesNotExist();
    }

    @Test
    void homesOfAUsersFileAreCreatedToo() throws IOException {
        var file = Files.writeString(home.resolve("users.csv"), "name,password,home,letters\nann,potato,new,elr\n");
        FtpServer.builder().createHome().users(file);
        assertThat(home.resolve("new")).isEmptyDirectory();
    }

    @Test
    void sessionsBeginInTheStartDirectory() throws IOException {
        Files.createDirectories(home.resolve("in/coming"));
        try (var begun = servers.builder().startIn("test", "in/coming/").start();
                var client = RawClient.login(begun, "test", "potato")) {
            assertThat(client.send("PWD")).startsWith("257 \"/in/coming\"");
            assertThat(client.transmit("STOR a.txt", "a".getBytes(UTF_8))).startsWith("226 ");
            assertThat(home.resolve("in/coming/a.txt")).hasContent("a");
            assertThat(client.send("CDUP")).startsWith("2");
            assertThat(client.send("PWD")).startsWith("257 \"/in\"");
            client.send("REIN");
            client.send("USER test");
            client.send("PASS potato");
            assertThat(client.send("PWD")).as("after another login").startsWith("257 \"/in/coming\"");

            Files.delete(home.resolve("in/coming/a.txt"));
            Files.delete(home.resolve("in/coming"));
            try (var later = RawClient.login(begun, "test", "potato")) {
                assertThat(later.send("PWD")).as("when it is gone").startsWith("257 \"/\"");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "/missing/in", "file"})
    void startDirectoryIsADirectoryOfTheHome(String directory) throws IOException {
        Files.writeString(home.resolve("file"), "");
        assertThatThrownBy(() -> servers.builder().startIn("test", directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("there is no directory /");
    }

    @Test
    void awaitedEventsAreThereAndTheListenersHaveBeenCalled() throws Exception {
        var told = new CopyOnWriteArrayList<ServerEvent>();
        int files = 300;
        try (var listened = servers.builder()
                        .on(ServerEvent.Upload.class, told::add)
                        .start();
                var client = listened.connect("test", "potato")) {
            for (var i = 0; i < files; i++) {
                client.writeBytes(i + ".txt", new byte[] {1});
            }
            var uploads = listened.awaitEvents(ServerEvent.Upload.class, files, SOON);
            assertThat(uploads).hasSize(files).isEqualTo(told).isEqualTo(listened.events(ServerEvent.Upload.class));
        }
    }

    @Test
    void eventsThatDoNotComeAreATimeoutThatListsThoseThatDid() throws Exception {
        try (var client = server.connect("test", "potato")) {
            client.mkdir("d");
            server.awaitEvents(ServerEvent.OfPath.class, 1, SOON);
            assertThatThrownBy(() -> server.awaitEvents(ServerEvent.OfPath.class, 2, Duration.ofMillis(1)))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageMatching("1 of 2 OfPath events within 1 ms: \\[.* MakeDirectory /d]");
        }
    }

    @Test
    void waitingForEventsEndsWhenTheyCome() throws Exception {
        var listening = new Thread(() -> {
            try (var client = server.connect("test", "potato")) {
                client.mkdir("later");
            }
        });
        listening.start();
        assertThat(server.awaitEvents(ServerEvent.MakeDirectory.class, 1, SOON)).hasSize(1);
        listening.join();
    }

    @Test
    void clientsTrustTheServerByItsContextAndNotByTheUsualOne() throws Exception {
        try (var secure = servers.builder().implicitTls().start()) {
            assertThat(greeting(secure.clientSslContext().getSocketFactory().createSocket(), secure))
                    .startsWith("220 ");
            assertThatThrownBy(() ->
                            greeting(SSLContext.getDefault().getSocketFactory().createSocket(), secure))
                    .isInstanceOf(SSLHandshakeException.class);
            var store = secure.trustStore();
            assertThat(store.size()).isEqualTo(1);
            assertThat(store.getCertificate(store.aliases().nextElement())).isEqualTo(secure.certificate());
        }
        for (var call : List.<ThrowingCallable>of(server::trustStore, server::clientSslContext)) {
            assertThatThrownBy(call)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("start it with tls()");
        }
    }

    private static String greeting(Socket socket, FtpServer secure) throws IOException {
        try (socket) {
            socket.connect(new InetSocketAddress(secure.address(), secure.port()));
            socket.setSoTimeout((int) SOON.toMillis());
            var secured = (SSLSocket) socket;
            var parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(parameters);
            return new String(secured.getInputStream().readNBytes(4), UTF_8);
        }
    }
}
