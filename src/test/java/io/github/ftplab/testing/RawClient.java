package io.github.ftplab.testing;

import io.github.ftplab.FtpServer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A control connection that sends exactly what it is told to, and returns replies exactly as received. */
public final class RawClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 30_000;
    private static final Pattern EPSV_PORT = Pattern.compile("229 .*\\(\\|\\|\\|(\\d+)\\|\\).*");

    private final Socket socket = new Socket();
    private final InputStream in;
    private final String greeting;

    private RawClient(InetSocketAddress server) throws IOException {
        this(server, null);
    }

    private RawClient(InetSocketAddress server, @Nullable InetAddress from) throws IOException {
        try {
            if (from != null) {
                socket.bind(new InetSocketAddress(from, 0));
            }
            socket.connect(server, PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
            greeting = reply();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Connects and reads the greeting. */
    public static RawClient connect(FtpServer server) throws IOException {
        return new RawClient(address(server));
    }

    /** Does the same with a server that runs elsewhere. */
    public static RawClient connect(InetSocketAddress server) throws IOException {
        return new RawClient(server);
    }

    /** Connects from an address of this machine, and reads the greeting. */
    public static RawClient connect(FtpServer server, InetAddress from) throws IOException {
        return new RawClient(address(server), from);
    }

    private static InetSocketAddress address(FtpServer server) {
        return new InetSocketAddress(server.address(), server.port());
    }

    /** Connects, logs in and chooses binary. */
    public static RawClient login(FtpServer server, String user, String password) throws IOException {
        return login(address(server), user, password);
    }

    /** Does the same with a server that runs elsewhere. */
    public static RawClient login(InetSocketAddress server, String user, String password) throws IOException {
        var client = new RawClient(server);
        try {
            client.send("USER " + user);
            var answer = client.send("PASS " + password);
            if (!answer.startsWith("230 ")) {
                throw new IOException("the login failed: " + answer);
            }
            client.send("TYPE I");
            return client;
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    public String greeting() {
        return greeting;
    }

    /** Sends a line and returns the reply; line feeds separate its lines. */
    public String send(String line) throws IOException {
        write(line + "\r\n");
        return reply();
    }

    /** Sends text unchanged. */
    public void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    public void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Sends a byte as urgent data. */
    public void urgent(int b) throws IOException {
        socket.sendUrgentData(b);
    }

    /** Closes this half of the connection: the server reads the end, and can still reply. */
    public void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Reads everything until the server closes the connection. */
    public String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Reads one reply, of one line or several (RFC 959, section 4.2). */
    public String reply() throws IOException {
        var first = line();
        if (first.length() < 4 || first.charAt(3) != '-') {
            return first;
        }
        var text = new StringBuilder(first);
        String next;
        do {
            next = line();
            text.append('\n').append(next);
        } while (!next.startsWith(first.substring(0, 3) + " "));
        return text.toString();
    }

    private String line() throws IOException {
        var bytes = new ByteArrayOutputStream();
        int last = -1;
        for (int b = in.read(); ; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the connection was closed after \"" + bytes + "\"");
            }
            if (b == '\n' && last == '\r') {
                var line = bytes.toString(StandardCharsets.UTF_8);
                return line.substring(0, line.length() - 1);
            }
            bytes.write(b);
            last = b;
        }
    }

    /** {@return whether the server closes this connection without sending anything more} */
    public boolean isEnded() throws IOException {
        return in.read() < 0;
    }

    /** Asks for a passive data connection and opens it. */
    public Socket passive() throws IOException {
        return dataSocket(passivePort());
    }

    /** Asks for a passive data connection; {@return the port to connect to} */
    public int passivePort() throws IOException {
        var answer = send("EPSV");
        var port = EPSV_PORT.matcher(answer);
        if (!port.matches()) {
            throw new IOException("no passive data connection: " + answer);
        }
        return Integer.parseInt(port.group(1));
    }

    public Socket dataSocket(int port) throws IOException {
        var data = new Socket();
        try {
            data.connect(new InetSocketAddress(socket.getInetAddress(), port), PATIENCE_MILLIS);
            data.setSoTimeout(PATIENCE_MILLIS);
            return data;
        } catch (IOException e) {
            data.close();
            throw e;
        }
    }

    /** {@return a socket to which the server is told to open the next data connection (EPRT)} */
    public ServerSocket active() throws IOException {
        var listening = new ServerSocket(0, 1, socket.getLocalAddress());
        listening.setSoTimeout(PATIENCE_MILLIS);
        var answer =
                send("EPRT |1|%s|%d|".formatted(socket.getLocalAddress().getHostAddress(), listening.getLocalPort()));
        if (!answer.startsWith("200 ")) {
            listening.close();
            throw new IOException("no active data connection: " + answer);
        }
        return listening;
    }

    /** Runs a command that sends data to the client, until it is done. */
    public Received receive(String command) throws IOException {
        try (var data = passive()) {
            var opening = send(command);
            if (!opening.startsWith("1")) {
                return new Received(opening, new byte[0], opening);
            }
            var bytes = data.getInputStream().readAllBytes();
            return new Received(opening, bytes, reply());
        }
    }

    /**
     * Runs a command that receives data from the client, and returns the last reply. A server that refuses some of the
     * data closes the data connection, usually during the write; its reply says why.
     */
    public String transmit(String command, byte[] bytes) throws IOException {
        IOException broken = null;
        try (var data = passive()) {
            var opening = send(command);
            if (!opening.startsWith("1")) {
                return opening;
            }
            broken = failure(data, bytes);
        }
        var last = reply();
        if (broken != null && last.startsWith("2")) {
            throw new IOException("not all was sent, and yet the server answers " + last, broken);
        }
        return last;
    }

    private static @Nullable IOException failure(Socket data, byte[] bytes) {
        try {
            data.getOutputStream().write(bytes);
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    /** Closes the connection without QUIT. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError("closing a socket does not fail", e);
        }
    }

    /** What a command sent. */
    public static final class Received {

        private final String opening;
        private final byte[] bytes;
        private final String reply;

        Received(String opening, byte[] bytes, String reply) {
            this.opening = opening;
            this.bytes = bytes;
            this.reply = reply;
        }

        /** {@return the first reply} */
        public String opening() {
            return opening;
        }

        /** {@return the last reply} */
        public String reply() {
            return reply;
        }

        /** {@return the data} */
        public byte[] bytes() {
            return bytes;
        }

        /** {@return the data as text} */
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
