package io.github.ftplab.internal.server.data;

import io.github.ftplab.internal.fault.FaultAction;
import io.github.ftplab.internal.fault.SessionPoint.Stage;
import java.io.IOException;
import java.net.StandardSocketOptions;

/** What goes wrong with data connections on purpose. */
public final class TransferFaults {

    private TransferFaults() {}

    /**
     * Lets happen what is to happen before the data connection is opened.
     *
     * @throws InjectedEnd if the transfer ends here
     * @throws IOException if the data connection can't be opened
     */
    static void beforeData(TransferContext x, StallMonitor.Progress progress) throws IOException {
        progress.rest(true);
        try {
            for (var action : x.faults().at(Stage.DATA, x.verb(), x.argument(), "")) {
                switch (action.kind()) {
                    case REFUSE -> throw new IOException("refused on purpose");
                    case EARLY_REPLY -> x.replyEarly(226, "Transfer complete.");
                    default -> end(x, action);
                }
            }
        } finally {
            progress.rest(false);
        }
    }

    /** {@return the channel, and what goes wrong with it} */
    static DataChannel duringData(TransferContext x, DataChannel channel, StallMonitor.Progress progress) {
        var faults = x.faults().duringData(x.verb(), x.argument());
        return faults.isEmpty() ? channel : new FaultyChannel(channel, x, progress, faults);
    }

    /** Resets a session's data connection, in which no thread is reading or writing: the client sees no orderly end. */
    public static void reset(DataConnectionFactory data) {
        try (var channel = data.current()) {
            if (channel != null) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException e) {
            // The client has closed it already.
        }
        data.abort();
    }

    /**
     * Ends a data connection that was not opened yet. A client that is connected already reads the end of the data rather
     * than a reset.
     */
    static void endUnopened(TransferContext x) {
        try {
            x.data().open(x.isUpload()).finish();
        } catch (IOException e) {
            // The client has gone, or has not connected.
        }
        x.data().close();
    }

    /** Carries out what ends a transfer. */
    static void end(TransferContext x, FaultAction action) throws IOException {
        switch (action.kind()) {
            case REPLY -> throw InjectedEnd.with(action.text());
            case NO_REPLY -> throw InjectedEnd.with(null);
            case SEND_AWAY -> throw InjectedEnd.goodbye(action.text());
            case DISK_FULL -> throw InjectedEnd.with("452 Insufficient storage space.");
            case CLOSE -> {
                x.data().close();
                throw new IOException("closed on purpose");
            }
            case RESET -> {
                reset(x.data());
                throw new IOException("reset on purpose");
            }
            default -> {
                // Not for this point.
            }
        }
    }
}
