package io.github.ftplab.internal.client.transfer;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;

/**
 * A user's stream as the source of an upload. Unlike {@link Channels#newChannel(InputStream)}, an interrupt does not
 * close it: that would be a surprise with {@code System.in}, and would run the stream's own {@code close()} in the
 * interrupting thread, where it may wait for the read that it is to end.
 */
public final class StreamSource implements ReadableByteChannel {

    private static final int PIECE = 16 << 10;

    private final InputStream stream;
    private final byte[] bytes = new byte[PIECE];

    private StreamSource(InputStream stream) {
        this.stream = stream;
    }

    /** {@return the stream's data; of a plain file, its channel, which sends a large file faster} */
    public static ReadableByteChannel of(InputStream stream) {
        return stream.getClass().equals(FileInputStream.class)
                ? ((FileInputStream) stream).getChannel()
                : new StreamSource(stream);
    }

    /** Reads what the stream has now, and waits only for the first byte. */
    @Override
    public int read(ByteBuffer target) throws IOException {
        int all = 0;
        while (target.hasRemaining() && (all == 0 || stream.available() > 0)) {
            int count = stream.read(bytes, 0, Math.min(bytes.length, target.remaining()));
            if (count < 0) {
                return all > 0 ? all : -1;
            }
            target.put(bytes, 0, count);
            all += count;
        }
        return all;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    /** Does nothing, as the stream is the user's. */
    @Override
    public void close() {}
}
