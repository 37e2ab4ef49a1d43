package io.github.ftplab.internal.server.data;

import io.github.ftplab.internal.server.tls.ServerTls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/** A data connection under TLS (RFC 4217, section 12); the server is always the TLS server. */
public final class TlsChannel implements DataChannel {

    private static final int RECORDS_AT_ONCE = 16;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final ByteBuffer received;
    private final ByteBuffer outgoing;
    private final ByteBuffer plain;
    private boolean secure;
    private boolean receiving;

    /**
     * Performs the handshake.
     *
     * @param tickets whether to send new session tickets with TLS 1.3. Not for uploads: a client that never reads would
     *     close the connection with an unread ticket, on which its kernel resets the connection and discards unsent
     *     data
     */
    public TlsChannel(SocketChannel channel, SSLEngine engine, boolean tickets) throws IOException {
        this.channel = channel;
        this.engine = engine;
        int record = engine.getSession().getPacketBufferSize();
        received = ByteBuffer.allocateDirect(RECORDS_AT_ONCE * record).flip();
        outgoing = ByteBuffer.allocateDirect(RECORDS_AT_ONCE * record);
        plain = ByteBuffer.allocateDirect(engine.getSession().getApplicationBufferSize())
                .flip();
        engine.beginHandshake();
        try {
            while (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
                if (!tickets) {
                    suppressTicket();
                }
                if (advance() && engine.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP) {
                    unwrap(plain.clear());
                    plain.flip();
                }
            }
            flush();
        } catch (SSLException e) {
            sendAlert();
            throw e;
        }
        secure = true;
    }

    /** Invalidates the session, for which JSSE then sends no ticket; the connection is not affected. */
    private void suppressTicket() {
        var session = engine.getHandshakeSession();
        if (session != null && session.getProtocol().equals("TLSv1.3")) {
            session.invalidate();
        }
    }

    public SSLSession session() {
        return engine.getSession();
    }

    /** Does one step that the engine requires before it can read. {@return whether it can read now} */
    private boolean advance() throws IOException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> {
                Runnable task;
                while ((task = engine.getDelegatedTask()) != null) {
                    task.run();
                }
                return false;
            }
            case NEED_WRAP -> {
                if (engine.wrap(NOTHING, outgoing).getStatus() == Status.BUFFER_OVERFLOW) {
                    flush();
                }
                return false;
            }
            default -> {
                flush();
                return true;
            }
        }
    }

    private SSLEngineResult unwrap(ByteBuffer into) throws IOException {
        while (true) {
            var result = engine.unwrap(received, into);
            if (result.getStatus() != Status.BUFFER_UNDERFLOW) {
                if (secure) {
                    ServerTls.refuseRenegotiation(engine);
                }
                return result;
            }
            received.compact();
            int count = channel.read(received);
            received.flip();
            if (count < 0) {
                // Anybody on the network can close the connection: without close_notify the file may be incomplete.
                throw new SSLException("the connection ended without TLS's close_notify");
            }
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        receiving = true;
        if (plain.hasRemaining()) {
            return take(into);
        }
        int before = into.position();
        while (into.position() == before) {
            if (engine.isInboundDone()) {
                return -1;
            }
            if (!advance()) {
                continue;
            }
            var status = unwrap(into).getStatus();
            if (status == Status.BUFFER_OVERFLOW) {
                unwrap(plain.clear());
                plain.flip();
                return take(into);
            }
            if (status == Status.CLOSED) {
                return -1;
            }
        }
        fill(into);
        return into.position() - before;
    }

    /** Decrypts what has been received already, so that files are written in large chunks. */
    private void fill(ByteBuffer into) throws IOException {
        while (received.hasRemaining()
                && engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING
                && engine.unwrap(received, into).getStatus() == Status.OK) {
            ServerTls.refuseRenegotiation(engine);
        }
    }

    private int take(ByteBuffer into) {
        int count = Math.min(plain.remaining(), into.remaining());
        into.put(into.position(), plain, plain.position(), count);
        into.position(into.position() + count);
        plain.position(plain.position() + count);
        return count;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        int before = from.position();
        while (from.hasRemaining()) {
            var status = engine.wrap(from, outgoing).getStatus();
            if (status == Status.CLOSED) {
                throw new SSLException("the client ended TLS");
            }
            if (status == Status.BUFFER_OVERFLOW) {
                break;
            }
        }
        flush();
        return from.position() - before;
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

    private void flush() throws IOException {
        outgoing.flip();
        while (outgoing.hasRemaining()) {
            channel.write(outgoing);
        }
        outgoing.clear();
    }

    @Override
    public void finish() throws IOException {
        try {
            engine.closeOutbound();
            while (!engine.isOutboundDone()) {
                if (engine.wrap(NOTHING, outgoing).getStatus() == Status.CLOSED) {
                    break;
                }
            }
            flush();
        } catch (IOException e) {
            // A client that has sent all its data may close without reading our close_notify.
            if (!receiving) {
                throw e;
            }
        }
    }

    private void sendAlert() {
        try {
            while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                engine.wrap(NOTHING, outgoing);
            }
            flush();
        } catch (IOException e) {
            // The alert is a courtesy; the connection is closed in any case.
        }
    }
}
