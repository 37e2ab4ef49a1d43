package io.github.ftplab.client;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** The encryption of one session: its control connection, and data connections that resume it. */
final class TlsSession {

    private final SSLContext context;
    private final String host;
    private final int port;
    private final Duration limit;

    TlsSession(Tls tls, String host, int port, Duration limit) throws IOException {
        this.context = tls.context();
        this.host = host;
        this.port = port;
        this.limit = limit;
    }

    /** Encrypts the control connection. */
    SSLSocket control(Socket socket) throws IOException {
        int slice = socket.getSoTimeout();
        // A handshake must not be cut into slices.
        socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, limit.toMillis()));
        var secure = over(socket);
        secure.setSoTimeout(slice);
        return secure;
    }

    /** Encrypts a data connection. */
    SSLSocket data(Socket socket) throws IOException {
        return over(new SamePort(socket, port));
    }

    private SSLSocket over(Socket socket) throws IOException {
        var secure = (SSLSocket) context.getSocketFactory().createSocket(socket, host, port, true);
        var parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }
}
