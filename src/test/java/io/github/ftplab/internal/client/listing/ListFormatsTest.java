package io.github.ftplab.internal.client.listing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ListFormatsTest {

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
            var read = ListFormats.of(lines).orElse(ListFormats.UNIX).read(lines, "");
            assertThat(read)
                    .allSatisfy(file -> assertThat(file.name()).isNotEmpty().doesNotContain("/"));
        }
    }

    @Test
    void directoryItselfAndTheOneAroundItAreNoEntriesButShowTheFormat() {
        var lines = List.of(
                "drwx------    2 65534      nogroup          4096 Nov 25 16:12 .",
                "drwx------    2 65534      nogroup          4096 Nov 25 16:12 ..");
        var format = ListFormats.of(lines);
        assertThat(format).contains(ListFormats.UNIX);
        assertThat(format.orElseThrow().read(lines, "")).isEmpty();
    }

    @Test
    void twentyThousandLinesAreReadInTime() {
        var lines = new ArrayList<String>();
        for (int i = 0; i < 20_000; i++) {
            lines.add("-rw-r--r--   1 test     users     %8d Mar  5  2025 file-%d.txt".formatted(i, i));
        }
        long began = System.nanoTime();
        assertThat(ListFormats.UNIX.read(lines, "")).hasSize(20_000);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    }
}
