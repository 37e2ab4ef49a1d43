package io.github.ftplab.internal.client.settings;

import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;

/**
 * The TLS settings of a session (RFC 4217).
 *
 * @param begin when TLS begins
 * @param trusted certificates to trust in addition to the Java runtime's
 * @param keys what shows the client's own certificate; empty if it has none
 * @param loopback whether to trust any certificate of a server on this machine
 * @param data whether data connections are encrypted
 */
public record TlsSettings(
        Begin begin, List<X509Certificate> trusted, List<KeyManager> keys, Loopback loopback, Data data) {

    /** No TLS. */
    public static final TlsSettings NONE =
            new TlsSettings(Begin.NEVER, List.of(), List.of(), Loopback.VERIFIED, Data.PRIVATE);

    /** When TLS begins. */
    public enum Begin {
        /** Never. */
        NEVER,
        /** After AUTH TLS; if the server refuses it, the connection fails. */
        EXPLICIT,
        /** After AUTH TLS; if the server refuses it, the session is not encrypted. */
        AUTO,
        /** With the first byte. */
        IMPLICIT
    }

    /** Which certificates are verified. */
    public enum Loopback {
        /** All. */
        VERIFIED,
        /** All except those of servers on this machine. */
        ANYTHING
    }

    /** Whether data connections are encrypted. */
    public enum Data {
        /** Yes (PROT P). */
        PRIVATE,
        /** No, only the control connection is (PROT C). */
        CLEAR
    }
}
