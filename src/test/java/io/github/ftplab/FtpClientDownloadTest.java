package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads to a file or a directory, and what is left after a failure. */
class FtpClientDownloadTest extends FtpClientFixture {

    @Test
    void downloadTakesTheNameOrTheDirectory() throws IOException {
        server.on("RETR", (talk, argument) -> talk.sendData("hello\n"));
        var ftp = login();
        assertThat(ftp.download("pub/a.txt", directory).local()).hasValue(directory.resolve("a.txt"));
        var transfer = ftp.download("pub/a.txt", directory.resolve("new/b.txt"));
        assertThat(directory.resolve("a.txt")).hasContent("hello\n");
        assertThat(directory.resolve("new/b.txt")).hasContent("hello\n");
        assertThat(transfer.bytes()).isEqualTo(6);
        assertThat(transfer.direction()).isEqualTo(Transfer.Direction.DOWNLOAD);
        assertThat(transfer.toString()).matches("downloaded pub/a.txt → .*b.txt \\(6 bytes, [0-9.]+ m?s\\)");
        assertThat(names(directory)).containsExactlyInAnyOrder("a.txt", "new");
    }

    @Test
    void failedDownloadLeavesNothingAndAnOlderFileAsItWas() throws IOException {
        server.on("RETR", (talk, argument) -> {
            try (var data = talk.beginData()) {
                data.getOutputStream().write(new byte[100_000]);
            }
            talk.say("451 disk broken");
        });
        var ftp = login();
        var old = Files.writeString(directory.resolve("a"), "old");
        var e = refused(() -> ftp.download("a", old));
        assertThat(e.code()).isEqualTo(451);
        assertThat(old).hasContent("old");
        assertThat(names(directory)).containsExactly("a");
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void missingFileLeavesNothing() {
        server.on("RETR", "550 No such file");
        var ftp = login();
        assertThat(refused(() -> ftp.download("nope", directory.resolve("new/a")))
                        .path())
                .contains("nope");
        assertThat(directory).isEmptyDirectory();
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"new/a", "new/b/c/a", "new/"})
    void directoriesMadeForADownloadThatFailsAreNotLeft(String target) throws IOException {
        server.on("RETR", (talk, argument) -> {
            talk.beginData().close();
            talk.say("550 No such file");
        });
        var ftp = login();
        refused(() -> ftp.download("nope", directory + "/" + target));
        assertThat(directory).isEmptyDirectory();
        Files.createDirectory(directory.resolve("new"));
        refused(() -> ftp.download("nope", directory + "/" + target));
        assertThat(directory.resolve("new")).isEmptyDirectory();
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void connectionLostDuringADownloadLeavesNothing() {
        server.on("RETR", (talk, argument) -> {
            try (var data = talk.beginData()) {
                data.getOutputStream().write(new byte[100_000]);
            }
            talk.hangUp();
        });
        var ftp = login();
        assertThat(thrown(() -> ftp.download("a", directory), FtpException.Connection.class))
                .hasMessageContainingAll("cannot download a", "was lost");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void downloadOntoAFileAsIfItWereADirectoryIsRefusedBeforeAnythingIsSent() throws IOException {
        var file = Files.writeString(directory.resolve("a"), "x");
        var ftp = login();
        assertThat(thrown(() -> ftp.download("b", file.resolve("c")), FtpException.LocalFile.class))
                .hasMessageContaining("is a file, not a directory");
        Files.createDirectory(directory.resolve("b"));
        assertThat(thrown(() -> ftp.download("b", directory), FtpException.LocalFile.class))
                .hasMessageContaining("is a local directory");
        assertThat(server.commands()).noneMatch(line -> line.startsWith("RETR"));
    }

    @Test
    void directoryThatCannotBeWrittenIsNamed() throws IOException {
        var closed = Files.createDirectory(directory.resolve("closed"));
        assumeTrue(closed.toFile().setWritable(false) && !Files.isWritable(closed), "root may write everywhere");
        assertThat(thrown(() -> login().download("a", closed), FtpException.LocalFile.class))
                .hasMessageContainingAll("cannot download a", "closed", "can't be written to", "choose another one");
    }

    @Test
    void targetThatCannotBeWrittenEndsTheTransferAndTheSessionGoesOn() {
        var nowhere = Path.of("/proc/nowhere/a");
        assumeTrue(Files.isDirectory(Path.of("/proc")), "there is no /proc");
        server.on("RETR", (talk, argument) -> {
            waitForEnd(talk.beginData());
            talk.say("426 broken");
        });
        var ftp = login();
        assertThat(thrown(() -> ftp.download("a", nowhere), FtpException.LocalFile.class))
                .hasMessageContainingAll(
                        "cannot download a", "/proc/nowhere/a can't be written", "choose another directory");
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void deviceIsWrittenToAndNotReplaced() throws IOException {
        var device = Path.of("/dev/null");
        assumeTrue(Files.exists(device), "there is no /dev/null");
        server.on("RETR", (talk, argument) -> talk.sendData("hello"));
        assertThat(login().download("a", device).bytes()).isEqualTo(5);
        assertThat(Files.isRegularFile(device)).isFalse();
    }
}
