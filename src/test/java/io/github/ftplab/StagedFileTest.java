package io.github.ftplab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.Programs;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.Servers;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The temporary file of an upload: hidden, unreachable for clients, locked, and cleaned up. */
@WithServer
class StagedFileTest {

    private static final String OLD = "old\n";
    private static final byte[] NEW = "new\n".getBytes(UTF_8);
    private static final String NAME = ".ftplab-0123456789abcdef.part";

    @Given
    Path home;

    @Given
    Servers servers;

    @Given
    FtpServer server;

    @Given
    RawClient client;

    @Given
    FtpServerBuilder options() throws IOException {
        return FtpServer.builder()
                .user("test", "potato", home, "elradfmwMT")
                .user("below", "potato", Files.createDirectories(home.resolve("dir")), "elradfmwMT");
    }

    @BeforeEach
    void fill() throws IOException {
        Files.writeString(home.resolve("dir/file"), OLD);
    }

    private static Socket begin(RawClient sender, String command) throws IOException {
        var data = sender.passive();
        assertThat(sender.send(command)).startsWith("150 ");
        data.getOutputStream().write(NEW);
        await().until(() -> sender.send("STAT").contains(": " + NEW.length + " bytes so far"));
        return data;
    }

    private static List<String> beside(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.map(entry -> String.valueOf(entry.getFileName()))
                    .filter(name -> name.startsWith(".ftplab-"))
                    .toList();
        }
    }

    @Test
    void isInNoListing() throws IOException {
        try (var other = RawClient.login(server, "below", "potato");
                var data = begin(client, "STOR dir/file")) {
            var name = beside(home.resolve("dir")).get(0);
            for (var command : List.of(
                    "LIST",
                    "LIST -a",
                    "LIST .*",
                    "LIST *",
                    "NLST",
                    "NLST -a",
                    "NLST .*",
                    "NLST *.part",
                    "NLST .ftplab*",
                    "MLSD",
                    "NLST " + name,
                    "LIST " + name)) {
                assertThat(other.receive(command).text()).as(command).doesNotContain("part");
            }
            assertThat(other.send("STAT /")).contains(" file").doesNotContain("part");
            assertThat(data.isClosed()).isFalse();
        }
        assertThat(client.reply()).startsWith("226 ");
    }

    @Test
    void isReachedByNoCommand() throws IOException {
        try (var other = RawClient.login(server, "below", "potato");
                var data = begin(client, "STOR dir/file")) {
            var name = beside(home.resolve("dir")).get(0);
            Files.createSymbolicLink(home.resolve("dir/link"), Path.of(name));
            for (var reached : List.of(name, name.toUpperCase(Locale.ROOT), "/" + name, "./" + name)) {
                for (var command : List.of(
                        "SIZE ",
                        "MDTM ",
                        "MLST ",
                        "CWD ",
                        "DELE ",
                        "RMD ",
                        "RNFR ",
                        "HASH ",
                        "XCRC ",
                        "MD5 ",
                        "STAT ",
                        "AVBL ",
                        "SITE CHMOD 644 ",
                        "MFMT 20200101000000 ")) {
                    var missing = other.send(command + "missing");
                    assertThat(other.send(command + reached))
                            .as(command + reached)
                            .isEqualTo(missing.replace("missing", reached));
                }
                for (var command : List.of("RETR ", "LIST ", "NLST ", "MLSD ")) {
                    assertThat(other.receive(command + reached).opening())
                            .as(command + reached)
                            .isEqualTo(
                                    other.receive(command + "missing").opening().replace("missing", reached));
                }
                cantBeMade(other, reached);
            }
            assertThat(other.receive("RETR link").opening()).startsWith("550 link: No such file");
            assertThat(other.transmit("STOR link", NEW)).startsWith("550 ");
            Files.delete(home.resolve("dir/link"));
            data.close();
            assertThat(client.reply()).startsWith("226 ");
        }
        assertThat(home.resolve("dir/file")).hasBinaryContent(NEW);
        assertThat(home.resolve("dir").toFile().list()).containsExactly("file");
    }

    private static void cantBeMade(RawClient client, String name) throws IOException {
        for (var command : List.of("STOR ", "APPE ", "STOU ")) {
            assertThat(client.transmit(command + name, NEW)).as(command + name).startsWith("550 ");
        }
        assertThat(client.send("MKD " + name)).as(name).startsWith("550 ");
        assertThat(client.send("MKD " + name + "/below")).as(name).startsWith("550 ");
        assertThat(client.send("RNFR file")).startsWith("350 ");
        assertThat(client.send("RNTO " + name)).as(name).startsWith("550 ");
    }

    /** Systems compare names in different ways: some ignore invisible characters, or decompose ligatures. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                NAME,
                ".FTPLAB-0123456789ABCDEF.PART",
                ".ftplab-0123456789abcde\uff46.part",
                ".ftplab-\u200c0123456789abcdef.part",
                ".\ufeffftplab-0123456789abcdef.part",
                ".ftplab-0123456789abcd\ufb00.part"
            })
    void nameCantBeTakenInAnySpelling(String name) throws IOException {
        try (var other = RawClient.login(server, "below", "potato")) {
            cantBeMade(other, name);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".ftplab-0123456789abcde.part",
                ".ftplab-0123456789abcdefa.part",
                ".ftplab-0123456789abcdeg.part",
                "ftplab-0123456789abcdef.part",
                ".ftplab-0123456789abcdef.part.txt",
                ".ftplab-0123456789abcdef",
                ".ftplab-\u00e9.part"
            })
    void otherNamesAreNamesLikeOthers(String name) throws IOException {
        assertThat(client.transmit("STOR dir/" + name, NEW)).startsWith("226 ");
        assertThat(client.receive("NLST dir").text()).contains(name);
        try (var next = servers.builder().start();
                var other = RawClient.login(next, "test", "potato")) {
            assertThat(other.receive("RETR dir/" + name).bytes()).isEqualTo(NEW);
        }
    }

    @Test
    void macSystemFindsItInNoSpelling() throws IOException {
        try (var mac = Jimfs.newFileSystem(Configuration.osX())) {
            var root = mac.getPath("/");
            Files.writeString(root.resolve(NAME), "x");
            try (var served = FtpServer.builder()
                            .user("test", "potato", root, "elradfmwMT")
                            .port(0)
                            .start();
                    var other = RawClient.login(served, "test", "potato")) {
                for (var name : List.of(NAME, NAME.toUpperCase(Locale.ROOT), ".FTPlab-0123456789abcdeF.part")) {
                    assertThat(other.receive("RETR " + name).opening()).startsWith("550 ");
                    assertThat(other.send("DELE " + name)).startsWith("550 ");
                }
            }
            assertThat(root.resolve(NAME)).hasContent("x");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "link", "hard", "other user", "other server"})
    void fileIsLockedUnderEachOfItsNames(String by) throws IOException {
        Files.createSymbolicLink(home.resolve("link"), Path.of("dir/file"));
        Files.createLink(home.resolve("dir/hard"), home.resolve("dir/file"));
        try (var next = servers.builder().start();
                var other = RawClient.login(
                        by.equals("other server") ? next : server,
                        by.equals("other user") ? "below" : "test",
                        "potato");
                var data = begin(client, "STOR dir/file")) {
            var name = switch (by) {
                case "link" -> "link";
                case "hard" -> "dir/hard";
                case "other user" -> "file";
                default -> "dir/file";
            };
            for (var command : List.of("STOR ", "APPE ")) {
                assertThat(other.transmit(command + name, NEW)).startsWith("450 " + name + ": ");
            }
            assertThat(data.isClosed()).isFalse();
        }
        assertThat(client.reply()).startsWith("226 ");
        assertThat(home.resolve("dir/hard")).hasContent(OLD);
    }

    @Test
    void linkStaysALink() throws IOException {
        Files.createSymbolicLink(home.resolve("link"), Path.of("dir/file"));
        assertThat(client.transmit("STOR link", NEW)).startsWith("226 ");
        assertThat(home.resolve("link")).isSymbolicLink();
        assertThat(home.resolve("dir/file")).hasBinaryContent(NEW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "rw-rw-rw-", "rwxr-x---"})
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no modes there")
    void modeAndOwnerStay(String mode) throws IOException {
        var root = Files.writeString(home.resolve("file"), OLD);
        for (var file : List.of(root, home.resolve("dir/file"))) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
            boolean given = give(file);
            var name = home.relativize(file).toString();
            try (var data = begin(client, "STOR " + name)) {
                var staged = file.resolveSibling(
                        beside(Objects.requireNonNull(file.getParent())).get(0));
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(staged)))
                        .isEqualTo("rw-------");
                assertThat(data.isClosed()).isFalse();
            }
            assertThat(client.reply()).startsWith("226 ");
            assertThat(file).hasBinaryContent(NEW);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo(mode);
            assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(given ? 12_345 : ownUid());
            assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(given ? 12_346 : ownGid());
        }
    }

    private Object ownUid() throws IOException {
        return Files.getAttribute(home, "unix:uid");
    }

    private Object ownGid() throws IOException {
        return Files.getAttribute(home, "unix:gid");
    }

    /** {@return whether the file's owner could be changed, which only root may do} */
    private static boolean give(Path file) throws IOException {
        try {
            Files.setAttribute(file, "unix:uid", 12_345);
            Files.setAttribute(file, "unix:gid", 12_346);
            return true;
        } catch (FileSystemException e) {
            return false;
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no modes there")
    void fileIsWrittenInPlaceWhereItsDirectoryCantBe() throws IOException {
        var directory = home.resolve("dir");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            Assumptions.assumeFalse(Files.isWritable(directory), "who runs the tests may write anywhere");
            var before = Files.getAttribute(directory.resolve("file"), "unix:ino");
            assertThat(client.transmit("STOR dir/file", NEW)).startsWith("226 ");
            assertThat(directory.resolve("file")).hasBinaryContent(NEW);
            assertThat(Files.getAttribute(directory.resolve("file"), "unix:ino"))
                    .isEqualTo(before);
        } finally {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no modes there")
    void fileThatMayNotBeWrittenIsNotReplaced() throws IOException {
        var file = home.resolve("dir/file");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        Assumptions.assumeFalse(Files.isWritable(file), "who runs the tests may write anything");
        assertThat(client.transmit("STOR dir/file", NEW)).isEqualTo("550 dir/file: Permission denied.");
        assertThat(file).hasContent(OLD);
    }

    @Test
    void fullDiskLeavesTheOldFile() throws IOException {
        var small = Configuration.unix().toBuilder().setMaxSize(1 << 20).build();
        try (var disk = Jimfs.newFileSystem(small)) {
            var root = Files.createDirectory(disk.getPath("/home"));
            Files.write(root.resolve("file"), new byte[600_000]);
            try (var served = FtpServer.builder()
                            .user("test", "potato", root, "elradfmwMT")
                            .port(0)
                            .start();
                    var other = RawClient.login(served, "test", "potato")) {
                assertThat(other.transmit("STOR file", new byte[900_000])).startsWith("451 ");
                assertThat(other.receive("RETR file").bytes()).isEqualTo(new byte[600_000]);
                assertThat(other.transmit("STOR file", new byte[100_000])).startsWith("226 ");
                assertThat(other.receive("RETR file").bytes()).hasSize(100_000);
                assertThat(beside(root)).isEmpty();
            }
        }
    }

    @Test
    void whatAKilledServerLeftIsClearedAtStart() throws IOException {
        var deep = Files.createDirectories(home.resolve("a/b/c"));
        var outside = Files.createDirectory(home.resolveSibling("outside"));
        Files.createSymbolicLink(home.resolve("out"), outside);
        for (var directory : List.of(home, deep, outside)) {
            Files.writeString(directory.resolve(NAME), "half");
        }
        var others = List.of(
                Files.createDirectory(home.resolve("dir/.ftplab-0000000000000000.part")),
                Files.writeString(home.resolve("dir/.ftplab-0000.part"), "x"),
                Files.createSymbolicLink(home.resolve("dir/.ftplab-0000000000000001.part"), Path.of("file")));
        try (var data = begin(client, "STOR dir/file");
                var next = servers.builder().start()) {
            await().untilAsserted(() -> {
                assertThat(home.resolve(NAME)).doesNotExist();
                assertThat(deep.resolve(NAME)).doesNotExist();
            });
            assertThat(next.isRunning()).isTrue();
            assertThat(data.isClosed()).isFalse();
            assertThat(outside.resolve(NAME)).exists();
            assertThat(others).allMatch(other -> Files.exists(other, LinkOption.NOFOLLOW_LINKS));
        }
        assertThat(client.reply()).startsWith("226 ");
        assertThat(home.resolve("dir/file")).hasBinaryContent(NEW);
    }

    @Test
    void userWhoComesLaterIsClearedUpAfterToo() throws IOException {
        var later = Files.createDirectory(home.resolveSibling("later"));
        Files.writeString(later.resolve(NAME), "half");
        server.addUser("reader", "potato", later, "elr");
        server.addUser("writer", "potato", later, "elw");
        await().untilAsserted(() -> assertThat(later).isEmptyDirectory());
    }

    @Test
    void directoryInWhichOnlyThatIsLeftIsRemoved() throws IOException {
        Files.delete(home.resolve("dir/file"));
        Files.writeString(home.resolve("dir").resolve(NAME), "half");
        assertThat(client.send("RMD dir")).startsWith("250 ");
        assertThat(home.resolve("dir")).doesNotExist();
    }

    @Test
    void directoryWithOtherFilesStays() throws IOException {
        Files.writeString(home.resolve("dir").resolve(NAME), "half");
        assertThat(client.send("RMD dir")).isEqualTo("550 dir: Directory not empty.");
        assertThat(home.resolve("dir/file")).hasContent(OLD);
    }

    /** Runs another server with this home, in a process of its own. */
    @Test
    void anotherProcessHoldsItsFilesToo() throws IOException {
        var program = Files.writeString(home.resolveSibling("Hold.java"), """
                import java.nio.channels.FileChannel;
                import java.nio.file.*;
                class Hold {
                    public static void main(String[] files) throws Exception {
                        for (var file : files) FileChannel.open(Path.of(file), StandardOpenOption.WRITE).lock();
                        System.out.println("held");
                        Thread.sleep(Long.MAX_VALUE);
                    }
                }
                """);
        var staged = Files.writeString(home.resolve("dir").resolve(NAME), "half");
        try (var holder = Programs.command(Programs.java(), program, home.resolve("dir/file"), staged)
                .start()
                .awaitOutput("held")) {
            for (var command : List.of("STOR dir/file", "APPE dir/file")) {
                assertThat(client.transmit(command, NEW)).startsWith("450 ");
            }
            Files.delete(home.resolve("dir/file"));
            assertThat(client.send("RMD dir")).isEqualTo("550 dir: Directory not empty.");
            assertThat(staged).exists();
            assertThat(holder.process().isAlive()).isTrue();
        }
        assertThat(client.send("RMD dir")).startsWith("250 ");
    }
}
