package io.github.ftplab.internal.protocol;

import java.util.function.BooleanSupplier;

/**
 * Cancels the command that is running on a control connection: after ABOR, when the connection or the server is closed,
 * or when the server aborts the command itself (data timeout, user removed).
 *
 * <p>Every loop over the bytes of a file or the entries of a directory calls {@link #check()} in each iteration, so it
 * ends after at most one more buffer or entry. Thread-safe.
 */
public final class Cancellation {

    /** How many buffers or entries are not long. */
    private static final int SHORT = 256;

    private final BooleanSupplier aborting;
    private volatile boolean givenUp;
    private volatile boolean inputEnded;
    private volatile boolean ended;
    private int checks;

    /**
     * Creates the cancellation of one connection.
     *
     * @param aborting whether an ABOR has arrived and waits for the running command to end
     */
    public Cancellation(BooleanSupplier aborting) {
        this.aborting = aborting;
    }

    /** Called when the next command begins: {@link #giveUp()} concerns one command only. */
    public void begin() {
        givenUp = false;
        checks = 0;
    }

    /** Cancels the running command, if there is one. */
    public void giveUp() {
        givenUp = true;
    }

    /**
     * Cancels what takes long, now and later, as the client sends nothing more. It may still wait for what it has asked
     * for; but one that was killed ends in the same way.
     */
    public void endInput() {
        inputEnded = true;
    }

    /** Cancels the running command and all later ones. */
    public void end() {
        ended = true;
    }

    /**
     * Returns if the command may continue.
     *
     * @throws CancelledException if the command has been cancelled
     */
    public void check() throws CancelledException {
        if (ended || (inputEnded && ++checks > SHORT)) {
            throw new CancelledException("the connection was closed");
        }
        if (aborting.getAsBoolean()) {
            throw new CancelledException("aborted via ABOR");
        }
        if (givenUp) {
            throw new CancelledException("aborted by the server");
        }
    }
}
