package io.github.ftplab.internal.server.tls;

import io.github.ftplab.internal.protocol.BufferPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/**
 * TLS of one connection, control or data: handshake, records and end. It knows no sockets: the connection hands in what
 * it has received, and a {@link Sender} takes what is to be sent. Not thread-safe.
 */
public final class TlsEngine {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Takes all bytes of a buffer, to send them; the buffer is used again afterwards. */
    @FunctionalInterface
    public interface Sender {
        void send(ByteBuffer records) throws IOException;
    }

    /** What {@link #advance} has come to. */
    public enum Progress {
        /** The handshake is complete. */
        SECURED,
        /** A record was decrypted. */
        DECRYPTED,
        /** The rest of a record has not been received. */
        NEEDS_INPUT,
        /** The next record does not fit into the rest of the buffer. */
        NEEDS_ROOM,
        /** The client has sent close_notify; what follows is unauthenticated. */
        ENDED
    }

    private final SSLEngine engine;
    private final BufferPool buffers;
    private final Sender sender;
    private boolean secured;

    TlsEngine(SSLEngine engine, BufferPool buffers, Sender sender) throws SSLException {
        this.engine = engine;
        this.buffers = buffers;
        this.sender = sender;
        engine.beginHandshake();
    }

    /** {@return the TLS session, which further connections may resume} */
    public SSLSession session() {
        return engine.getSession();
    }

    /** {@return whether the client can still be written to after its close_notify, as since TLS 1.3} */
    public boolean isHalfClosable() {
        return session().getProtocol().equals("TLSv1.3");
    }

    /**
     * Continues until a record is decrypted, the handshake is complete, or something is missing.
     *
     * @param received bytes that were received and not decrypted yet; whole records are consumed
     * @param plain takes the plaintext
     */
    public Progress advance(ByteBuffer received, ByteBuffer plain) throws IOException {
        while (!engine.isInboundDone()) {
            var status = engine.getHandshakeStatus();
            if (status == HandshakeStatus.NEED_TASK) {
                runTasks();
            } else if (status == HandshakeStatus.NEED_WRAP) {
                encrypt(NOTHING);
            } else if (!secured && status == HandshakeStatus.NOT_HANDSHAKING) {
                secured = true;
                return Progress.SECURED;
            } else {
                var result = engine.unwrap(received, plain);
                if (result.getStatus() == Status.BUFFER_UNDERFLOW) {
                    return Progress.NEEDS_INPUT;
                }
                if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                    return Progress.NEEDS_ROOM;
                }
                refuseRenegotiation();
                if (result.bytesProduced() > 0) {
                    return Progress.DECRYPTED;
                }
            }
        }
        if (!secured) {
            // A certificate was refused: JSSE closes the input, and throws its exception at the next operation only.
            encrypt(NOTHING);
        }
        return Progress.ENDED;
    }

    private void runTasks() {
        Runnable task;
        while ((task = engine.getDelegatedTask()) != null) {
            task.run();
        }
    }

    /**
     * Refuses renegotiation, which TLS 1.2 permits at any time: FTP clients don't need it, and attackers use it to
     * exhaust the CPU.
     */
    private void refuseRenegotiation() throws SSLException {
        if (secured
                && engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK
                && session().getProtocol().equals("TLSv1.2")) {
            throw new SSLException("renegotiation is refused");
        }
    }

    /** Invalidates the session, for which JSSE then sends no ticket; the connection is not affected. */
    public void suppressTicket() {
        var session = engine.getHandshakeSession();
        if (session != null && session.getProtocol().equals("TLSv1.3")) {
            session.invalidate();
        }
    }

    /**
     * Encrypts and sends plaintext, with everything that TLS has to say before it.
     *
     * @throws SSLException if the client has ended TLS
     */
    public void encrypt(ByteBuffer plain) throws IOException {
        var records = buffers.take();
        boolean ended = false;
        try {
            do {
                var result = engine.wrap(plain, records);
                if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                    send(records);
                } else if (result.getStatus() == Status.CLOSED || result.bytesProduced() == 0) {
                    ended = result.bytesProduced() == 0;
                    break;
                }
            } while (plain.hasRemaining() || engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP);
            send(records);
        } finally {
            buffers.give(records);
        }
        if (ended || plain.hasRemaining()) {
            throw new SSLException("the client ended TLS");
        }
    }

    private void send(ByteBuffer records) throws IOException {
        records.flip();
        if (records.hasRemaining()) {
            sender.send(records);
        }
        records.clear();
    }

    /** Sends close_notify: the end of the data, as opposed to a connection that was cut off. */
    public void close() throws IOException {
        engine.closeOutbound();
        var records = buffers.take();
        try {
            while (!engine.isOutboundDone()) {
                if (engine.wrap(NOTHING, records).bytesProduced() == 0) {
                    break;
                }
            }
            send(records);
        } finally {
            buffers.give(records);
        }
    }

    /** Sends the alert of a failure, as a courtesy: the connection is closed in any case. */
    public void sendAlert() {
        try {
            if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                encrypt(NOTHING);
            }
        } catch (IOException e) {
            // The client has gone, or does not understand TLS.
        }
    }

    /** {@return the record of a fatal alert, handshake_failure (RFC 5246, section 7.2)} */
    public static ByteBuffer handshakeFailure() {
        return ByteBuffer.wrap(new byte[] {21, 3, 3, 0, 2, 2, 40});
    }
}
