package io.github.ftplab.internal.client;

import io.github.ftplab.FtpException;
import io.github.ftplab.internal.client.failure.DataException;
import io.github.ftplab.internal.client.settings.RetrySettings;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.IntFunction;

/** Repeats a call after a failure that may pass, as the settings allow. */
final class RetryPolicy {

    private static final int BUSY = 450;

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private RetryPolicy() {}

    /**
     * Runs a call, and repeats it after a temporary failure, until the user closes the session.
     *
     * @param reconnect connects again if the connection was lost
     * @param call takes the number of the attempt, from 0
     */
    static <T> T persist(RetrySettings retry, SessionEnd end, Runnable reconnect, IntFunction<T> call) {
        for (int attempt = 0; ; attempt++) {
            try {
                if (attempt > 0) {
                    reconnect.run();
                }
                return call.apply(attempt);
            } catch (FtpException e) {
                if (attempt >= retry.times() || !mayPass(e, attempt) || end.isClosed()) {
                    throw e;
                }
                end.pause(pause(retry, attempt + 1));
                if (end.isClosed()) {
                    throw e;
                }
            }
        }
    }

    /**
     * {@return whether the failure may be temporary, such as a lost connection}
     *
     * @param attempt the number of the attempt that failed, from 0
     */
    private static boolean mayPass(FtpException e, int attempt) {
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
    private static long pause(RetrySettings retry, int attempt) {
        long first = Math.min(LONGEST_PAUSE.toNanos(), retry.pause().toNanos());
        return Math.min(LONGEST_PAUSE.toNanos(), first << Math.min(10, attempt - 1));
    }
}
