package io.github.ftplab.internal.client.control;

/** A data connection, as far as the control connection has to know of it. May be used from any thread. */
public interface OpenData {

    boolean isOpen();

    /** Ends the transfer, so that the session goes on. */
    void abort();

    /** Closes it at once. */
    void closeHard();
}
