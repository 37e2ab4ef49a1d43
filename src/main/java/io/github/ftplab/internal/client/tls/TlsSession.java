package io.github.ftplab.internal.client.tls;

import io.github.ftplab.internal.client.settings.TlsSettings;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * The encryption of one session: its control connection, and data connections that resume it.
 *
 * <p>With TLS 1.2, any number of them do. With TLS 1.3 each takes a ticket, Java uses none twice, and many a server
 * gives no new one during an upload: the data connection after that would resume nothing, and a server that demands it
 * would refuse what can't be sent again. So TLS 1.3 is only for servers that have nothing else.
 */
public final class TlsSession {

    private static final String TICKETS = "jdk.tls.client.enableSessionTicketExtension";

    /** The versions to try, one after the other. */
    public enum Version {
        RESUMABLE("TLSv1.2"),
        NEWEST("TLSv1.3");

        private final String protocol;

        Version(String protocol) {
            this.protocol = protocol;
        }
    }

    private final SSLContext context;
    private final String host;
    private final int port;
    private final Duration limit;
    private final Version version;

    public TlsSession(TlsSettings tls, Version version, String host, int port, Duration limit) throws IOException {
        this.context = context(tls);
        this.version = version;
        this.host = host;
        this.port = port;
        this.limit = limit;
    }

    /** Encrypts the control connection. */
    public SSLSocket control(Socket socket) throws IOException {
        int slice = socket.getSoTimeout();
        // A handshake must not be cut into slices.
        socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, limit.toMillis()));
        var secure = over(socket);
        secure.setSoTimeout(slice);
        return secure;
    }

    /** Encrypts a data connection. */
    public SSLSocket data(Socket socket) throws IOException {
        return over(new ControlPortSocket(socket, port));
    }

    private SSLSocket over(Socket socket) throws IOException {
        var secure = (SSLSocket) context.getSocketFactory().createSocket(socket, host, port, true);
        var parameters = secure.getSSLParameters();
        parameters.setProtocols(new String[] {version.protocol});
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    /** {@return what makes encrypted sockets; of one session only, so that it resumes no other's} */
    private static SSLContext context(TlsSettings tls) throws IOException {
        try {
            var context = withoutTickets();
            context.init(null, new TrustManager[] {new CertificateTrust(tls.trusted(), tls.loopback())}, null);
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
