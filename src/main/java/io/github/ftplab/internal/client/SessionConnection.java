package io.github.ftplab.internal.client;

import io.github.ftplab.FtpException;
import io.github.ftplab.internal.client.control.ControlConnection;
import io.github.ftplab.internal.client.failure.Operation;
import org.jspecify.annotations.Nullable;

/**
 * The control connection of a session, and the one that is being established to replace it. Closing the session closes
 * both, at any time. Thread-safe.
 */
final class SessionConnection {

    private final SessionEnd end;
    private volatile ControlConnection current;
    private volatile @Nullable ControlConnection next;

    SessionConnection(SessionEnd end, ControlConnection first) {
        this.end = end;
        this.current = first;
    }

    ControlConnection current() {
        return current;
    }

    /** Records a connection that is being established; closes it if the user has closed the session. */
    void establishing(ControlConnection begun) {
        synchronized (end) {
            next = begun;
            if (end.isClosed()) {
                begun.closeHard();
            }
        }
    }

    /**
     * Makes an established connection the current one.
     *
     * @param reset what to reset before the session counts as open again
     * @throws FtpException.Connection if the user has closed the session meanwhile; the connection is closed then
     */
    void replace(Operation attempt, ControlConnection fresh, Runnable reset) {
        synchronized (end) {
            if (end.isClosed()) {
                fresh.closeHard();
                throw end.over(attempt);
            }
            current = fresh;
            next = null;
            reset.run();
            end.reopened();
        }
    }

    /** Closes the connections for the user. */
    void close() {
        ControlConnection open;
        ControlConnection opening;
        synchronized (end) {
            end.closed("was closed by close()");
            open = current;
            opening = next;
        }
        open.closeHard();
        if (opening != null) {
            opening.closeHard();
        }
    }
}
