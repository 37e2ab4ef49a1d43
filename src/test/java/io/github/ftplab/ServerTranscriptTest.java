package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.Servers;
import io.github.ftplab.testing.ShortLimit;
import io.github.ftplab.testing.TlsClient;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the server records of what any client says. */
@WithServer
class ServerTranscriptTest {

    private static final byte[] HELLO = "hello\n".getBytes(StandardCharsets.UTF_8);

    @Given
    Path home;

    @Given
    FtpServer server;

    @Given
    Servers servers;

    private static List<String> texts(Transcript transcript) {
        return transcript.entries().stream().map(Object::toString).toList();
    }

    private static <E extends Transcript.Entry> Stream<E> entries(Transcript transcript, Class<E> kind) {
        return transcript.entries().stream().filter(kind::isInstance).map(kind::cast);
    }

    @Test
    void showsCommandsRepliesAndDataConnectionsInTheirOrder() throws IOException {
        Files.write(home.resolve("a.txt"), HELLO);
        try (var client = RawClient.connect(server)) {
            client.send("user test");
            client.send("PASS potato");
            client.receive("RETR a.txt");
            client.send("QUIT");
        }
        assertThat(texts(server.transcript()).stream().map(line -> line.replaceAll("\\d{4,5}|[\\d.]+ ms", "N")))
                .containsExactly(
                        "< 220 FtpLab ready.",
                        "> user test",
                        "< 331 Password, please.",
                        "> PASS ****",
                        "< 230 Logged in.",
                        "> EPSV",
                        "< 229 Entering extended passive mode (|||N|).",
                        "> RETR a.txt",
                        "< 150 Opening ASCII mode data connection for a.txt (6 bytes).",
                        "* data connection opened, passive: 127.0.0.1:N → 127.0.0.1:N",
                        "* data passive 127.0.0.1:N ← 127.0.0.1:N (7 bytes, N)",
                        "< 226 Transfer complete.",
                        "> QUIT",
                        "< 221 Goodbye.");
    }

    @Test
    void isTheClientsOwnTranscript() {
        Transcript ofClient;
        try (var ftp = server.connect("test", "potato")) {
            ftp.writeText("a.txt", "hello\n");
            ftp.readText("a.txt");
            ftp.dir();
            ofClient = ftp.transcript();
        }
        var control = (java.util.function.Predicate<String>) line -> !line.startsWith("*");
        assertThat(texts(server.transcript()).stream().filter(control))
                .startsWith(texts(ofClient).stream().filter(control).toArray(String[]::new));
        assertThat(entries(server.transcript(), Transcript.Data.class))
                .extracting(data -> List.of(data.mode(), data.local(), data.remote(), data.direction(), data.bytes()))
                .isEqualTo(entries(ofClient, Transcript.Data.class)
                        .map(data -> List.of(data.mode(), data.local(), data.remote(), data.direction(), data.bytes()))
                        .toList());
    }

    /** Both sides record when a connection opens, how long data moves, and when it closes. */
    @Test
    void dataConnectionHasItsOwnTimes() throws IOException {
        Files.write(home.resolve("a.bin"), new byte[400_000]);
        ShortLimit.from(Duration.ofMillis(50), this::dataConnectionHasItsOwnTimes);
    }

    /** @param limit between two readings of a clock; the transfer takes six times as long */
    private void dataConnectionHasItsOwnTimes(Duration limit) {
        server.rates("test", 50_000_000 / limit.toMillis(), 0);
        try (var ftp = server.connect("test", "potato")) {
            ftp.readBytes("a.bin");
            for (var transcript : List.of(ftp.transcript(), server.transcript())) {
                var opened = last(transcript, Transcript.Opened.class);
                var closed = last(transcript, Transcript.Data.class);
                assertThat(closed.moving()).isBetween(limit.multipliedBy(2), closed.duration());
                assertThat(opened.time().plus(closed.duration()))
                        .isCloseTo(closed.time(), within(limit.toMillis(), ChronoUnit.MILLIS));
            }
            ftp.writeText("small.txt", "6");
            assertThat(entries(ftp.transcript(), Transcript.Data.class).skip(1))
                    .singleElement()
                    .returns(Duration.ZERO, Transcript.Data::moving);
        }
    }

    private static <E extends Transcript.Entry> E last(Transcript transcript, Class<E> type) {
        return entries(transcript, type).reduce((one, next) -> next).orElseThrow();
    }

    @Test
    void serverOpensTheDataConnectionInActiveMode() throws IOException {
        try (var client = RawClient.login(server, "test", "potato");
                var listening = client.active()) {
            client.write("STOR a.txt\r\n");
            try (var data = listening.accept()) {
                client.reply();
                data.getOutputStream().write(HELLO);
            }
            assertThat(client.reply()).startsWith("226 ");
            assertThat(entries(server.transcript(), Transcript.Opened.class))
                    .singleElement()
                    .satisfies(opened -> {
                        assertThat(opened.mode()).isEqualTo(Transcript.Mode.ACTIVE);
                        assertThat(opened.local().getPort()).isEqualTo(listening.getLocalPort());
                    });
            assertThat(entries(server.transcript(), Transcript.Data.class))
                    .singleElement()
                    .satisfies(data -> {
                        assertThat(data.direction()).isEqualTo(Transfer.Direction.UPLOAD);
                        assertThat(data.bytes()).isEqualTo(6);
                    });
        }
    }

