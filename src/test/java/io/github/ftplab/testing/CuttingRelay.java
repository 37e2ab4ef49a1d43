package io.github.ftplab.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** Passes one control connection on, until the server has said so many bytes; then the line is dead. */
public final class CuttingRelay implements AutoCloseable {

    private final ServerSocket listener;
    private final AtomicLong passed = new AtomicLong();

    public CuttingRelay(int serverPort, long cutAfter) {
        try {
            listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(() -> relay(serverPort, cutAfter));
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** {@return how many bytes the server has said} */
    public long passed() {
        return passed.get();
    }

    private void relay(int serverPort, long cutAfter) throws IOException {
        try (var client = listener.accept();
                var server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            daemon(() -> client.getInputStream().transferTo(server.getOutputStream()));
            int next;
            while (passed.get() < cutAfter && (next = server.getInputStream().read()) >= 0) {
                client.getOutputStream().write(next);
                passed.incrementAndGet();
            }
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void daemon(Task task) {
        var thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // the line is dead
                    }
                },
                "cutting-relay");
        thread.setDaemon(true);
        thread.start();
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
