package io.github.ftplab.internal.protocol;

import java.util.function.BooleanSupplier;

/**
 * Tells the command that runs on a control connection to end: because of ABOR, because the connection or the server is
 * closed, or because the server has given the command up (data timeout, user removed).
 *
 * <p>Every loop over the bytes of a file or the entries of a directory calls {@link #check()} in each round, so that it
 * ends within one buffer or one entry. It is safe for use by several threads.
 */
public final class Cancellation {

    private final BooleanSupplier aborting;
    private volatile boolean givenUp;
    private volatile boolean ended;

    /**
     * Makes one for a connection.
     *
     * @param aborting tells whether an ABOR waits for what came before it
     */
    public Cancellation(BooleanSupplier aborting) {
        this.aborting = aborting;
    }

    /** The next command begins; what was meant for the one before does not count for it. */
    public void begin() {
        givenUp = false;
    }

    /** Ends the command that runs, if one does. */
    public void giveUp() {
        givenUp = true;
    }

    /** Ends the command that runs and all that follow. */
    public void end() {
        ended = true;
    }

    /**
     * Goes on, or ends the command.
     *
     * @throws CancelledException if the command must end now
     */
    public void check() throws CancelledException {
        if (ended) {
            throw new CancelledException("the connection was closed");
        }
        if (aborting.getAsBoolean()) {
            throw new CancelledException("aborted via ABOR");
        }
        if (givenUp) {
            throw new CancelledException("given up by the server");
        }
    }
}
