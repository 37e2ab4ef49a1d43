package io.github.ftplab.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PortRangeTest {

    @ParameterizedTest
    @CsvSource({
        "60000-60100, 60000, 60100, ports 60000 to 60100, 60000->60100",
        "21, 21, 21, port 21, 21->21",
        "1-65535, 1, 65535, ports 1 to 65535, 1->65535"
    })
    void rangesAreReadAndWritten(String text, int first, int last, String words, String log) {
        var range = PortRange.parse(text);

        assertThat(range).isEqualTo(PortRange.of(first, last)).hasToString(log);
        assertThat(range.inWords()).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "-", "1-", "-1", "0", "0-9", "9-1", "1-65536", "70000", "1-2-3", "1 - 2", "123456"})
    void othersAreRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PortRange.parse(text))
                .withMessageContaining("not a range of ports");
    }

    @Test
    void portsGoRound() {
        var range = PortRange.of(100, 102);

        assertThat(IntStream.range(2, 8).map(range::port)).containsExactly(102, 100, 101, 102, 100, 101);
        assertThat(range.size()).isEqualTo(3);
    }

    @Test
    void anyFreePortIsPortZero() {
        assertThat(PortRange.ANY.port(0)).isZero();
        assertThat(PortRange.ANY.inWords()).isEqualTo("any port");
    }
}
