package io.github.ftplab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** File names are taken literally, and none leads out of a home. */
@WithServer
class ServerFilesTest {

    @Given
    Path home;

    @Given
    FtpServer server;

    @Given
    RawClient client;

    private Path directory;
    private Path secret;

    @BeforeEach
    void fill() throws IOException {
        directory = Objects.requireNonNull(home.getParent());
        secret = Files.createDirectory(directory.resolve("secret"));
        Files.writeString(secret.resolve("secret.txt"), "secret\n");
    }

    @Test
    void ownerIsTheSameInBothKindsOfListings() throws IOException {
        Files.writeString(home.resolve("a.txt"), "a");
        try (var ftp = server.connect("test", "potato")) {
            var line = ftp.dir().files().get(0);
            var facts = ftp.list().files().get(0);
            assertThat(facts.owner()).isPresent().isEqualTo(line.owner());
            assertThat(facts.group()).isPresent().isEqualTo(line.group());
        }
    }

    @Test
    void linkOutOfTheHomeIsNotFollowed() throws IOException {
        Files.createSymbolicLink(home.resolve("out"), secret);
        Files.createSymbolicLink(home.resolve("out.txt"), secret.resolve("secret.txt"));
        Files.writeString(home.resolve("mine.txt"), "mine\n");
        for (var command : List.of(
                "CWD out",
                "SIZE out.txt",
                "SIZE out/secret.txt",
                "MDTM out.txt",
                "MLST out",
                "MLST out/secret.txt",
                "DELE out/secret.txt",
                "MKD out/new",
                "RMD out/new",
                "RNFR out/secret.txt",
                "SITE CHMOD 777 out.txt",
                "SITE CHMOD 777 out/secret.txt",
                "MFMT 20200101000000 out.txt",
                "MFMT 20200101000000 out/secret.txt")) {
            assertThat(client.send(command)).as(command).startsWith("550 ").doesNotContain(directory.toString());
        }
        for (var command :
                List.of("RETR out.txt", "RETR out/secret.txt", "LIST out", "NLST out", "MLSD out", "LIST out/*")) {
            assertThat(client.receive(command).reply()).as(command).startsWith("550 ");
        }
        for (var command : List.of(
                "STOR out.txt", "STOR out/new.txt", "APPE out.txt", "APPE out/secret.txt", "STOU out/new.txt")) {
            assertThat(client.transmit(command, "changed".getBytes(UTF_8)))
                    .as(command)
                    .startsWith("550 ");
        }
        client.send("RNFR mine.txt");
        assertThat(client.send("RNTO out/mine.txt")).startsWith("550 ");
        assertThat(names(secret)).containsExactly("secret.txt");
        assertThat(secret.resolve("secret.txt")).hasContent("secret\n");
        assertThat(home.resolve("mine.txt")).exists();
    }

    @Test
    void writeThroughADanglingLinkIsRefused() throws IOException {
        Files.createSymbolicLink(home.resolve("dangling"), secret.resolve("new.txt"));
        Files.createSymbolicLink(home.resolve("up"), Path.of("../secret/new.txt"));
        for (var name : List.of("dangling", "up")) {
            assertThat(client.transmit("STOR " + name, new byte[1])).startsWith("550 ");
            assertThat(client.transmit("APPE " + name, new byte[1])).startsWith("550 ");
            assertThat(client.send("MKD " + name)).startsWith("550 ");
        }
        assertThat(secret.resolve("new.txt")).doesNotExist();
    }

    /** The link belongs to the home, its target does not. */
    @Test
    void linkItselfCanBeDeletedAndRenamed() throws IOException {
        Files.createSymbolicLink(home.resolve("one"), secret);
        Files.createSymbolicLink(home.resolve("two"), secret.resolve("secret.txt"));
        client.send("RNFR one");
        assertThat(client.send("RNTO three")).startsWith("250 ");
        assertThat(client.send("DELE three")).startsWith("250 ");
        assertThat(client.send("DELE two")).startsWith("250 ");
        assertThat(home).isEmptyDirectory();
        assertThat(secret.resolve("secret.txt")).exists();
    }

