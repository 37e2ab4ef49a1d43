package io.github.ftplab.internal.client.transfer;

import io.github.ftplab.internal.client.failure.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * The target of a resumed download: compares the first bytes with the end of the local part, and writes only the bytes
 * after them.
 */
final class OverlapChannel implements WritableByteChannel {

    private final WritableByteChannel target;
    private final ByteBuffer expected;

    /**
     * Creates a channel.
     *
     * @param target receives the bytes after the overlap
     * @param expected the overlap
     */
    OverlapChannel(WritableByteChannel target, byte[] expected) {
        this.target = target;
        this.expected = ByteBuffer.wrap(expected);
    }

    /** {@return whether the whole overlap has been received} */
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
                        "the server's data do not continue the local part",
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
