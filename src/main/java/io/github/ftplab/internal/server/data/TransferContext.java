package io.github.ftplab.internal.server.data;

import io.github.ftplab.internal.server.fault.SessionFaults;
import io.github.ftplab.internal.server.user.Account;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What a transfer needs of its command: user, data connection and replies. */
public interface TransferContext {

    /** {@return the session's data connections} */
    DataConnectionFactory data();

    Account account();

    /** {@return whether the client sends data} */
    boolean isUpload();

    /** {@return the compression level of MODE Z; empty in MODE S} */
    OptionalInt deflateLevel();

    /** Sends a reply. */
    void reply(int code, String text);

    /** Runs an action when the final reply has been sent. */
    void whenAnswered(Runnable action);

    /** Sends the preliminary reply; from now on until {@link #endTransfer} some commands may overtake. */
    void beginTransfer(String opening);

    /** {@return whether an ABOR has arrived} */
    boolean isAborting();

    /** {@return whether the transfer has failed because of ABOR} */
    boolean isAborted();

    /** Aborts the transfer; from any thread. */
    void abort();

    /** Called when the transfer has ended and its final reply is queued. */
    void endTransfer();

    /** {@return what goes wrong in the session on purpose} */
    SessionFaults faults();

    /** {@return the command} */
    String verb();

    /** {@return its argument, or an empty string} */
    String argument();

    /** Ends the command with this reply, which need not be one, or with none if null. */
    void injectReply(@Nullable String text, boolean disconnect);

    /** Sends the final reply now, and none when the transfer is over. */
    void replyEarly(int code, String text);
}
