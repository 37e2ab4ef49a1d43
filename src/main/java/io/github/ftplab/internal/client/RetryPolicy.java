package io.github.ftplab.internal.client;

import io.github.ftplab.FtpException;
import io.github.ftplab.internal.client.failure.DataException;
import io.github.ftplab.internal.client.settings.RetrySettings;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** What is done when the connection breaks in the middle of a call that can safely be made again. */
final class RetryPolicy {

    private static final int BUSY = 450;

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private RetryPolicy() {}

    /**
     * {@return whether the line is to blame, so that it may go better next time}
     *
     * @param attempt the number of the attempt that failed, from 0
     */
    static boolean mayPass(FtpException e, int attempt) {
        if (Thread.currentThread().isInterrupted()) {
            return false;
        }
        if (e instanceof FtpException.Refused refused) {
            // The server may still be busy with the attempt before, as it has not noticed that the line broke.
            if (attempt > 0 && refused.code() == BUSY && refused.command().equals("STOR")) {
                return true;
            }
            return refused.code() == 421 || refused.code() == 425 || refused.code() == 426;
        }
        if (!(e instanceof FtpException.Connection)) {
            return false;
        }
        var cause = e.getCause();
        if (cause instanceof DataException data) {
            return switch (data.stage()) {
                case LISTENING, OPENING, ENCRYPTING, MOVING, STALLED, SHORT -> true;
                case TOO_LONG, DIFFERENT, TRANSLATED, INTERRUPTED, ABORTED -> false;
            };
        }
        return !(cause instanceof InterruptedException)
                && (!(cause instanceof InterruptedIOException) || cause instanceof SocketTimeoutException);
    }

    /** Waits before a further attempt, the first being 1; an interruption ends that, and stays set. */
    static void await(RetrySettings retry, int attempt) {
        long nanos = Math.min(LONGEST_PAUSE.toNanos(), retry.pause().toNanos() << Math.min(10, attempt - 1));
        long until = System.nanoTime() + nanos;
        while (until - System.nanoTime() > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }
}
