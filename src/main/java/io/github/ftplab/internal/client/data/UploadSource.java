package io.github.ftplab.internal.client.data;

import io.github.ftplab.internal.client.failure.LocalException;
import io.github.ftplab.internal.client.settings.ClientSettings;
import io.github.ftplab.internal.protocol.Text;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * What an upload sends: of a file no more than was there before the server was told, and that has to have been sent.
 * The server may write into that very file, if it is in the user's home: it would be emptied before it is read, or grow
 * as it is read. A small file is read before the server is told, so that it comes to no harm.
 */
public final class UploadSource implements ReadableByteChannel {

    private static final int SMALL = ClientSettings.BUFFER;

    private final ReadableByteChannel source;
    private final ByteBuffer read;
    private final long size;
    private final long whole;
    private long left;

    private UploadSource(ReadableByteChannel source, ByteBuffer read, long size, long whole) {
        this.source = source;
        this.read = read;
        this.size = size;
        this.whole = whole;
        this.left = whole;
    }

    /** Settles what is sent of a source, from where it stands. */
    public static UploadSource of(ReadableByteChannel source) throws IOException {
        var nothing = ByteBuffer.allocate(0);
        if (!(source instanceof SeekableByteChannel file)) {
            return new UploadSource(source, nothing, 0, Long.MAX_VALUE);
        }
        try {
            long size = file.size();
            long whole = size - file.position();
            if (size == 0 || whole < 0) {
                // Some systems have files whose size is told as 0.
                return new UploadSource(source, nothing, 0, Long.MAX_VALUE);
            }
            return new UploadSource(source, whole > SMALL ? nothing : start(file, (int) whole), size, whole);
        } catch (IOException e) {
            throw DataConnection.unreadable(e);
        }
    }

    private static ByteBuffer start(ReadableByteChannel file, int length) throws IOException {
        var bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && file.read(bytes) >= 0) {
            // the rest follows
        }
        return bytes.flip();
    }

    /** {@return whether it is not read before it is sent} */
    public boolean isLarge() {
        return size > 0 && whole > SMALL;
    }

    /** {@return how much of the file there is to be sent straight from it} */
    long left() {
        return left;
    }

    /** {@return the file, if all of it can be sent straight from it} */
    @Nullable
    FileChannel file() {
        return isLarge() && source instanceof FileChannel file ? file : null;
    }

    /** Some of it was sent straight from the file. */
    void sent(long bytes) {
        left -= bytes;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (left <= 0) {
            return -1;
        }
        int most = (int) Math.min(left, target.remaining());
        int limit = target.limit();
        target.limit(target.position() + most);
        int count;
        try {
            count = read.hasRemaining() ? take(target) : source.read(target);
        } finally {
            target.limit(limit);
        }
        left -= Math.max(0, count);
        return count;
    }

    private int take(ByteBuffer target) {
        int count = Math.min(read.remaining(), target.remaining());
        target.put(read.slice().limit(count));
        read.position(read.position() + count);
        return count;
    }

    /**
     * Puts the file back to where it stood, if nothing of it was sent: a small one is read before the server is told, and
     * what was refused may be tried in another way.
     */
    public void rewindIfUnsent() throws IOException {
        if (size > 0 && left == whole && source instanceof SeekableByteChannel file && file.isOpen()) {
            try {
                file.position(size - whole);
            } catch (IOException e) {
                throw DataConnection.unreadable(e);
            }
        }
    }

    /**
     * Makes sure that all was sent that was there.
     *
     * @throws LocalException if the file has been shortened meanwhile
     */
    public void requireAll() throws IOException {
        if (size == 0 || left <= 0 || !(source instanceof SeekableByteChannel file)) {
            return;
        }
        long now;
        try {
            now = file.size();
        } catch (IOException e) {
            throw DataConnection.unreadable(e);
        }
        if (now < size) {
            throw new LocalException(
                    "the file on this side had " + Text.bytes(size) + " when that began and has " + Text.bytes(now)
                            + " now, so that only a part was sent: something else writes to it, which may be the server"
                            + " itself if the file is in the user's own directory there",
                    null);
        }
    }

    @Override
    public boolean isOpen() {
        return source.isOpen();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
