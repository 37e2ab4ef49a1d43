package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.FakeServer;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Listings in the forms of other systems, asked for in each way. */
@Timeout(60)
class ListingFormsTest {

    private static final String UNIX = "-rw-r--r--   1 test     test            6 Mar 05  2025 ";

    private final FakeServer server = new FakeServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private void list(String text) {
        server.on("LIST", (talk, argument) -> talk.sendData(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                UNIX + "a\rb\r\n" + UNIX + "c\u0085d\r\n" + UNIX + "e\n" + UNIX + " f \r\n",
                "d [R----F--] supervisor            512       Jan 16 18:53    login\r\n",
                "Directory DISK$USER:[FTP]\r\n\r\nA_LONG_NAME.TXT;1\r\n    5   9-JUN-1998 07:32  [X] (RWED,RE,RE,)\r\n",
                "A message\r\nof several\r\nlines\r\nbefore\r\nthe\r\nlisting\r\n" + UNIX + "a\r\n",
                "Volume Unit    Referred Ext Used Recfm Lrecl BlkSz Dsorg Dsname\r\nMigrated      A.B.C\r\n",
                "QSYS            77824 02/23/00 15:09:55 *DIR some dir/\r\n",
            })
    void entriesAreTheSameOneByOneAndAltogether(String text) {
        list(text);
        try (var ftp = FtpClient.connect("127.0.0.1", server.port()).login("test", "potato")) {
            var entries = new ArrayList<RemoteFile>();
            var summary = ftp.list("pub", entries::add);
            assertThat(entries).isNotEmpty();
            for (var listing : List.of(ftp.list("pub"), ftp.dir("pub"))) {
                assertThat(listing.files()).isEqualTo(entries);
                assertThat(listing.unread()).isEqualTo(summary.unread());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"250 fine, bin/bin", "550 no directory, bin"})
    void onlyEntryNamedLikeThePathIsInItIfThatIsADirectory(String reply, String path) {
        list(UNIX + "bin\r\n");
        server.on("CWD", reply);
        try (var ftp = FtpClient.connect("127.0.0.1", server.port()).login("test", "potato")) {
            var entries = new ArrayList<RemoteFile>();
            assertThat(ftp.list("bin", entries::add).entries()).isEqualTo(1);
            for (var files :
                    List.of(entries, ftp.list("bin").files(), ftp.dir("bin").files())) {
                assertThat(files).extracting(RemoteFile::path).containsExactly(path);
            }
        }
    }

    @Test
    void timesAreInTheZoneThatIsSet() {
        list("-rw-r--r--   1 test     test            6 2025-07-05 21:18 a\r\n");
        var builder = FtpClient.builder().zone(ZoneId.of("Europe/Berlin"));
        try (var ftp = builder.connect("127.0.0.1", server.port()).login("test", "potato")) {
            assertThat(ftp.list("pub"))
                    .extracting(RemoteFile::modified)
                    .containsExactly(Optional.of(Instant.parse("2025-07-05T19:18:00Z")));
        }
    }

    /** The time by MDTM of a file that LIST shows at 21:18, and the time that it then has in the listing. */
    @ParameterizedTest
    @CsvSource({
        "20250705191859, 2025-07-05T19:18:00Z",
        "20250705154800, 2025-07-05T15:48:00Z",
        "20250706051800, 2025-07-06T05:18:00Z",
        "20250705211800.123, 2025-07-05T21:18:00Z",
    })
    void zoneIsFoundOutByAFilesExactTime(String exact, Instant found) {
        list("""
                drwxr-xr-x   1 test     test            6 2025-07-05 21:18 d\r
                -rw-r--r--   1 test     test            6 2025-07-05 21:18 a\r
                """);
        server.on("MDTM", "213 " + exact);
        try (var ftp = FtpClient.builder()
                .findZone()
                .connect("127.0.0.1", server.port())
                .login("test", "potato")) {
            var streamed = new ArrayList<RemoteFile>();
            ftp.list("pub", streamed::add);
            assertThat(streamed)
                    .extracting(RemoteFile::modified)
                    .containsExactly(Optional.of(found), Optional.of(found));
            assertThat(ftp.list("pub").files()).isEqualTo(streamed);
            assertThat(ftp.dir("pub").files()).isEqualTo(streamed);
        }
        assertThat(server.commands()).containsOnlyOnce("MDTM pub/a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "213 20250705190259",
                "213 20250715191859",
                "502 not known",
                "550 not there",
                "213 whenever",
            })
    void timesAreLocalWhereNoFileTellsTheZone(String reply) {
        list("-rw-r--r--   1 test     test            6 2025-07-05 21:18 a\r\n");
        server.on("MDTM", reply);
        var local = LocalDateTime.of(2025, 7, 5, 21, 18).atZone(ZoneId.systemDefault());
        try (var ftp = FtpClient.builder()
                .findZone()
                .connect("127.0.0.1", server.port())
                .login("test", "potato")) {
            assertThat(ftp.list("pub"))
                    .extracting(RemoteFile::modified)
                    .containsExactly(Optional.of(local.toInstant()));
            assertThat(ftp.pwd()).isEqualTo("/");
        }
    }
}
