package io.github.ftplab.internal.client.control;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Listens for the data connection of active mode. The wait ends early if the server says on the control connection that
 * none will come.
 */
final class ActiveListener extends ServerSocket {

    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final ServerSocket listening;
    private final ControlReplies replies;
    private @Nullable Socket accepted;
    private Duration limit = Duration.ZERO;

    /** What comes on the control connection during the wait. */
    @FunctionalInterface
    interface ControlReplies {

        /**
         * {@return whether the final reply has come}
         *
         * @throws io.github.ftplab.internal.client.failure.RefusedException if it is a refusal
         */
        boolean isFinalThere() throws IOException;
    }

    /**
     * Listens by a socket that is bound.
     *
     * @param listening the socket, which is closed with this one
     */
    ActiveListener(ServerSocket listening, ControlReplies replies) throws IOException {
        this.listening = listening;
        this.replies = replies;
    }

    /** {@return whether the server has connected} */
    boolean isConnected() throws IOException {
        if (accepted == null) {
            accepted = acceptWithin(AT_ONCE);
        }
        return accepted != null;
    }

    @Override
    public Socket accept() throws IOException {
        long until = System.nanoTime() + limit.toNanos();
        boolean over = false;
        while (true) {
            long left = until - System.nanoTime();
            var socket = accepted == null ? acceptWithin(slice(left)) : accepted;
            if (socket != null) {
                accepted = null;
                return socket;
            }
            if (over || left <= 0) {
                throw new SocketTimeoutException("Accept timed out");
            }
            // It may have connected before it said that it was done.
            over = replies.isFinalThere();
        }
    }

    private static Duration slice(long left) {
        var most = Duration.ofNanos(Math.max(left, AT_ONCE.toNanos()));
        return most.compareTo(ReplyReader.SLICE) < 0 ? most : ReplyReader.SLICE;
    }

    private @Nullable Socket acceptWithin(Duration time) throws IOException {
        listening.setSoTimeout((int) Math.max(1, time.toMillis()));
        try {
            return listening.accept();
        } catch (SocketTimeoutException e) {
            return null;
        }
    }

    @Override
    public int getLocalPort() {
        return listening.getLocalPort();
    }

    @Override
    public synchronized void setSoTimeout(int millis) {
        limit = Duration.ofMillis(millis);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        super.close();
    }
}
