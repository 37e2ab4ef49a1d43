package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A download of a file that another process writes to meanwhile. */
@WithServer
class ShrinkingFileTest {

    /** More than socket buffers hold. */
    private static final int SIZE = 24 << 20;

    @Given
    Path home;

    @Given
    RawClient client;

    @BeforeEach
    void fill() throws IOException {
        var bytes = new byte[SIZE];
        new Random(1).nextBytes(bytes);
        Files.write(home.resolve("large"), bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "NOOP, 0",
        "NOOP, 23000000",
        "TYPE A, 0",
        "TYPE A, 23000000",
        "MODE Z, 0",
        "MODE Z, 23000000",
        "REST 5, 10",
        "REST 1000000, 999999",
        "REST 1000000, 23000000"
    })
    void downloadOfAFileThatShrinksFails(String before, int size) throws IOException {
        assertThat(client.send(before)).matches("[23]\\d\\d .*");
        try (var data = client.passive()) {
            assertThat(client.send("RETR large")).startsWith("150 ");
            try (var file = FileChannel.open(home.resolve("large"), StandardOpenOption.WRITE)) {
                file.truncate(size);
            }
            drain(data);
            assertThat(client.reply()).isEqualTo("451 Transfer aborted: the file became shorter while it was sent.");
        }
        assertThat(client.send("NOOP")).startsWith("200 ");
    }

    /** What fits into the socket buffers may have been sent before the file shrank. */
    private static void drain(Socket data) {
        try {
            data.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException reset) {
            assertThat(reset).isInstanceOf(SocketException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"NOOP", "TYPE A", "MODE Z"})
    void downloadOfAFileThatGrowsGoesOnToItsEnd(String before) throws IOException {
        client.send(before);
        try (var data = client.passive()) {
            assertThat(client.send("RETR large")).startsWith("150 ");
            Files.write(home.resolve("large"), new byte[] {1}, StandardOpenOption.APPEND);
            drain(data);
            assertThat(client.reply()).startsWith("226 ");
        }
    }
}
