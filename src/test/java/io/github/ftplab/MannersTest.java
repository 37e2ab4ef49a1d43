package io.github.ftplab;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.ftplab.testing.FileTree;
import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.Servers;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that imitates others, and what our client and raw ones see of it. */
@WithServer
@Timeout(60)
class MannersTest {

    @Given
    final Path home = FtpServer.inMemory();

    @Given
    Servers servers;

    @TempDir
    Path here;

    /** Names that data sets of z/OS can have. */
    @BeforeEach
    void makeFiles() throws IOException {
        Files.createDirectories(home.resolve("PUB/SUB"));
        Files.writeString(home.resolve("EXAMPLE.TXT"), "hello\n");
        Files.writeString(home.resolve("PUB/README.TXT"), "read me\n");
        Files.writeString(home.resolve("PUB/SUB/DATA.BIN"), "data");
        Files.setLastModifiedTime(home.resolve("EXAMPLE.TXT"), FileTime.from(Instant.parse("2025-03-05T21:18:00Z")));
    }

    private FtpServer start(Manners manners) {
        return servers.start(builder -> builder.manners(manners));
    }

    private RawClient raw(Manners manners) throws IOException {
        return RawClient.login(start(manners), "test", "potato");
    }

    @ParameterizedTest
    @EnumSource
    void clientListsWalksDownloadsMirrorsAndUploads(Manners manners) throws IOException {
        try (var ftp = start(manners).connect("test", "potato")) {
            assertThat(ftp.list().files())
                    .extracting(RemoteFile::name, RemoteFile::isDirectory)
                    .containsExactlyInAnyOrder(tuple("EXAMPLE.TXT", false), tuple("PUB", true));
            assertThat(ftp.list().unread()).isEmpty();
            assertThat(ftp.walk("PUB"))
                    .extracting(RemoteFile::path)
                    .containsExactlyInAnyOrder("PUB/README.TXT", "PUB/SUB", "PUB/SUB/DATA.BIN");
            assertThat(ftp.readText("EXAMPLE.TXT")).isEqualTo("hello\n");
            ftp.download("PUB/README.TXT", here.resolve("one.txt"));
            assertThat(here.resolve("one.txt")).hasContent("read me\n");
            var mirror = ftp.mirrorDown("PUB", here.resolve("copy"), DirectoryOptions.DEFAULT);
            assertThat(mirror.failures()).isEmpty();
            assertThat(FileTree.contents(here.resolve("copy"))).isEqualTo(FileTree.contents(home.resolve("PUB")));
            var before = ftp.pwd();
            ftp.cd("PUB");
            assertThat(ftp.nlst()).containsExactlyInAnyOrder("README.TXT", "SUB");
            ftp.cd(before);
            assertThat(ftp.pwd()).isEqualTo(before);
            if (manners == Manners.PUBLICFILE) {
                return;
            }
            ftp.upload(here.resolve("one.txt"), "PUB/NEW.TXT");
            ftp.rename("PUB/NEW.TXT", "PUB/NEWER.TXT");
            assertThat(home.resolve("PUB/NEWER.TXT")).hasContent("read me\n");
            ftp.mkdir("MADE");
            ftp.deleteDirectory("PUB");
            assertThat(home.resolve("PUB")).doesNotExist();
            assertThat(home.resolve("MADE")).isDirectory();
        }
    }

    @Test
    void everyServerIsInTheDocument() throws IOException {
        var document = Files.readString(Path.of("docs/servers.md"));
        assertThat(Manners.values())
                .allSatisfy(
                        manners -> assertThat(document).contains("| `" + manners + "` | " + manners.server() + " |"));
    }

    @ParameterizedTest
    @EnumSource
    void escapeFromHomeIsImpossible(Manners manners) throws IOException {
        try (var client = raw(manners)) {
            for (var path : List.of("..", "../..", "..\\..", "/../..", "'../../'", "DISK$USER:[TEST.-.-]", "[-.-]..")) {
                client.send("CWD " + path);
                client.send("CWD " + path + "/etc");
            }
            client.send("CDUP");
            var refused = client.send("RETR ../../etc/passwd");
            assertThat(refused).doesNotStartWith("1").doesNotStartWith("2");
        }
    }

