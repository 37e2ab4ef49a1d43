package io.github.ftplab.internal.client.control;

import io.github.ftplab.Transcript;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Optional;
import org.apache.commons.net.ProtocolCommandEvent;
import org.apache.commons.net.ProtocolCommandListener;

/** Records the last events of a session, without passwords. Thread-safe. */
public final class TranscriptRecorder implements ProtocolCommandListener {

    private static final int MOST = 10_000;
    private static final int LONGEST = 10_000;

    private final Instant began = Instant.now();
    private final Deque<Transcript.Entry> entries = new ArrayDeque<>();
    private long omitted;

    @Override
    public void protocolCommandSent(ProtocolCommandEvent event) {
        var line = event.getMessage().stripTrailing();
        int end = line.indexOf(' ');
        var argument = end < 0 ? Optional.<String>empty() : Optional.of(line.substring(end + 1));
        add(Transcript.Sent.of(Instant.now(), new FtpCommand(event.getCommand(), argument).toString()));
    }

    @Override
    public void protocolReplyReceived(ProtocolCommandEvent event) {
        var text = event.getMessage().replace("\r\n", "\n").stripTrailing();
        add(Transcript.Received.of(Instant.now(), text.length() > LONGEST ? text.substring(0, LONGEST) + " …" : text));
    }

    public synchronized void add(Transcript.Entry entry) {
        entries.add(entry);
        if (entries.size() > MOST) {
            entries.remove();
            omitted++;
        }
    }

    public synchronized Transcript transcript() {
        return Transcript.of(began, new ArrayList<>(entries), omitted);
    }
}
