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
 * The source of an upload. Of a file it sends exactly the bytes that it had before the command was sent. The server may
 * write to that very file if it is in the user's home, and truncate it before it is read, or extend it while it is
 * read. A small file is therefore read before the command is sent.
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

    /** Captures what is sent of a source, from its current position. */
    public static UploadSource of(ReadableByteChannel source) throws IOException {
        var nothing = ByteBuffer.allocate(0);
        if (!(source instanceof SeekableByteChannel file)) {
            return new UploadSource(source, nothing, 0, Long.MAX_VALUE);
        }
        try {
            long size = file.size();
            long whole = size - file.position();
            if (size == 0 || whole < 0) {
                // Some file systems report size 0 for files with contents.
                return new UploadSource(source, nothing, 0, Long.MAX_VALUE);
            }
            return new UploadSource(source, whole > SMALL ? nothing : start(file, (int) whole), size, whole);
        } catch (IOException e) {
            throw LocalException.unreadable(e);
        }
    }

    private static ByteBuffer start(ReadableByteChannel file, int length) throws IOException {
        var bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && file.read(bytes) >= 0) {
            // continue reading
        }
        return bytes.flip();
    }

    /** {@return whether the source is read while it is sent, not before} */
    public boolean isLarge() {
        return size > 0 && whole > SMALL;
    }

    /** {@return the number of bytes that sendfile can still send from the file} */
    long left() {
        return left;
    }

    /** {@return the file, if sendfile can send all of it} */
    @Nullable
    FileChannel file() {
        return isLarge() && source instanceof FileChannel file ? file : null;
    }

    /** Records bytes sent by sendfile. */
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
     * Restores the file's position if nothing was sent. A small file has been read before the command was sent, and a
     * refused upload may be tried with another command.
     */
    public void rewindIfUnsent() throws IOException {
        if (size > 0 && left == whole && source instanceof SeekableByteChannel file && file.isOpen()) {
            try {
                file.position(size - whole);
            } catch (IOException e) {
                throw LocalException.unreadable(e);
            }
        }
    }

    /**
     * Checks that all bytes were sent.
     *
     * @throws LocalException if the file was truncated during the upload
     */
    public void requireAll() throws IOException {
        if (size == 0 || left <= 0 || !(source instanceof SeekableByteChannel file)) {
            return;
        }
        long now;
        try {
            now = file.size();
        } catch (IOException e) {
            throw LocalException.unreadable(e);
        }
        if (now < size) {
            throw new LocalException(
                    "the local file had " + Text.bytes(size) + " at the beginning and has " + Text.bytes(now)
                            + " now, so only a part was sent: something else writes to it, perhaps the server itself, if"
                            + " the file is in the user's home there",
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
