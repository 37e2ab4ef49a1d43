package io.github.ftplab.internal.server.control;

import io.github.ftplab.ServerLog.Level;
import io.github.ftplab.internal.server.data.DataConnectionFactory;
import io.github.ftplab.internal.server.data.TlsChannel;
import io.github.ftplab.internal.server.log.EventLog;
import io.github.ftplab.internal.server.tls.ServerTls;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.DefaultWriteRequest;
import org.apache.mina.core.write.WriteRequest;
import org.jspecify.annotations.Nullable;

/**
 * TLS on one control connection: in the clear until AUTH (RFC 4217, section 4), and again after CCC. MINA's own filter
 * resolves clients' host names, may send records out of order when two threads reply at once, and can't return to clear
 * text.
 *
 * <p>The monitor is held while decrypted bytes are passed to the codec, so that none sent before TLS is taken for one
 * sent under it.
 */
public final class ControlTlsFilter extends IoFilterAdapter {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private enum State {
        CLEAR,
        HANDSHAKE,
        SECURE,
        /** The server has sent close_notify, the client has not yet: input is still encrypted, output no longer. */
        ENDING,
        FAILED
    }

    private final ServerTls tls;
    private final EventLog log;
    private final Deque<WriteRequest> heldBack = new ArrayDeque<>();
    private State state = State.CLEAR;
    private SSLEngine engine;
    private ByteBuffer received = NOTHING;
    private int unsent;
    private boolean bufferSizeAgreed;

    /** @param tls the configuration; if TLS is implicit, the handshake begins at once */
    ControlTlsFilter(ServerTls tls, EventLog log) throws SSLException {
        this.tls = tls;
        this.log = log;
        engine = tls.controlEngine();
        if (tls.demands().implicit()) {
            begin();
        }
    }

    /** {@return a connection's filter, or null if the server has no TLS} */
    public static @Nullable ControlTlsFilter of(IoSession io) {
        return (ControlTlsFilter) io.getFilterChain().get(ControlTlsFilter.class);
    }

    /** {@return the protection for this session's data connections} */
    public DataConnectionFactory.Protection dataProtection() {
        return (channel, upload) -> {
            var secured = new TlsChannel(channel, tls.dataEngine(), !upload);
            tls.checkReuse(session(), secured.session());
            return secured;
        };
    }

    /** Protects data connections from the start where TLS is implicit. */
    static void protectData(IoSession io) {
        var filter = of(io);
        if (filter != null && filter.tls.demands().implicit()) {
            filter.agreeOnBufferSize();
            ControlSession.of(io).data().protect(filter.dataProtection());
        }
    }

    public ServerTls tls() {
        return tls;
    }

    /** {@return whether replies are encrypted} */
    public synchronized boolean isSecure() {
        return state == State.SECURE;
    }

    /** {@return the control connection's TLS session, which data connections may have to resume} */
    public synchronized SSLSession session() {
        return engine.getSession();
    }

    /**
     * Sends a last reply in the clear and expects the client's handshake. Commands sent in the clear after AUTH are
     * discarded, as an attacker may have injected them.
     */
    public synchronized void start(IoSession io, Runnable reply) throws SSLException {
        reply.run();
        engine = tls.controlEngine();
        begin();
        ControlSession.of(io).queue().discard();
        bufferSizeAgreed = false;
    }

    private void begin() throws SSLException {
        engine.beginHandshake();
        received = NOTHING;
        state = State.HANDSHAKE;
    }

    /** Records that PBSZ was sent, which must precede PROT (RFC 4217, section 8). */
    public synchronized void agreeOnBufferSize() {
        bufferSizeAgreed = true;
    }

    public synchronized boolean isBufferSizeAgreed() {
        return bufferSizeAgreed;
    }

    /** Sends a last reply under TLS and continues in the clear (RFC 4217, section 6). */
    public synchronized void end(IoSession io, Runnable reply) throws SSLException {
        reply.run();
        state = State.ENDING;
        sendClose(next(io), io.getFilterChain().getSession());
    }

    @Override
    public synchronized void messageReceived(NextFilter next, IoSession io, Object message) {
        if (state == State.CLEAR) {
            next.messageReceived(io, message);
            return;
        }
        if (state == State.FAILED) {
            // The connection is closed as soon as the alert is sent.
            return;
        }
        var buffer = ((IoBuffer) message).buf();
        received = received.hasRemaining() ? join(received, buffer) : buffer;
        try {
            decrypt(next, io);
            received = received.hasRemaining() ? join(received, NOTHING) : NOTHING;
        } catch (SSLException e) {
            fail(next, io, e);
        }
    }

