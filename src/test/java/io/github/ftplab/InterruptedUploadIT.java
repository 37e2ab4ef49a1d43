package io.github.ftplab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.testing.ForeignClient;
import io.github.ftplab.testing.ForeignClient.Login;
import io.github.ftplab.testing.ForeignClient.Tls;
import io.github.ftplab.testing.NothingLeft;
import io.github.ftplab.testing.Programs;
import io.github.ftplab.testing.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Third-party clients that are killed in the middle of an upload, and several that upload to the same file at once. */
@Timeout(120)
@ExtendWith(NothingLeft.class)
class InterruptedUploadIT {

    private static final String OLD = "old\n";

    /** Slow enough for an upload to last a while. */
    private static final int BYTES_A_SECOND = 500_000;

    private final byte[] content = new byte[3_000_000];

    @TempDir
    Path directory;

    private Path home;
    private Path local;
    private FtpServer server;

    @BeforeEach
    void start() throws IOException {
        new Random(1).nextBytes(content);
        home = Files.createDirectory(directory.resolve("home"));
        local = Files.write(directory.resolve("local"), content);
        server = FtpServer.builder()
                .user("test", "potato", home, "elradfmwM")
                .limits(ServerLimits.DEFAULT.rates(0, BYTES_A_SECOND))
                .port(0)
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Login login() {
        return new Login(Tls.NONE, "127.0.0.1", server.port(), "test", "potato", false, local);
    }

    private Running upload(ForeignClient client, String remote) {
        var running = client.upload(login(), local, remote).start();
        await().until(() -> server.sessions().stream()
                .anyMatch(
                        session -> session.transfer().filter(t -> t.bytes() > 0).isPresent()));
        return running;
    }

    private void kill(ForeignClient client, String remote) {
        upload(client, remote).close();
        await().untilAsserted(() -> assertThat(server.log().toString()).contains("STOR /" + remote + " completed="));
    }

    @ParameterizedTest
    @EnumSource(names = {"CURL", "LFTP", "FTPLIB"})
    void oldFileIsThereWhenTheClientWasKilled(ForeignClient client) throws IOException {
        Files.writeString(home.resolve("file"), OLD);
        kill(client, "file");
        assertThat(server.log().toString()).contains("STOR /file completed=0");
        await().untilAsserted(() -> assertThat(home.toFile().list()).containsExactly("file"));
        assertThat(home.resolve("file")).hasContent(OLD);
        server.rates("test", 0, 0);
        client.upload(login(), local, "file").run().ok();
        assertThat(home.resolve("file")).hasBinaryContent(content);
    }

    @ParameterizedTest
    @EnumSource(names = {"CURL", "LFTP", "FTPLIB"})
    void beginningOfANewFileStays(ForeignClient client) throws IOException {
        kill(client, "file");
        var begun = Files.readAllBytes(home.resolve("file"));
        assertThat(begun).hasSizeBetween(1, content.length - 1);
        assertThat(content).startsWith(begun);
    }

    @Test
    void curlGoesOnWithIt() throws IOException {
        kill(ForeignClient.CURL, "file");
        server.rates("test", 0, 0);
        Programs.command(
                        Programs.find("curl"),
                        "-sS",
                        "-C",
                        "-",
                        "-T",
                        local,
                        "-u",
                        "test:potato",
                        server.uri() + "file")
                .run()
                .ok();
        assertThat(home.resolve("file")).hasBinaryContent(content);
    }

    @Test
    void lftpGoesOnWithIt() throws IOException {
        kill(ForeignClient.LFTP, "file");
        server.rates("test", 0, 0);
        var script = "set net:max-retries 1; set cmd:fail-exit yes; open -u test,potato %s; put -c %s -o file"
                .formatted(server.uri(), local);
        Programs.command(Programs.find("lftp"), "--norc", "-c", script).run().ok();
        assertThat(home.resolve("file")).hasBinaryContent(content);
    }

    @ParameterizedTest
    @EnumSource(names = {"CURL", "LFTP", "FTPLIB"})
    void secondOfTwoUploadsIsRefused(ForeignClient client) throws IOException {
        Files.writeString(home.resolve("file"), OLD);
        var other = Files.write(directory.resolve("other"), "other\n".getBytes(UTF_8));
        try (var first = upload(client, "file")) {
            var second = client.upload(login(), other, "file").run();
            assertThat(second.status()).isNotZero();
            assertThat(server.log().toString()).contains("STOR /file 450 'Another upload to this file is running");
            server.rates("test", 0, 0);
            await().until(() -> !first.process().isAlive());
            assertThat(first.process().exitValue()).isZero();
        }
        assertThat(home.resolve("file")).hasBinaryContent(content);
    }
}
