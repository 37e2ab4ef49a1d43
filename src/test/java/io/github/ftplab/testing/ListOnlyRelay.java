package io.github.ftplab.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Relays control connections, and hides from clients that the server knows MLST and MLSD. */
public final class ListOnlyRelay implements AutoCloseable {

    private final ServerSocket listener;

    public ListOnlyRelay(int serverPort) {
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        SocketTask.start("list-only-relay", () -> {
            while (true) {
                var client = listener.accept();
                SocketTask.start("list-only-relay", () -> relay(client, serverPort));
            }
        });
    }

    public int port() {
        return listener.getLocalPort();
    }

    private static void relay(Socket client, int serverPort) throws IOException {
        try (client;
                var server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            SocketTask.start("list-only-relay", () -> {
                client.getInputStream().transferTo(server.getOutputStream());
                server.shutdownOutput();
            });
            var replies = new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
            String line;
            while ((line = replies.readLine()) != null) {
                var shown = line.replaceFirst("^ MLST ", " X-HIDDEN ") + "\r\n";
                client.getOutputStream().write(shown.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
