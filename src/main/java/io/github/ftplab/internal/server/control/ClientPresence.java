package io.github.ftplab.internal.server.control;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import org.jspecify.annotations.Nullable;

/**
 * Detects that a client has gone when its data connection ends. If a client is killed, both connections end at about
 * the same time, and the transfer's thread may see the end of the data connection before the I/O thread sees that of
 * the control connection: without this check a partial upload would be taken for a complete one.
 *
 * <p>Each session has one, whose selector is opened at the first check and kept: opening one for each upload takes longer
 * than the upload of a small file.
 */
public final class ClientPresence {

    private static final AttributeKey KEY = new AttributeKey(ClientPresence.class, "presence");

    /** How long to wait for the I/O thread to read the control connection. */
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    private static final long STEP_MILLIS = 2;

    private static final Duration LONGEST_GRACE = Duration.ofMillis(20);

    /** The grace is this part of an upload's duration, so that it costs next to nothing. */
    private static final int GRACE_DIVISOR = 50;

    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

    /** A shorter pause would take much longer than it should. */
    private static final long SHORTEST_PAUSE = TimeUnit.MICROSECONDS.toNanos(100);

    private final SocketChannel channel;
    private @Nullable Selector selector;
    private boolean ended;

    private ClientPresence(SocketChannel channel) {
        this.channel = channel;
    }

    /** Stores the channel of a new session. */
    static void attach(IoSession io, SocketChannel control) {
        io.setAttribute(KEY, new ClientPresence(control));
    }

    public static ClientPresence of(IoSession io) {
        return (ClientPresence) io.getAttribute(KEY);
    }

    /** {@return the channel of the control connection} */
    SocketChannel channel() {
        return channel;
    }

    /** The session has ended. A check that is running, or comes later, finds the client gone. */
    synchronized void end() {
        ended = true;
        try {
            if (selector != null) {
                selector.close();
            }
        } catch (IOException e) {
            throw new AssertionError("closing a selector failed", e);
        }
    }

    private synchronized Selector selector() throws IOException {
        if (ended) {
            throw new ClosedSelectorException();
        }
        if (selector == null) {
            selector = channel.provider().openSelector();
            channel.register(selector, SelectionKey.OP_READ);
        }
        return selector;
    }

    /** Waits for input. After a short upload it only lets other threads go first, as a killed client may be one of them. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it: it makes a lost race rarer
    private static int select(Selector selecting, long grace) throws IOException {
        if (grace >= MILLISECOND) {
            return selecting.select(Math.min(grace / MILLISECOND, LONGEST_GRACE.toMillis()));
        }
        if (grace >= SHORTEST_PAUSE) {
            LockSupport.parkNanos(grace);
        } else {
            Thread.yield();
        }
        return selecting.selectNow();
    }

    /**
     * {@return whether the client has closed the control connection, or its half of it} Unread input may be the end of
     * the stream; it is taken for that if the I/O thread does not read it in time.
     *
     * <p>Linux closes the newest connection of a killed process first, so the end of the control connection arrives a
     * little later than that of the data connection. It is given a fiftieth of the upload's duration, at most 20 ms: the
     * longer an upload takes, the likelier its client is killed during it.
     *
     * @param io the session
     * @param seconds how long the upload took
     */
    public boolean isGone(IoSession io, double seconds) throws IOException {
        var end = System.nanoTime() + TIMEOUT.toNanos();
        try {
            var selecting = selector();
            int readable = select(selecting, (long) (seconds * 1e9 / GRACE_DIVISOR));
            while (readable > 0) {
                selecting.selectedKeys().clear();
                if (ControlSession.of(io).queue().isInputClosed()
                        || System.nanoTime() > end
                        || io.getCloseFuture().awaitUninterruptibly(STEP_MILLIS, TimeUnit.MILLISECONDS)) {
                    return true;
                }
                readable = selecting.selectNow();
            }
            // If it was closed after it was registered, it is not selected any more.
            return !channel.isOpen();
        } catch (ClosedChannelException | ClosedSelectorException e) {
            return true;
        }
    }
}
