package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.ftplab.testing.Programs;
import io.github.ftplab.testing.Promptly;
import io.github.ftplab.testing.Running;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The local file of a download: its mode, its owner and its name, and the temporary file before it is complete. */
@Timeout(60)
class DownloadTargetTest extends FtpClientFixture {

    private static final int NOBODY = 65534;

    /** The name of a temporary file. */
    private static final String LEFT = ".ftplab-download-0123456789abcdef.part";

    @BeforeEach
    void serveAFile() {
        server.on("SIZE", "213 5").on("RETR", (talk, argument) -> talk.sendData("hello"));
    }

    private boolean isPosix() {
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "rw-r-----", "rwxr-xr-x", "rw-rw-rw-", "r--r--r--"})
    void replacedFileKeepsItsMode(String mode) throws IOException {
        assumeTrue(isPosix(), "no modes here");
        var file = Files.writeString(directory.resolve("a"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        var ftp = login();
        ftp.download("a", file);
        assertThat(file).hasContent("hello");
        assertThat(mode(file)).isEqualTo(mode);
        Files.delete(file);
        Files.writeString(file, "hell");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        ftp.download("a", file, TransferOption.RESUME);
        assertThat(file).hasContent("hello");
        assertThat(mode(file)).isEqualTo(mode);
    }

    @Test
    void replacedFileKeepsItsOwner() throws IOException {
        assumeTrue(isPosix() && "root".equals(System.getProperty("user.name")), "only root may give files away");
        var file = Files.writeString(directory.resolve("a"), "old");
        Files.setAttribute(file, "unix:gid", NOBODY);
        Files.setAttribute(file, "unix:uid", NOBODY);
        login().download("a", file);
        assertThat(file).hasContent("hello");
        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(NOBODY);
        assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(NOBODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"target", "next", "deeper/target"})
    void linkThatLeadsToNothingStaysALink(String to) throws IOException {
        var link = link("link", to);
        link("next", "target");
        login().download("a", link);
        assertThat(link).isSymbolicLink().hasContent("hello");
        assertThat(directory.resolve(to)).hasContent("hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"link", "next"})
    void linkThatLeadsToItselfIsNoTarget(String to) {
        var link = link("link", to);
        link("next", "link");
        for (var options : List.of(new TransferOption[0], new TransferOption[] {TransferOption.RESUME})) {
            assertThatThrownBy(() -> login().download("a", link, options))
                    .isInstanceOf(FtpException.LocalFile.class)
                    .hasMessageContaining("leads to itself");
        }
        assertThat(link).isSymbolicLink();
    }

    private Path link(String name, String to) {
        try {
            return Files.createSymbolicLink(directory.resolve(name), Path.of(to));
        } catch (IOException | UnsupportedOperationException e) {
            return abort("no symbolic links here: " + e);
        }
    }

    @Test
    void whatReplacesASecretFileIsSecretWhileItComes() throws Exception {
        assumeTrue(isPosix(), "no modes here");
        var file = Files.writeString(directory.resolve("a"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        var look = new CountDownLatch(1);
        server.on("RETR", (talk, argument) -> {
            try (var data = talk.beginData()) {
                data.getOutputStream().write("he".getBytes(StandardCharsets.US_ASCII));
                look.await();
                data.getOutputStream().write("llo".getBytes(StandardCharsets.US_ASCII));
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            talk.say("226 done");
        });
        var ftp = FtpClient.connect("127.0.0.1", server.port()).login("test", "potato");
        clients.add(ftp);
        var download = CompletableFuture.supplyAsync(() -> ftp.download("a", file));
        await().until(() -> names(directory).size() == 2);
        var part = directory.resolve(names(directory).stream()
                .filter(name -> !name.equals("a"))
                .findFirst()
                .orElseThrow());
        assertThat(mode(part)).isEqualTo("rw-------");
        look.countDown();
        download.get();
        assertThat(mode(file)).isEqualTo("rw-r-----");
        assertThat(names(directory)).containsExactly("a");
    }

    /** Names of up to 255 bytes, which is what usual file systems accept. */
    static List<String> longNames() {
        return List.of("a".repeat(244), "a".repeat(250), "a".repeat(255), "日".repeat(81), "日".repeat(85));
    }

    @ParameterizedTest
    @MethodSource("longNames")
    void nameMayBeAsLongAsTheFileSystemAllows(String name) throws IOException {
        var ftp = login();
        ftp.download(name, directory);
        assertThat(names(directory)).containsExactly(name);
        assertThat(directory.resolve(name)).hasContent("hello");
        Files.delete(directory.resolve(name));
        server.on("RETR", (talk, argument) -> {
            try (var data = talk.beginData()) {
                data.getOutputStream().write('h');
            }
            talk.say("426 broken");
        });
        assertThatExceptionOfType(FtpException.Refused.class)
                .isThrownBy(() -> ftp.download(name, directory, TransferOption.RESUME));
        assertThat(names(directory)).singleElement().asString().startsWith(".").endsWith(".part");
        serveAFile();
        ftp.download(name, directory, TransferOption.RESUME);
        assertThat(names(directory)).containsExactly(name);
    }

    @Test
    void nextDownloadDeletesWhatAKilledOneLeft() throws IOException {
        Files.writeString(directory.resolve(LEFT), "he");
        Files.writeString(directory.resolve(".b.part"), "to be resumed");
        Files.writeString(directory.resolve(LEFT.replace("download", "other")), "not ours");
        Files.createDirectory(directory.resolve(LEFT.replace('0', 'a')));
        login().download("a", directory);
        assertThat(names(directory))
                .containsExactlyInAnyOrder("a", ".b.part", LEFT.replace("download", "other"), LEFT.replace('0', 'a'));
    }

    @Test
    void twoDownloadsThatAreToBeResumedDoNotShareAPart() throws Exception {
        var begun = new CountDownLatch(1);
        server.on("RETR", (talk, argument) -> {
            var data = talk.beginData();
            begun.countDown();
            waitForEnd(data);
            talk.say("426 broken");
        });
        var first = login();
        var target = directory.resolve("a");
        var download = CompletableFuture.runAsync(() -> first.download("a", target, TransferOption.RESUME));
        begun.await();
        await().until(() -> Files.exists(directory.resolve(".a.part")));
        serveAFile();
        assertThatExceptionOfType(FtpException.LocalFile.class)
                .isThrownBy(() -> login().download("a", target, TransferOption.RESUME))
                .withMessageContaining("another download to " + target + " is running");
        first.close();
        assertThat(download).failsWithin(Promptly.AT_MOST);
        assertThat(login().download("a", target, TransferOption.RESUME).bytes()).isEqualTo(5);
        assertThat(target).hasContent("hello");
    }

    /** Downloads in another JVM. */
    static final class Main {

        private Main() {}

        /** Downloads the file {@code a} from a server on this port into this directory. */
        public static void main(String[] args) {
            try (var ftp = FtpClient.connect("127.0.0.1", Integer.parseInt(args[0]))) {
                ftp.login("test", "potato").download("a", Path.of(args[1]));
            }
        }
    }

    /** Starts a download in another JVM, which gets two bytes and then waits. */
    private Running downloading() {
        server.on("RETR", (talk, argument) -> {
            var data = talk.beginData();
            data.getOutputStream().write(new byte[2]);
            waitForEnd(data);
        });
        var command = Programs.command(
                Programs.java(),
                Programs.SHORT_LIVED,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                server.port(),
                directory);
        return command.start().awaitThat("begin", Duration.ofSeconds(30), () -> {
            try (var files = Files.list(directory)) {
                return files.anyMatch(file -> file.toFile().length() == 2);
            }
        });
    }

    /** How a program ends. */
    private enum End {
        SIGTERM {
            @Override
            void end(Process process) {
                process.destroy();
            }
        },
        SIGKILL {
            @Override
            void end(Process process) {
                process.destroyForcibly();
            }
        };

        abstract void end(Process process);
    }

    @ParameterizedTest
    @EnumSource
    void programThatIsEndedDuringADownloadLeavesNothingInTheEnd(End end) throws Exception {
        try (var running = downloading()) {
            var process = running.process();
            serveAFile();
            // Another program's download leaves a file alone that is in use.
            login().download("b", directory);
            assertThat(names(directory)).hasSize(2).contains("b");
            end.end(process);
            assertThat(process.waitFor()).isNotZero();
        }
        if (end == End.SIGTERM) {
            assertThat(names(directory)).containsExactly("b");
            return;
        }
        assertThat(names(directory)).hasSize(2);
        // A directory is searched once a second at most.
        await().untilAsserted(() -> {
            login().download("c", directory);
            assertThat(names(directory)).containsExactlyInAnyOrder("b", "c");
        });
    }
}