    @ParameterizedTest
    @EnumSource
    void lettersApply(Manners manners) throws IOException {
        var reader = servers.start(builder ->
                FtpServer.builder().user("ann", "potato", home, "elr").port(0).manners(manners));
        try (var client = RawClient.login(reader, "ann", "potato")) {
            assertThat(client.send("DELE EXAMPLE.TXT")).startsWith(manners == Manners.APACHE ? "450 " : "55");
            assertThat(client.send("MKD NEW")).startsWith("55");
            assertThat(home.resolve("EXAMPLE.TXT")).exists();
            assertThat(home.resolve("NEW")).doesNotExist();
        }
    }

    @Test
    void vsftpdListsNothingForWhatIsMissingAndHidesDotFiles() throws IOException {
        Files.createFile(home.resolve(".hidden"));
        try (var client = raw(Manners.VSFTPD)) {
            assertThat(client.receive("LIST nope"))
                    .returns("150 Here comes the directory listing.", RawClient.Received::opening)
                    .returns("", RawClient.Received::text)
                    .returns("226 Directory send OK.", RawClient.Received::reply);
            assertThat(client.receive("NLST").text().lines()).containsExactly("EXAMPLE.TXT", "PUB");
            assertThat(client.receive("NLST -a").text().lines()).contains(".hidden");
            assertThat(client.send("CWD nope")).isEqualTo("550 Failed to change directory.");
            assertThat(client.send("MLSD")).isEqualTo("500 Unknown command.");
            assertThat(client.send("OPTS MLST type;")).isEqualTo("501 Option not understood.");
            assertThat(client.send("MODE Z")).isEqualTo("504 Bad MODE command.");
            assertThat(client.send("STAT EXAMPLE.TXT"))
                    .startsWith("213-Status follows:\n")
                    .endsWith("\n213 End of status");
        }
        try (var ftp = start(Manners.VSFTPD).connect("test", "potato")) {
            assertThat(ftp.exists("nope")).isFalse();
            assertThat(ftp.features()).doesNotContainKey("MLST");
        }
    }

    @Test
    void iisListsLikeDosOrUnixAndTakesNamesInAnyCase() throws IOException {
        try (var client = raw(Manners.IIS)) {
            assertThat(client.receive("LIST").text().lines())
                    .contains("03-05-25  09:18PM                    6 EXAMPLE.TXT")
                    .anyMatch(line -> line.endsWith("M       <DIR>          PUB"));
            assertThat(client.send("SITE DIRSTYLE")).isEqualTo("200 MSDOS-like directory output is off");
            assertThat(client.receive("LIST").text().lines()).anyMatch(line -> line.startsWith("drw"));
            assertThat(client.send("SITE DIRSTYLE")).isEqualTo("200 MSDOS-like directory output is on");
            assertThat(client.send("SIZE pub\\readme.txt")).isEqualTo("213 8");
            assertThat(client.receive("RETR Pub/ReadMe.txt").text()).isEqualTo("read me\n");
            assertThat(client.send("SIZE nope.txt").lines())
                    .containsExactly(
                            "550-The system cannot find the file specified. ",
                            " Win32 error:   The system cannot find the file specified. ",
                            " Error details: File system returned an error.",
                            "550 End");
            assertThat(client.transmit("STOR example.txt", "new".getBytes(US_ASCII)))
                    .startsWith("226 ");
            assertThat(home.resolve("EXAMPLE.TXT")).hasContent("new");
        }
    }

