package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps of the tutorial, with our client and our server. */
@WithServer
class TutorialTest {

    @TempDir
    Path directory;

    @Given
    Path home;

    @Given
    FtpServer server;

    @Given
    FtpClient ftp;

    @Given
    FtpServerBuilder options() {
        return FtpServer.builder().user("test", "potato", home, "elradfmwM").user("reader", "potato", home, "elr");
    }

    @BeforeEach
    void fill() throws IOException {
        Files.writeString(home.resolve("example.txt"), "hello\n");
    }

    @Test
    void dirPrintsTheLineOfTheTutorial() throws IOException {
        assertThat(ftp.dir().lines()).hasSize(1);
        assertThat(ftp.dir().lines().get(0))
                .matches("-rw-.{7} +1 [^ ]+ +[^ ]+ +6 [A-Z][a-z]{2} \\d\\d \\d\\d:\\d\\d example\\.txt");
        var posix = home.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (posix) {
            var owner = Files.getOwner(home.resolve("example.txt")).getName();
            assertThat(ftp.dir().lines().get(0)).startsWith("-rw-r--r--   1 %-8s ".formatted(owner));
        }
    }

    @Test
    void downloadTakesTheSameNameAnotherOrADirectory() throws IOException {
        var copies = Files.createDirectory(directory.resolve("copies"));
        assertThat(ftp.download("example.txt", copies).bytes()).isEqualTo(6);
        ftp.download("example.txt", directory.resolve("other.txt"));
        assertThat(copies.resolve("example.txt")).hasContent("hello\n");
        assertThat(directory.resolve("other.txt")).hasContent("hello\n");
    }

    @Test
    void quitSaysGoodbye() {
        assertThat(ftp.quit()).hasToString("221 Goodbye.");
    }

    @Test
    void uploadArrives() throws IOException {
        var file = Files.writeString(directory.resolve("exampleFile.txt"), "example\n");
        ftp.upload(file);
        assertThat(home.resolve("exampleFile.txt")).hasContent("example\n");
        assertThat(ftp.nlst()).containsExactly("example.txt", "exampleFile.txt");
        assertThat(ftp.quit()).hasToString("221 Goodbye.");
    }

    @Test
    void uploadOfAMissingFileFailsAndSendsNothing() {
        assertThatThrownBy(() -> ftp.upload(directory.resolve("exampleFile.txt")))
                .isInstanceOf(FtpException.LocalFile.class)
                .hasMessageContaining("exampleFile.txt");
        assertThat(home).isDirectoryNotContaining("glob:**exampleFile.txt");
        assertThat(server.log().toString()).doesNotContain("STOR");
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void operationWithoutItsLetterIsRefusedAndNamesIt() throws IOException {
        var file = Files.writeString(directory.resolve("new.txt"), "new\n");
        try (var reader = server.connect("reader", "potato")) {
            assertThatThrownBy(() -> reader.upload(file))
                    .isInstanceOfSatisfying(
                            FtpException.Refused.class,
                            refused -> assertThat(refused.code()).isEqualTo(550))
                    .hasMessageContaining("STOR needs the letter 'w'");
            assertThatThrownBy(() -> reader.mkdir("dir")).hasMessageContaining("MKD needs the letter 'm'");
            assertThatThrownBy(() -> reader.rename("example.txt", "x"))
                    .hasMessageContaining("RNFR needs the letter 'f'");
            assertThat(reader.size("example.txt")).isEqualTo(6);
        }
        assertThat(home.resolve("new.txt")).doesNotExist();
    }

    @Test
    void everythingElseTheTutorialUserMayDoWorks() throws IOException {
        ftp.mkdir("dir");
        ftp.cd("dir");
        assertThat(ftp.pwd()).isEqualTo("/dir");
        ftp.cd("..");
        ftp.rename("example.txt", "dir/moved.txt");
        assertThat(ftp.size("dir/moved.txt")).isEqualTo(6);
        assertThat(ftp.modified("dir/moved.txt"))
                .isEqualTo(Files.getLastModifiedTime(home.resolve("dir/moved.txt"))
                        .toInstant()
                        .truncatedTo(ChronoUnit.SECONDS));
        ftp.delete("dir/moved.txt");
        ftp.rmdir("dir");
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void wrongPasswordIsRefused() {
        try (var stranger = FtpClient.connect("127.0.0.1", server.port())) {
            assertThatThrownBy(() -> stranger.login("test", "tomato"))
                    .isInstanceOf(FtpException.Refused.class)
                    .hasMessageContaining("530")
                    .hasMessageNotContaining("tomato");
        }
    }

    @Test
    void stoppedServerIsGone() {
        int port = server.port();
        server.stop();
        assertThatThrownBy(() -> FtpClient.connect("127.0.0.1", port)).isInstanceOf(FtpException.Connection.class);
        assertThatThrownBy(() -> ftp.dir()).isInstanceOf(FtpException.class);
    }
}
