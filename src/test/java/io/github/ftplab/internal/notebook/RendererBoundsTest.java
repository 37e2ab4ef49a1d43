package io.github.ftplab.internal.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.Plot;
import io.github.ftplab.Transcript;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a notebook saves of a value has a bound, whatever the value's size. */
class RendererBoundsTest {

    private static final Instant TIME = Instant.parse("2026-03-05T15:43:42Z");

    @Test
    void ofALongSessionTheNewestIsShown() {
        var transcript = Transcript.of(
                TIME,
                IntStream.range(0, 100_000)
                        .mapToObj(i -> Transcript.Sent.of(TIME, "NOOP " + i))
                        .map(Transcript.Entry.class::cast)
                        .toList(),
                7);

        for (var value : List.of(transcript, transcript.diagram())) {
            var looks = Renderers.of(value);
            assertThat(looks.get(Renderers.HTML))
                    .contains("1,000 ", ", 99,007 earlier left out", "NOOP 99000", "NOOP 99999")
                    .doesNotContain("NOOP 98999")
                    .hasSizeLessThan(200_000);
            assertThat(looks.getOrDefault(Renderers.TEXT, "").lines())
                    .hasSizeBetween(1_001, 1_002)
                    .anyMatch(line -> line.contains("… 99007 earlier"))
                    .noneMatch(line -> line.contains("NOOP 98999"))
                    .last()
                    .asString()
                    .contains("NOOP 99999");
        }
    }

    @Test
    void plotOfManyFilesShowsTheFirstOnes() {
        var html = html(Plot.of(Collections.nCopies(1_234, RenderersTest.transfer("a"))));

        assertThat(html).contains("<bdi>a (100)</bdi>", "… and 1,134 more").doesNotContain("<bdi>a (101)</bdi>");
    }

    @Test
    void bytesAreDumpedAsTextAndNotAsHtml() {
        var bytes = new byte[100_000_000];
        System.arraycopy("<b>\"'&".getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, 6);

        assertThat(html(bytes))
                .contains(
                        "<strong>100,000,000 bytes</strong>", "&lt;b&gt;&quot;&#39;&amp;....", "… and 99,999,744 more")
                .doesNotContain("<b>")
                .hasSizeLessThan(5_000);
        assertThat(Renderers.of(bytes).get(Renderers.TEXT)).asString().hasSizeLessThan(5_000);
    }

    private static String html(Object value) {
        return String.valueOf(Renderers.of(value).get(Renderers.HTML));
    }
}
