package io.github.ftplab.internal.server.replay;

import io.github.ftplab.internal.protocol.recording.RecordedEvent;
import io.github.ftplab.internal.protocol.recording.RecordedEvent.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Each NOOP that a client has sent during a transfer. It depends on time, and must not divide the transfer in two. */
final class KeepAlives {

    /** The codes of replies to it, which are never those of a transfer. */
    private static final Set<String> REPLIES = Set.of("200", "500", "502", "503", "530");

    private static final int CODE_LENGTH = 3;

    private KeepAlives() {}

    /** {@return the events without them and without the replies to them, which may also come after the transfer's} */
    static List<RecordedEvent> removed(List<RecordedEvent> events) {
        var kept = new ArrayList<RecordedEvent>(events.size());
        boolean transferring = false;
        int unanswered = 0;
        for (var event : events) {
            if (event.kind() == Kind.COMMAND && transferring && event.verb().equals("NOOP")) {
                unanswered++;
                continue;
            }
            var code = code(event);
            if (unanswered > 0 && REPLIES.contains(code)) {
                unanswered--;
                continue;
            }
            if (event.kind() == Kind.COMMAND) {
                transferring = false;
                unanswered = 0;
            } else if (!code.isEmpty()) {
                transferring = code.startsWith("1");
            }
            kept.add(event);
        }
        return kept;
    }

    private static String code(RecordedEvent event) {
        return event.kind() == Kind.REPLY && event.text().length() >= CODE_LENGTH
                ? event.text().substring(0, CODE_LENGTH)
                : "";
    }
}
