package io.github.ftplab.internal.server.control;

import io.github.ftplab.ServerLog.Level;
import io.github.ftplab.Transcript;
import io.github.ftplab.internal.server.data.DataConnectionFactory;
import io.github.ftplab.internal.server.data.TlsChannel;
import io.github.ftplab.internal.server.log.EventLog;
import io.github.ftplab.internal.server.tls.ClientCertificates;
import io.github.ftplab.internal.server.tls.ServerTls;
import io.github.ftplab.internal.server.tls.TlsEngine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
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

    /** The content types of TLS records (RFC 8446, section 5.1); every FTP command begins with another byte. */
    private static final int FIRST_CONTENT_TYPE = 20;

    private static final int LAST_CONTENT_TYPE = 24;

    private enum State {
        CLEAR,
        HANDSHAKE,
        SECURE,
        /**
         * The server has sent close_notify: output is clear, and input too from close_notify on, or from the first byte
         * that can't begin a record, as curl sends no close_notify.
         */
        ENDING,
        /** The client has sent close_notify, and may still read. */
        INPUT_ENDED,
        FAILED
    }

    private final ServerTls tls;
    private final EventLog log;
    private final Deque<WriteRequest> heldBack = new ArrayDeque<>();
    private State state = State.CLEAR;
    private @Nullable TlsEngine engine;
    private ByteBuffer received = NOTHING;
    /** Records that were made and not passed on yet. */
    private ByteBuffer records = NOTHING;

    private int unsent;
    private boolean bufferSizeAgreed;
    private boolean failing;
    private boolean failingData;

    /** @param tls the configuration; if TLS is implicit, the handshake begins at once */
    ControlTlsFilter(ServerTls tls, EventLog log) throws SSLException {
        this.tls = tls;
        this.log = log;
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
        return (channel, tickets) -> {
            failIfTold(channel);
            var secured = new TlsChannel(channel, tls, tickets);
            try {
                tls.checkClient(session(), secured.session());
                return secured;
            } catch (SSLException | RuntimeException e) {
                secured.release();
                throw e;
            }
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
        return state == State.SECURE || state == State.INPUT_ENDED;
    }

    /** {@return the name in the certificate of the client, if it has one} */
    public Optional<String> certifiedName() {
        return ClientCertificates.name(session());
    }

    /** {@return the control connection's TLS session, which data connections may have to resume} */
    public synchronized SSLSession session() {
        return engine().session();
    }

    private TlsEngine engine() {
        return Objects.requireNonNull(engine, "asked for only after AUTH");
    }

    /**
     * Sends a last reply in the clear and expects the client's handshake. Commands sent in the clear after AUTH are
     * discarded, as an attacker may have injected them.
     */
    public synchronized void start(IoSession io, Runnable reply) throws SSLException {
        reply.run();
        begin();
        ControlSession.of(io).queue().discard();
        bufferSizeAgreed = false;
    }

    private void begin() throws SSLException {
        engine = tls.controlEngine(made -> records = join(records, made));
        received = NOTHING;
        state = State.HANDSHAKE;
    }

    /** Records that PBSZ was sent, which must precede PROT (RFC 4217, section 9). */
    public synchronized void agreeOnBufferSize() {
        bufferSizeAgreed = true;
    }

    public synchronized boolean isBufferSizeAgreed() {
        return bufferSizeAgreed;
    }

    /** Sends a last reply under TLS and continues in the clear (RFC 4217, section 5). */
    public synchronized void end(IoSession io, Runnable reply) throws IOException {
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
        if (state == State.FAILED || state == State.INPUT_ENDED) {
            // What follows a failure or close_notify is unauthenticated.
            return;
        }
        var buffer = ((IoBuffer) message).buf();
        received = received.hasRemaining() ? join(received, buffer) : buffer;
        try {
            decrypt(next, io);
            received = received.hasRemaining() ? join(received, NOTHING) : NOTHING;
        } catch (IOException e) {
            fail(next, io, e);
        }
    }

    /** Lets the handshake fail that follows. */
    synchronized void failHandshake() {
        failing = true;
    }

    /** Lets the next handshake on a data connection fail. */
    synchronized void failDataHandshake() {
        failingData = true;
    }

    private void failIfTold(SocketChannel channel) throws IOException {
        synchronized (this) {
            if (!failingData) {
                return;
            }
            failingData = false;
        }
        var alert = TlsEngine.handshakeFailure();
        while (alert.hasRemaining()) {
            channel.write(alert);
        }
        throw new SSLException("the handshake failed on purpose");
    }

    private void decrypt(NextFilter next, IoSession io) throws IOException {
        if (failing && state == State.HANDSHAKE) {
            received = NOTHING;
            records = TlsEngine.handshakeFailure();
            throw new SSLException("[injected]");
        }
        var plain = tls.controlBuffers().take();
        try {
            while (state == State.HANDSHAKE || state == State.SECURE || state == State.ENDING) {
                if (state == State.ENDING && isClear(received)) {
                    continueInTheClear(next, io);
                    return;
                }
                var progress = engine().advance(received, plain.clear());
                sendRecords(next, io);
                switch (progress) {
                    case SECURED -> secured(next, io);
                    case DECRYPTED -> next.messageReceived(io, IoBuffer.wrap(copy(plain.flip())));
                    case ENDED -> inputEnded(next, io);
                    default -> {
                        return;
                    }
                }
            }
        } finally {
            tls.controlBuffers().give(plain);
        }
    }

    private static boolean isClear(ByteBuffer received) {
        if (!received.hasRemaining()) {
            return false;
        }
        int first = received.get(received.position());
        return first < FIRST_CONTENT_TYPE || first > LAST_CONTENT_TYPE;
    }

    private void continueInTheClear(NextFilter next, IoSession io) {
        state = State.CLEAR;
        var clear = copy(received);
        received = NOTHING;
        if (clear.hasRemaining()) {
            next.messageReceived(io, IoBuffer.wrap(clear));
        }
    }

    private void secured(NextFilter next, IoSession io) throws IOException {
        state = State.SECURE;
        ControlSession.of(io)
                .transcript()
                .secured(
                        Transcript.Channel.CONTROL,
                        session().getProtocol(),
                        session().getCipherSuite());
        WriteRequest request;
        while ((request = heldBack.poll()) != null) {
            filterWrite(next, io, request);
        }
    }

    /** After CCC, input continues in the clear; otherwise the client sends no more, but may wait for replies. */
    private void inputEnded(NextFilter next, IoSession io) throws IOException {
        if (state == State.ENDING) {
            continueInTheClear(next, io);
        } else if (state == State.SECURE && engine().isHalfClosable()) {
            state = State.INPUT_ENDED;
            received = NOTHING;
            next.inputClosed(io);
        } else {
            state = State.FAILED;
            sendClose(next, io);
            io.closeOnFlush();
        }
    }

    /** The client has closed the connection, or its half of it. */
    @Override
    public void inputClosed(NextFilter next, IoSession io) {
        boolean mayReply;
        synchronized (this) {
            mayReply = state != State.HANDSHAKE && state != State.FAILED;
        }
        if (mayReply) {
            next.inputClosed(io);
        } else {
            io.closeNow();
        }
    }

    private void fail(NextFilter next, IoSession io, IOException e) {
        var during = state == State.HANDSHAKE ? "TLS handshake failed: " : "TLS failed: ";
        state = State.FAILED;
        log.add(Level.WARNING, ControlSession.of(io) + " " + during + e.getMessage());
        engine().sendAlert();
        sendRecords(next, io);
        io.closeOnFlush();
    }

    @Override
    public synchronized void filterWrite(NextFilter next, IoSession io, WriteRequest request) throws IOException {
        switch (state) {
            case CLEAR, ENDING -> pass(next, io, request);
            case HANDSHAKE -> heldBack.add(request);
            case FAILED -> request.getFuture().setException(new SSLException("TLS failed"));
            case SECURE, INPUT_ENDED -> {
                engine().encrypt(((IoBuffer) request.getMessage()).buf());
                request.setMessage(IoBuffer.wrap(takeRecords()));
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

    private ByteBuffer takeRecords() {
        var taken = records;
        records = NOTHING;
        return taken;
    }

    private void sendRecords(NextFilter next, IoSession io) {
        if (records.hasRemaining()) {
            pass(next, io, new OwnWrite(takeRecords()));
        }
    }

    private void sendClose(NextFilter next, IoSession io) throws IOException {
        engine().close();
        sendRecords(next, io);
    }

    /**
     * Sends close_notify, which tells the client that nothing was cut off. Not if records are still queued: closing the
     * connection discards them.
     */
    @Override
    public synchronized void filterClose(NextFilter next, IoSession io) throws IOException {
        if ((state == State.SECURE || state == State.INPUT_ENDED) && unsent == 0) {
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
