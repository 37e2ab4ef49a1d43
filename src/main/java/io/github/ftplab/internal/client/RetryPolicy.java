package io.github.ftplab.internal.client;

import io.github.ftplab.FtpException;
import io.github.ftplab.internal.client.failure.DataException;
import io.github.ftplab.internal.client.settings.RetrySettings;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** Decides whether a repeatable call is repeated after a failure, and how long to wait before. */
final class RetryPolicy {

    private static final int BUSY = 450;

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private RetryPolicy() {}

    /**
     * {@return whether the failure may be temporary, such as a lost connection}
     *
     * @param attempt the number of the attempt that failed, from 0
     */
    static boolean mayPass(FtpException e, int attempt) {
        if (Thread.currentThread().isInterrupted()) {
            return false;
        }
        if (e instanceof FtpException.Refused refused) {
            // The server may not have noticed the lost connection yet, and still write the previous upload.
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

    /** {@return the nanoseconds before attempt number {@code attempt}, from 1} */
    static long pause(RetrySettings retry, int attempt) {
        return Math.min(LONGEST_PAUSE.toNanos(), retry.pause().toNanos() << Math.min(10, attempt - 1));
    }
}
