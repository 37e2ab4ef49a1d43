package io.github.ftplab.internal.client.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * How a session is encrypted (RFC 4217).
 *
 * @param begin when
 * @param trusted certificates that are trusted besides those that the Java runtime trusts
 * @param loopback whether any certificate will do on this machine
 * @param data what of the session
 */
public record ClientTls(Begin begin, List<X509Certificate> trusted, Loopback loopback, Data data) {

    /** No encryption. */
    public static final ClientTls NONE = new ClientTls(Begin.NEVER, List.of(), Loopback.VERIFIED, Data.PRIVATE);

    private static final String TICKETS = "jdk.tls.client.enableSessionTicketExtension";

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

    /** {@return what makes encrypted sockets; of one session only, so that it resumes no other's} */
    SSLContext context() throws IOException {
        try {
            var context = withoutTickets();
            context.init(null, new TrustManager[] {new CertificateTrust(trusted, loopback)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java runtime has no TLS", e);
        }
    }

    /**
     * Java has no other way to resume TLS 1.2 sessions by their number, and it throws away tickets that are to last as
     * long as vsftpd's. It looks at the property when the context is made; the contexts of others are not touched, but
     * for one made in this very moment, which then does without tickets too.
     */
    private static synchronized SSLContext withoutTickets() throws GeneralSecurityException {
        var before = System.getProperty(TICKETS);
        try {
            System.setProperty(TICKETS, "false");
            return SSLContext.getInstance("TLS");
        } finally {
            if (before == null) {
                System.clearProperty(TICKETS);
            } else {
                System.setProperty(TICKETS, before);
            }
        }
    }
}
