package io.github.ftplab.internal.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.ftplab.DirectoryTransfer;
import io.github.ftplab.FtpException;
import io.github.ftplab.FtpServer;
import io.github.ftplab.Listings;
import io.github.ftplab.Plot;
import io.github.ftplab.ServerEvent;
import io.github.ftplab.ServerLog;
import io.github.ftplab.ServerSession;
import io.github.ftplab.Transcript;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a notebook saves of a value has a bound, whatever the value's size. */
class RendererBoundsTest {

    private static final Instant TIME = Instant.parse("2026-03-05T15:43:42Z");

    @TempDir
    Path directory;

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

    @Test
    void ofManyUsersTheFirstAreShown() {
        var builder = FtpServer.builder().port(0);
        IntStream.range(0, 2_000).forEach(i -> builder.user("user-%05d".formatted(i), "potato", directory, "elr"));
        try (var server = builder.start()) {
            for (var value : List.of(server, server.users())) {
                assertThat(html(value))
                        .contains("<bdi>user-00000</bdi>", "<bdi>user-00499</bdi>", "… and 1,500 more")
                        .doesNotContain("user-00500")
                        .hasSizeLessThan(1_000_000);
                assertThat(text(value)).doesNotContain("user-01000").hasSizeLessThan(200_000);
            }
            assertThat(html(List.of(server)))
                    .contains("user-00009 and 1,990 more<")
                    .hasSizeLessThan(5_000);
        }
    }

    /** Long lists of the kinds that have a table. */
    static Stream<Arguments> lists() {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5);
        return Stream.of(
                arguments(
                        many(i ->
                                ServerSession.of(ServerEvent.Client.of(i, address, "a-" + i), TIME, Optional.empty())),
                        "… and 1000 more"),
                arguments(
                        many(i -> ServerEvent.Login.of(TIME, ServerEvent.Client.of(i, address, "a-" + i))),
                        "… 1000 earlier ones left out"),
                arguments(many(i -> Listings.file("a-" + i, 1)), "… and 1000 more"),
                arguments(many(i -> RenderersTest.transfer("a-" + i)), "… and 1000 more"),
                arguments(
                        many(i -> DirectoryTransfer.Failure.of("a-" + i, new FtpException.LocalFile("why", null))),
                        "… and 1000 more"),
                arguments(many(i -> Transcript.Sent.of(TIME, "a-" + i)), "… 1000 earlier ones left out"),
                arguments(
                        many(i -> ServerLog.Entry.of(TIME, ServerLog.Level.INFO, "a-" + i)),
                        "… 1000 earlier ones left out"));
    }

    private static List<?> many(IntFunction<?> element) {
        return IntStream.range(0, 2_000).mapToObj(element).toList();
    }

    @ParameterizedTest
    @MethodSource("lists")
    void ofALongListAPartIsShown(List<?> list, String leftOut) {
        boolean newest = leftOut.contains("earlier");

        assertThat(html(list))
                .contains(newest ? ", 1,000 earlier left out" : "… and 1,000 more")
                .contains("a-" + (newest ? 1_999 : 0))
                .doesNotContain("a-" + (newest ? 999 : 1_000))
                .hasSizeLessThan(1_000_000);
        assertThat(text(list))
                .contains(leftOut, "a-" + (newest ? 1_999 : 0))
                .doesNotContain("a-" + (newest ? 999 : 1_000))
                .hasSizeLessThan(200_000);
    }

    private static String text(Object value) {
        return String.valueOf(Renderers.of(value).get(Renderers.TEXT));
    }

    private static String html(Object value) {
        return String.valueOf(Renderers.of(value).get(Renderers.HTML));
    }
}