    @Test
    void zosQuotesTheWorkingDirectoryAndListsTracks() throws IOException {
        try (var client = raw(Manners.ZOS)) {
            assertThat(client.send("PWD")).isEqualTo("257 \"'TEST.'\" is working directory.");
            assertThat(client.send("CWD PUB")).isEqualTo("250 \"TEST.PUB.\" is the working directory name prefix.");
            assertThat(client.send("PWD")).isEqualTo("257 \"'TEST.PUB.'\" is working directory.");
            assertThat(client.send("CWD 'TEST.'")).startsWith("250 ");
            assertThat(client.receive("LIST").text().lines())
                    .containsExactly(
                            "Volume Unit    Referred Ext Used Recfm Lrecl BlkSz Dsorg Dsname",
                            "FTPLAB 3390   2025/03/05  1    1  FB      80 27920  PS  EXAMPLE.TXT",
                            "FTPLAB 3390   %s  1    1  FB      80 27920  PO  PUB".formatted(day("uuuu/MM/dd")));
            assertThat(client.receive("RETR 'TEST.EXAMPLE.TXT'").text()).isEqualTo("hello\n");
            assertThat(client.send("FEAT")).isEqualTo("211 no Extensions supported");
        }
    }

    private String day(String pattern) throws IOException {
        var modified =
                Files.getLastModifiedTime(home.resolve("PUB")).toInstant().atZone(ZoneOffset.UTC);
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(modified);
    }

    @ParameterizedTest
    @CsvSource({
        "DISK$USER:[TEST], /",
        "DISK$USER:[TEST.PUB], /PUB",
        "[.SUB], /PUB/SUB",
        "[TEST.PUB]README.TXT;1, /PUB/README.TXT",
        "README.TXT;3, /PUB/README.TXT",
        "/PUB/README.TXT, /PUB/README.TXT",
        "SUB, /PUB/SUB",
    })
    void openVmsTakesItsOwnPathsAndOthers(String argument, String path) throws IOException {
        try (var client = raw(Manners.OPEN_VMS)) {
            client.send("CWD PUB");
            assertThat(client.send("PWD")).isEqualTo("257 \"DISK$USER:[TEST.PUB]\"");
            boolean isFile = Files.isRegularFile(home.resolve(path.substring(1)));
            assertThat(client.send((isFile ? "SIZE " : "CWD ") + argument)).startsWith("2");
            if (!isFile) {
                assertThat(client.send("PWD"))
                        .isEqualTo(
                                "257 \"DISK$USER:[TEST%s]\"".formatted(path.equals("/") ? "" : path.replace('/', '.')));
            }
        }
    }

    @Test
    void openVmsTakesBracketsWithinANameForPartsOfIt() throws IOException {
        Files.writeString(home.resolve("A[1].TXT"), "one");
        Files.writeString(home.resolve(".TXT"), "other");
        try (var client = raw(Manners.OPEN_VMS)) {
            assertThat(client.send("DELE A[1].TXT")).startsWith("250 ");
        }
        assertThat(home.resolve("A[1].TXT")).doesNotExist();
        assertThat(home.resolve(".TXT")).exists();
    }

    @Test
    void answersOfChecksAreKept() throws IOException {
        var server = servers.start(builder -> builder.manners(Manners.VSFTPD)
                .before("DELE", (who, path) -> Optional.of(Reply.of(550, List.of("Keep it.")))));
        try (var client = RawClient.login(server, "test", "potato")) {
            assertThat(client.send("DELE EXAMPLE.TXT")).isEqualTo("550 Keep it.");
        }
    }

    @Test
    void textsThatWereSetAreKept() throws IOException {
        var server =
                servers.start(builder -> builder.manners(Manners.PROFTPD).texts("Ready here.", "Come in.", "Gone."));
        try (var client = RawClient.connect(server)) {
            assertThat(client.greeting()).isEqualTo("220 Ready here.");
            assertThat(client.send("USER test")).isEqualTo("331 Password required for test");
            assertThat(client.send("PASS potato")).isEqualTo("230 Come in.");
            assertThat(client.send("QUIT")).isEqualTo("221 Gone.");
        }
    }

    @Test
    void nameWithALineBreakOrABarForgesNoReply() throws IOException {
        try (var client = raw(Manners.IIS)) {
            assertThat(client.send("MKD a|226 b")).isEqualTo("257 \"/a|226 b\" directory created.");
            assertThat(client.send("MKD c\rd").lines()).hasSize(1);
        }
        try (var client = raw(Manners.PURE_FTPD)) {
            assertThat(client.send("RETR nope|226 b").lines()).hasSize(1);
        }
    }
}
