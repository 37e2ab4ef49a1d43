package io.github.ftplab.internal.client.listing.parser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.CpuTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A line costs as much as it is long. */
@Timeout(60)
class LongLinesTest {

    private static final int LONGEST = 64 << 10;

    private static void read(boolean machine, String line) {
        var unread = new ArrayList<String>();
        var files = new ListFormat(machine, Instant.now(), ZoneOffset.UTC).read(List.of(line), "", unread::add);
        assertThat(files.size() + unread.size()).isLessThanOrEqualTo(1);
    }

    private static Duration time(String part, int length) {
        var line = part.repeat(length / part.length() + 1).substring(0, length);
        return CpuTime.of(() -> {
            for (int i = 0; i < 3; i++) {
                read(false, line);
                read(true, line);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                " ",
                "a ",
                "- ",
                "1 ",
                "9",
                "a=b;",
                "a;",
                "a=b ",
                ".",
                "-",
                ":",
                "/",
                ",",
                "<DIR> ",
                "-rwxr-xr-x ",
                "-rwxr-xr-x 1 a b 6 Mar ",
                "1 Mar ",
                "12 3 ",
                "1,000",
                "2025-",
                "A;1",
                "total 1 ",
                " -> "
            })
    void eightTimesTheLengthTakesAboutEightTimesAsLong(String part) {
        time(part, LONGEST / 8);
        var quick = time(part, LONGEST / 8);
        // What is quadratic would take 64 times as long, which for lines such as these is more than a second.
        assertThat(time(part, LONGEST)).isLessThan(quick.multipliedBy(32).plusMillis(1_000));
    }

    @Test
    void lineOfAMegabyteIsUnreadAtOnce() {
        for (var part : List.of("x", "- ", "-rwxr-xr-x 1 a b 6 Mar 05 2025 ", "a=b;")) {
            var unread = new ArrayList<String>();
            for (boolean machine : new boolean[] {false, true}) {
                var format = new ListFormat(machine, Instant.now(), ZoneOffset.UTC);
                assertThat(format.read(List.of(part.repeat((1 << 20) / part.length())), "", unread::add))
                        .isEmpty();
            }
            assertThat(unread).hasSize(2);
        }
    }
}
