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
        return transfer(into, account.uploadLimiter(), delegate::read);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        return transfer(from, account.downloadLimiter(), delegate::write);
    }

    private interface Transfer {
        int run(ByteBuffer buffer) throws IOException;
    }

    private int transfer(ByteBuffer buffer, RateLimiter limiter, Transfer transfer) throws IOException {
        int limit = buffer.limit();
        buffer.limit(buffer.position() + (int) limiter.piece(buffer.remaining()));
        int count = transfer.run(buffer);
        buffer.limit(limit);
        data.pause(limiter.pause(count, System.nanoTime()));
        return count;
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

    @Override
    public void release() {
        delegate.release();
    }
}
