package io.github.ftplab.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class TextTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 bytes",
        "1, 1 byte",
        "999, 999 bytes",
        "1000, 1 KB",
        "1549, 1.5 KB",
        "999949, 999.9 KB",
        "999950, 1 MB",
        "3000000, 3 MB",
        "9223372036854775807, 9.2 EB"
    })
    void bytesAreWrittenInDecimalUnits(long bytes, String text) {
        assertThat(Text.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 ms",
        "PT0.0012S, 1.2 ms",
        "PT0.99996S, 1 s",
        "PT30S, 30 s",
        "PT59.96S, 1 min",
        "PT2M5S, 2 min 5 s"
    })
    void durationsAreWrittenInTheUnitThatSuitsThem(Duration duration, String text) {
        assertThat(Text.duration(duration)).isEqualTo(text);
    }

    @Test
    void exceptionThatSaysNothingIsCalledByItsKind() {
        assertThat(Text.reason(new IOException())).isEqualTo("IOException");
        assertThat(Text.reason(new IOException("no room"))).isEqualTo("no room");
    }
}
