package io.github.ftplab.internal.client.tls;

import io.github.ftplab.internal.client.settings.TlsSettings;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * TLS for one session: its control connection, and data connections that resume the TLS session.
 *
 * <p>A TLS 1.2 session can be resumed any number of times. With TLS 1.3 each connection uses up a ticket, and many
 * servers send no new ticket during an upload. The next data connection could then not resume the session, and a server
 * that demands resumption would refuse it. So TLS 1.3 is used only with servers that don't offer TLS 1.2.
 */
public final class TlsSession {

    private static final String TICKETS = "jdk.tls.client.enableSessionTicketExtension";

    /** The versions to try, in order. */
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
        // The short read timeout of replies must not interrupt a handshake.
        socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, limit.toMillis()));
        var secure = over(socket);
        secure.setSoTimeout(slice);
        return secure;
    }

    /** Encrypts a data connection. */
    public SSLSocket data(Socket socket) throws IOException {
        return over(new ControlPortSocket(socket, port));
    }

    /**
     * Reads what the server has sent at the end of an upload. Unread session tickets would make the system reset the
     * connection before the server has read all data, and are needed to resume the session.
     */
    public static void takeTickets(SSLSocket secure, Socket socket) {
        try {
            secure.setSoTimeout(1);
            var rest = new byte[1024];
            int reads = 0;
            while (reads < 100
                    && socket.getInputStream().available() > 0
                    && secure.getInputStream().read(rest) >= 0) {
                reads++;
            }
        } catch (IOException e) {
            // the connection is closed anyway
        }
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

    /** {@return a factory of TLS sockets for this session only, so that it resumes no other session's TLS session} */
    private static SSLContext context(TlsSettings tls) throws IOException {
        try {
            var context = withoutTickets();
            context.init(
                    tls.keys().toArray(KeyManager[]::new),
                    new TrustManager[] {new CertificateTrust(tls.trusted(), tls.loopback())},
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java runtime has no TLS", e);
        }
    }

    /**
     * Turns off session tickets, so that TLS 1.2 sessions are resumed by their ID: Java discards tickets with a
     * lifetime as long as vsftpd's. The system property is the only way, and is read when a context is created. It is
     * reset at once, so it affects other contexts only if they are created at the same moment.
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
