package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.ftplab.testing.FakeServer;
import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.Programs;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that send endless listings, and names that are not file names. */
@Timeout(180)
@WithServer
class HostileListingTest {

    private static final int PIECES = 1024;
    private static final String LINE = "type=file;size=1; " + "x".repeat((32 << 10) - 20) + "\r\n";

    @Given
    FakeServer server;

    @Given
    FtpClient ftp;

    @BeforeEach
    void login() {
        server.on("FEAT", "211-Features:\r\n MLST type*;size*;\r\n211 End");
        server.on("MLSD", (talk, argument) -> send(talk, LINE.repeat(32)));
        server.on("LIST", (talk, argument) -> send(talk, LINE.repeat(32)));
        ftp.login("test", "potato");
    }

    /** Sends 1 GiB, or as much of it as the client reads. */
    private static void send(FakeServer.Talk talk, String piece) throws IOException {
        var bytes = piece.getBytes(StandardCharsets.US_ASCII);
        assertThat(bytes).hasSize(1 << 20);
        var reply = "226 done";
        try (var data = talk.beginData()) {
            for (int i = 0; i < PIECES; i++) {
                data.getOutputStream().write(bytes);
            }
        } catch (IOException e) {
            reply = "426 broken off";
        }
        talk.say(reply);
    }

    @Test
    void gigabyteOfListingIsHandedOnAsItComes() {
        var entries = new AtomicLong();
        ftp.list("directory", file -> entries.addAndGet(file.size().orElse(0)));
        assertThat(entries).hasValue(32L * PIECES);
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void gigabyteOfListingNeedsNoMoreThanASmallHeap() {
        var result = Programs.command(
                        Programs.java(),
                        "-Xmx24m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Counting.class.getName(),
                        server.port())
                .limit(Duration.ofMinutes(2))
                .run()
                .ok();
        assertThat(result.out()).contains("entries: " + 32 * PIECES);
    }

    /** Runs in a JVM of its own. */
    static final class Counting {

        private Counting() {}

        /** Counts the entries of a directory of the server on the given port. */
        public static void main(String[] args) {
            var entries = new AtomicLong();
            try (var ftp = FtpClient.connect("127.0.0.1", Integer.parseInt(args[0]))) {
                ftp.login("test", "potato").list("directory", file -> entries.incrementAndGet());
            }
            System.out.println("entries: " + entries);
        }
    }

    @Test
    void listingThatIsKeptIsBounded() {
        for (var listing : new Runnable[] {ftp::dir, ftp::list, ftp::nlst}) {
            server.on("NLST", (talk, argument) -> send(talk, LINE.repeat(32)));
            assertThatExceptionOfType(FtpException.Protocol.class)
                    .isThrownBy(listing::run)
                    .withMessageContaining("more than 134.2 MB");
            assertThat(ftp.pwd()).isEqualTo("/");
        }
    }

    @Test
    void endlessLineOfAListingIsBounded() {
        server.on("MLSD", (talk, argument) -> send(talk, "x".repeat(1 << 20)));
        assertThatExceptionOfType(FtpException.Protocol.class)
                .isThrownBy(() -> ftp.list("directory", file -> {}))
                .withMessageContaining("a line of more than");
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void endlessLineOfAReplyIsBounded() {
        server.on("CWD", (talk, argument) -> {
            talk.send("250 ");
            for (int i = 0; i < PIECES; i++) {
                talk.send("x".repeat(1 << 20));
            }
        });
        assertThatExceptionOfType(FtpException.Protocol.class)
                .isThrownBy(() -> ftp.cd("directory"))
                .withMessageContaining("a reply of more than");
    }

    @Test
    void devicesOfWindowsAreNoFilesInADirectory() throws IOException {
        server.on("MLSD", (talk, argument) -> talk.sendData("""
                        type=file;size=1; fine.txt
                        type=file;size=1; NUL
                        type=file;size=1; con.txt
                        type=file;size=1; com1
                        type=file;size=1; stream.txt:hidden
                        type=file;size=1; dot.
                        type=dir; aux
                        """));
        server.on("SIZE", "213 1").on("RETR", (talk, argument) -> talk.sendData("x"));
        try (var windows = Jimfs.newFileSystem(Configuration.windows())) {
            var target = windows.getPath("C:\\work\\copy");
            var moved = ftp.downloadDirectory("pub", target);
            assertThat(moved.transfers()).extracting(Transfer::remote).containsExactly("pub/fine.txt");
            assertThat(moved.failures())
                    .extracting(DirectoryTransfer.Failure::path)
                    .containsExactlyInAnyOrder(
                            "pub/NUL", "pub/con.txt", "pub/com1", "pub/stream.txt:hidden", "pub/dot.", "pub/aux");
            assertThat(moved.failures())
                    .allSatisfy(failure -> assertThat(failure.error())
                            .isInstanceOf(FtpException.Protocol.class)
                            .hasMessageContaining("does not end in a valid local file name"));
            try (var files = Files.list(target)) {
                assertThat(files.map(Path::getFileName)).containsExactly(windows.getPath("fine.txt"));
            }
        }
    }
}