    @Test
    void dataConnectionThatIsNotUsedIsClosedToo() throws IOException {
        try (var client = RawClient.login(server, "test", "potato");
                var listening = client.active();
                var data = listening.accept()) {
            client.send("EPSV");
            assertThat(data.getInputStream().read()).isNegative();
            assertThat(entries(server.transcript(), Transcript.Data.class))
                    .singleElement()
                    .returns(0L, Transcript.Data::bytes);
        }
    }

    @Test
    void sessionsAreToldApartAndRememberedAfterTheirEnd() throws IOException {
        try (var one = RawClient.connect(server);
                var other = RawClient.connect(server)) {
            one.send("NOOP");
            other.send("SYST");
            one.send("QUIT");
            other.send("HELP");
        }
        await().until(() -> server.sessions().isEmpty());
        var all = server.transcript();
        assertThat(all.sessions()).hasSize(2);
        assertThat(texts(all.session(all.sessions().get(0))))
                .contains("> NOOP", "> QUIT")
                .doesNotContain("> SYST");
        assertThat(texts(all.session(all.sessions().get(1))))
                .contains("> SYST", "> HELP")
                .doesNotContain("> NOOP");
        assertThat(all.session(-1)).isEmpty();
        assertThat(all.toString().lines())
                .anySatisfy(line -> assertThat(line)
                        .matches(" +\\d+\\.\\d{3} #" + all.sessions().get(1) + " > SYST"));
        assertThat(all.diagram().toString()).contains("#" + all.sessions().get(0) + " NOOP");
        assertThat(all).extracting(Transcript.Entry::time).isSorted();
    }

    @Test
    void sessionHasATranscriptOfItsOwn() throws IOException {
        try (var one = RawClient.connect(server);
                var other = RawClient.connect(server)) {
            one.send("NOOP");
            other.send("SYST");
            var transcript = server.transcript(server.sessions().get(1));
            assertThat(texts(transcript)).containsExactly("< 220 FtpLab ready.", "> SYST", "< 215 UNIX Type: L8");
            assertThat(transcript)
                    .extracting(Transcript.Entry::session)
                    .containsOnly(server.sessions().get(1).client().id());
            assertThat(transcript.began())
                    .isBeforeOrEqualTo(transcript.entries().get(0).time());
        }
    }

    @Test
    void commandsAreReturnedAsTheyWereSent() throws IOException {
        try (var client = RawClient.login(server, "test", "potato")) {
            client.send("retr nothing");
            client.send("REST 5");
            client.send("RETRX a");
            client.send("SITE CHMOD 644  a ");
            client.send("SITE HELP");
            client.send("RETR");
        }
        assertThat(server.commands("RETR", "rest")).containsExactly("retr nothing", "REST 5", "RETR");
        assertThat(server.commands("SITE CHMOD")).containsExactly("SITE CHMOD 644  a ");
        assertThat(server.commands("SITE")).hasSize(2);
        assertThat(server.commands("PASS")).containsExactly("PASS ****");
        assertThat(server.commands())
                .startsWith("USER test", "PASS ****", "TYPE I")
                .hasSize(9);
    }

    @Test
    void passwordIsNowhere() throws IOException {
        for (var line : List.of("PASS s3cret", "pass s3cret", " PASS s3cret", "PASS\ts3cret", "SITE PSWD a s3cret")) {
            try (var client = RawClient.connect(server)) {
                client.send("USER test");
                client.send(line);
            }
        }
        assertThat(server.transcript().toString()).doesNotContain("s3cret").contains("****");
        assertThat(server.commands()).noneMatch(line -> line.contains("s3cret"));
    }

    @Test
    void encryptedSessionIsReadableAndSaysFromWhenOnItWas() throws IOException {
        Files.write(home.resolve("a.txt"), HELLO);
        var secure = servers.start(FtpServerBuilder::tls);
        try (var client = TlsClient.login(secure, "TLSv1.3", "test", "potato")) {
            client.receive("RETR a.txt");
        }
        var transcript = secure.transcript();
        assertThat(entries(transcript, Transcript.Secured.class))
                .extracting(Transcript.Secured::channel, Transcript.Secured::protocol)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Transcript.Channel.CONTROL, "TLSv1.3"),
                        org.assertj.core.groups.Tuple.tuple(Transcript.Channel.DATA, "TLSv1.3"));
        var steps = transcript.diagram().steps();
        assertThat(steps)
                .filteredOn(step -> step.text().matches("USER.*|RETR.*|226.*|.* bytes in .*"))
                .hasSize(4)
                .extracting(Diagram.Step::protection)
                .containsOnly(Diagram.Protection.TLS);
        assertThat(steps)
                .filteredOn(step -> step.text().matches("220.*|AUTH.*|234.*"))
                .hasSize(3)
                .extracting(Diagram.Step::protection)
                .containsOnly(Diagram.Protection.CLEAR);
    }

    @Test
    void implicitTlsIsThereFromTheBeginning() throws IOException {
        var secure = servers.start(FtpServerBuilder::implicitTls);
        try (var ftp = secure.connect("test", "potato")) {
            ftp.pwd();
        }
        assertThat(secure.transcript().diagram().steps())
                .filteredOn(step -> step.kind().isControl())
                .extracting(Diagram.Step::protection)
                .containsOnly(Diagram.Protection.TLS);
    }

    @Test
    void linesThatAreNoCommandsAreShownSafely() throws IOException {
        try (var client = RawClient.connect(server)) {
            client.send("\u001b[31mRED");
            client.write(new byte[] {(byte) 0xC3, '\r', '\n'});
            client.reply();
        }
        assertThat(server.transcript().toString()).contains("> ␛[31mRED").doesNotContain("\u001b");
    }
}
