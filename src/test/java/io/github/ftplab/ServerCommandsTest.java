package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.Servers;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that are not in RFC 959, and replies to clients' mistakes. */
@WithServer
class ServerCommandsTest {

    private static final String SHA_256_OF_HELLO = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";
    private static final String MD5_OF_HELLO = "b1946ac92492d2347c6235b4d2611184";

    @Given
    Path home;

    @Given
    Servers servers;

    @Given
    FtpServer server;

    @Given
    RawClient client;

    @BeforeEach
    void fill() throws IOException {
        Files.writeString(home.resolve("hello.txt"), "hello\n");
    }

    @Test
    void featTellsWhatIsOnBeforeLoginToo() throws IOException {
        try (var stranger = RawClient.connect(server)) {
            assertThat(stranger.send("FEAT").split("\n"))
                    .startsWith("211-Features:")
                    .endsWith("211 End")
                    .contains(
                            " EPSV",
                            " HASH SHA-256*;SHA-512;SHA-1;MD5;CRC32",
                            " HOST",
                            " MFMT",
                            " MLST type*;perm*;size*;modify*;unique*;unix.mode*;unix.uid*;unix.gid*;unix.ownername;"
                                    + "unix.groupname;",
                            " MODE Z",
                            " REST STREAM",
                            " SIZE",
                            " TVFS",
                            " UTF8")
                    .noneMatch(line -> line.contains("AUTH") || line.contains("PBSZ") || line.contains("PROT"));
        }
    }

    @Test
    void everyFeatureIsACommandThatTheServerKnows() throws IOException {
        for (var line : client.send("FEAT").lines().toList()) {
            var name = line.strip().split(" ", 2)[0];
            if (line.startsWith(" ") && !name.equals("TVFS") && !name.equals("UTF8")) {
                assertThat(client.send("HELP " + name)).as(line).startsWith("214 ");
            }
        }
    }

    @Test
    void optsChangesWhatFeatAndHashSay() throws IOException {
        assertThat(client.send("OPTS HASH")).isEqualTo("200 SHA-256");
        assertThat(client.send("OPTS HASH md5")).isEqualTo("200 MD5");
        assertThat(client.send("HASH hello.txt")).isEqualTo("213 MD5 0-6 " + MD5_OF_HELLO + " hello.txt");
        assertThat(client.send("FEAT")).contains(" HASH SHA-256;SHA-512;SHA-1;MD5*;CRC32");
        assertThat(client.send("OPTS HASH ROT13")).startsWith("501 ");
        assertThat(client.send("OPTS HASH")).isEqualTo("200 MD5");
    }

    @ParameterizedTest
    @CsvSource({
        "HASH hello.txt, 213 SHA-256 0-6 " + SHA_256_OF_HELLO + " hello.txt",
        "XSHA256 hello.txt, 250 " + SHA_256_OF_HELLO,
        "MD5 hello.txt, 251 hello.txt " + MD5_OF_HELLO,
        "XMD5 hello.txt, 250 " + MD5_OF_HELLO,
        "XCRC hello.txt, 250 363a3020",
        "XSHA1 hello.txt, 250 f572d396fae9206628714fb2ce00f72e94f2258f",
        "HASH missing.txt, 550 missing.txt: No such file or directory.",
        "HASH /, 550 /: Is a directory."
    })
    void digestsAreRight(String command, String reply) throws IOException {
        assertThat(client.send(command)).isEqualTo(reply);
    }

    @Test
    void digestsOfSeveralFilesAndOfAPart() throws IOException {
        Files.writeString(home.resolve("a b"), "xxhello\nyy");
        assertThat(client.send("MMD5 hello.txt, hello.txt"))
                .isEqualTo("252 hello.txt " + MD5_OF_HELLO + ", hello.txt " + MD5_OF_HELLO);
        assertThat(client.send("XMD5 \"a b\" 2 8")).isEqualTo("250 " + MD5_OF_HELLO);
        assertThat(client.send("XMD5 \"a b\" 8 2")).startsWith("501 ");
        assertThat(client.send("XMD5 \"a b\" 0 11")).startsWith("501 ");
    }

    @Test
    void hostComesBeforeUser() throws IOException {
        try (var stranger = RawClient.connect(server)) {
            assertThat(stranger.send("HOST ftp.example.com")).startsWith("220 ");
            assertThat(stranger.send("HOST [::1]")).startsWith("220 ");
            assertThat(stranger.send("HOST a/b")).startsWith("501 ");
        }
        assertThat(client.send("HOST ftp.example.com")).startsWith("503 ");
    }

