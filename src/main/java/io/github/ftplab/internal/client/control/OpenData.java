package io.github.ftplab.internal.client.control;

/** The part of a data connection that the control connection uses. Thread-safe. */
public interface OpenData {

    boolean isOpen();

    /** Ends the transfer; the session stays usable. */
    void abort();

    /** Closes the connection at once. */
    void closeHard();
}
