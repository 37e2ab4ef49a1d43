package io.github.ftplab.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** An HTTP proxy that supports only CONNECT. */
public final class ConnectProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private final String status;
    private volatile String early = "";
    private volatile boolean counting;
    private final AtomicLong untilBreak = new AtomicLong(Long.MAX_VALUE);

    public ConnectProxy() {
        this("200 OK");
    }

    /** @param status the status of its responses, such as {@code 403 Forbidden} */
    public ConnectProxy(String status) {
        this.status = status;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        SocketTask.start("connect-proxy", () -> {
            while (true) {
                var socket = listener.accept();
                sockets.add(socket);
                SocketTask.start("connect-proxy", () -> serve(socket));
            }
        });
    }

    /** Sends a text in the same packet as the first response, as if the server had been quick. */
    public ConnectProxy early(String text) {
        early = text;
        return this;
    }

    /**
     * Breaks all connections once this many bytes have gone to the server on connections that are opened from now on.
     * Later connections work as before.
     */
    public ConnectProxy breakAfter(long bytes) {
        untilBreak.set(bytes);
        counting = true;
        return this;
    }

    private void breakAll() {
        counting = false;
        for (var socket : sockets) {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException e) {
                // already closed
            }
        }
    }

    /** {@return the proxy setting for a client} */
    public Proxy proxy() {
        return new Proxy(
                Proxy.Type.HTTP, new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort()));
    }

    /** {@return the first line of each request} */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void serve(Socket client) throws IOException {
        var request = line(client.getInputStream());
        requests.add(request);
        while (!line(client.getInputStream()).isEmpty()) {
            // headers
        }
        var target = request.split(" ", -1)[1];
        int colon = target.lastIndexOf(':');
        var server = new Socket(target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)));
        sockets.add(server);
        var answer = "HTTP/1.1 " + status + "\r\nServer: a test\r\n\r\n" + early;
        early = "";
        client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        boolean counted = counting;
        SocketTask.start("connect-proxy", () -> pump(server, client));
        if (counted) {
            count(client, server);
        } else {
            pump(client, server);
        }
    }

    private void count(Socket client, Socket server) throws IOException {
        try (client;
                server) {
            var bytes = new byte[8192];
            while (counting) {
                int most = (int) Math.min(bytes.length, untilBreak.get());
                int count = most == 0 ? 0 : client.getInputStream().read(bytes, 0, most);
                if (count < 0) {
                    return;
                }
                server.getOutputStream().write(bytes, 0, count);
                if (untilBreak.addAndGet(-count) == 0) {
                    breakAll();
                    return;
                }
            }
        }
    }

    private static void pump(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        int c;
        while ((c = in.read()) != '\n' && c >= 0) {
            line.append((char) c);
        }
        return line.toString().strip();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (var socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
