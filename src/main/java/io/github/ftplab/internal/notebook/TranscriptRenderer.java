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

    private static final int MOST_ENTRIES = 1_000;

    private TranscriptRenderer() {}

    static String reply(Reply reply) {
        return Html.page("<p><strong class=\"" + style(reply.code()) + "\">" + reply.code() + "</strong> "
                + Html.lines(reply.text()) + "</p>");
    }

    private static String style(int code) {
        return code >= 400 ? "bad" : code >= 300 ? "warn" : "good";
    }

    static String transcript(Transcript transcript) {
        var entries = transcript.entries();
        int from = Math.max(0, entries.size() - MOST_ENTRIES);
        long earlier = transcript.omitted() + from;
        boolean several = transcript.sessions().size() > 1;
        return Html.page("<div class=\"mono\">"
                + Html.table(
                        "Transcript"
                                + (earlier == 0
                                        ? ""
                                        : " "
                                                + Html.small(
                                                        String.format(Locale.ROOT, "(%,d earlier left out)", earlier))),
                        Html.head(
                                several
                                        ? List.of("Seconds", "Session", "Who", "What")
                                        : List.of("Seconds", "Who", "What")),
                        entries.subList(from, entries.size()).stream()
                                .map(entry -> entry(transcript, entry, several))
                                .toList())
                + "</div>");
    }

    private static String entry(Transcript transcript, Transcript.Entry entry, boolean several) {
        double seconds = Duration.between(transcript.began(), entry.time()).toNanos() / 1e9;
        var time = "<td class=\"n\">" + String.format(Locale.ROOT, "%.3f", seconds) + "</td>"
                + (several ? Html.number(entry.session(), String.valueOf(entry.session())) : "");
        if (entry instanceof Transcript.Sent sent) {
            return Html.row(time, Html.cell("client"), Html.cell("<b>" + Html.text(sent.line()) + "</b>"));
        }
        if (entry instanceof Transcript.Received received) {
            var failed = received.text().matches("(?s)[45]\\d\\d.*");
            var text = Html.lines(received.text());
            return Html.row(
                    time, Html.cell("server"), Html.cell(failed ? "<span class=\"bad\">" + text + "</span>" : text));
        }
        if (entry instanceof Fault.Injected injected) {
            return Html.row(time, Html.cell("injected"), Html.cell("<i>" + Html.text(injected.text()) + "</i>"));
        }
        if (entry instanceof Transcript.Secured) {
            return Html.row(
                    time, Html.cell("TLS"), Html.cell(Html.text(entry.toString().substring("* TLS ".length()))));
        }
        return Html.row(
                time, Html.cell("data"), Html.cell(Html.text(entry.toString().substring("* data ".length()))));
    }

    static String failure(FtpException failure) {
        var kind = "<p><strong class=\"bad\">FtpException." + failure.getClass().getSimpleName() + "</strong></p>";
        var message = "<p>" + Html.lines(String.valueOf(failure.getMessage())) + "</p>";
        return Html.page("<div class=\"error\" role=\"alert\">" + kind + message + "</div>");
    }
}
