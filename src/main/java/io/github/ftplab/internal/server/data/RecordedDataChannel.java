package io.github.ftplab.internal.server.data;

import io.github.ftplab.internal.protocol.recording.SessionRecording;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Records what goes through a data connection, above TLS and as compressed as it is. */
final class RecordedDataChannel implements DataChannel {

    private static final int PIECE = 48 * 1024;

    private final DataChannel delegate;
    private final SessionRecording recording;

    RecordedDataChannel(DataChannel delegate, SessionRecording recording) {
        this.delegate = delegate;
        this.recording = recording;
        recording.opened();
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int begin = into.position();
        int count = delegate.read(into);
        if (count < 0) {
            recording.end();
        } else {
            recording.received(into.duplicate().flip().position(begin));
        }
        return count;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        var bytes = from.duplicate();
        int count = delegate.write(from);
        recording.sent(bytes.limit(bytes.position() + count));
        return count;
    }

    /** Copies, as what sendfile sends can't be seen. */
    @Override
    public long send(FileChannel file, long position, long count) throws IOException {
        var piece = ByteBuffer.allocate((int) Math.min(PIECE, count));
        int read = file.read(piece, position);
        if (read <= 0) {
            return 0;
        }
        piece.flip();
        while (piece.hasRemaining()) {
            write(piece);
        }
        return read;
    }

    @Override
    public void finish() throws IOException {
        delegate.finish();
        recording.end();
    }

    @Override
    public void release() {
        recording.end();
        delegate.release();
    }
}
