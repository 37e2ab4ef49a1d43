package io.github.ftplab.internal.server.data;

import io.github.ftplab.internal.protocol.RateLimiter;
import io.github.ftplab.internal.server.user.Account;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Limits a data connection to the rates of a user's {@link RateLimiter}s: transfers a chunk, then waits. What is sent is
 * handed over in pieces, each of which is progress that {@link StallMonitor} sees.
 */
final class RateLimitedChannel implements DataChannel {

    private final DataChannel delegate;
    private final Account account;
    private final Pause pause;
    private final int piece;

    /** Waits, unless the connection ends. */
    @FunctionalInterface
    interface Pause {
        void nanos(long count) throws IOException;
    }

    /** @param piece the most bytes to send at once */
    RateLimitedChannel(DataChannel delegate, Account account, Pause pause, int piece) {
        this.delegate = delegate;
        this.account = account;
        this.pause = pause;
        this.piece = piece;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        var limiter = account.uploadLimiter();
        int limit = narrow(into, limiter.piece(into.remaining()));
        int count = delegate.read(into);
        into.limit(limit);
        pause(limiter, count);
        return count;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        var limiter = account.downloadLimiter();
        int limit = narrow(from, limiter.piece(Math.min(piece, from.remaining())));
        int count = delegate.write(from);
        from.limit(limit);
        pause(limiter, count);
        return count;
    }

    /** Limits a buffer to what may be transferred next. {@return its limit before} */
    private static int narrow(ByteBuffer buffer, long bytes) {
        int limit = buffer.limit();
        buffer.limit(buffer.position() + (int) bytes);
        return limit;
    }

    private void pause(RateLimiter limiter, long count) throws IOException {
        pause.nanos(limiter.pause(count, System.nanoTime()));
    }

    @Override
    public long send(FileChannel file, long position, long count) throws IOException {
        var limiter = account.downloadLimiter();
        long sent = delegate.send(file, position, limiter.piece(Math.min(piece, count)));
        pause(limiter, sent);
        return sent;
    }

    @Override
    public void finish() throws IOException {
        delegate.finish();
    }

    @Override
    public void release() {
        delegate.release();
    }
}
