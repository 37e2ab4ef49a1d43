package io.github.ftplab.internal.client;

import io.github.ftplab.FtpException;
import io.github.ftplab.internal.client.failure.ErrorMessages;
import io.github.ftplab.internal.client.failure.Operation;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether and how a session has ended: lost, or closed by the user, which takes precedence. Its monitor also guards the
 * session's control connection, as {@link ClientSession#close} does not wait for its turn.
 */
final class SessionEnd {

    private final ErrorMessages messages;
    private volatile @Nullable Reason reason;

    SessionEnd(ErrorMessages messages) {
        this.messages = messages;
    }

    /** How a session ended, as in "was closed by quit()", and whether the user closed it. */
    private record Reason(String how, boolean wanted) {}

    boolean isOver() {
        return reason != null;
    }

    boolean isClosed() {
        var ended = reason;
        return ended != null && ended.wanted();
    }

    /** {@return how it ended; null if it has not} */
    @Nullable
    String how() {
        var ended = reason;
        return ended == null ? null : ended.how();
    }

    /** Records that the connection was lost, unless the session is over. */
    synchronized void lost(String how) {
        if (reason == null) {
            reason = new Reason(how, false);
        }
    }

    /** Records that the user closed the session, unless the user had done so before. Ends a {@link #pause}. */
    synchronized void closed(String how) {
        if (!isClosed()) {
            reason = new Reason(how, true);
            notifyAll();
        }
    }

    /**
     * Records that the session is over until {@link #reopened}; {@return whether it was not}
     *
     * @param how what is said if that fails
     * @param alsoIfClosed whether to reopen it even if the user closed it
     */
    synchronized boolean reopening(Operation attempt, String how, boolean alsoIfClosed) {
        if (isClosed() && !alsoIfClosed) {
            throw over(attempt);
        }
        boolean usable = reason == null;
        reason = new Reason(how, false);
        return usable;
    }

    synchronized void reopened() {
        reason = null;
    }

    /** Waits; closing the session ends this, and so does an interrupt, which stays set. */
    synchronized void pause(long nanos) {
        long until = System.nanoTime() + nanos;
        try {
            for (long left = nanos; left > 0 && !isClosed(); left = until - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Refuses what is asked for after the session has ended. */
    void requireOpen(Operation attempt) {
        requireNotClosed(attempt);
        if (isOver()) {
            throw over(attempt);
        }
    }

    /** Refuses what is asked for after the user closed the session. */
    void requireNotClosed(Operation attempt) {
        var ended = reason;
        if (ended != null && ended.wanted()) {
            throw new IllegalStateException(messages.over(attempt, ended.how()));
        }
    }

    /** {@return the failure of a call that can't take place as the session is over} */
    FtpException over(Operation attempt) {
        var ended = reason;
        return new FtpException.Connection(messages.over(attempt, ended == null ? "is over" : ended.how()), null);
    }
}
