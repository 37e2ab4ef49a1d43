package io.github.ftplab.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** Relays one control connection until one side has sent a given number of bytes, and then cuts it. */
public final class CuttingRelay implements AutoCloseable {

    /** The side whose bytes are counted. */
    public enum Side {
        SERVER,
        CLIENT
    }

    private final ServerSocket listener;
    private final AtomicLong passed = new AtomicLong();

    public CuttingRelay(int serverPort, Side side, long cutAfter) {
        try {
            listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        SocketTask.start("cutting-relay", () -> relay(serverPort, side, cutAfter));
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** {@return how many bytes that side has sent} */
    public long passed() {
        return passed.get();
    }

    private void relay(int serverPort, Side side, long cutAfter) throws IOException {
        try (var client = listener.accept();
                var server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            var counted = side == Side.SERVER ? server : client;
            var other = side == Side.SERVER ? client : server;
            SocketTask.start("cutting-relay", () -> {
                other.getInputStream().transferTo(counted.getOutputStream());
                counted.shutdownOutput();
            });
            int next;
            while (passed.get() < cutAfter && (next = counted.getInputStream().read()) >= 0) {
                other.getOutputStream().write(next);
                passed.incrementAndGet();
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
