package io.github.ftplab.internal.notebook;

import io.github.ftplab.Fault;
import io.github.ftplab.FtpException;
import io.github.ftplab.Reply;
import io.github.ftplab.Transcript;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Renders replies, transcripts and errors. */
final class TranscriptRenderer {

    private TranscriptRenderer() {}

    static String reply(Reply reply) {
        return Html.page("<p><strong class=\"" + style(reply.code()) + "\">" + reply.code() + "</strong> "
                + Html.lines(reply.text()) + "</p>");
    }

    private static String style(int code) {
        return code >= 400 ? "bad" : code >= 300 ? "warn" : "good";
    }

    /** {@return what is shown of a transcript} */
    static Transcript newest(Transcript transcript) {
        return transcript.last(Html.MOST_ROWS);
    }

    static String transcript(Transcript transcript) {
        var shown = newest(transcript);
        boolean several = transcript.sessions().size() > 1;
        return Html.newest(
                "mono",
                "Transcript",
                Html.count(shown.entries().size(), "entry", "entries", shown.omitted()),
                Html.head(several ? List.of("Seconds", "Session", "Who", "What") : List.of("Seconds", "Who", "What")),
                shown.entries().stream()
                        .map(entry -> entry(shown, entry, several))
                        .toList());
    }

    /** Entries that were taken from a transcript. */
    static String entries(List<Transcript.Entry> entries) {
        return transcript(Transcript.of(entries.get(0).time(), entries, 0));
    }

    private static String entry(Transcript transcript, Transcript.Entry entry, boolean several) {
        double seconds = Duration.between(transcript.began(), entry.time()).toNanos() / 1e9;
        var time = "<td class=\"n\">" + String.format(Locale.ROOT, "%.3f", seconds) + "</td>"
                + (several ? Html.number(entry.session(), String.valueOf(entry.session())) : "");
        if (entry instanceof Transcript.Sent sent) {
            return Html.row(time, Html.cell("client"), what("<b>" + Html.text(sent.line()) + "</b>"));
        }
        if (entry instanceof Transcript.Received received) {
            var failed = received.text().matches("(?s)[45]\\d\\d.*");
            var text = reply(received.text());
            return Html.row(time, Html.cell("server"), what(failed ? "<span class=\"bad\">" + text + "</span>" : text));
        }
        if (entry instanceof Fault.Injected injected) {
            return Html.row(time, Html.cell("injected"), what("<i>" + Html.text(injected.text()) + "</i>"));
        }
        if (entry instanceof Transcript.Secured) {
            return Html.row(
                    time, Html.cell("TLS"), what(Html.text(entry.toString().substring("* TLS ".length()))));
        }
        return Html.row(time, Html.cell("data"), what(Html.text(entry.toString().substring("* data ".length()))));
    }

    private static String what(String html) {
        return "<td class=\"long\">" + html + "</td>";
    }

    /** A reply of several lines, such as that to FEAT, is folded to one line that opens. */
    private static String reply(String text) {
        var lines = text.lines().toList();
        return lines.size() < 2
                ? Html.text(text)
                : "<details><summary>" + Html.text(lines.get(0)) + " … (" + lines.size() + " lines)</summary>"
                        + Html.lines(text) + "</details>";
    }

    static String failure(FtpException failure) {
        var kind = "<p><strong class=\"bad\">FtpException." + failure.getClass().getSimpleName() + "</strong></p>";
        var message = "<p>" + Html.lines(String.valueOf(failure.getMessage())) + "</p>";
        return Html.page("<div class=\"error\" role=\"alert\">" + kind + message + "</div>");
    }
}
