package io.github.ftplab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.NothingLeft;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Homes in all kinds of file systems. */
class HomeSystemsTest {

    /** The kinds of file systems. */
    enum Kind {
        DISK,
        IN_MEMORY,
        UNIX,
        MAC,
        WINDOWS,
        ZIP;

        Path home(Path directory) throws IOException {
            return switch (this) {
                case DISK -> directory;
                case IN_MEMORY -> FtpServer.inMemory();
                case UNIX -> Jimfs.newFileSystem(Configuration.unix()).getPath("/");
                case MAC -> Jimfs.newFileSystem(Configuration.osX()).getPath("/");
                case WINDOWS -> Jimfs.newFileSystem(Configuration.windows()).getPath("C:\\");
                case ZIP ->
                    FileSystems.newFileSystem(directory.resolve("home.zip"), Map.of("create", "true"))
                            .getPath("/");
            };
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /** What works in every file system. */
    @Nested
    @WithServer
    @ParameterizedClass
    @EnumSource(Kind.class)
    class EverySystem {

        @Given
        Path home;

        @Given
        RawClient client;

        EverySystem(Kind kind, @TempDir Path directory) throws IOException {
            home = kind.home(directory);
        }

        @Test
        void fileIsStoredAndRetrieved() throws IOException {
            assertThat(client.transmit("STOR file.txt", bytes("hello\n"))).startsWith("226 ");
            assertThat(client.receive("RETR file.txt").text()).isEqualTo("hello\n");
            assertThat(client.send("SIZE file.txt")).isEqualTo("213 6");
            assertThat(Files.readString(home.resolve("file.txt"))).isEqualTo("hello\n");
        }

        @Test
        void shorterFileReplacesALongerOne() throws IOException {
            client.transmit("STOR file.txt", bytes("a long text\n"));
            assertThat(client.transmit("STOR file.txt", bytes("short\n"))).startsWith("226 ");
            assertThat(client.receive("RETR file.txt").text()).isEqualTo("short\n");
        }

        @Test
        void largeFileKeepsEveryByte() throws IOException {
            var large = new byte[3_000_000];
            for (int i = 0; i < large.length; i++) {
                large[i] = (byte) (i * 31 + i / 1000);
            }
            assertThat(client.transmit("STOR large.bin", large)).startsWith("226 ");
            assertThat(client.receive("RETR large.bin").bytes()).isEqualTo(large);
        }

        @Test
        void restartGoesOnWithinAFile() throws IOException {
            client.transmit("STOR file.txt", bytes("0123456789"));
            client.send("REST 4");
            assertThat(client.receive("RETR file.txt").text()).isEqualTo("456789");
            client.send("REST 4");
            assertThat(client.transmit("STOR file.txt", bytes("AB"))).startsWith("226 ");
            assertThat(client.receive("RETR file.txt").text()).isIn("0123AB6789", "0123AB");
        }

        @Test
        void fileIsAppendedTo() throws IOException {
            assertThat(client.transmit("APPE file.txt", bytes("one "))).startsWith("226 ");
            assertThat(client.transmit("APPE file.txt", bytes("two"))).startsWith("226 ");
            assertThat(client.receive("RETR file.txt").text()).isEqualTo("one two");
        }

        @Test
        void uniqueNameIsFound() throws IOException {
            assertThat(client.transmit("STOU file.txt", bytes("one"))).startsWith("226 ");
            assertThat(client.transmit("STOU file.txt", bytes("two"))).startsWith("226 ");
            assertThat(client.receive("RETR file.txt").text()).isEqualTo("one");
            assertThat(client.receive("NLST").text().lines().filter(line -> line.startsWith("file.txt")))
                    .hasSize(2);
        }

        @Test
        void directoriesAreMadeListedAndRemoved() throws IOException {
            assertThat(client.send("MKD one")).startsWith("257 ");
            assertThat(client.send("MKD one")).startsWith("550 ");
            assertThat(client.send("MKD one/two")).startsWith("257 ");
            assertThat(client.send("MKD one/two")).startsWith("550 ");
            assertThat(client.send("MKD one/two/three")).startsWith("257 ");
            assertThat(client.transmit("STOR one/two/file.txt", bytes("x"))).startsWith("226 ");
            assertThat(client.receive("NLST one/two").text().lines()).containsExactly("file.txt", "three");
            assertThat(client.receive("NLST one").text().lines()).containsExactly("two");
            assertThat(client.receive("LIST one").text().lines())
                    .singleElement()
                    .matches(line -> line.matches("drwxr-xr-x +\\d+ \\S+ +\\S+ +\\d+ .* two"), "as ls -l has it");
            assertThat(client.send("CWD one/two/three")).startsWith("250 ");
            assertThat(client.send("CDUP")).startsWith("250 ");
            assertThat(client.send("RMD /one/two")).startsWith("550 ");
            assertThat(client.send("RMD three")).startsWith("250 ");
            assertThat(client.send("DELE file.txt")).startsWith("250 ");
            assertThat(client.send("CWD /")).startsWith("250 ");
            assertThat(client.send("RMD one/two")).startsWith("250 ");
            assertThat(client.receive("NLST one").text()).isEmpty();
        }

        @Test
        void filesAndDirectoriesAreRenamedAndMoved() throws IOException {
            client.send("MKD one");
            client.send("MKD two");
            client.send("MKD one/deep");
            client.transmit("STOR one/file.txt", bytes("x"));
            client.transmit("STOR one/deep/file.txt", bytes("y"));
            rename("one/file.txt", "file.txt");
            rename("file.txt", "two/file.txt");
            rename("two/file.txt", "one/other.txt");
            rename("one", "two/one");
            assertThat(client.receive("RETR two/one/other.txt").text()).isEqualTo("x");
            assertThat(client.receive("RETR two/one/deep/file.txt").text()).isEqualTo("y");
            assertThat(client.send("CWD one")).startsWith("550 ");
        }

        @Test
        void renameReplacesAFile() throws IOException {
            client.send("MKD one");
            for (var target : new String[] {"target.txt", "one/target.txt"}) {
                client.transmit("STOR new.txt", bytes("new"));
                client.transmit("STOR " + target, bytes("old"));
                rename("new.txt", target);
                assertThat(client.receive("RETR " + target).text()).isEqualTo("new");
            }
        }

        @Test
        void directoryIsNotMovedIntoItself() throws IOException {
            client.send("MKD one");
            client.transmit("STOR one/file.txt", bytes("x"));
            client.send("RNFR one");
            assertThat(client.send("RNTO one/two")).startsWith("550 ");
            assertThat(client.receive("RETR one/file.txt").text()).isEqualTo("x");
        }

        @Test
        void timeIsSet() throws IOException {
            client.send("MKD dir");
            for (var name : new String[] {"file.txt", "dir/file.txt"}) {
                client.transmit("STOR " + name, bytes("x"));
                assertThat(client.send("MFMT 20200102030406 " + name)).startsWith("213 ");
                assertThat(client.send("MDTM " + name)).isEqualTo("213 20200102030406");
            }
        }

        @Test
        void modeIsSetWhereThereAreModes() throws IOException {
            client.transmit("STOR file.txt", bytes("x"));
            boolean modes = home.getFileSystem().supportedFileAttributeViews().contains("posix");
            assertThat(client.send("SITE CHMOD 640 file.txt")).startsWith(modes ? "200 " : "504 ");
            assertThat(client.receive("LIST").text()).contains(modes ? "-rw-r-----" : "-rw-r--r--");
        }

        @Test
        void factsAreThoseThatTheSystemHas() throws IOException {
            client.transmit("STOR file.txt", bytes("hello\n"));
            assertThat(client.send("MLST file.txt"))
                    .contains("type=file;")
                    .contains("size=6;")
                    .contains(" /file.txt")
                    .contains("perm=adfrw;")
                    .contains("unix.mode=06");
            assertThat(client.receive("MLSD").text()).contains(" file.txt");
        }

        @Test
        void namesAreKeptAsTheyAre() throws IOException {
            for (var name : new String[] {" leading", "-la", "\u00e9t\u00e9.txt", "\u65e5\u672c", "a#b%20c", "[x]"}) {
                assertThat(client.transmit("STOR " + name, bytes("x"))).as(name).startsWith("226 ");
                assertThat(client.receive("NLST").text().lines()).as(name).contains(name);
                assertThat(client.receive("RETR " + name).text()).as(name).isEqualTo("x");
                assertThat(client.send("DELE " + name)).as(name).startsWith("250 ");
            }
        }

        @Test
        void asciiEndsLinesAsTheNetworkDoes() throws IOException {
            client.send("TYPE A");
            assertThat(client.transmit("STOR file.txt", bytes("one\r\ntwo\r\n")))
                    .startsWith("226 ");
            assertThat(client.receive("RETR file.txt").text()).isEqualTo("one\r\ntwo\r\n");
            assertThat(Files.readString(home.resolve("file.txt"))).isEqualTo("one\ntwo\n");
        }

        @Test
        void whatIsMissingIsTold() throws IOException {
            assertThat(client.receive("RETR missing.txt").opening()).startsWith("550 missing.txt: ");
            assertThat(client.transmit("STOR missing/file.txt", bytes("x"))).startsWith("550 ");
            assertThat(client.transmit("STOR missing/deep/file.txt", bytes("x")))
                    .startsWith("550 ");
            assertThat(client.send("MKD missing/dir")).startsWith("550 ");
            client.transmit("STOR file.txt", bytes("x"));
            assertThat(client.transmit("STOR file.txt/file.txt", bytes("x"))).startsWith("550 ");
            assertThat(client.send("MKD file.txt/dir")).startsWith("550 ");
        }

        private void rename(String from, String to) throws IOException {
            assertThat(client.send("RNFR " + from)).as(from).startsWith("350 ");
            assertThat(client.send("RNTO " + to)).as(from + " to " + to).startsWith("250 ");
        }
    }

    /** What only some file systems do. */
    @Nested
    @Timeout(60)
    @ExtendWith(NothingLeft.class)
    class SpecialSystems {

        @TempDir
        Path directory;

        @Test
        void homesInMemoryAreApart() throws IOException {
            var one = FtpServer.inMemory();
            var two = FtpServer.inMemory();
            Files.writeString(one.resolve("file.txt"), "x");
            assertThat(two).isEmptyDirectory();
            assertThat(one).hasToString("/in-memory");
        }

        @ParameterizedTest
        @ValueSource(strings = {"UTC", "Pacific/Kiritimati", "Etc/GMT+12"})
        void yearsAreListedWithFourDigits(String zone) throws IOException {
            var home = FtpServer.inMemory();
            for (var days : new long[] {Long.MIN_VALUE, -800_000, -719_529, 0, 2_932_895, 2_932_897, Long.MAX_VALUE}) {
                Files.setLastModifiedTime(
                        Files.createFile(home.resolve("f" + days)), FileTime.from(days, TimeUnit.DAYS));
            }
            var builder = FtpServer.builder().user("test", "potato", home).port(0);
            try (var server = builder.zone(ZoneId.of(zone)).start();
                    var client = RawClient.login(server, "test", "potato")) {
                assertThat(client.receive("LIST").text().split("\r\n"))
                        .hasSize(7)
                        .allSatisfy(line -> assertThat(line).matches(".* [A-Z][a-z]{2} \\d\\d  \\d{4} f-?\\d+"));
                assertThat(client.receive("MLSD").text().split("\r\n"))
                        .allSatisfy(line -> assertThat(line).containsPattern(";modify=\\d{14};"));
                for (var name : client.receive("NLST").text().lines().toList()) {
                    assertThat(client.send("MDTM " + name)).matches("213 \\d{14}");
                }
            }
        }

        @Test
        void readOnlySystemRefusesEveryChange() throws IOException {
            var home = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/java.base");
            try (var server = start(home);
                    var client = RawClient.login(server, "test", "potato")) {
                assertThat(client.receive("RETR module-info.class").reply()).startsWith("226 ");
                assertThat(client.receive("LIST java").text()).contains(" lang");
                for (var command : new String[] {"STOR", "APPE", "STOU"}) {
                    assertThat(client.transmit(command + " new.txt", bytes("x")))
                            .isEqualTo("550 new.txt: Read-only file system.");
                }
                for (var command : new String[] {
                    "MKD new", "DELE module-info.class", "RMD java/lang", "MFMT 20200101000000 module-info.class"
                }) {
                    assertThat(client.send(command)).startsWith("550 ").endsWith(": Read-only file system.");
                }
                assertThat(client.send("RNFR module-info.class")).startsWith("350 ");
                assertThat(client.send("RNTO other.class")).endsWith(": Read-only file system.");
            }
        }

        @Test
        void zipThatWasPackedElsewhereIsRead() throws IOException {
            var zip = directory.resolve("packed.zip");
            try (FileSystem system = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
                Files.createDirectories(system.getPath("/a/b"));
                Files.writeString(system.getPath("/a/b/file.txt"), "packed\n");
            }
            try (FileSystem system = FileSystems.newFileSystem(zip);
                    var server = start(system.getPath("/a"));
                    var client = RawClient.login(server, "test", "potato")) {
                assertThat(client.receive("RETR b/file.txt").text()).isEqualTo("packed\n");
                assertThat(client.receive("NLST").text()).isEqualTo("b\r\n");
                assertThat(client.receive("RETR ../a/b/file.txt").opening()).startsWith("550 ");
            }
        }

        @Test
        void whatIsStoredInAZipIsThereAfterwards() throws IOException {
            var zip = directory.resolve("new.zip");
            try (FileSystem system = FileSystems.newFileSystem(zip, Map.of("create", "true"));
                    var server = start(system.getPath("/"));
                    var client = RawClient.login(server, "test", "potato")) {
                client.send("MKD dir");
                assertThat(client.transmit("STOR dir/file.txt", bytes("hello\n")))
                        .startsWith("226 ");
            }
            try (FileSystem system = FileSystems.newFileSystem(zip)) {
                assertThat(Files.readString(system.getPath("/dir/file.txt"))).isEqualTo("hello\n");
            }
        }

        @Test
        void fullMemoryIsTold() throws IOException {
            var small = Configuration.unix().toBuilder().setMaxSize(1_000_000).build();
            try (var system = Jimfs.newFileSystem(small);
                    var server = start(system.getPath("/"));
                    var client = RawClient.login(server, "test", "potato")) {
                assertThat(client.transmit("STOR large.bin", new byte[2_000_000]))
                        .startsWith("451 ");
                assertThat(client.transmit("STOR small.bin", new byte[10])).isNotEmpty();
                assertThat(client.send("DELE large.bin")).startsWith("250 ");
                assertThat(client.transmit("STOR small.bin", new byte[10])).startsWith("226 ");
            }
        }

        @Test
        void otherUnicodeFormIsTheSameNameOnMacOs() throws IOException {
            try (var system = Jimfs.newFileSystem(Configuration.osX());
                    var server = start(system.getPath("/"));
                    var client = RawClient.login(server, "test", "potato")) {
                assertThat(client.transmit("STOR caf\u00e9.txt", bytes("x"))).startsWith("226 ");
                assertThat(client.receive("RETR cafe\u0301.txt").text()).isEqualTo("x");
                assertThat(client.receive("RETR CAFE\u0301.TXT").text()).isEqualTo("x");
            }
        }

        private FtpServer start(Path home) {
            return FtpServer.builder()
                    .user("test", "potato", home, "elradfmwMT")
                    .port(0)
                    .start();
        }
    }
}
