package io.github.ftplab.testing;

import io.github.ftplab.FtpServer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A control connection that switches to TLS and back when told to, and trusts only the server that it was made for. */
public final class TlsClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 30_000;
    private static final String HOST = "127.0.0.1";

    private final SSLContext context;
    private final String protocol;
    private final Socket plain;
    private Socket socket;
    private InputStream in;

    private TlsClient(FtpServer server, String protocol, KeyManager[] own) throws IOException {
        this.protocol = protocol;
        context = trusting(server, own);
        plain = new Socket();
        plain.connect(new InetSocketAddress(server.address(), server.port()), PATIENCE_MILLIS);
        plain.setSoTimeout(PATIENCE_MILLIS);
        plain.setTcpNoDelay(true);
        socket = plain;
        in = new BufferedInputStream(plain.getInputStream());
    }

    /** Connects, without reading the greeting. */
    public static TlsClient connect(FtpServer server, String protocol) throws IOException {
        return connect(server, protocol, new KeyManager[0]);
    }

    /** Connects, to show a certificate of its own if it is asked for one. */
    public static TlsClient connect(FtpServer server, String protocol, KeyManager[] own) throws IOException {
        return new TlsClient(server, protocol, own);
    }

    /** Connects, sends AUTH TLS, logs in, protects data connections and chooses binary. */
    public static TlsClient login(FtpServer server, String protocol, String user, String password) throws IOException {
        return login(server, protocol, user, password, new KeyManager[0]);
    }

    /** Does the same with a certificate of its own. */
    public static TlsClient login(FtpServer server, String protocol, String user, String password, KeyManager[] own)
            throws IOException {
        var client = connect(server, protocol, own);
        try {
            if (server.uri().getScheme().equals("ftps")) {
                client.handshake();
                client.expect("220 ", client.reply());
            } else {
                client.expect("220 ", client.reply());
                client.expect("234 ", client.send("AUTH TLS"));
                client.handshake();
            }
            client.expect("331 ", client.send("USER " + user));
            client.expect("230 ", client.send("PASS " + password));
            client.expect("200 ", client.send("PBSZ 0"));
            client.expect("200 ", client.send("PROT P"));
            client.expect("200 ", client.send("TYPE I"));
            return client;
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    private void expect(String code, String answer) throws IOException {
        if (!answer.startsWith(code)) {
            throw new IOException("expected " + code + ", and got: " + answer);
        }
    }

    private static SSLContext trusting(FtpServer server, KeyManager[] own) throws IOException {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("server", server.certificate());
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(own, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** Starts TLS, and checks the certificate and its names. */
    public SSLSocket handshake() throws IOException {
        var secured = layer(plain);
        socket = secured;
        in = new BufferedInputStream(secured.getInputStream());
        return secured;
    }

    /** {@return a TLS socket after its handshake} */
    public SSLSocket layer(Socket under) throws IOException {
        var secured = (SSLSocket) context.getSocketFactory().createSocket(under, HOST, under.getPort(), false);
        secured.setEnabledProtocols(new String[] {protocol});
        var parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    /** Ends TLS with close_notify, and continues in the clear. Expects the server's close_notify. */
    public void endTls() throws IOException {
        if (in.read() >= 0) {
            throw new IOException("the server goes on under TLS");
        }
        socket.close();
        socket = plain;
        in = new BufferedInputStream(plain.getInputStream());
    }

    /** Continues in the clear without close_notify, as curl does after CCC. Expects the server's close_notify. */
    public void leaveTls() throws IOException {
        if (in.read() >= 0) {
            throw new IOException("the server goes on under TLS");
        }
        socket = plain;
        in = new BufferedInputStream(plain.getInputStream());
    }

    /** Closes this half of the TCP connection: the server reads the end, and can still reply. */
    public void endOutput() throws IOException {
        plain.shutdownOutput();
    }

    public String send(String line) throws IOException {
        write(line + "\r\n");
        return reply();
    }

    public void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /** Reads one reply; line feeds separate its lines. */
    public String reply() throws IOException {
        var first = line();
        var text = new StringBuilder(first);
        var next = first;
        while (first.startsWith("-", 3) && !next.startsWith(first.substring(0, 3) + " ")) {
            next = line();
            text.append('\n').append(next);
        }
        return text.toString();
    }

    private String line() throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the connection was closed after \"" + bytes + "\"");
            }
            bytes.write(b);
        }
        return bytes.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    /** {@return whether the server closes this connection without sending anything more} */
    public boolean isEnded() throws IOException {
        return in.read() < 0;
    }

    /** Opens a passive data connection, in the clear until {@link #layer}. */
    public Socket passive() throws IOException {
        var answer = send("EPSV");
        expect("229 ", answer);
        var port = Integer.parseInt(answer.replaceAll("\\D", "").substring(3));
        var data = new Socket();
        data.connect(new InetSocketAddress(plain.getInetAddress(), port), PATIENCE_MILLIS);
        data.setSoTimeout(PATIENCE_MILLIS);
        return data;
    }

    /** {@return a socket to which the server is told to open the next data connection} */
    public ServerSocket active() throws IOException {
        var listening = new ServerSocket(0, 1, plain.getLocalAddress());
        listening.setSoTimeout(PATIENCE_MILLIS);
        var answer = send("EPRT |1|%s|%d|".formatted(HOST, listening.getLocalPort()));
        expect("200 ", answer);
        return listening;
    }

    /** Downloads over TLS, and returns all the data. */
    public byte[] receive(String command) throws IOException {
        try (var data = passive()) {
            expect("150 ", send(command));
            byte[] bytes;
            try (var secured = layer(data)) {
                bytes = secured.getInputStream().readAllBytes();
            }
            expect("226 ", reply());
            return bytes;
        }
    }

    /** Uploads over TLS, and returns the last reply. */
    public String transmit(String command, byte[] bytes) throws IOException {
        try (var data = passive()) {
            expect("150 ", send(command));
            try (var secured = layer(data)) {
                secured.getOutputStream().write(bytes);
            }
            return reply();
        }
    }

    /** Closes the connection without QUIT. */
    @Override
    public void close() {
        try {
            plain.close();
        } catch (IOException e) {
            throw new AssertionError("closing a socket does not fail", e);
        }
    }
}
