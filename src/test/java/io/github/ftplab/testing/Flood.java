package io.github.ftplab.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A client that sends without reading, on a thread of its own, until the server accepts nothing more or a limit is
 * reached. It trusts any certificate.
 */
public final class Flood implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 30_000;
    private static final long STILL_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final int CHUNK_BYTES = 16 * 1024;

    private final Socket plain = new Socket();
    private Socket socket = plain;
    private InputStream in;
    private final AtomicLong sent = new AtomicLong();
    private volatile long lastSentAt = System.nanoTime();
    private volatile boolean over;
    private @Nullable Thread writer;

    private Flood(InetSocketAddress server) throws IOException {
        try {
            // Small, so that what the client does not read soon fills the server's buffers.
            plain.setReceiveBufferSize(4096);
            plain.setSendBufferSize(16 * 1024);
            plain.connect(server, PATIENCE_MILLIS);
            plain.setSoTimeout(PATIENCE_MILLIS);
            plain.setTcpNoDelay(true);
            in = new BufferedInputStream(plain.getInputStream(), 512);
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    /**
     * Connects, and sends what comes before the flood.
     *
     * @param tls whether to send AUTH TLS first
     * @param commands the commands whose replies are read
     */
    public static Flood open(InetSocketAddress server, boolean tls, List<String> commands) throws IOException {
        var flood = new Flood(server);
        try {
            flood.reply();
            if (tls) {
                flood.send("AUTH TLS");
                flood.secure();
            }
            for (var command : commands) {
                flood.send(command);
            }
            return flood;
        } catch (IOException e) {
            flood.close();
            throw e;
        }
    }

    private void secure() throws IOException {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
            var secured =
                    (SSLSocket) context.getSocketFactory().createSocket(plain, "127.0.0.1", plain.getPort(), true);
            secured.startHandshake();
            socket = secured;
            in = new BufferedInputStream(secured.getInputStream(), 512);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /**
     * Sends the first text, and then the other again and again, as long as the server accepts it, up to a number of
     * bytes.
     */
    public Flood begin(String first, String again, long most) {
        var begin = first.getBytes(StandardCharsets.UTF_8);
        var chunk = again.repeat(Math.max(1, CHUNK_BYTES / again.length())).getBytes(StandardCharsets.UTF_8);
        var thread = new Thread(() -> write(begin, chunk, most), "flood");
        thread.setDaemon(true);
        thread.start();
        writer = thread;
        return this;
    }

    private void write(byte[] begin, byte[] chunk, long most) {
        try {
            var out = socket.getOutputStream();
            out.write(begin);
            while (sent.get() < most) {
                out.write(chunk);
                sent.addAndGet(chunk.length);
                lastSentAt = System.nanoTime();
            }
        } catch (IOException e) {
            // The server or close() has ended the connection.
        } finally {
            over = true;
        }
    }

    /** {@return whether everything has been sent, or the server accepts nothing more} */
    public boolean isStill() {
        return over || System.nanoTime() - lastSentAt > STILL_NANOS;
    }

    /** Sends a line, reads the whole reply, and returns its first line. */
    public String send(String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        return reply();
    }

    /** Reads a reply. {@return its first line} */
    public String reply() throws IOException {
        var first = line();
        var last = first;
        while (!last.startsWith(first.substring(0, 3) + " ")) {
            last = line();
        }
        return first;
    }

    private String line() throws IOException {
        var text = new StringBuilder();
        int b;
        while ((b = in.read()) != '\n') {
            if (b < 0) {
                throw new IOException("the connection was closed after \"" + text + "\"");
            }
            text.append((char) b);
        }
        return text.toString().stripTrailing();
    }

    @Override
    public void close() {
        try {
            plain.close();
            if (writer != null) {
                writer.join(PATIENCE_MILLIS);
            }
        } catch (IOException e) {
            throw new AssertionError("closing a socket does not fail", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Anybody implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
