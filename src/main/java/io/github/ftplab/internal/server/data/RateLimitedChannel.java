package io.github.ftplab.internal.server.data;

import io.github.ftplab.internal.protocol.RateLimiter;
import io.github.ftplab.internal.server.user.Account;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Limits a data connection to the rates of a user's {@link RateLimiter}s: transfers a chunk, then waits. */
final class RateLimitedChannel implements DataChannel {

    private final DataChannel delegate;
    private final Account account;
    private final DataConnectionFactory data;

    RateLimitedChannel(DataChannel delegate, Account account, DataConnectionFactory data) {
        this.delegate = delegate;
        this.account = account;
        this.data = data;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        var limiter = account.uploadLimiter();
        int limit = shorten(into, limiter);
        int count = delegate.read(into);
        into.limit(limit);
        data.pause(limiter.pause(count, System.nanoTime()));
        return count;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        var limiter = account.downloadLimiter();
        int limit = shorten(from, limiter);
        int count = delegate.write(from);
        from.limit(limit);
        data.pause(limiter.pause(count, System.nanoTime()));
        return count;
    }

    /** Limits the buffer to one chunk. {@return its previous limit} */
    private static int shorten(ByteBuffer buffer, RateLimiter limiter) {
        int limit = buffer.limit();
        buffer.limit(buffer.position() + (int) limiter.piece(buffer.remaining()));
        return limit;
    }

    @Override
    public long send(FileChannel file, long position, long count) throws IOException {
        var limiter = account.downloadLimiter();
        long sent = delegate.send(file, position, limiter.piece(count));
        data.pause(limiter.pause(sent, System.nanoTime()));
        return sent;
    }

    @Override
    public void finish() throws IOException {
        delegate.finish();
    }
}
