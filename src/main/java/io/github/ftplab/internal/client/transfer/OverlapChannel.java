package io.github.ftplab.internal.client.transfer;

import io.github.ftplab.internal.client.failure.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * Where a download goes on: the first bytes that come must be the last ones that are here already, and are not written
 * again.
 */
final class OverlapChannel implements WritableByteChannel {

    private final WritableByteChannel target;
    private final ByteBuffer expected;

    /**
     * Compares before it writes.
     *
     * @param target takes what follows
     * @param expected what must come first
     */
    OverlapChannel(WritableByteChannel target, byte[] expected) {
        this.target = target;
        this.expected = ByteBuffer.wrap(expected);
    }

    /** {@return whether all of it has come} */
    boolean isPassed() {
        return !expected.hasRemaining();
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int all = source.remaining();
        int count = Math.min(all, expected.remaining());
        if (count > 0) {
            var here = expected.slice().limit(count);
            var there = source.slice().limit(count);
            if (!here.equals(there)) {
                throw new DataException(
                        DataException.Stage.DIFFERENT,
                        "what the server sends does not continue what is here",
                        new IOException("different"));
            }
            expected.position(expected.position() + count);
            source.position(source.position() + count);
        }
        while (source.hasRemaining()) {
            target.write(source);
        }
        return all;
    }

    @Override
    public boolean isOpen() {
        return target.isOpen();
    }

    @Override
    public void close() throws IOException {
        target.close();
    }
}
