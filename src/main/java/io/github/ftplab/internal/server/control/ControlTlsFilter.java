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
 * TLS on one control connection, the filter next to the network: in the clear until AUTH (RFC 4217, section 4), and
 * again after CCC. MINA's own filter looks up clients' names, may send records out of order where two threads reply at
 * once, and can't go back to clear text.
 *
 * <p>Its monitor is held while what arrived goes to the codec, so that no byte that came before TLS is taken for one
 * that came under it.
 */
public final class ControlTlsFilter extends IoFilterAdapter {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private enum State {
        CLEAR,
        HANDSHAKE,
        SECURE,
        /** We said that TLS ends; the client has not yet. Only what arrives is still encrypted. */
        ENDING,
        FAILED
    }

    private final ServerTls tls;
    private final EventLog log;
    private final Deque<WriteRequest> waiting = new ArrayDeque<>();
    private State state = State.CLEAR;
    private SSLEngine engine;
    private ByteBuffer arrived = NOTHING;
    private int unsent;
    private boolean bufferSizeAgreed;

    /** @param tls how to encrypt; from the first byte on, if it is implicit */
    ControlTlsFilter(ServerTls tls, EventLog log) throws SSLException {
        this.tls = tls;
        this.log = log;
        engine = tls.controlEngine();
        if (tls.demands().implicit()) {
            begin();
        }
    }

    /** {@return a connection's filter, or null where there is no TLS} */
    public static @Nullable ControlTlsFilter of(IoSession io) {
        return (ControlTlsFilter) io.getFilterChain().get(ControlTlsFilter.class);
    }

    /** {@return what puts this session's data connections under TLS} */
    public DataConnectionFactory.Protection dataProtection() {
        return (channel, upload) -> {
            var link = new TlsChannel(channel, tls.dataEngine(), !upload);
            tls.checkReuse(session(), link.session());
            return link;
        };
    }

    /** Where TLS is implicit, it is so for data connections too. */
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

    /** {@return the TLS session, to compare those of data connections with} */
    public synchronized SSLSession session() {
        return engine.getSession();
    }

    /**
     * Sends a reply in the clear, the last one, and waits for the client's handshake. What the client sent in the clear
     * behind AUTH was perhaps put there by somebody else, and is not executed.
     */
    public synchronized void start(IoSession io, Runnable reply) throws SSLException {
        reply.run();
        engine = tls.controlEngine();
        begin();
        ControlSession.of(io).queue().drop();
        bufferSizeAgreed = false;
    }

    private void begin() throws SSLException {
        engine.beginHandshake();
        arrived = NOTHING;
        state = State.HANDSHAKE;
    }

    /** Remembers PBSZ, which has to come before PROT (RFC 4217, section 8). */
    public synchronized void agreeOnBufferSize() {
        bufferSizeAgreed = true;
    }

    public synchronized boolean isBufferSizeAgreed() {
        return bufferSizeAgreed;
    }

    /** Sends a reply under TLS, the last one, and goes on in the clear (RFC 4217, section 6). */
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
            // The connection is closed when the client has taken the alert.
            return;
        }
        var buffer = ((IoBuffer) message).buf();
        arrived = arrived.hasRemaining() ? join(arrived, buffer) : buffer;
        try {
            decrypt(next, io);
            arrived = arrived.hasRemaining() ? join(arrived, NOTHING) : NOTHING;
        } catch (SSLException e) {
            fail(next, io, e);
        }
    }

    private void decrypt(NextFilter next, IoSession io) throws SSLException {
        var plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        while (state != State.FAILED) {
            if (state == State.ENDING && engine.isInboundDone()) {
                state = State.CLEAR;
                if (arrived.hasRemaining()) {
                    next.messageReceived(io, IoBuffer.wrap(copy(arrived)));
                }
                return;
            }
            if (engine.isInboundDone()) {
                // Nothing that follows is to be believed.
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
            } else if (engine.unwrap(arrived, plain.clear()).getStatus() == Status.BUFFER_UNDERFLOW) {
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
        while ((request = waiting.poll()) != null) {
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
            // the client is not told why, then
        }
        io.closeOnFlush();
    }

    @Override
    public synchronized void filterWrite(NextFilter next, IoSession io, WriteRequest request) throws SSLException {
        switch (state) {
            case CLEAR, ENDING -> pass(next, io, request);
            case HANDSHAKE -> waiting.add(request);
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

    /** As large as it is and no larger: it may have to wait for a client that reads nothing. */
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
     * Lets the client see that nothing was cut off, unless something was: records that wait are dropped when a
     * connection is closed at once.
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

    /** Bytes of TLS itself, which no handler has to know of. */
    private static final class OwnWrite extends DefaultWriteRequest {

        OwnWrite(ByteBuffer bytes) {
            super(IoBuffer.wrap(bytes));
        }
    }
}
