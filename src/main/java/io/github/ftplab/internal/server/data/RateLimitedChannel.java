package io.github.ftplab.internal.server.data;

import io.github.ftplab.internal.protocol.RateLimiter;
import io.github.ftplab.internal.server.user.Account;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Holds a data connection to a user's {@link RateLimiter}: a piece at a time, and then a wait until the next may be. */
final class RateLimitedChannel implements DataChannel {

    private final DataChannel behind;
    private final Account account;
    private final DataConnectionFactory data;

    RateLimitedChannel(DataChannel behind, Account account, DataConnectionFactory data) {
        this.behind = behind;
        this.account = account;
        this.data = data;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        var limiter = account.uploadLimiter();
        int limit = shorten(into, limiter);
        int count = behind.read(into);
        into.limit(limit);
        data.pause(limiter.pause(count, System.nanoTime()));
        return count;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        var limiter = account.downloadLimiter();
        int limit = shorten(from, limiter);
        int count = behind.write(from);
        from.limit(limit);
        data.pause(limiter.pause(count, System.nanoTime()));
        return count;
    }

    /** {@return the limit that the buffer had} */
    private static int shorten(ByteBuffer buffer, RateLimiter limiter) {
        int limit = buffer.limit();
        buffer.limit(buffer.position() + (int) limiter.piece(buffer.remaining()));
        return limit;
    }

    @Override
    public long send(FileChannel file, long position, long count) throws IOException {
        var limiter = account.downloadLimiter();
        long sent = behind.send(file, position, limiter.piece(count));
        data.pause(limiter.pause(sent, System.nanoTime()));
        return sent;
    }

    @Override
    public void finish() throws IOException {
        behind.finish();
    }
}