    @Test
    void avblTellsTheRoomThatIsLeft() throws IOException {
        var reply = client.send("AVBL");
        assertThat(reply).matches("213 \\d+");
        assertThat(Long.parseLong(reply.substring(4))).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "TYPE A, 200",
        "TYPE A N, 200",
        "type i, 200",
        "TYPE L 8, 200",
        "TYPE L8, 200",
        "TYPE E, 504",
        "TYPE L 36, 504",
        "STRU F, 200",
        "STRU R, 504",
        "STRU X, 501",
        "MODE S, 200",
        "MODE B, 504",
        "MODE X, 501",
        "ALLO 5, 202",
        "ACCT me, 202",
        "OPTS UTF8 ON, 200",
        "OPTS MODE Z LEVEL 9, 200",
        "OPTS MODE Z LEVEL 10, 501",
        "OPTS X, 501",
        "REST 5, 350",
        "REST -1, 501",
        "REST x, 501",
        "REST 99999999999999999999, 501",
        "NOSUCH, 500",
        "SITE X, 500",
        "SITE HELP CHMOD, 214",
        "HELP NOSUCH, 501",
        "SIZE /, 550",
        "MDTM /, 550",
        "XPWD, 257",
        "PWD x, 501",
        "MKD, 501"
    })
    void replyHasTheCodeThatClientsKnow(String command, int code) throws IOException {
        assertThat(client.send(command)).startsWith(code + " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"REST 5", "SIZE hello.txt"})
    void offsetsAndSizesAreRefusedInAsciiMode(String command) throws IOException {
        client.send("TYPE A");
        assertThat(client.send(command)).contains("ASCII").matches("5\\d\\d .*");
    }

    @Test
    void reinLogsOutAndForgetsWhatWasChosen() throws IOException {
        client.send("OPTS MLST size;");
        client.send("EPSV ALL");
        assertThat(client.send("REIN")).startsWith("220 ");
        assertThat(client.send("PWD")).startsWith("530 ");
        client.send("USER test");
        assertThat(client.send("PASS potato")).startsWith("230 ");
        assertThat(client.send("PASV")).startsWith("227 ");
        assertThat(client.send("FEAT")).contains("type*;perm*;");
    }

    @Test
    void factsOfTwoNamesOfOneFileHaveTheSameUnique() throws IOException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("unix"));
        Files.createLink(home.resolve("again"), home.resolve("hello.txt"));
        Files.writeString(home.resolve("other"), "");
        client.send("OPTS MLST unique;");
        assertThat(unique("again")).isEqualTo(unique("hello.txt")).isNotEqualTo(unique("other"));
    }

    private String unique(String name) throws IOException {
        return client.send("MLST " + name).replaceAll("(?s).*(unique=[^;]+;).*", "$1");
    }

    @Test
    void listShowsModesAsLsDoes() throws IOException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("unix"));
        Files.setPosixFilePermissions(home.resolve("hello.txt"), PosixFilePermissions.fromString("rwxr-x--x"));
        Files.setAttribute(home.resolve("hello.txt"), "unix:mode", 04750);
        Files.setAttribute(Files.createDirectory(home.resolve("tmp")), "unix:mode", 01777);
        Files.setAttribute(Files.createDirectory(home.resolve("group")), "unix:mode", 02745);
        assertThat(client.receive("LIST").text().lines().map(line -> line.substring(0, 10)))
                .containsExactly("drwxr-Sr-x", "-rwsr-x---", "drwxrwxrwt");
    }

    @Test
    void listTimesAreUtcUnlessLocalOnesAreWanted() throws IOException {
        var time = Instant.parse("2019-03-04T23:30:00Z");
        Files.setLastModifiedTime(home.resolve("hello.txt"), FileTime.from(time));
        assertThat(client.receive("LIST").text()).contains(" Mar 04  2019 ");
        try (var local = servers.builder().localTime().start();
                var other = RawClient.login(local, "test", "potato")) {
            var day = DateTimeFormatter.ofPattern("MMM dd  uuuu", Locale.ENGLISH)
                    .format(time.atZone(ZoneId.systemDefault()));
            assertThat(other.receive("LIST").text()).contains(" " + day + " ");
            assertThat(other.send("MDTM hello.txt")).isEqualTo("213 20190304233000");
        }
    }

    @Test
    void logShowsThePathThatSiteChmodAndMfmtChanged() throws IOException {
        Files.createDirectory(home.resolve("d"));
        Files.writeString(home.resolve("d/f"), "");
        client.send("CWD d");
        assertThat(client.send("MFMT 20200102030405 f")).startsWith("213 Modify=20200102030405;");
        // Far beyond what the JDK stores in a file.
        assertThat(client.send("MFMT 99991231235959 f"))
                .startsWith("550 ")
                .endsWith(": The file system can't store this time.");
        assertThat(client.send("MDTM f")).isEqualTo("213 20200102030405");
        assertThat(client.send("SITE CHMOD 640 f")).startsWith("200 ");
        assertThat(client.send("SITE CHMOD 4755 f")).startsWith("501 ");
        assertThat(server.log().toString()).contains("MFMT 20200102030405 /d/f 213", "SITE CHMOD 640 /d/f 200");
    }

    @Test
    void namesWithGlobCharactersCountAsTheyStandFirst() throws IOException {
        Files.writeString(home.resolve("[x]"), "");
        Files.writeString(home.resolve("x"), "");
        Files.writeString(home.resolve(".hidden"), "");
        assertThat(client.receive("NLST [x]").text()).isEqualTo("[x]\r\n");
        assertThat(client.receive("NLST [wx]").text()).isEqualTo("x\r\n");
        assertThat(client.receive("NLST *").text()).isEqualTo("[x]\r\nhello.txt\r\nx\r\n");
        assertThat(client.receive("NLST .h*").text()).isEqualTo(".hidden\r\n");
        assertThat(client.receive("NLST /h*").text()).isEqualTo("/hello.txt\r\n");
        assertThat(client.receive("NLST").text()).contains(".hidden\r\n");
    }

    @Test
    void anyNumberOfCommandsBehindATransferIsAnsweredAfterIt() throws IOException {
        try (var data = client.passive()) {
            assertThat(client.send("STOR new.txt")).startsWith("150 ");
            client.write("PWD\r\n".repeat(2000));
            data.getOutputStream().write('x');
        }
        assertThat(client.reply()).startsWith("226 ");
        for (int i = 0; i < 2000; i++) {
            assertThat(client.reply()).startsWith("257 ");
        }
    }
}
