package io.github.ftplab.internal.server.data;

import io.github.ftplab.internal.protocol.BufferPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/** Compresses a data connection: MODE Z, a zlib stream (draft-preston-ftpext-deflate). */
final class DeflateChannel implements DataChannel {

    private static final int BUFFER_BYTES = 64 * 1024;

    /** Enough for thirty transfers at once. */
    private static final BufferPool BUFFERS = new BufferPool(BUFFER_BYTES, 64);

    private static final byte[] NOTHING = {};

    private final DataChannel delegate;
    private final ByteBuffer buffer = BUFFERS.take();
    private final Deflater deflater;
    private final Inflater inflater = new Inflater();
    private final ByteBuffer plain = BUFFERS.take();
    private boolean receiving;
    private boolean released;

    /** @param level the compression level, from 1 (fastest) to 9 (smallest) */
    DeflateChannel(DataChannel delegate, int level) {
        this.delegate = delegate;
        this.deflater = new Deflater(level);
        buffer.flip();
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        receiving = true;
        int start = into.position();
        try {
            while (into.position() == start && !inflater.finished()) {
                if (inflater.needsInput()) {
                    if (delegate.read(buffer.clear()) < 0) {
                        if (inflater.getTotalIn() == 0) {
                            return -1;
                        }
                        throw new ZipException("MODE Z: the data end before the zlib stream does");
                    }
                    inflater.setInput(buffer.flip());
                }
                inflater.inflate(into);
                if (inflater.needsDictionary()) {
                    throw new DataFormatException("a preset dictionary is not supported");
                }
            }
        } catch (DataFormatException e) {
            throw failure("MODE Z: the data are not a zlib stream", e);
        }
        if (inflater.finished() && inflater.getRemaining() > 0) {
            throw new ZipException("MODE Z: data follow the end of the zlib stream");
        }
        return into.position() == start ? -1 : into.position() - start;
    }

    private static ZipException failure(String text, DataFormatException cause) {
        var failure = new ZipException(text);
        failure.initCause(cause);
        return failure;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        int count = from.remaining();
        deflater.setInput(from);
        while (!deflater.needsInput()) {
            deflate();
        }
        // The deflater must not keep a reference to the buffer, which the caller refills.
        deflater.setInput(NOTHING);
        return count;
    }

    @Override
    public long send(FileChannel file, long position, long count) throws IOException {
        plain.clear().limit((int) Math.min(count, plain.capacity()));
        int read = file.read(plain, position);
        if (read <= 0) {
            return 0;
        }
        return write(plain.flip());
    }

    @Override
    public void finish() throws IOException {
        if (!receiving) {
            deflater.finish();
            while (!deflater.finished()) {
                deflate();
            }
        }
        delegate.finish();
    }

    /** Frees zlib's native memory too. */
    @Override
    public void release() {
        if (!released) {
            released = true;
            deflater.end();
            inflater.end();
            BUFFERS.give(buffer);
            BUFFERS.give(plain);
        }
        delegate.release();
    }

    private void deflate() throws IOException {
        buffer.clear();
        deflater.deflate(buffer);
        buffer.flip();
        while (buffer.hasRemaining()) {
            delegate.write(buffer);
        }
    }
}
