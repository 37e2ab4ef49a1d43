package io.github.ftplab.internal.client.listing.parser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.CpuTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ListFormatTest {

    private static final ListFormat LIST = new ListFormat(false, Instant.parse("2026-11-26T10:00:00Z"), ZoneOffset.UTC);

    @Test
    void randomLinesAreNoReasonToFail() {
        var random = new Random(1);
        var parts = List.of(
                "-rw-r--r--",
                "drwx",
                " ",
                "1",
                "a",
                "Jan",
                "31",
                "2020",
                "99:99",
                "->",
                "/",
                "\0",
                "é",
                "<DIR>",
                "03-05-25",
                "09:18PM",
                "4294967296000000000000");
        for (int i = 0; i < 20_000; i++) {
            var line = new StringBuilder();
            for (int j = random.nextInt(14); j >= 0; j--) {
                line.append(parts.get(random.nextInt(parts.size())));
                if (random.nextBoolean()) {
                    line.append(' ');
                }
            }
            var lines = List.of(line.toString());
            var read = LIST.read(lines, "");
            assertThat(read)
                    .allSatisfy(file -> assertThat(file.name()).isNotEmpty().doesNotContain("/"));
        }
    }

    @Test
    void directoryItselfAndTheOneAroundItAreNoEntriesButShowTheFormat() {
        var lines = List.of(
                "drwx------    2 65534      nogroup          4096 Nov 25 16:12 .",
                "drwx------    2 65534      nogroup          4096 Nov 25 16:12 ..");
        var other = List.of(lines.get(0), lines.get(1), "03-05-26  09:18PM       <DIR>          example");
        var unread = new ArrayList<String>();
        assertThat(LIST.read(other, "", unread::add)).isEmpty();
        assertThat(unread).containsExactly(other.get(2));
    }

    @Test
    void twentyThousandLinesAreReadInTime() {
        var lines = new ArrayList<String>();
        for (int i = 0; i < 20_000; i++) {
            lines.add("-rw-r--r--   1 test     users     %8d Mar  5  2025 file-%d.txt".formatted(i, i));
        }
        assertThat(CpuTime.of(() -> assertThat(LIST.read(lines, "")).hasSize(20_000)))
                .isLessThan(Duration.ofSeconds(10));
    }
}
