package io.github.ftplab.internal.server.data;

import io.github.ftplab.internal.protocol.BufferPool;
import io.github.ftplab.internal.server.tls.ServerTls;
import io.github.ftplab.internal.server.tls.TlsEngine;
import io.github.ftplab.internal.server.tls.TlsEngine.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A data connection under TLS (RFC 4217, section 7); the server is always the TLS server. */
public final class TlsChannel implements DataChannel {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final BufferPool buffers;
    private final boolean closeNotify;
    private final TlsEngine engine;
    private final ByteBuffer received;
    /** Plaintext for which the caller's buffer had no room; null before the first. */
    private @Nullable ByteBuffer spare;

    private boolean released;
    private boolean receiving;

    /**
     * Performs the handshake.
     *
     * @param tickets whether to send new session tickets with TLS 1.3, asked as late as possible. Not for uploads: a
     *     client that never reads would close the connection with an unread ticket, on which its kernel resets the
     *     connection and discards unsent data
     */
    public TlsChannel(SocketChannel channel, ServerTls tls, BooleanSupplier tickets) throws IOException {
        this.channel = channel;
        buffers = tls.dataBuffers();
        closeNotify = tls.demands().closeNotify();
        engine = tls.dataEngine(this::send);
        received = buffers.take().flip();
        boolean secured = false;
        try {
            shakeHands(tickets);
            secured = true;
        } catch (SSLException e) {
            engine.sendAlert();
            throw e;
        } finally {
            if (!secured) {
                release();
            }
        }
    }

    private void shakeHands(BooleanSupplier tickets) throws IOException {
        Progress progress;
        while ((progress = engine.advance(received, NOTHING)) != Progress.SECURED) {
            if (progress == Progress.ENDED) {
                throw new SSLException("the client ended TLS during the handshake");
            }
            if (!receive()) {
                throw cutOff();
            }
            if (!tickets.getAsBoolean()) {
                engine.suppressTicket();
            }
        }
    }

    public SSLSession session() {
        return engine.session();
    }

    private void send(ByteBuffer records) throws IOException {
        while (records.hasRemaining()) {
            channel.write(records);
        }
    }

    /** {@return whether the connection has not ended} */
    private boolean receive() throws IOException {
        received.compact();
        int count = channel.read(received);
        received.flip();
        return count >= 0;
    }

    /** Anybody on the network can close the connection: without close_notify the file may be incomplete. */
    private static SSLException cutOff() {
        return new SSLException("the connection ended without TLS's close_notify");
    }

    /** Decrypts all that has been received, so that files are written in large chunks. */
    @Override
    public int read(ByteBuffer into) throws IOException {
        receiving = true;
        if (spare != null && spare.hasRemaining()) {
            return take(spare, into);
        }
        int before = into.position();
        while (true) {
            var progress = engine.advance(received, into);
            int count = into.position() - before;
            switch (progress) {
                case NEEDS_INPUT -> {
                    if (count > 0) {
                        return count;
                    }
                    if (!receive()) {
                        if (closeNotify || received.hasRemaining()) {
                            throw cutOff();
                        }
                        return -1;
                    }
                }
                case NEEDS_ROOM -> {
                    return count > 0 ? count : readSpare(into);
                }
                case ENDED -> {
                    return count > 0 ? count : -1;
                }
                default -> {
                    // The next record may be there too.
                }
            }
        }
    }

    /** Decrypts a record that is longer than the caller's buffer. */
    private int readSpare(ByteBuffer into) throws IOException {
        var plain = spare == null ? buffers.take() : spare;
        spare = plain;
        engine.advance(received, plain.clear());
        return take(plain.flip(), into);
    }

    private static int take(ByteBuffer plain, ByteBuffer into) {
        int count = Math.min(plain.remaining(), into.remaining());
        into.put(into.position(), plain, plain.position(), count);
        into.position(into.position() + count);
        plain.position(plain.position() + count);
        return count;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        int count = from.remaining();
        if (count > 0) {
            engine.encrypt(from);
        }
        return count;
    }

    @Override
    public long send(FileChannel file, long position, long count) throws IOException {
        var buffer = DataTransfer.buffer();
        buffer.limit((int) Math.min(buffer.capacity(), count));
        int read = file.read(buffer, position);
        buffer.flip();
        while (buffer.hasRemaining()) {
            write(buffer);
        }
        return Math.max(read, 0);
    }

    @Override
    public void finish() throws IOException {
        try {
            engine.close();
        } catch (IOException e) {
            // A client that has sent all its data may close without reading our close_notify.
            if (!receiving) {
                throw e;
            }
        }
    }

    @Override
    public void release() {
        if (!released) {
            released = true;
            buffers.give(received);
            if (spare != null) {
                buffers.give(spare);
            }
        }
    }
}
