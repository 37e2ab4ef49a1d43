package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlotTest {

    @Test
    void isARowOfBarsInText() {
        var slow = transfer("slow.bin", sample(0, 0), sample(1000, 1_000_000), sample(2000, 2_000_000));
        var fast = transfer("f.bin", sample(0, 0), sample(1000, 8_000_000), sample(2000, 12_000_000));

        assertThat(Plot.of(List.of(slow, fast))).hasToString("""
                slow.bin ▂▂ 1 MB/s for 2 s
                f.bin    █▅ 6 MB/s for 2 s""");
        assertThat(slow.plot()).hasToString("slow.bin ██ 1 MB/s for 2 s");
    }

    @Test
    void transfersOfTheSameNameCanBeToldApart() {
        var transfer = transfer("a", sample(0, 0), sample(1000, 1));

        assertThat(Plot.of(List.of(transfer, transfer)).lines())
                .extracting(Plot.Line::name)
                .containsExactly("a", "a (2)");
    }

    @Test
    void emptyFileHasNoPoints() {
        assertThat(transfer("empty").plot()).hasToString("empty 0 bytes/s for 2 s");
    }

    @Test
    void manyFilesAreShownInPart() {
        var transfer = transfer("a", sample(0, 0), sample(1000, 1_000));

        assertThat(Plot.of(Collections.nCopies(150, transfer)).toString().lines())
                .hasSize(101)
                .last()
                .isEqualTo("… and 50 more");
    }

    private static Transfer.Sample sample(long millis, long bytes) {
        return Transfer.Sample.of(Duration.ofMillis(millis), bytes);
    }

    private static Transfer transfer(String name, Transfer.Sample... samples) {
        return Transfer.builder(Transfer.Direction.DOWNLOAD, name)
                .bytes(samples.length == 0 ? 0 : samples[samples.length - 1].bytes())
                .duration(Duration.ofSeconds(2))
                .samples(List.of(samples))
                .build();
    }
}
