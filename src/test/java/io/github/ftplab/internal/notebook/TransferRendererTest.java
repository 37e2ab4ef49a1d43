package io.github.ftplab.internal.notebook;

import static io.github.ftplab.internal.notebook.RenderersTest.HOSTILE;
import static io.github.ftplab.internal.notebook.RenderersTest.directory;
import static io.github.ftplab.internal.notebook.RenderersTest.html;
import static io.github.ftplab.internal.notebook.RenderersTest.transfer;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.DirectoryTransfer;
import io.github.ftplab.Plot;
import io.github.ftplab.Transfer;
import io.github.ftplab.TransferProgress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Transfers, their progress and their plot. */
class TransferRendererTest {

    @Test
    void directoryShowsTotalsThenFailuresThenFiles() {
        var html = html(directory("a.txt", false));

        assertThat(html)
                .containsSubsequence(
                        "<strong>1 file moved</strong> <small>6 bytes · 61 ms · 4 sessions</small>",
                        "<span class=\"bad\">1 failed</span>",
                        "<bdi>a.txt</bdi></th><td class=\"long\">refused: a.txt</td>",
                        "<caption>1 transfer <small>6 bytes</small></caption>",
                        "<caption>1 deleted</caption>",
                        "<caption>1 left out: neither files nor directories</caption>");
        assertThat(html(directory("a.txt", true))).contains("1 file would be moved", "1 would be deleted");
    }

    @Test
    void directoryOfManyFilesShowsTheFirstOnes() {
        var many = DirectoryTransfer.builder()
                .transfers(Collections.nCopies(1_234, transfer("a")))
                .build();

        assertThat(html(many)).contains("1,234 files moved", "… and 234 more").doesNotContain("failed", "sessions");
    }

    @Test
    void plotHasALineForEachFileAndTheSameAsBarsForWhereItCannotBeDrawn() {
        var samples = List.of(
                Transfer.Sample.of(Duration.ZERO, 0),
                Transfer.Sample.of(Duration.ofSeconds(1), 1_000_000),
                Transfer.Sample.of(Duration.ofSeconds(2), 3_000_000));
        var transfer = Transfer.builder(Transfer.Direction.DOWNLOAD, "a.bin")
                .bytes(3_000_000)
                .duration(Duration.ofSeconds(2))
                .samples(samples)
                .build();
        var html = html(Plot.of(List.of(transfer, transfer)));

        assertThat(html)
                .contains(
                        "<polyline points=\"120.0,80.0 360.0,1.0\" ",
                        "up to 2 MB/s, a line for each 500 KB/s",
                        "over 2 s")
                .contains("<polyline points=\"0,80.0 480,80.0\" ", "stroke-dasharray=\"6 4\"")
                .contains("<span title=\"after 500 ms: 1 MB/s\">▅</span><span title=\"after 1.5 s: 2 MB/s\">█</span>")
                .contains("<bdi>a.bin (2)</bdi>", "1.5 MB/s");
        assertThat(html.replaceAll("(?s).*?<svg[^>]*>(.*?)</svg>.*", "$1"))
                .as("no text, which an untrusted notebook would leave")
                .matches("(<polyline[^>]*/>){6}");
        var nothing = Transfer.builder(Transfer.Direction.DOWNLOAD, "b").build();
        assertThat(html(Plot.of(List.of(nothing)))).contains("b 0 bytes/s").doesNotContain("<svg");
    }

    @Test
    void progressIsABarWithSpeedAndTimeLeft() {
        var progress = TransferProgress.builder(Transfer.Direction.DOWNLOAD, HOSTILE)
                .bytes(12_000_000)
                .total(60_000_000)
                .elapsed(Duration.ofSeconds(3))
                .build();

        assertThat(html(progress))
                .contains("max=\"60000000\" value=\"12000000\"", "12 MB of 60 MB, 4 MB/s, 12 s left", "&lt;script&gt;");
        assertThat(ProgressRenderer.line(progress))
                .contains("█████░░░░░░░░░░░░░░░░░░░ 12 MB of 60 MB, 4 MB/s, 12 s left")
                .doesNotContain("\u001B")
                .hasSize(79);
        assertThat(ProgressRenderer.overwriting(progress, false, false))
                .isEqualTo("\r" + ProgressRenderer.line(progress));
        assertThat(ProgressRenderer.overwriting(progress, true, true))
                .startsWith("\r\u001B[?7l\u001B[K")
                .endsWith("#####................... 12 MB of 60 MB, 4 MB/s, 12 s left\u001B[?7h")
                .matches("[\r\u001B -~]*");
    }
}
