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

/** A scripted server, and clients of which only the hasty ones ever have a timeout. */
@WithServer
abstract class FtpClientFixture {

    /** The time limit of the hasty clients; see {@link ShortLimit}. */
    static final Duration HASTE = Duration.ofMillis(600);

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
        return connect(patient());
    }

    FtpClient connect(FtpClientBuilder builder) {
        var ftp = builder.connect("127.0.0.1", server.port());
        clients.add(ftp);
        return ftp;
    }

    FtpClient login() {
        return connect().login("test", "potato");
    }

    /** {@return options of a client that waits longer than a test may take} */
    static FtpClientBuilder patient() {
        return limited(Duration.ofMinutes(5));
    }

    /** Logs in a client that waits no longer than this for a reply, or for more data. */
    FtpClient login(Duration limit) {
        return connect(limited(limit)).login("test", "potato");
    }

    /** {@return options of a client that waits no longer than this for anything} */
    static FtpClientBuilder limited(Duration limit) {
        return FtpClient.builder().connectTimeout(limit).replyTimeout(limit).dataTimeout(limit);
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
