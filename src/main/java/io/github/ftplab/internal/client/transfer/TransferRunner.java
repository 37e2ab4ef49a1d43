package io.github.ftplab.internal.client.transfer;

import io.github.ftplab.Transfer;
import io.github.ftplab.internal.client.control.CommandRunner;
import io.github.ftplab.internal.client.control.FtpCommand;
import io.github.ftplab.internal.client.failure.Operation;

/** The part of a session that file transfers use. */
public interface TransferRunner extends CommandRunner {

    /** {@return a meter for one transfer} */
    TransferMeter meter(Transfer.Direction direction, String remote);

    /** Begins a transfer at an offset, which outlasts this call. Until it ends, other calls on the session fail. */
    OpenStream open(Operation operation, FtpCommand command, long offset, Transfer.Direction direction);

    /** Ends a transfer that {@link #open} began. The action gets the current connection, which may be a newer one. */
    void endStream(OpenStream opened, Operation operation, Action<?> action);

    /** Connects again if the connection was lost, logs in, and changes to the same directory as before. */
    void reconnect();
}
