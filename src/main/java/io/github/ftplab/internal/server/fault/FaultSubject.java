package io.github.ftplab.internal.server.fault;

import io.github.ftplab.ServerEvent;
import io.github.ftplab.Transcript;

/** What faults and breakpoints need of a session. */
public interface FaultSubject {

    /** {@return the client, as the log names it} */
    ServerEvent.Client client();

    /** {@return what was said so far} */
    Transcript said();

    /** Records that something was done to the session, in the log and the transcript. */
    void injected(String text);

    /** Resets the data connection, or discards what was prepared for one. */
    void dropData();

    /**
     * {@return whether this thread may wait} Not the one that reads and writes connections, which runs a command if there
     * was no fault when that began.
     */
    boolean mayWait();

    /** Stops the session's clocks while the client waits for what is done on purpose. */
    void suspendTimers();

    void resumeTimers();
}
