package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.testing.FakeServer;
import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A scripted server, and clients with short timeouts. */
@WithServer
abstract class FtpClientFixture {

    private static final FtpClientBuilder SHORT = FtpClient.builder()
            .connectTimeout(Duration.ofSeconds(2))
            .replyTimeout(Duration.ofMillis(600))
            .dataTimeout(Duration.ofMillis(600));

    @TempDir
    Path directory;

    @Given
    FakeServer server;

    final List<FtpClient> clients = new ArrayList<>();

    @AfterEach
    void closeClients() {
        clients.forEach(FtpClient::close);
    }

    FtpClient connect() {
        var ftp = SHORT.connect("127.0.0.1", server.port());
        clients.add(ftp);
        return ftp;
    }

    FtpClient login() {
        return connect().login("test", "potato");
    }

    static FtpException.Refused refused(Runnable call) {
        return (FtpException.Refused) thrown(call, FtpException.Refused.class);
    }

    static Throwable thrown(Runnable call, Class<? extends Throwable> type) {
        var caught = catchThrowable(call::run);
        assertThat(caught).isInstanceOf(type);
        return caught;
    }

    static List<String> names(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    static void waitForEnd(Socket data) {
        try {
            data.getInputStream().readAllBytes();
        } catch (IOException e) {
            // a reset ends it too
        }
    }

    static void pause(long millis) {
        await().pollDelay(Duration.ofMillis(millis)).until(() -> true);
    }
}
