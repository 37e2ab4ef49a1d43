package io.github.ftplab.server;

/**
 * The commands of one control connection, which wait for one another, and the transfer that a few of them may overtake.
 * Safe for use by several threads.
 */
final class Turns {

    private int waiting;
    private int aborts;
    private boolean transferring;
    private boolean aborted;
    private boolean quitting;

    /** A command has come and gets in line. */
    synchronized void enter() {
        waiting++;
    }

    /** A command is done. */
    synchronized void leave() {
        waiting--;
    }

    /** {@return whether a transfer runs, and no other command is before a new one} */
    synchronized boolean isTransferAlone() {
        return transferring && waiting == 1;
    }

    /** {@return whether a transfer runs} */
    synchronized boolean isTransferring() {
        return transferring;
    }

    /** An ABOR has come: no transfer before it goes on. */
    synchronized void abort() {
        aborts++;
    }

    /** {@return whether an ABOR waits for the end of what runs} */
    synchronized boolean isAborting() {
        return aborts > 0;
    }

    /** {@return whether there was a transfer that this ABOR ended; called when its turn has come} */
    synchronized boolean answerAbort() {
        aborts--;
        var answer = aborted;
        aborted = false;
        return answer;
    }

    /** {@return whether a QUIT has to wait until the transfer is done; else the connection may be closed} */
    synchronized boolean quitAfterTransfer() {
        quitting = true;
        return transferring;
    }

    /** Nothing more is to be done for this client. */
    synchronized void quit() {
        quitting = true;
    }

    /** {@return whether the client has said its last word} */
    synchronized boolean isQuitting() {
        return quitting;
    }

    /** {@return whether a command runs or waits} */
    synchronized boolean isBusy() {
        return waiting > 0;
    }

    /** @param opening sends the first reply, which nothing said during the transfer may overtake */
    synchronized void beginTransfer(Runnable opening) {
        opening.run();
        transferring = true;
        aborted = false;
    }

    /** {@return whether a transfer that failed did so because of ABOR} */
    synchronized boolean isAborted() {
        aborted = aborts > 0;
        return aborted;
    }

    /** {@return whether the connection is to be closed now, as QUIT came} */
    synchronized boolean endTransfer() {
        transferring = false;
        return quitting;
    }
}
