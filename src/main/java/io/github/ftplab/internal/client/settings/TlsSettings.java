package io.github.ftplab.internal.client.settings;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * How a session is encrypted (RFC 4217).
 *
 * @param begin when
 * @param trusted certificates that are trusted besides those that the Java runtime trusts
 * @param loopback whether any certificate will do on this machine
 * @param data what of the session
 */
public record TlsSettings(Begin begin, List<X509Certificate> trusted, Loopback loopback, Data data) {

    /** No encryption. */
    public static final TlsSettings NONE = new TlsSettings(Begin.NEVER, List.of(), Loopback.VERIFIED, Data.PRIVATE);

    /** When encryption begins. */
    public enum Begin {
        /** Not at all. */
        NEVER,
        /** After AUTH TLS; if the server has none, there is no session. */
        EXPLICIT,
        /** After AUTH TLS; if the server has none, the session is not encrypted. */
        AUTO,
        /** With the first byte. */
        IMPLICIT
    }

    /** Who may have any certificate. */
    public enum Loopback {
        /** Nobody. */
        VERIFIED,
        /** A server on this machine. */
        ANYTHING
    }

    /** Whether data connections are encrypted. */
    public enum Data {
        /** They are (PROT P). */
        PRIVATE,
        /** Only the control connection is (PROT C). */
        CLEAR
    }
}
