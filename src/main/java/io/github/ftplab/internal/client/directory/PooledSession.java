package io.github.ftplab.internal.client.directory;

import io.github.ftplab.internal.client.transfer.TransferRunner;
import org.jspecify.annotations.Nullable;

/** A session as those that work on a directory share it. */
public interface PooledSession extends TransferRunner {

    /** {@return another session, in the same directory of the same server, as the same user} */
    PooledSession another();

    /** {@return whether it was closed or lost} */
    boolean isOver();

    /** Says what is to end besides a transfer of this session: that of a directory; or null. */
    void onAbort(@Nullable Runnable more);

    /** Ends the transfer that is under way, if there is one, and leaves the session usable. */
    void abort();

    void close();
}
