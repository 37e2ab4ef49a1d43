package io.github.ftplab.internal.client.control;

/**
 * In which order a server does what belongs to a transfer, as far as it was found out in a session. One transfer waits
 * for that; those that follow don't.
 */
public final class ServerHabits {

    private boolean handshakeFirst;
    private boolean dataFirst;

    ServerHabits() {}

    /** {@return whether it has sent the first reply only after the TLS handshake} */
    public boolean handshakeFirst() {
        return handshakeFirst;
    }

    /** Notes that it has sent the first reply only after the TLS handshake. */
    public void foundHandshakeFirst() {
        handshakeFirst = true;
    }

    /** {@return whether it has taken an upload to which it had sent no preliminary reply for a while} */
    public boolean dataFirst() {
        return dataFirst;
    }

    /** Notes that it has taken an upload to which it had sent no preliminary reply for a while. */
    public void foundDataFirst() {
        dataFirst = true;
    }
}