    @Test
    void linkInsideTheHomeWorks() throws IOException {
        Files.createDirectory(home.resolve("dir"));
        Files.writeString(home.resolve("dir/file.txt"), "hello\n");
        Files.createSymbolicLink(home.resolve("link"), Path.of("dir"));
        Files.createSymbolicLink(home.resolve("link.txt"), home.resolve("dir/file.txt"));
        assertThat(client.send("CWD link")).startsWith("250 \"/link\"");
        assertThat(client.receive("RETR file.txt").text()).isEqualTo("hello\n");
        client.send("CWD /");
        assertThat(client.receive("RETR link.txt").text()).isEqualTo("hello\n");
        assertThat(client.receive("NLST link").text()).isEqualTo("file.txt\r\n");
        assertThat(client.receive("LIST").text())
                .contains(" link -> dir\r\n")
                .contains(" link.txt -> file.txt\r\n")
                .doesNotContain(directory.toString());
    }

    @Test
    void homeMayBeALinkItself() throws IOException {
        Files.writeString(home.resolve("file.txt"), "hello\n");
        var link = Files.createSymbolicLink(directory.resolve("link"), home);
        try (var other = FtpServer.builder().anonymous(link).port(0).start();
                var reader = RawClient.login(other, "anonymous", "")) {
            assertThat(reader.receive("RETR file.txt").text()).isEqualTo("hello\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret",
                "/../secret",
                "../../..",
                "dir/../../secret",
                "..//secret",
                "./../secret",
                "/..",
                "\\..\\secret",
                "..\\secret"
            })
    void parentOfTheHomeIsOutOfReach(String path) throws IOException {
        Files.createDirectory(home.resolve("dir"));
        client.send("CWD " + path);
        assertThat(client.receive("NLST").text()).doesNotContain("secret");
        assertThat(client.receive("RETR " + path + "/secret.txt").reply()).startsWith("550 ");
        assertThat(client.transmit("STOR " + path + "/new.txt", new byte[1])).doesNotStartWith("150");
        assertThat(names(secret)).containsExactly("secret.txt");
        assertThat(names(directory)).containsExactlyInAnyOrder("home", "secret");
    }

    @Test
    void homeItselfStays() throws IOException {
        for (var command : List.of("RMD /", "RMD .", "RMD ..", "DELE /", "RNFR /", "RNFR .")) {
            assertThat(client.send(command)).as(command).startsWith("550 ");
        }
        assertThat(home).isDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " leading",
                "trailing ",
                "  both  ",
                "two  blanks",
                "\"quoted\"",
                "it's",
                "*",
                "[ab]",
                "a?b",
                "{a,b}",
                "-a",
                "-la",
                ".hidden",
                "...",
                "~",
                "$HOME",
                "a;b",
                "a|b",
                "%2e%2e",
                "täst",
                "日本語",
                "😀.txt",
                "e\u0301",
                "back\\slash",
                "a\tb",
                "100%s"
            })
    void nameIsKeptAsItIs(String name) throws IOException {
        assertThat(client.transmit("STOR " + name, "hello\n".getBytes(UTF_8))).startsWith("226 ");
        assertThat(names(home)).containsExactly(name);
        assertThat(client.receive("RETR " + name).text()).isEqualTo("hello\n");
        assertThat(client.receive("NLST").text()).isEqualTo(name + "\r\n");
        assertThat(client.receive("NLST " + name).text()).isEqualTo(name + "\r\n");
        assertThat(client.receive("LIST").text()).endsWith(" " + name + "\r\n");
        assertThat(client.receive("LIST " + name).text())
                .endsWith(" " + name + "\r\n")
                .startsWith("-rw");
        assertThat(client.receive("MLSD").text()).endsWith("; " + name + "\r\n");
        assertThat(client.send("MLST " + name).lines().toList().get(1)).endsWith("; /" + name);
        assertThat(client.send("SIZE " + name)).isEqualTo("213 6");
        client.send("RNFR " + name);
        assertThat(client.send("RNTO " + name + name)).startsWith("250 ");
        assertThat(client.send("DELE " + name + name)).startsWith("250 ");
        var quoted = '"' + "/" + name.replace("\"", "\"\"") + '"';
        assertThat(client.send("MKD " + name)).startsWith("257 " + quoted + " ");
        assertThat(client.send("CWD " + name)).startsWith("250 " + quoted + " ");
        assertThat(client.send("PWD")).startsWith("257 " + quoted + " ");
        assertThat(client.send("CDUP")).startsWith("250 ");
        assertThat(client.send("RMD " + name)).startsWith("250 ");
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void nameOf255BytesWorksAndLongerOneIsRefused() throws IOException {
        var name = "ä".repeat(127) + "x";
        assertThat(client.transmit("STOR " + name, new byte[3])).startsWith("226 ");
        assertThat(client.send("SIZE " + name)).isEqualTo("213 3");
        assertThat(client.transmit("STOR " + name + "y", new byte[3])).startsWith("550 ");
        assertThat(client.send("MKD " + name + "y")).startsWith("550 ").doesNotContain(directory.toString());
        assertThat(names(home)).containsExactly(name);
    }

    @Test
    void nulInANameIsRefused() throws IOException {
        assertThat(client.send("MKD a\0b")).startsWith("550 ").doesNotContain("\0");
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void lineFeedEndsACommand() throws IOException {
        client.write("MKD a\nMKD b\r\n");
        assertThat(client.reply()).startsWith("257 \"/a\"");
        assertThat(client.reply()).startsWith("257 \"/b\"");
    }

    @Test
    void lineBreakInANameOnDiskForgesNoLine() throws IOException {
        var name = "a\r\n226 forged\r\n-rw-r--r-- 1 root root 1 Jan 01 00:00 b";
        Files.writeString(home.resolve(name), "hello\n");
        Files.createDirectory(home.resolve("c\nd"));
        for (var command : List.of("LIST", "NLST", "MLSD", "LIST *")) {
            assertThat(client.receive(command).text().lines()).as(command).hasSize(2);
        }
        assertThat(server.log().toString()).doesNotContain("\n226");
    }

    @Test
    void replyNeverTellsWhereTheHomeIs() throws IOException {
        Files.writeString(home.resolve("file.txt"), "hello\n");
        Files.createDirectories(home.resolve("full/inner"));
        for (var command : List.of(
                "DELE missing",
                "RMD full",
                "RMD file.txt",
                "DELE full",
                "MKD full",
                "MKD missing/new",
                "MKD file.txt/new",
                "CWD file.txt",
                "CWD missing",
                "SIZE full",
                "MDTM missing",
                "RNFR missing",
                "SITE CHMOD 600 missing")) {
            assertThat(client.send(command)).as(command).startsWith("550 ").doesNotContain(directory.toString());
        }
        client.send("RNFR full");
        assertThat(client.send("RNTO full/inner/deeper")).startsWith("550 ").doesNotContain(directory.toString());
        assertThat(home.resolve("full/inner")).isDirectory();
    }

    @Test
    void missingFileIsRefusedWithItsName() throws IOException {
        assertThat(client.receive("RETR missing.txt").reply())
                .isEqualToIgnoringCase("550 missing.txt: no such file or directory.");
        assertThat(client.receive("LIST missing").reply())
                .isEqualToIgnoringCase("550 missing: no such file or directory.");
        assertThat(client.receive("RETR .").reply()).startsWith("550 ");
    }

    @Test
    void globIsExpandedWhereThereIsNoSuchName() throws IOException {
        for (var name : List.of("a.txt", "b.txt", "c.png", ".d.txt")) {
            Files.createFile(home.resolve(name));
        }
        assertThat(client.receive("NLST *.txt").text()).isEqualTo("a.txt\r\nb.txt\r\n");
        assertThat(client.receive("LIST -la *.png").text()).endsWith(" c.png\r\n");
        assertThat(client.receive("NLST /*.txt").text()).isEqualTo("/a.txt\r\n/b.txt\r\n");
        assertThat(client.receive("NLST *.nope").text()).isEmpty();
    }

    @Test
    void homeThatIsGoneIsTold() throws IOException {
        Files.delete(home);
        assertThat(client.receive("LIST").reply()).startsWith("550 ");
        assertThat(client.send("MKD new")).startsWith("550 ");
        assertThat(client.send("NOOP")).startsWith("200 ");
        Files.createDirectory(home);
    }

    private static List<String> names(Path directory) throws IOException {
        try (var paths = Files.list(directory)) {
            return paths.map(path -> path.getFileName().toString()).toList();
        }
    }
}
