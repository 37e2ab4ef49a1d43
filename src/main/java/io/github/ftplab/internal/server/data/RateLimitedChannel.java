package io.github.ftplab.internal.server.data;

import io.github.ftplab.internal.protocol.RateLimiter;
import io.github.ftplab.internal.server.user.Account;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Holds a data connection to a user's {@link RateLimiter}: little at a time, and then a wait until its time is over.
 */
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
        var pace = account.uploadPace();
        int limit = shorten(into, pace);
        int count = behind.read(into);
        into.limit(limit);
        data.pause(pace.moved(count));
        return count;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        var pace = account.downloadPace();
        int limit = shorten(from, pace);
        int count = behind.write(from);
        from.limit(limit);
        data.pause(pace.moved(count));
        return count;
    }

    /** {@return the limit that the buffer had} */
    private static int shorten(ByteBuffer buffer, RateLimiter pace) {
        int limit = buffer.limit();
        buffer.limit(buffer.position() + (int) Math.min(buffer.remaining(), pace.step()));
        return limit;
    }

    @Override
    public long send(FileChannel file, long position, long count) throws IOException {
        var pace = account.downloadPace();
        long sent = behind.send(file, position, Math.min(count, pace.step()));
        data.pause(pace.moved(sent));
        return sent;
    }

    @Override
    public void finish() throws IOException {
        behind.finish();
    }
}
