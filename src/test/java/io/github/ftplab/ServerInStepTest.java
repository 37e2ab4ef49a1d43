package io.github.ftplab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.internal.server.file.StagedFile;
import io.github.ftplab.testing.EndlessFiles;
import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.WithServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Client and server never disagree about what has been said: no state that leaks, no answer that is missing. */
@WithServer(letters = "elradfmwMT")
class ServerInStepTest {

    private static final String TEXT = "hello world";

    @Given
    Path home;

    @Given
    FtpServer server;

    @Given
    RawClient client;

    @BeforeEach
    void fill() throws IOException {
        Files.writeString(home.resolve("a"), TEXT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STOR no/such/file",
                "STOR",
                "RETR nope",
                "APPE a",
                "STOU",
                "LIST nope",
                "NLST nope",
                "MLSD nope",
                "DELE nope",
                "MKD a",
                "RNFR nope",
                "CWD nope",
                "PWD",
                "HASH a",
                "ABOR",
                "SITE nope",
                "nonsense",
                "REST x",
                "REST",
            })
    void restCountsForTheNextCommandOnly(String next) throws IOException {
        assertThat(client.send("REST 6")).startsWith("350 ");
        client.send(next);
        assertThat(client.receive("RETR a").text()).isEqualTo(TEXT);
    }

    @Test
    void restCountsForTheNextCommandAlsoIfThatCannotBeRead() throws IOException {
        for (var line :
                new byte[][] {("STOR " + "x".repeat(100_000)).getBytes(UTF_8), {'S', (byte) 0xC0, (byte) 0xAF}}) {
            assertThat(client.send("REST 6")).startsWith("350 ");
            client.write(line);
            assertThat(client.send("")).startsWith("50");
            assertThat(client.receive("RETR a").text()).isEqualTo(TEXT);
        }
    }

    @Test
    void restCountsForOneTransferOnly() throws IOException {
        client.send("REST 6");
        assertThat(client.receive("RETR a").text()).isEqualTo("world");
        assertThat(client.receive("RETR a").text()).isEqualTo(TEXT);
        client.send("REST 6");
        assertThat(client.receive("NLST").text()).isEqualTo("a\r\n");
        assertThat(client.receive("RETR a").text()).isEqualTo(TEXT);
    }

    /** Clients send these between REST and the transfer. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "TYPE I",
                "MODE S",
                "STRU F",
                "PASV",
                "EPSV",
                "PORT 1,2,3",
                "NOOP",
                "ALLO 10",
                "STAT",
                "SIZE a",
                "MDTM a"
            })
    void whatPreparesATransferKeepsRest(String between) throws IOException {
        client.send("REST 6");
        client.send(between);
        assertThat(client.receive("RETR a").text()).isEqualTo("world");
    }

    /** As from {@code printf … | nc -N}. */
    @Test
    void halfClosedConnectionGetsAllItsAnswers() throws IOException {
        try (var piped = RawClient.connect(server)) {
            piped.write("USER test\r\nPASS potato\r\nPWD\r\nQUIT\r\n");
            piped.endOutput();
            assertThat(Stream.of(piped.reply(), piped.reply(), piped.reply(), piped.reply()))
                    .extracting(reply -> reply.substring(0, 4))
                    .containsExactly("331 ", "230 ", "257 ", "221 ");
            assertThat(piped.isEnded()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"STAT .", "STAT a", "HASH a", "XMD5 a", "MMD5 a,a", "MLST a", "SITE CHMOD 600 a"})
    void halfClosedConnectionGetsAnswersAboutFiles(String command) throws IOException {
        client.write(command + "\r\nQUIT\r\n");
        client.endOutput();
        assertThat(client.reply()).startsWith("2");
        assertThat(client.reply()).startsWith("221 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOOP", "MKD x"})
    void halfClosedConnectionIsClosedAfterTheLastAnswer(String command) throws IOException {
        int count = 300;
        client.write((command + "\r\n").repeat(count) + "an incomplete line");
        client.endOutput();
        for (int i = 0; i < count; i++) {
            assertThat(client.reply()).matches("(200|257|550) .*");
        }
        assertThat(client.isEnded()).isTrue();
        await().until(() -> server.sessions().isEmpty());
    }

    @Test
    void halfClosedConnectionWithoutCommandsIsClosed() throws IOException {
        client.endOutput();
        assertThat(client.isEnded()).isTrue();
        await().until(() -> server.sessions().isEmpty());
    }

    /** A client that was killed closes its connections in the same way. */
    @Test
    void uploadOfAHalfClosedConnectionIsNotTakenForComplete() throws IOException {
        try (var data = client.passive()) {
            client.write("STOR a\r\nPWD\r\n");
            data.getOutputStream().write("half".getBytes(UTF_8));
            client.endOutput();
        }
        var replies = client.rest();
        assertThat(replies).doesNotContain("226 ").contains("257 ");
        assertThat(home.resolve("a")).hasContent(TEXT);
    }

    @Test
    void digestOfAHalfClosedConnectionEndsAndTheRestIsAnswered() throws Exception {
        var files = new EndlessFiles();
        server.addUser("other", "potato", files.home(), "elr");
        try (var other = RawClient.login(server, "other", "potato")) {
            other.write("HASH endless\r\nPWD\r\nQUIT\r\n");
            files.awaitTaken(1);
            other.endOutput();
            assertThat(other.reply()).startsWith("426 ");
            assertThat(other.reply()).startsWith("257 ");
            assertThat(other.reply()).startsWith("221 ");
        }
        files.awaitClosed();
    }

    private static Stream<Arguments> brokenStreams() throws IOException {
        var compressed = new ByteArrayOutputStream();
        try (var deflater = new DeflaterOutputStream(compressed)) {
            deflater.write(TEXT.getBytes(UTF_8));
        }
        var whole = compressed.toByteArray();
        var damaged = whole.clone();
        damaged[damaged.length - 1] ^= 1;
        return Stream.of(
                Arguments.of("not a zlib stream", "this is not compressed".getBytes(UTF_8)),
                Arguments.of("not a zlib stream", damaged),
                Arguments.of("end before the zlib stream", Arrays.copyOf(whole, whole.length / 2)),
                Arguments.of("follow the end of the zlib stream", Arrays.copyOf(whole, whole.length + 1)));
    }

    @ParameterizedTest
    @MethodSource("brokenStreams")
    void failuresOfModeZSaySo(String reason, byte[] bytes) throws IOException {
        client.send("MODE Z");
        assertThat(client.transmit("STOR a", bytes))
                .startsWith("426 ")
                .contains("MODE Z")
                .contains(reason);
        assertThat(client.send("MODE S")).startsWith("200 ");
        assertThat(client.receive("RETR a").text()).isEqualTo(TEXT);
    }

    @Test
    void directoryAppearsUnderNoOtherName() throws IOException {
        Files.createDirectory(home.resolve("deep"));
        try (var watcher = home.getFileSystem().newWatchService()) {
            var key = home.register(watcher, StandardWatchEventKinds.ENTRY_CREATE);
            assertThat(client.send("MKD deep/new")).startsWith("257 ");
            assertThat(client.send("MKD last")).startsWith("257 ");
            var appeared = new ArrayList<String>();
            await().until(() -> {
                key.pollEvents().forEach(event -> appeared.add(String.valueOf(event.context())));
                return appeared.contains("last");
            });
            assertThat(appeared).allMatch(name -> name.equals("last") || StagedFile.isName(name));
        }
        assertThat(home.resolve("deep/new")).isDirectory();
        assertThat(client.receive("NLST").text()).isEqualTo("a\r\ndeep\r\nlast\r\n");
    }
}