    private void decrypt(NextFilter next, IoSession io) throws SSLException {
        var plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        while (state != State.FAILED) {
            if (state == State.ENDING && engine.isInboundDone()) {
                state = State.CLEAR;
                if (received.hasRemaining()) {
                    next.messageReceived(io, IoBuffer.wrap(copy(received)));
                }
                return;
            }
            if (engine.isInboundDone()) {
                // What follows close_notify is unauthenticated.
                state = State.FAILED;
                sendClose(next, io);
                io.closeOnFlush();
                return;
            }
            if (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                Runnable task;
                while ((task = engine.getDelegatedTask()) != null) {
                    task.run();
                }
            } else if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                send(next, io, encrypted(NOTHING));
            } else if (state == State.HANDSHAKE && engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING) {
                secured(next, io);
            } else if (engine.unwrap(received, plain.clear()).getStatus() == Status.BUFFER_UNDERFLOW) {
                return;
            } else {
                if (state == State.SECURE) {
                    ServerTls.refuseRenegotiation(engine);
                }
                if (plain.flip().hasRemaining()) {
                    next.messageReceived(io, IoBuffer.wrap(copy(plain)));
                }
            }
        }
    }

    private void secured(NextFilter next, IoSession io) throws SSLException {
        state = State.SECURE;
        WriteRequest request;
        while ((request = heldBack.poll()) != null) {
            filterWrite(next, io, request);
        }
    }

    private void fail(NextFilter next, IoSession io, SSLException e) {
        var during = state == State.HANDSHAKE ? "TLS handshake failed: " : "TLS failed: ";
        state = State.FAILED;
        log.add(Level.WARNING, ControlSession.of(io) + " " + during + e.getMessage());
        try {
            send(next, io, encrypted(NOTHING));
        } catch (SSLException alertNotSent) {
            // The alert is a courtesy; the connection is closed in any case.
        }
        io.closeOnFlush();
    }

    @Override
    public synchronized void filterWrite(NextFilter next, IoSession io, WriteRequest request) throws SSLException {
        switch (state) {
            case CLEAR, ENDING -> pass(next, io, request);
            case HANDSHAKE -> heldBack.add(request);
            case FAILED -> request.getFuture().setException(new SSLException("TLS failed"));
            case SECURE -> {
                request.setMessage(IoBuffer.wrap(encrypted(((IoBuffer) request.getMessage()).buf())));
                pass(next, io, request);
            }
        }
    }

    private void pass(NextFilter next, IoSession io, WriteRequest request) {
        unsent++;
        next.filterWrite(io, request);
    }

    @Override
    public synchronized void messageSent(NextFilter next, IoSession io, WriteRequest request) {
        unsent--;
        if (!(request instanceof OwnWrite)) {
            next.messageSent(io, request);
        }
    }

    /** Encrypts to a buffer of exactly the size needed, as it may be queued for a client that does not read. */
    private ByteBuffer encrypted(ByteBuffer plain) throws SSLException {
        var record = engine.getSession().getPacketBufferSize();
        var out = ByteBuffer.allocate(record);
        do {
            if (out.remaining() < record) {
                out = ByteBuffer.allocate(out.capacity() * 2).put(out.flip());
            }
            if (engine.wrap(plain, out).getStatus() == Status.CLOSED) {
                break;
            }
        } while (plain.hasRemaining());
        return copy(out.flip());
    }

    private void send(NextFilter next, IoSession io, ByteBuffer bytes) {
        if (bytes.hasRemaining()) {
            pass(next, io, new OwnWrite(bytes));
        }
    }

    private void sendClose(NextFilter next, IoSession io) throws SSLException {
        engine.closeOutbound();
        while (!engine.isOutboundDone()) {
            var bytes = encrypted(NOTHING);
            if (!bytes.hasRemaining()) {
                return;
            }
            send(next, io, bytes);
        }
    }

    /**
     * Sends close_notify, which tells the client that nothing was cut off. Not if records are still queued: closing the
     * connection discards them.
     */
    @Override
    public synchronized void filterClose(NextFilter next, IoSession io) throws SSLException {
        if (state == State.SECURE && unsent == 0) {
            state = State.FAILED;
            sendClose(next, io);
        }
        next.filterClose(io);
    }

    private NextFilter next(IoSession io) {
        return io.getFilterChain().getNextFilter(this);
    }

    private static ByteBuffer join(ByteBuffer first, ByteBuffer second) {
        return ByteBuffer.allocate(first.remaining() + second.remaining())
                .put(first)
                .put(second)
                .flip();
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }

    /** Handshake records and alerts, which handlers must not see. */
    private static final class OwnWrite extends DefaultWriteRequest {

        OwnWrite(ByteBuffer bytes) {
            super(IoBuffer.wrap(bytes));
        }
    }
}
