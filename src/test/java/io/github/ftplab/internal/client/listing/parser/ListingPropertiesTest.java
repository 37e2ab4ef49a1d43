package io.github.ftplab.internal.client.listing.parser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.RemoteFile;
import io.github.ftplab.internal.protocol.FtpPath;
import io.github.ftplab.internal.protocol.FtpTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** What comes out of a listing is what went in, and nothing else comes of what was no listing. */
class ListingPropertiesTest {

    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    private static final DateTimeFormatter RECENT = DateTimeFormatter.ofPattern("MMM dd HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter OLD = DateTimeFormatter.ofPattern("MMM dd  uuuu", Locale.ENGLISH);
    private static final List<String> PIECES = List.of(
            "-rw-r--r--",
            "drwx------.",
            "lrwxrwxrwx",
            "crw-rw-rw-",
            "d",
            "[R----F--]",
            "0100644",
            "1",
            "12",
            "2025",
            "test",
            "a",
            " ",
            "  ",
            "\t",
            "6",
            "33.5k",
            "9,730",
            "1,",
            "Jan",
            "Mär",
            "lip",
            "31",
            "05,",
            "2.",
            "99:99",
            "21:18",
            "09:18PM",
            "AM",
            "2025-03-05",
            "03-05-26",
            "31.12.1999",
            "4月",
            "2003年",
            "<DIR>",
            "<JUNCTION>",
            "<SYMLINKD>",
            "[C:\\a]",
            "->",
            "/",
            "\0",
            "\r",
            "é",
            "\uFFFD",
            "+i1,m2,",
            "r,s3,",
            "/,",
            "A.TXT;1",
            "2/3",
            "12-MAR-2005",
            "[SYSTEM]",
            "(RWED,,)",
            "%RMS-E-PRV",
            "Volume",
            "Dsname",
            "Name",
            "VV.MM",
            "TTR",
            "3390",
            "PO",
            "PS",
            "Migrated",
            "QSYS",
            "*DIR",
            "*MEM",
            "V",
            "F",
            "DIR",
            "-",
            "\"oooo\"",
            "type=file;",
            "size=6;",
            "type=",
            "modify=20250305000000;",
            "=",
            ";",
            ".",
            "..",
            "total",
            "./x:",
            "4294967296000000000000",
            ":");

    private static final List<ZoneId> ZONES = List.of(
            ZoneOffset.UTC, ZoneId.of("Europe/Berlin"), ZoneId.of("America/New_York"), ZoneId.of("Asia/Kolkata"));

    @Provide
    Arbitrary<String> names() {
        var characters = Arbitraries.strings()
                .withCharRange('!', '~')
                .withChars(" \t\u0085\u2028\u00a0\"\\;=->.:*[]")
                .withCharRange('À', 'ÿ')
                .withChars("日本語한글🙂".replace("🙂", ""))
                .excludeChars('/')
                .ofMinLength(1)
                .ofMaxLength(60);
        var pieces = Arbitraries.of(PIECES).list().ofMinSize(1).ofMaxSize(8).map(parts -> String.join(" ", parts));
        return Arbitraries.oneOf(characters, pieces)
                .filter(name -> !name.isEmpty()
                        && !FtpPath.isSelfOrParent(name)
                        && !name.endsWith("\r")
                        && name.indexOf('/') < 0);
    }

    @Provide
    Arbitrary<String> lines() {
        var pieces = Arbitraries.of(PIECES)
                .list()
                .ofMaxSize(16)
                .flatMap(parts -> Arbitraries.of("", " ", "  ").map(blank -> String.join(blank, parts)));
        var bytes = Arbitraries.bytes()
                .array(byte[].class)
                .ofMaxSize(80)
                .map(array -> new String(array, StandardCharsets.UTF_8).replace("\n", ""));
        return Arbitraries.oneOf(pieces, bytes);
    }

    @Property(tries = 1_000)
    void entryOfTheLongFormatIsReadAsItIs(
            @ForAll("names") String name,
            @ForAll @IntRange(max = 3) int zone,
            @ForAll @LongRange(max = 1L << 50) long size,
            @ForAll @IntRange(min = -300_000, max = 5_000_000) int minutesAgo) {
        var time = NOW.minus(minutesAgo, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.MINUTES);
        boolean recent = time.isAfter(NOW.minus(Duration.ofDays(180))) && time.isBefore(NOW.plus(Duration.ofDays(1)));
        var local = time.atZone(ZONES.get(zone));
        var line = "-rw-r--r--   1 %-8s %-8s %8d %s %s"
                .formatted("test", "Domain", size, (recent ? RECENT : OLD).format(local), name);
        var file = only(new ListFormat(false, NOW, ZONES.get(zone)), line);
        assertThat(file.name()).isEqualTo(name);
        assertThat(file.path()).isEqualTo("pub/" + name);
        assertThat(file.isFile()).isTrue();
        assertThat(file.size()).isEqualTo(OptionalLong.of(size));
        assertThat(file.permissions()).hasValue("rw-r--r--");
        assertThat(file.owner()).hasValue("test");
        assertThat(file.group()).hasValue("Domain");
        var read = file.modified().orElseThrow().atZone(ZONES.get(zone));
        boolean twice = ZONES.get(zone)
                        .getRules()
                        .getValidOffsets(local.toLocalDateTime())
                        .size()
                > 1;
        if (recent && !twice) {
            assertThat(read).isEqualTo(local);
        } else {
            assertThat(read.toLocalDate()).isEqualTo(local.toLocalDate());
        }
    }

    @Property(tries = 1_000)
    void entryOfAnotherFormOfUnixHasTheSameName(
            @ForAll("names") String name, @ForAll @IntRange(max = FORMS_LAST) int form) {
        var file = only(new ListFormat(false, NOW, ZoneOffset.UTC), FORMS.get(form) + name);
        assertThat(file.name()).isEqualTo(name);
        assertThat(file.size()).isEqualTo(OptionalLong.of(6));
    }

    private static final int FORMS_LAST = 8;

    private static final List<String> FORMS = List.of(
            "-rw-r--r--. 1 test test 6 Mar 05  2025 ",
            "-rw-r--r--@1732 test test 6 Mar 05 21:18 ",
            "  16180    8 -rw-r--r-- 1 test test 6 Mar 05  2025 ",
            "-rw-r--r-- 1 domain user domain users 6 Mar 05 21:18 ",
            "-rw-r--r-- 1 test 6 5. Mär 2025 ",
            "-rw-r--r-- test test 6 févr. 28 21:18 ",
            "-rw-r--r-- 1 test test 6 2025-03-05 21:18 ",
            "-rw-r--r-- 1 test test 6 3月 05 21:18 ",
            "-rwxr-lr-T 1 test test 6 Oct 08, 2002 09:47 ");

    @Property(tries = 1_000)
    void machineEntryIsReadAsItIs(@ForAll("names") String name, @ForAll @LongRange(min = 0) long size) {
        var line = "type=file;size=%d;UNIX.groupname=Domain Users;modify=%s; %s"
                .formatted(size, FtpTime.format(NOW), name);
        var file = only(new ListFormat(true, NOW, ZoneOffset.UTC), line);
        assertThat(file.name()).isEqualTo(name);
        assertThat(file.size()).isEqualTo(OptionalLong.of(size));
        assertThat(file.modified()).hasValue(NOW);
        assertThat(file.facts()).containsEntry("unix.groupname", "Domain Users");
    }

    private static RemoteFile only(ListFormat format, String line) {
        var unread = new ArrayList<String>();
        var files = format.read(List.of(line), "pub", unread::add);
        assertThat(unread).isEmpty();
        assertThat(files).hasSize(1);
        return files.get(0);
    }

    @Property(tries = 4_000)
    void anyLineIsAnEntryOrUnreadOrOfNoMeaning(@ForAll("lines") String first, @ForAll("lines") String second) {
        var lines = List.of(first, second);
        for (boolean machine : new boolean[] {false, true}) {
            var unread = new ArrayList<String>();
            var files = new ListFormat(machine, NOW, ZoneOffset.UTC).read(lines, "pub", unread::add);
            assertThat(files.size() + unread.size()).isLessThanOrEqualTo(lines.size());
            assertThat(unread)
                    .isSubsetOf(lines.stream()
                            .flatMap(line ->
                                    List.of(line, line.startsWith("\uFEFF") ? line.substring(1) : line).stream())
                            .toList());
            assertThat(files).allSatisfy(file -> {
                assertThat(file.name()).isNotEmpty().doesNotContain("/").isNotIn(".", "..");
                assertThat(first + "\n" + second).contains(file.name().split("\\.", -1)[0]);
                assertThat(file.size().orElse(0)).isNotNegative();
            });
        }
    }
}
