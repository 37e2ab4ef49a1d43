package io.github.ftplab.internal.client.directory;

import io.github.ftplab.internal.client.transfer.TransferRunner;
import org.jspecify.annotations.Nullable;

/** The part of a session that a {@link SessionPool} and its tasks use. */
public interface PooledSession extends TransferRunner {

    /** {@return a new session with the same server, user and directory} */
    PooledSession another();

    /** {@return whether the session was closed or lost} */
    boolean isOver();

    /** Sets what {@link #abort} also does, for the transfer of a directory; null for nothing. */
    void onAbort(@Nullable Runnable more);

    /** Ends the running transfer, if there is one. The session stays usable. */
    void abort();

    void close();
}
