package io.github.ftplab.internal.notebook;

import static io.github.ftplab.internal.notebook.RenderersTest.TIME;
import static io.github.ftplab.internal.notebook.RenderersTest.html;
import static io.github.ftplab.internal.notebook.RenderersTest.transfer;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.Listings;
import io.github.ftplab.Permission;
import io.github.ftplab.Reply;
import io.github.ftplab.ServerLog;
import io.github.ftplab.ServerUser;
import io.github.ftplab.Transcript;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The style that an output brings along. */
class StyleTest {

    /** What is typical of a session; a reply needs no table, and so hardly any style. */
    @Test
    void styleIsLessThanATenthOfWhatIsShown() {
        var entries = IntStream.range(0, 50)
                .boxed()
                .flatMap(i -> Stream.of(
                        Transcript.Sent.of(TIME, "RETR file-" + i),
                        Transcript.Received.of(TIME, "226 Transfer complete.")))
                .map(Transcript.Entry.class::cast)
                .toList();
        var transcript = Transcript.of(TIME, entries, 0);
        var log = ServerLog.of(IntStream.range(0, 100)
                .mapToObj(i -> ServerLog.Entry.of(TIME, ServerLog.Level.INFO, "127.0.0.1:5-[test] RETR /file-" + i))
                .toList());
        var listing = Listings.of(IntStream.range(0, 100)
                .mapToObj(i -> Listings.file("file-%06d.bin".formatted(i), i))
                .toList());

        assertThat(List.of(transcript, transcript.diagram(), log, listing, Collections.nCopies(100, transfer("a"))))
                .allSatisfy(value ->
                        assertThat(style(value) * 10).isLessThan(html(value).length()));
        assertThat(List.of(Reply.of(221, List.of("Goodbye.")), transfer("a")))
                .allSatisfy(value -> assertThat(style(value)).isLessThan(400));
    }

    @Test
    void styleHasWhatAnOutputNeedsAndNothingElse() {
        assertThat(html(Reply.of(221, List.of("Goodbye."))))
                .startsWith("<style>.ftplab.ftplab{")
                .containsPattern("\\.good\\{color:color-mix\\([^{]*}")
                .doesNotContain("table", ".kind", "button");
        assertThat(html(Listings.of(Listings.file("a", 1))))
                .contains("table{", "th,td{", ".kind::before{", ".FILE{", "th[aria-sort=ascending] button::after{")
                .doesNotContain(".DIRECTORY", ".talk", ".plot", "input");
        assertThat(html(List.of(ServerUser.of("test", Path.of("x"), Permission.ALL))))
                .doesNotContain("button", "aria-sort=");
    }

    private static int style(Object value) {
        return html(value).indexOf("</style>");
    }
}
