package io.github.ftplab.internal.server.control;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;

/**
 * Whether a client is still there when its data connection has ended. Of a client that is killed both connections end
 * at once, the control connection first, and the thread that sees the one may be quicker than the thread that sees the
 * other: without this, what the client had sent would pass for a whole file.
 */
public final class ClientPresence {

    private static final AttributeKey CHANNEL = new AttributeKey(ClientPresence.class, "channel");

    /** How long the thread that reads the control connection may take. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private static final long STEP_MILLIS = 2;

    private ClientPresence() {}

    /** Keeps a new session's channel. */
    static void attach(IoSession io, SocketChannel control) {
        io.setAttribute(CHANNEL, control);
    }

    /**
     * {@return whether the control connection has ended before now} What waits in it to be read may be its
     * end, and counts as that if it is not read in time.
     */
    public static boolean isGone(IoSession io) throws IOException {
        var channel = (SocketChannel) io.getAttribute(CHANNEL);
        var end = System.nanoTime() + PATIENCE.toNanos();
        try (var selector = channel.provider().openSelector()) {
            channel.register(selector, SelectionKey.OP_READ);
            while (selector.selectNow() > 0) {
                selector.selectedKeys().clear();
                if (System.nanoTime() > end
                        || io.getCloseFuture().awaitUninterruptibly(STEP_MILLIS, TimeUnit.MILLISECONDS)) {
                    return true;
                }
            }
            // Closed since it was registered, it can't be selected any more.
            return !channel.isOpen();
        } catch (ClosedChannelException e) {
            return true;
        }
    }
}
