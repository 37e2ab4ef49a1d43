package io.github.ftplab.internal.server.data;

import io.github.ftplab.internal.protocol.PortRange;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Chooses the port on which a passive data connection is awaited. */
final class PassivePort {

    /** More than one, so that a stranger who connects first does not lock the client out. */
    private static final int BACKLOG = 16;

    /** The ports that are not assigned (RFC 6335, section 6). */
    private static final PortRange DYNAMIC_PORTS = new PortRange(49152, 65535);

    private static final int ATTEMPTS = 8;

    private PassivePort() {}

    /** {@return a listening socket on a free port, of the range if there is one} */
    static ServerSocketChannel listen(InetAddress own, @Nullable PortRange range) throws IOException {
        return range == null ? bindAnywhere(own) : bindWithin(own, range);
    }

    /**
     * Tries a few random ports before it lets the kernel choose: the kernel's search slows down with the number of
     * connections in TIME_WAIT, and after some thousand small files takes longer than a transfer.
     */
    private static ServerSocketChannel bindAnywhere(InetAddress own) throws IOException {
        for (int i = 0; i < ATTEMPTS; i++) {
            try {
                return bind(own, DYNAMIC_PORTS.port(ThreadLocalRandom.current().nextInt(DYNAMIC_PORTS.size())));
            } catch (IOException e) {
                // In use or reserved: try another.
            }
        }
        return bind(own, 0);
    }

    /** Begins at a random port of the range, so that the next port can't be predicted. */
    private static ServerSocketChannel bindWithin(InetAddress own, PortRange range) throws IOException {
        int first = ThreadLocalRandom.current().nextInt(range.size());
        for (int i = 0; i < range.size(); i++) {
            try {
                return bind(own, range.port(first + i));
            } catch (BindException e) {
                // In use: try the next.
            }
        }
        throw new BindException("all passive ports (%s) are in use; try again later".formatted(range));
    }

    private static ServerSocketChannel bind(InetAddress own, int port) throws IOException {
        var listening = ServerSocketChannel.open();
        try {
            return listening.bind(new InetSocketAddress(own, port), BACKLOG);
        } catch (IOException e) {
            listening.close();
            throw e;
        }
    }
}
