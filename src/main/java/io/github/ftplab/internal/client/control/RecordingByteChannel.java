package io.github.ftplab.internal.client.control;

import io.github.ftplab.internal.protocol.recording.SessionRecording;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/** Records what goes through a data connection, above TLS. */
final class RecordingByteChannel implements ByteChannel {

    private final ByteChannel delegate;
    private final SessionRecording recording;

    RecordingByteChannel(ByteChannel delegate, SessionRecording recording) {
        this.delegate = delegate;
        this.recording = recording;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int begin = into.position();
        int count = delegate.read(into);
        if (count < 0) {
            recording.end();
        } else {
            recording.sent(into.duplicate().flip().position(begin));
        }
        return count;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        var bytes = from.duplicate();
        int count = delegate.write(from);
        recording.received(bytes.limit(bytes.position() + count));
        return count;
    }

    @Override
    public boolean isOpen() {
        return delegate.isOpen();
    }

    @Override
    public void close() throws IOException {
        recording.end();
        delegate.close();
    }
}
