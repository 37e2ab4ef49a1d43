package io.github.ftplab.internal.server.replay;

import io.github.ftplab.internal.server.data.DataChannel;
import io.github.ftplab.internal.server.data.DataConnectionFactory;
import io.github.ftplab.internal.server.data.DataTransfer;
import io.github.ftplab.internal.server.data.StallMonitor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The data connection of a replayed transfer. Used by one thread at a time. */
final class ReplayedData {

    private static final int PIECE = 48 * 1024;

    private final StallMonitor monitor;
    private final AtomicLong moved = new AtomicLong();
    private @Nullable DataChannel channel;
    private boolean upload;

    /** @param monitor aborts a transfer that stalls */
    ReplayedData(StallMonitor monitor) {
        this.monitor = monitor;
    }

    private DataChannel open(DataConnectionFactory connections, boolean upward) throws IOException {
        var open = channel;
        if (open == null) {
            moved.set(0);
            upload = upward;
            open = DataTransfer.open(connections, upward, moved::get);
            channel = open;
        }
        return open;
    }

    void send(DataConnectionFactory connections, ByteBuffer recorded) throws IOException {
        try (var progress = monitor.watch(connections::abort)) {
            var to = open(connections, false);
            var bytes = recorded.duplicate();
            while (bytes.hasRemaining()) {
                count(to.write(bytes), progress);
            }
        }
    }

    private void count(int bytes, StallMonitor.Progress progress) {
        moved.addAndGet(bytes);
        progress.moved(bytes);
    }

    /** Reads as many bytes as were recorded. {@return whether they are the same} */
    boolean isReceived(DataConnectionFactory connections, ByteBuffer recorded) throws IOException {
        try (var progress = monitor.watch(connections::abort)) {
            var from = open(connections, true);
            var bytes = ByteBuffer.allocate(recorded.remaining());
            while (bytes.hasRemaining()) {
                int count = from.read(bytes);
                if (count < 0) {
                    return false;
                }
                count(count, progress);
            }
            return bytes.flip().equals(recorded);
        }
    }

    /**
     * Ends the connection. One that nothing went through is opened first, unless the transfer was refused.
     *
     * @param lastCode the code of the last reply
     * @return the number of further bytes from the client
     */
    long finish(DataConnectionFactory connections, int lastCode) throws IOException {
        long more = 0;
        if (channel != null || lastCode < 400) {
            try (var progress = monitor.watch(connections::abort)) {
                var open = open(connections, false);
                if (upload) {
                    var rest = ByteBuffer.allocate(PIECE);
                    for (int count = open.read(rest); count >= 0; count = open.read(rest.clear())) {
                        progress.moved(count);
                        more += count;
                    }
                }
                open.finish();
                open.release();
            }
        }
        boolean wasOpen = channel != null;
        channel = null;
        if (!connections.close() && wasOpen) {
            throw new IOException("the transfer was aborted");
        }
        return more;
    }

    /** Forgets a connection that has failed. */
    void forget() {
        channel = null;
    }
}
