package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.testing.ShortLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Uploads of a file, and the client's message when the server aborts one. */
class FtpClientUploadTest extends FtpClientFixture {

    @Test
    void uploadTakesTheNameOrTheDirectory() throws IOException {
        var received = new CopyOnWriteArrayList<byte[]>();
        server.on("STOR", (talk, argument) -> received.add(talk.takeData()));
        var ftp = login();
        var file = Files.write(directory.resolve("a.txt"), new byte[3_000_000]);
        assertThat(ftp.upload(file).remote()).isEqualTo("a.txt");
        assertThat(ftp.upload(file, "pub/").remote()).isEqualTo("pub/a.txt");
        assertThat(ftp.upload(file, "b.txt").toString()).contains("uploaded ", " → b.txt (3 MB, ", "/s)");
        await().until(() -> received.size() == 3);
        assertThat(received).allSatisfy(bytes -> assertThat(bytes).hasSize(3_000_000));
    }

    @Test
    void emptyFileIsMoved() throws IOException {
        server.on("STOR", (talk, argument) -> talk.takeData()).on("RETR", (talk, argument) -> talk.sendData(""));
        var ftp = login();
        assertThat(ftp.upload(Files.createFile(directory.resolve("empty"))).bytes())
                .isZero();
        assertThat(ftp.download("empty", directory.resolve("copy")).bytesPerSecond())
                .isZero();
        assertThat(directory.resolve("copy")).isEmptyFile();
    }

    @Test
    void missingLocalFileIsAnErrorBeforeAnythingIsSent() {
        var ftp = login();
        int before = server.commands().size();
        assertThat(thrown(() -> ftp.upload(directory.resolve("nope.txt")), FtpException.LocalFile.class))
                .hasMessageContainingAll("cannot upload", "nope.txt", "there is no such file", "nothing was sent");
        assertThat(thrown(() -> ftp.upload(directory), FtpException.LocalFile.class))
                .hasMessageContaining("it is a directory");
        assertThat(server.commands()).hasSize(before);
    }

    @Test
    void refusedUploadLeavesTheSessionInStep() throws IOException {
        server.on("STOR", "553 No.");
        var ftp = login();
        var file = Files.writeString(directory.resolve("a"), "x");
        assertThat(refused(() -> ftp.upload(file)).code()).isEqualTo(553);
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void uploadThatTheServerBreaksOffTellsItsReason() throws IOException {
        server.on("STOR", (talk, argument) -> {
            try (var data = talk.beginData()) {
                data.setSoLinger(true, 0);
                assertThat(data.getInputStream().read()).isZero();
            }
            talk.say("552 quota exceeded");
        });
        var ftp = login();
        var file = Files.write(directory.resolve("a"), new byte[20_000_000]);
        var e = refused(() -> ftp.upload(file));
        assertThat(e.code()).isEqualTo(552);
        assertThat(e).hasMessageContaining("no room left");
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void uploadThatNobodyReadsIsGivenUp() throws IOException {
        server.on("STOR", (talk, argument) -> {
            try (var data = talk.beginData()) {
                assertThat(data.isConnected()).isTrue();
                talk.hear();
                talk.say("426 broken off");
                talk.say("226 aborted");
            }
        });
        var file = Files.write(directory.resolve("a"), new byte[50_000_000]);
        ShortLimit.from(HASTE, limit -> {
            var ftp = login(limit);
            assertThat(thrown(() -> ftp.upload(file), FtpException.Connection.class))
                    .hasMessageContaining("stalled");
            assertThat(ftp.pwd()).isEqualTo("/");
        });
    }
}
