package io.github.ftplab.internal.client.listing.parser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.RemoteFile;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TimeZone;
import org.apache.commons.net.ftp.FTPFile;
import org.apache.commons.net.ftp.FTPFileEntryParser;
import org.apache.commons.net.ftp.parser.NTFTPEntryParser;
import org.apache.commons.net.ftp.parser.UnixFTPEntryParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FastListParserTest {

    private static final List<String> NAMES =
            List.of("a.txt", "two words", "  led by spaces", "ends in one ", "a -> b", "é ü", "1 2 3", "Mar 05");

    private final Random random = new Random(7);

    @Test
    void linesOfUnixAreReadAsCommonsNetReadsThem() {
        var theirs = new UnixFTPEntryParser();
        for (int i = 0; i < 20_000; i++) {
            var line = unixLine();
            var file = new FastListParser("", Instant.now(), ZoneId.systemDefault()).unix(line);
            if (file != null) {
                assertSame(file, theirs, line);
            }
        }
    }

    @Test
    void linesOfWindowsAreReadAsCommonsNetReadsThem() {
        var theirs = new NTFTPEntryParser();
        for (int i = 0; i < 20_000; i++) {
            var line = "%02d-%02d-%02d  %02d:%02d%sM %s %s"
                    .formatted(
                            random.nextInt(14),
                            random.nextInt(33),
                            random.nextInt(100),
                            random.nextInt(14),
                            random.nextInt(61),
                            pick("A", "P"),
                            pick("      <DIR>         ", "            " + random.nextInt(1 << 30)),
                            name());
            var file = new FastListParser("", Instant.now(), ZoneId.systemDefault()).dos(line);
            if (file != null) {
                assertSame(file, theirs, line);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "America/New_York", "Pacific/Auckland"})
    void timesAroundNowAreReadAsCommonsNetReadsThem(String zone) {
        var before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone(zone));
            var theirs = new UnixFTPEntryParser();
            var format = DateTimeFormatter.ofPattern("MMM dd HH:mm", Locale.ENGLISH);
            var now = LocalDateTime.now(ZoneId.systemDefault());
            for (var at = now.minusDays(370); at.isBefore(now.plusDays(3)); at = at.plusMinutes(1_001)) {
                // Near the limit at which a date means the previous year, the two parsers may run before and after it.
                boolean justNow = Duration.between(at, now.plusDays(1)).abs().toMinutes() <= 2;
                var line = "-rw-r--r--   1 test     test            6 " + format.format(at) + " example.txt";
                var file = justNow ? null : new FastListParser("", Instant.now(), ZoneId.systemDefault()).unix(line);
                if (file != null) {
                    assertSame(file, theirs, line);
                }
            }
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void whatServersWriteIsUsual() {
        var lines = List.of(
                "-rw-r--r--   1 test     test            6 Mar 05 21:18 example.txt",
                "drwxr-xr-x    2 1000     1000         4096 Jan  1  2025 directory",
                "lrwxrwxrwx   1 root root 7 Oct 31 10:00 link -> example");
        assertThat(lines)
                .allSatisfy(line -> assertThat(new FastListParser("", Instant.now(), ZoneId.systemDefault()).unix(line))
                        .isNotNull());
        assertThat(new FastListParser("", Instant.now(), ZoneId.systemDefault())
                        .dos("03-05-26  09:18PM       <DIR>          example"))
                .isNotNull();
    }

    @Test
    void aNameThatLooksLikeTheRestOfALineIsAName() {
        var file = new FastListParser("", Instant.now(), ZoneId.systemDefault())
                .unix("-rw-r--r-- 1 a b 6 Mar 05  2025 7 Mar 05 21:18 x");
        assertThat(file).isNotNull().extracting(RemoteFile::name).isEqualTo("7 Mar 05 21:18 x");
    }

    private String unixLine() {
        return "%s%s%s%s %s %s %s %d %s %s %s %s"
                .formatted(
                        pick("-", "d", "l", "b", "p"),
                        pick("rw-r--r--", "rwxr-xr-x", "rwsr-sr-t", "---------", "rwxrwxrwx", "rw-r--r-", "rwSr-Sr-T"),
                        pick("", " ", "   ", "+", "."),
                        pick("1", "12"),
                        pick("test", "1000", "two words"),
                        pick("users", "7", ""),
                        pick("", " "),
                        random.nextLong() >>> (1 + random.nextInt(60)),
                        pick("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Mai"),
                        pick("1", " 1", "05", "28", "29", "30", "31", "32"),
                        pick("00:00", "21:18", "23:59", "24:00", "9:18", "12:60", "1999", " 2024", "2025", "20255"),
                        name());
    }

    private String name() {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    private String pick(String... some) {
        return some[random.nextInt(some.length)];
    }

    private static void assertSame(RemoteFile file, FTPFileEntryParser theirs, String line) {
        FTPFile entry = theirs.parseFTPEntry(line);
        assertThat(entry).as(line).isNotNull();
        assertThat(file.name()).as(line).isEqualTo(entry.getName());
        assertThat(file.size()).as(line).hasValue(entry.getSize());
        assertThat(file.owner().orElse("")).as(line).isEqualTo(text(entry.getUser()));
        assertThat(file.group().orElse("")).as(line).isEqualTo(text(entry.getGroup()));
        assertThat(file.target().orElse("")).as(line).isEqualTo(text(entry.getLink()));
        assertThat(file.isDirectory()).as(line).isEqualTo(entry.isDirectory());
        assertThat(file.type() == RemoteFile.Type.LINK).as(line).isEqualTo(entry.isSymbolicLink());
        assertThat(file.modified().orElseThrow())
                .as(line)
                .isEqualTo(entry.getTimestamp().toInstant());
    }

    private static String text(String text) {
        return text == null ? "" : text;
    }
}
