package io.github.ftplab.internal.client.transfer;

import io.github.ftplab.Transfer;
import io.github.ftplab.internal.client.control.CommandRunner;
import io.github.ftplab.internal.client.control.FtpCommand;
import io.github.ftplab.internal.client.failure.Operation;

/** A session as the transfers of files see it. */
public interface TransferRunner extends CommandRunner {

    /** {@return what measures one transfer of a file} */
    TransferMeter meter(Transfer.Direction direction, String remote);

    /** Begins a transfer that goes on after this call; until it ends the session does nothing else. */
    OpenStream open(Operation operation, FtpCommand command, Transfer.Direction direction);

    /** Ends such a transfer. */
    void endStream(Operation operation, Action<?> action);

    /** Connects again, whatever became of the session; logs in and goes to the directory as before. */
    void reconnect();
}
