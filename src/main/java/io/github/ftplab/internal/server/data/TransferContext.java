package io.github.ftplab.internal.server.data;

import io.github.ftplab.internal.server.user.Account;
import java.util.OptionalInt;

/** The command that a transfer belongs to: who sent it, over which data connection, and the way to answer it. */
public interface TransferContext {

    /** {@return the data connection that was agreed on, or none} */
    DataConnectionFactory data();

    Account account();

    /** {@return whether the client sends} */
    boolean isUpload();

    /** {@return the level of MODE Z; empty in MODE S} */
    OptionalInt deflateLevel();

    /** Answers. */
    void reply(int code, String text);

    /** Does something as soon as the last reply is on its way. */
    void whenAnswered(Runnable action);

    /** Sends the preliminary reply; a few commands may be answered from now on until the end. */
    void beginTransfer(String opening);

    /** {@return whether the client has sent ABOR, so that the transfer need not begin} */
    boolean isAborting();

    /** {@return whether it failed because of ABOR} */
    boolean isAborted();

    /** Ends the transfer, wherever it is; from any thread. */
    void abort();

    /** The transfer is over and answered. */
    void endTransfer();
}
