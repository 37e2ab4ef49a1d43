package io.github.ftplab.internal.client.control;

import io.github.ftplab.Transcript;
import io.github.ftplab.Transfer;
import io.github.ftplab.internal.protocol.recording.SessionRecording;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.net.ProtocolCommandEvent;
import org.apache.commons.net.ProtocolCommandListener;
import org.jspecify.annotations.Nullable;

/** Records the last events of a session, without passwords. Thread-safe. */
public final class TranscriptRecorder implements ProtocolCommandListener {

    private static final int MOST = 10_000;
    private static final int LONGEST = 10_000;

    private static final Set<String> UPLOADS = Set.of("STOR", "STOU", "APPE");

    /** The most characters of all entries. */
    private static final int MAX_CHARS = 4_000_000;

    private final Instant began = Instant.now();
    private final Deque<Transcript.Entry> entries = new ArrayDeque<>();
    private long chars;
    private long omitted;
    private @Nullable Socket recorded;
    private Transcript.@Nullable Opened open;
    private volatile @Nullable SessionRecording recording;

    /** Also records what follows in a file, for replaying; null for none. */
    void recordIn(@Nullable SessionRecording session) {
        recording = session;
    }

    /** {@return the channel to use for data, which is recorded if the session is, until {@link #closed}} */
    public ByteChannel recorded(ByteChannel channel) {
        var file = recording;
        if (file == null) {
            return channel;
        }
        file.opened();
        return new RecordingByteChannel(channel, file);
    }

    @Override
    public void protocolCommandSent(ProtocolCommandEvent event) {
        var file = recording;
        if (file != null) {
            file.command(event.getMessage().replaceFirst("[\r\n]+$", ""));
        }
        var line = event.getMessage().stripTrailing();
        int end = line.indexOf(' ');
        var argument = end < 0 ? Optional.<String>empty() : Optional.of(line.substring(end + 1));
        add(Transcript.Sent.of(Instant.now(), new FtpCommand(event.getCommand(), argument).toString()));
    }

    @Override
    public void protocolReplyReceived(ProtocolCommandEvent event) {
        var file = recording;
        if (file != null) {
            file.reply(event.getMessage());
        }
        var text = event.getMessage().replace("\r\n", "\n").stripTrailing();
        add(Transcript.Received.of(Instant.now(), text.length() > LONGEST ? text.substring(0, LONGEST) + " …" : text));
    }

    /** Records that a data connection is open, once for each; a passive one is before its command is sent. */
    public synchronized void opened(@Nullable Socket data, Transcript.Mode mode) {
        if (data != null && data != recorded && data.isConnected() && !data.isClosed()) {
            recorded = data;
            open = Transcript.Opened.of(
                    Instant.now(), mode, (InetSocketAddress) data.getLocalSocketAddress(), (InetSocketAddress)
                            data.getRemoteSocketAddress());
            add(open);
        }
    }

    /** Records that the open data connection, if there is one, was closed because its command was refused. */
    public synchronized void closedUnused(FtpCommand command) {
        var unused = open;
        if (unused != null) {
            var direction = UPLOADS.contains(command.verb()) ? Transfer.Direction.UPLOAD : Transfer.Direction.DOWNLOAD;
            var now = Instant.now();
            var duration = Duration.between(unused.time(), now);
            closed(Transcript.Data.of(
                    now, unused.mode(), unused.local(), unused.remote(), direction, 0, duration, Duration.ZERO));
        }
    }

    /** Records that the open data connection was closed. */
    public synchronized void closed(Transcript.Data data) {
        var file = recording;
        if (file != null) {
            file.end();
        }
        open = null;
        add(data);
    }

    public synchronized void add(Transcript.Entry entry) {
        entries.add(entry);
        chars += chars(entry);
        while (entries.size() > MOST || chars > MAX_CHARS) {
            chars -= chars(entries.remove());
            omitted++;
        }
    }

    private static int chars(Transcript.Entry entry) {
        if (entry instanceof Transcript.Sent sent) {
            return sent.line().length();
        }
        return entry instanceof Transcript.Received received ? received.text().length() : 0;
    }

    public synchronized Transcript transcript() {
        return Transcript.of(began, new ArrayList<>(entries), omitted);
    }
}
