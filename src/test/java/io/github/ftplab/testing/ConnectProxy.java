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

/** An HTTP proxy that knows CONNECT, and nothing else. */
public final class ConnectProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private final String status;
    private volatile String early = "";

    public ConnectProxy() {
        this("200 OK");
    }

    /** @param status what it answers, such as {@code 403 Forbidden} */
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

    /** Sends a text in the packet of the first answer, as if the server had been quick. */
    public ConnectProxy early(String text) {
        early = text;
        return this;
    }

    /** {@return what to give to a client} */
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
        SocketTask.start("connect-proxy", () -> pump(server, client));
        pump(client, server);
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
