package io.github.ftplab;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Selects the commands of a transcript that contain a text, each with its replies and its data connection. A data
 * connection that was opened before its command belongs to that command.
 */
final class TranscriptFilter {

    private final String wanted;
    private final Map<Long, Session> sessions = new HashMap<>();

    TranscriptFilter(String text) {
        wanted = text.toLowerCase(Locale.ROOT);
    }

    /** What is known of one session so far. */
    private static final class Session {

        private final List<Transcript.Entry> pending = new ArrayList<>();
        private boolean isWanted;
    }

    /** Takes the next entry. {@return the entries to keep that are known with it} */
    Stream<Transcript.Entry> add(Transcript.Entry entry) {
        var session = sessions.computeIfAbsent(entry.session(), number -> new Session());
        var kept = new ArrayList<Transcript.Entry>();
        if (entry instanceof Transcript.Sent sent) {
            session.isWanted = sent.line().toLowerCase(Locale.ROOT).contains(wanted);
        }
        if (entry instanceof Transcript.Opened opened && opened.mode() == Transcript.Mode.PASSIVE) {
            session.pending.add(entry);
        } else if (session.isWanted) {
            kept.addAll(session.pending);
            kept.add(entry);
            session.pending.clear();
        } else if (entry instanceof Transcript.Sent sent && !sent.line().startsWith("REST")) {
            session.pending.clear();
        }
        return kept.stream();
    }
}
