package io.github.ftplab.testing.load;

/** How the end of an upload that is not complete looks to the server. */
enum BreakOff {
    /** The client sent ABOR or closed the control connection, and then ended the data connection. */
    TOLD,
    /** The client was killed: its system closed both connections, the data connection first. */
    KILLED;

    /**
     * {@return whether a server can tell that from a complete upload} In plain FTP the end of the data connection is the
     * end of the file (RFC 959, section 3.4.1); TLS ends data with close_notify, which only a living client sends.
     */
    boolean canBeTold(boolean tls) {
        return this == TOLD || tls;
    }
}
