package io.github.ftplab.internal.notebook;

import static io.github.ftplab.internal.notebook.RenderersTest.html;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.Listings;
import io.github.ftplab.RemoteFile;
import java.lang.management.ManagementFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A listing as a table. */
class FileRendererTest {

    @Test
    void listingIsATableThatCanBeSorted() {
        var html = html(Listings.of(
                Listings.file("b.txt", 1_500_000), Listings.directory("pub"), Listings.link("latest", "b.txt")));

        assertThat(html)
                .contains("<caption>1 file, 1 directory, 1 other <small>1.5 MB</small></caption>")
                .contains("<thead onclick=\"", "title=\"Sort by size\">Size</button>")
                .contains("aria-label=\"directory\"></span><bdi>pub</bdi>/</th>")
                .contains("<bdi>latest</bdi> → <bdi>b.txt</bdi>")
                .contains("data-v=\"1500000\"><span title=\"1,500,000 bytes\">1.5 MB</span>")
                .doesNotContain("<script");
    }

    @Test
    void severalAreCountedInThePlural() {
        var html = html(Listings.of(
                Listings.file("a", 1), Listings.file("b", 1), Listings.directory("c"), Listings.directory("d")));

        assertThat(html).contains("<caption>2 files, 2 directories <small>2 bytes</small></caption>");
    }

    @Test
    void columnsOfWhichNothingIsKnownAreLeftOut() {
        var file = Listings.file("a", 1);
        var bare = RemoteFile.builder("a").size(1).build();

        assertThat(html(Listings.of(file))).contains(">Mode<", ">Owner<");
        assertThat(html(Listings.of(bare))).contains(">Size<").doesNotContain(">Mode<", ">Owner<", ">Changed<");
    }

    @Test
    void emptyDirectorySaysSo() {
        assertThat(html(Listings.of())).contains("(empty directory)");
    }

    /**
     * The limits are those that the project promises; the time is this thread's CPU time, whatever else the machine
     * does.
     */
    @Test
    void hundredThousandFilesTakeLessThanASecondAndAMegabyte() {
        var listing = Listings.of(IntStream.range(0, 100_000)
                .mapToObj(i -> Listings.file("file-%06d.bin".formatted(i), i))
                .toList());
        var clock = ManagementFactory.getThreadMXBean();
        long began = clock.getCurrentThreadCpuTime();

        var looks = Renderers.of(listing);

        assertThat(clock.getCurrentThreadCpuTime() - began).isLessThan(1_000_000_000L);
        int letters = looks.values().stream()
                .mapToInt(look -> look.toString().length())
                .sum();
        assertThat(letters).isLessThan(1_000_000);
        assertThat(looks.get(Renderers.HTML))
                .asString()
                .contains("100,000 files", "<bdi>file-000000.bin</bdi>", "… and 99,000 more");
        assertThat(looks.get(Renderers.TEXT)).asString().endsWith("… and 99000 more");
    }

    @Test
    void lineEndInANameIsSeen() {
        assertThat(html(Listings.of(Listings.file("x\r\nMKD y", 1)))).contains("x␍␊MKD y");
    }
}
