package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Alone;
import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What JDK Flight Recorder learns of a server. */
@Alone
@WithServer
class FlightRecordingTest {

    @Given
    FtpServer server;

    @TempDir
    Path directory;

    @Test
    void commandsAndTransfersAreEvents() throws IOException {
        var file = directory.resolve("server.jfr");
        long session;
        try (var recording = new Recording()) {
            recording.start();
            try (var client = RawClient.login(server, "test", "potato")) {
                session = server.sessions().get(0).client().id();
                client.transmit("STOR a.txt", new byte[12_345]);
                client.send("CWD nowhere");
                client.send("NOOP");
            }
            recording.stop();
            recording.dump(file);
        }
        var events = RecordingFile.readAllEvents(file);
        assertThat(of(events, "io.github.ftplab.Command", session))
                .extracting(event -> event.getString("command") + " " + event.getInt("code"))
                .contains("USER test 331", "PASS **** 230", "STOR a.txt 226", "CWD nowhere 550");
        assertThat(of(events, "io.github.ftplab.Transfer", session))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getString("user")).isEqualTo("test");
                    assertThat(event.getString("command")).isEqualTo("STOR");
                    assertThat(event.getString("path")).isEqualTo("/a.txt");
                    assertThat(event.getLong("bytes")).isEqualTo(12_345);
                    assertThat(event.getDuration("elapsed")).isPositive();
                    assertThat(event.getBoolean("completed")).isTrue();
                });
    }

    private static List<RecordedEvent> of(List<RecordedEvent> events, String name, long session) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals(name))
                .filter(event -> event.getLong("session") == session)
                .toList();
    }
}
