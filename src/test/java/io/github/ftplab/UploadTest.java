package io.github.ftplab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.Servers;
import io.github.ftplab.testing.ShortLimit;
import io.github.ftplab.testing.WithServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file is replaced only when the upload is complete, in homes of every kind. */
@WithServer
@ParameterizedClass
@EnumSource(UploadTest.Kind.class)
class UploadTest {

    private static final String OLD = "the old file, which is good\n";
    private static final byte[] NEW = "new".repeat(100_000).getBytes(UTF_8);

    private static final int ROUNDS = 30;

    /** The kind of home and directory. */
    enum Kind {
        /** A directory that is accessed by its path. */
        DISK(""),
        /** A directory that is held open, if the system supports it. */
        DISK_DIRECTORY("dir/"),
        IN_MEMORY(""),
        IN_MEMORY_DIRECTORY("dir/"),
        MAC("dir/"),
        WINDOWS("dir/"),
        ZIP("dir/");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }

        private Path home(Path directory) throws IOException {
            return switch (this) {
                case DISK, DISK_DIRECTORY -> directory;
                case IN_MEMORY, IN_MEMORY_DIRECTORY -> FtpServer.inMemory();
                case MAC -> Jimfs.newFileSystem(Configuration.osX()).getPath("/");
                case WINDOWS -> Jimfs.newFileSystem(Configuration.windows()).getPath("C:\\");
                case ZIP ->
                    FileSystems.newFileSystem(directory.resolve("home.zip"), Map.of("create", "true"))
                            .getPath("/");
            };
        }
    }

    /** What interrupts an upload. */
    private enum End {
        ABOR {
            @Override
            void come(UploadTest test, Socket data) throws IOException {
                assertThat(test.client.send("ABOR")).startsWith("426 ");
                assertThat(test.client.reply()).startsWith("226 ");
            }
        },
        CONTROL_CONNECTION_CLOSED {
            @Override
            void come(UploadTest test, Socket data) {
                test.client.close();
            }
        },
        CLIENT_KILLED {
            @Override
            void come(UploadTest test, Socket data) throws IOException {
                test.client.close();
                data.close();
            }
        },
        DATA_CONNECTION_RESET {
            @Override
            void come(UploadTest test, Socket data) throws IOException {
                data.setSoLinger(true, 0);
                data.close();
                assertThat(test.client.reply()).startsWith("426 ");
            }
        },
        CLIENT_DISCONNECTED_BY_THE_SERVER {
            @Override
            void come(UploadTest test, Socket data) {
                test.server.sessions().forEach(session -> test.server.disconnect(session));
            }
        },
        SERVER_STOPPED {
            @Override
            void come(UploadTest test, Socket data) {
                test.server.stop();
                assertThat(test.directory()).as("at once").satisfies(UploadTest::hasNothingBeside);
            }
        };

        abstract void come(UploadTest test, Socket data) throws IOException;
    }

    @Given
    Path home;

    @Given
    Servers servers;

    @Given
    FtpServer server;

    @Given
    RawClient client;

    private final Kind kind;
    private final String file;

    UploadTest(Kind kind, @TempDir Path directory) throws IOException {
        this.kind = kind;
        home = kind.home(directory);
        file = kind.prefix + "file";
    }

    @BeforeEach
    void fill() throws IOException {
        Files.createDirectory(home.resolve("dir"));
    }

    private Path directory() {
        return kind.prefix.isEmpty() ? home : home.resolve("dir");
    }

    private Path path(String name) {
        return directory().resolve(name);
    }

    private static void hasNothingBeside(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            assertThat(entries.map(entry -> String.valueOf(entry.getFileName())).filter(name -> name.startsWith(".")))
                    .isEmpty();
        }
    }

    private void givenOldFile() throws IOException {
        Files.writeString(path("file"), OLD);
    }

    /** Sends part of a file, and waits until the server has it. */
    private Socket begin(RawClient sender, String command, byte[] part) throws IOException {
        var data = sender.passive();
        assertThat(sender.send(command)).startsWith("150 ");
        data.getOutputStream().write(part);
        await().until(() -> sender.send("STAT").contains(": " + part.length + " bytes so far"));
        return data;
    }

    private void awaitFailures(int count) {
        await().untilAsserted(() -> {
            assertThat(server.log().toString().split("completed=0", -1)).hasSize(count + 1);
            assertThat(directory()).satisfies(UploadTest::hasNothingBeside);
        });
    }

    @Test
    void completeUploadReplacesTheFile() throws IOException {
        givenOldFile();
        assertThat(client.transmit("STOR " + file, NEW)).isEqualTo("226 Transfer complete.");
        assertThat(Files.readAllBytes(path("file"))).isEqualTo(NEW);
        assertThat(client.transmit("STOR " + file, new byte[0])).startsWith("226 ");
        assertThat(Files.size(path("file"))).isZero();
        assertThat(directory()).satisfies(UploadTest::hasNothingBeside);
    }

    @ParameterizedTest
    @EnumSource
    void uploadThatIsCutOffLeavesTheOldFile(End end) throws IOException {
        givenOldFile();
        try (var data = begin(client, "STOR " + file, NEW)) {
            end.come(this, data);
            awaitFailures(1);
        }
        assertThat(Files.readString(path("file"))).isEqualTo(OLD);
    }

    /** A client that has the final reply may use the file at once, in another session too. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fileIsFreeWhenItsUploadIsAnswered(boolean whole) throws IOException {
        givenOldFile();
        try (var other = RawClient.login(server, "test", "potato")) {
            for (int i = 1; i <= ROUNDS; i++) {
                var first = i % 2 == 0 ? client : other;
                try (var data = begin(first, "STOR " + file, NEW)) {
                    if (!whole) {
                        data.setSoLinger(true, 0);
                    }
                }
                assertThat(first.reply()).startsWith(whole ? "226 " : "426 ");
            }
        }
    }

    /** Both connections end at the same moment: the part that has arrived must not pass for the whole file. */
    @Test
    void killedClientNeverReplacesAFile() throws IOException {
        givenOldFile();
        for (int i = 1; i <= ROUNDS; i++) {
            try (var killed = RawClient.login(server, "test", "potato");
                    var data = begin(killed, "STOR " + file, new byte[i])) {
                killed.close();
                data.close();
            }
            awaitFailures(i);
            assertThat(Files.readString(path("file"))).isEqualTo(OLD);
        }
    }

    @Test
    void uploadThatStallsLeavesTheOldFile() throws IOException {
        givenOldFile();
        ShortLimit.from(Duration.ofMillis(300), limit -> {
            try (var strict = servers.builder()
                            .limits(ServerLimits.DEFAULT.dataTimeout(limit))
                            .start();
                    var stalling = RawClient.login(strict, "test", "potato");
                    var data = stalling.passive()) {
                assertThat(stalling.send("STOR " + file)).startsWith("150 ");
                data.getOutputStream().write(1);
                assertThat(stalling.reply()).startsWith("426 ");
            }
        });
        assertThat(Files.readString(path("file"))).isEqualTo(OLD);
        assertThat(directory()).satisfies(UploadTest::hasNothingBeside);
    }

    @Test
    void compressedUploadThatEndsTooEarlyLeavesTheOldFile() throws IOException {
        givenOldFile();
        var compressed = new ByteArrayOutputStream();
        try (var deflater = new DeflaterOutputStream(compressed)) {
            deflater.write(NEW);
        }
        client.send("MODE Z");
        var half = Arrays.copyOf(compressed.toByteArray(), compressed.size() / 2);
        assertThat(client.transmit("STOR " + file, half)).startsWith("426 ");
        assertThat(Files.readString(path("file"))).isEqualTo(OLD);
        assertThat(client.transmit("STOR " + file, compressed.toByteArray())).startsWith("226 ");
        assertThat(Files.readAllBytes(path("file"))).isEqualTo(NEW);
        assertThat(directory()).satisfies(UploadTest::hasNothingBeside);
    }

    @Test
    void newFileThatWasCutOffStaysAndIsResumed() throws IOException {
        try (var data = begin(client, "STOR " + file, NEW)) {
            End.ABOR.come(this, data);
        }
        assertThat(client.send("SIZE " + file)).isEqualTo("213 " + NEW.length);
        client.send("REST " + NEW.length);
        assertThat(client.transmit("STOR " + file, "rest".getBytes(UTF_8))).startsWith("226 ");
        assertThat(client.transmit("APPE " + file, ", more".getBytes(UTF_8))).startsWith("226 ");
        assertThat(Files.readString(path("file"))).isEqualTo(new String(NEW, UTF_8) + "rest, more");
    }

    @Test
    void readersHaveTheOldFileUntilThen() throws IOException {
        Files.write(path("file"), NEW);
        try (var reader = RawClient.login(server, "test", "potato");
                var reading = reader.passive();
                var data = begin(client, "STOR " + file, OLD.getBytes(UTF_8))) {
            assertThat(reader.send("RETR " + file)).startsWith("150 ");
            try (var other = RawClient.login(server, "test", "potato")) {
                assertThat(other.send("SIZE " + file)).isEqualTo("213 " + NEW.length);
                assertThat(other.receive("RETR " + file).bytes()).isEqualTo(NEW);
                assertThat(other.receive("NLST " + kind.prefix).text()).doesNotContain("part");
            }
            data.close();
            assertThat(client.reply()).startsWith("226 ");
            assertThat(reading.getInputStream().readAllBytes()).isEqualTo(NEW);
            assertThat(reader.reply()).startsWith("226 ");
            assertThat(reader.receive("RETR " + file).text()).isEqualTo(OLD);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"STOR", "APPE", "REST"})
    void secondWriterIsToldToWait(String first) throws IOException {
        givenOldFile();
        if (first.equals("REST")) {
            client.send("REST 0");
        }
        var command = (first.equals("APPE") ? "APPE " : "STOR ") + file;
        try (var second = RawClient.login(server, "test", "potato")) {
            try (var data = begin(client, command, NEW)) {
                for (var other : List.of("STOR ", "APPE ")) {
                    assertThat(second.transmit(other + file, new byte[9]))
                            .isEqualTo("450 " + file + ": Another upload to this file is running; try again later.");
                }
                second.send("REST 1");
                assertThat(second.transmit("STOR " + file, new byte[9])).startsWith("450 ");
                assertThat(second.transmit("STOR " + kind.prefix + "other", new byte[9]))
                        .startsWith("226 ");
                assertThat(data.isClosed()).isFalse();
            }
            assertThat(client.reply()).startsWith("226 ");
            var expected = (first.equals("APPE") ? OLD : "") + new String(NEW, UTF_8);
            assertThat(Files.readString(path("file"))).isEqualTo(expected);
            assertThat(second.transmit("STOR " + file, new byte[9])).startsWith("226 ");
        }
    }

    @Test
    void secondWriterOfANewFileIsToldToWait() throws IOException {
        try (var second = RawClient.login(server, "test", "potato")) {
            try (var data = begin(client, "STOR " + file, NEW)) {
                assertThat(second.transmit("STOR " + file, new byte[9])).startsWith("450 ");
                assertThat(second.transmit("APPE " + file, new byte[9])).startsWith("450 ");
                assertThat(second.transmit("STOU " + file, new byte[9])).startsWith("226 ");
                assertThat(data.isClosed()).isFalse();
            }
            assertThat(client.reply()).startsWith("226 ");
            assertThat(Files.readAllBytes(path("file"))).isEqualTo(NEW);
            assertThat(Files.size(path("file.1"))).isEqualTo(9);
        }
    }

    @Test
    void uploadWithoutADataConnectionChangesNothing() throws IOException {
        givenOldFile();
        for (var command : List.of("STOR " + file, "STOR " + kind.prefix + "new", "APPE " + kind.prefix + "new")) {
            assertThat(client.send(command)).startsWith("425 ");
        }
        assertThat(Files.readString(path("file"))).isEqualTo(OLD);
        assertThat(path("new")).doesNotExist();
        assertThat(client.transmit("STOR " + file, NEW)).startsWith("226 ");
    }

    @Test
    void fileThatIsMovedOverAnUploadThatNeverBeginsStays() throws IOException {
        assumeTrue(
                kind == Kind.DISK || kind == Kind.DISK_DIRECTORY,
                "elsewhere a file that is open can't be told from another");
        givenOldFile();
        try (var other = RawClient.login(server, "test", "potato")) {
            assertThat(client.send("EPSV")).startsWith("229 ");
            assertThat(client.send("STOR " + kind.prefix + "new")).startsWith("150 ");
            assertThat(other.send("RNFR " + file)).startsWith("350 ");
            assertThat(other.send("RNTO " + kind.prefix + "new")).startsWith("250 ");
            assertThat(client.send("ABOR")).startsWith("426 ");
            assertThat(client.reply()).startsWith("226 ");
        }
        assertThat(Files.readString(path("new"))).isEqualTo(OLD);
    }

    @Test
    void fileThatIsDeletedDuringItsUploadIsMade() throws IOException {
        givenOldFile();
        try (var other = RawClient.login(server, "test", "potato");
                var data = begin(client, "STOR " + file, NEW)) {
            assertThat(other.send("DELE " + file)).startsWith("250 ");
            data.close();
            assertThat(client.reply()).startsWith("226 ");
        }
        assertThat(Files.readAllBytes(path("file"))).isEqualTo(NEW);
    }

    @Test
    void directoryIsNotRemovedUnderAnUpload() throws IOException {
        Assumptions.assumeFalse(kind.prefix.isEmpty() || kind == Kind.ZIP, "zipfs adds a file when it is closed");
        givenOldFile();
        try (var other = RawClient.login(server, "test", "potato");
                var data = begin(client, "STOR " + file, NEW)) {
            assertThat(other.send("DELE " + file)).startsWith("250 ");
            assertThat(other.send("RMD dir")).isEqualTo("550 dir: Directory not empty.");
            data.close();
            assertThat(client.reply()).startsWith("226 ");
        }
        assertThat(Files.readAllBytes(path("file"))).isEqualTo(NEW);
    }

    /** A local process can delete it, or a client in a zip file system. */
    @Test
    void uploadFailsIfItsDirectoryHasGone() throws IOException {
        Assumptions.assumeFalse(kind.prefix.isEmpty(), "the home itself stays");
        givenOldFile();
        try (var data = begin(client, "STOR " + file, NEW)) {
            try (var entries = Files.list(directory())) {
                for (var entry : entries.toList()) {
                    Files.delete(entry);
                }
            }
            Files.delete(directory());
            data.close();
            assertThat(client.reply()).startsWith("451 ");
        }
        assertThat(client.send("NOOP")).startsWith("200 ");
        assertThat(client.transmit("STOR file", NEW)).startsWith("226 ");
        assertThat(Files.readAllBytes(home.resolve("file"))).isEqualTo(NEW);
    }
}
