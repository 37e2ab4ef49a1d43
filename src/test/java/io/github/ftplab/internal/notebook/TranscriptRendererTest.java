package io.github.ftplab.internal.notebook;

import static io.github.ftplab.internal.notebook.RenderersTest.TIME;
import static io.github.ftplab.internal.notebook.RenderersTest.html;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.Fault;
import io.github.ftplab.FtpException;
import io.github.ftplab.Reply;
import io.github.ftplab.Transcript;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was said: replies, errors, transcripts and their diagrams. */
class TranscriptRendererTest {

    @Test
    void replyShowsHowItWent() {
        assertThat(html(Reply.of(221, List.of("Goodbye.")))).contains("<strong class=\"good\">221</strong> Goodbye.");
        assertThat(html(Reply.of(550, List.of("no", "such file"))))
                .contains("<strong class=\"bad\">550</strong> no<br>such file");
    }

    @Test
    void failureIsReadable() {
        var failure =
                new FtpException.Refused("cannot delete <a>: refused", "DELE", "<a>", Reply.of(550, List.of("no")));

        assertThat(html(failure))
                .contains("role=\"alert\"", "FtpException.Refused", "cannot delete &lt;a&gt;: refused");
    }

    @Test
    void whatWasInjectedIsANoteOfTheDiagramAndARowOfTheTranscript() {
        var talk = Transcript.of(
                TIME,
                List.of(
                        Transcript.Sent.of(TIME, "RETR a"),
                        Fault.Injected.of(TIME, "reply(\"<450>\")"),
                        Transcript.Received.of(TIME, "450 busy")),
                0);

        assertThat(html(talk.diagram())).contains("<small>injected: reply(&quot;&lt;450&gt;&quot;)</small>");
        assertThat(html(talk)).contains("injected</td>");
    }

    @Test
    void diagramIsATableWithTheConnectionsSideBySide() {
        var html = html(Transcript.of(
                        TIME,
                        List.of(
                                Transcript.Sent.of(TIME, "AUTH TLS"),
                                Transcript.Received.of(TIME, "234 go on"),
                                Transcript.Opened.of(TIME, Transcript.Mode.PASSIVE, address(1), address(2)),
                                Transcript.Sent.of(TIME, "RETR a&b")),
                        7)
                .diagram());

        assertThat(html)
                .containsSubsequence(
                        "<p><strong>Session</strong> <small>4 steps, 7 earlier left out</small></p>",
                        ">Control connection<",
                        ">Data connections<",
                        "<tr><td><div class=\"to\">AUTH TLS <i></i>▶</div></td><td></td></tr>",
                        "<tr><td><div class=\"from\">◀<i></i> 234 go on</div></td><td></td></tr>",
                        "<tr><td></td><td class=\"data\"><div class=\"to\">opens a data connection (passive) to port 2",
                        "<small>from here on through TLS</small>",
                        "RETR a&amp;b");
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Test
    void longReplyIsOneLineThatOpens() {
        var html = html(Transcript.of(
                TIME,
                List.of(
                        Transcript.Received.of(TIME, "211-Features:\n UTF8\n211 End"),
                        Transcript.Sent.of(TIME, "NOOP")),
                5));

        assertThat(html)
                .contains("<p><strong>Transcript</strong> <small>2 entries, 5 earlier left out</small></p>")
                .contains(
                        "<details><summary>211-Features: … (3 lines)</summary>211-Features:<br> UTF8<br>211 End</details>")
                .contains("<div class=\"mono newest\"><div><table aria-label=\"Transcript\">");
    }
}
