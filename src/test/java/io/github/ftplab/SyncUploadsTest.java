package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Alone;
import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.Servers;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Uploads that are on the disk when they are acknowledged, as the JDK's flight recorder sees it. */
@Alone
@WithServer
class SyncUploadsTest {

    private static final byte[] NEW = "new content\n".getBytes(StandardCharsets.UTF_8);

    /** How often a command writes to the disk: the file, and its directory if the file is new or replaced there. */
    private record Row(String command, int forced) {}

    private static final List<Row> ROWS = List.of(
            new Row("STOR new", 2),
            new Row("STOR new", 2),
            new Row("APPE new", 1),
            new Row("APPE newer", 2),
            new Row("STOU unique", 2),
            new Row("STOR directory/new", 2));

    @TempDir
    Path recordings;

    @Given
    Path home;

    @Given
    Servers servers;

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows can't write a directory to the disk")
    void acknowledgedUploadIsOnTheDisk() throws IOException {
        Files.createDirectory(home.resolve("directory"));
        var server = servers.start(FtpServerBuilder::syncUploads);
        try (var client = RawClient.login(server, "test", "potato")) {
            client.send("TYPE I");
            for (var row : ROWS) {
                assertThat(forced(client, row.command())).as(row.command()).isEqualTo(row.forced());
            }
            client.send("REST 3");
            assertThat(forced(client, "STOR new")).as("resumed").isEqualTo(1);
        }
    }

    @Test
    void nothingWaitsForTheDiskByDefault() throws IOException {
        var server = servers.start(builder -> builder);
        try (var client = RawClient.login(server, "test", "potato")) {
            client.send("TYPE I");
            assertThat(forced(client, "STOR new")).isZero();
            assertThat(forced(client, "STOR new")).isZero();
        }
    }

    /** A file system in memory has no disk to write to. */
    @Test
    void homeInMemoryHasNoDisk() throws IOException {
        var memory = FtpServer.inMemory();
        try (var server = servers.builder()
                        .user("ann", "potato", memory, "elrw")
                        .syncUploads()
                        .start();
                var client = RawClient.login(server, "ann", "potato")) {
            client.send("TYPE I");
            assertThat(client.transmit("STOR new", NEW)).startsWith("226 ");
            assertThat(client.transmit("STOR new", NEW)).startsWith("226 ");
        }
        assertThat(memory.resolve("new")).hasBinaryContent(NEW);
        memory.getFileSystem().close();
    }

    /** {@return how often the JDK wrote a file or directory to the disk during an upload} */
    private long forced(RawClient client, String command) throws IOException {
        try (var recording = new Recording()) {
            recording.enable("jdk.FileForce").withThreshold(Duration.ZERO);
            recording.start();
            assertThat(client.transmit(command, NEW)).startsWith("226 ");
            recording.stop();
            var file = recordings.resolve(command.replaceAll("\\W", "-") + ".jfr");
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().equals("jdk.FileForce"))
                    .count();
        }
    }
}
