package io.github.ftplab.internal.server.data;

import io.github.ftplab.internal.protocol.PortRange;
import io.github.ftplab.internal.server.settings.DataConnectionSettings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes a session's data connections (RFC 959, section 3.2), passive or active, on channels. {@link #close} may be
 * called from any thread and ends whatever waits or transfers.
 */
public final class DataConnectionFactory {

    /** More than one, so that a stranger who connects first does not keep the client out. */
    private static final int BACKLOG = 16;

    /** Those that nobody reserves (RFC 6335, section 6). */
    private static final PortRange DYNAMIC_PORTS = new PortRange(49152, 65535);

    private static final int TRIES = 8;

    /** How long a client that does not answer may keep PORT waiting. */
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);

    private final InetAddress own;
    private final InetAddress client;
    private final DataConnectionSettings network;
    private final Duration patience;
    private final Object lock = new Object();

    private @Nullable ServerSocketChannel passive;
    private @Nullable SocketChannel active;
    private @Nullable SocketChannel current;
    private boolean disposed;
    private volatile @Nullable Protection protection;

    /**
     * @param own the address on which the client reached the control connection, where passive ones listen too
     * @param client the client's address, the only one that data may come from if no other is permitted
     * @param patience how long to wait for a connection
     */
    public DataConnectionFactory(
            InetAddress own, InetAddress client, DataConnectionSettings network, Duration patience) {
        this.own = own;
        this.client = client;
        this.network = network;
        this.patience = patience;
    }

    public DataConnectionSettings network() {
        return network;
    }

    /** Puts data connections under TLS. */
    @FunctionalInterface
    public interface Protection {
        /**
         * Shakes hands, and fails if the client is not the one it should be.
         *
         * @param upload whether the client will send, and perhaps never read
         */
        DataChannel over(SocketChannel channel, boolean upload) throws IOException;
    }

    /** Protects data connections from now on, or no longer if null. */
    public void protect(@Nullable Protection chosen) {
        protection = chosen;
    }

    /** Whether PASV, EPSV, PORT or EPRT has been sent since the last transfer. */
    public boolean isPrepared() {
        synchronized (lock) {
            return passive != null || active != null;
        }
    }

    /** Listens on a free port for the next transfer, instead of whatever was agreed before. */
    public InetSocketAddress listen() throws IOException {
        close();
        var range = network.passivePorts();
        var listening = range == null ? bindAnywhere() : bindWithin(range);
        synchronized (lock) {
            if (!disposed) {
                passive = listening;
                return (InetSocketAddress) listening.getLocalAddress();
            }
        }
        listening.close();
        throw new IOException("the session has ended");
    }

    /**
     * Tries a few ports before it asks the kernel, which looks at all connections that were closed within a minute:
     * after some thousand small files it takes longer than a file does.
     */
    private ServerSocketChannel bindAnywhere() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            try {
                return bind(DYNAMIC_PORTS.port(ThreadLocalRandom.current().nextInt(DYNAMIC_PORTS.size())));
            } catch (IOException e) {
                // taken, or kept back by the system: the next one may be free
            }
        }
        return bind(0);
    }

    /** Begins anywhere in the range, so that the next port can't be foretold. */
    private ServerSocketChannel bindWithin(PortRange range) throws IOException {
        int first = ThreadLocalRandom.current().nextInt(range.size());
        for (int i = 0; i < range.size(); i++) {
            try {
                return bind(range.port(first + i));
            } catch (BindException e) {
                // taken: the next one may be free
            }
        }
        throw new BindException("all passive ports (%s) are in use; try again later".formatted(range));
    }

    private ServerSocketChannel bind(int port) throws IOException {
        var listening = ServerSocketChannel.open();
        try {
            return listening.bind(new InetSocketAddress(own, port), BACKLOG);
        } catch (IOException e) {
            listening.close();
            throw e;
        }
    }

    /**
     * Connects to this address for the next transfer, at once, so that a client learns from the answer to PORT if it
     * can't be reached.
     */
    public void connect(InetSocketAddress target) throws IOException {
        close();
        var channel = SocketChannel.open();
        try {
            synchronized (lock) {
                if (disposed) {
                    throw new IOException("the session has ended");
                }
                active = channel;
            }
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(new InetSocketAddress(own, network.activePort()));
            channel.socket()
                    .connect(
                            target, Math.toIntExact(min(patience, CONNECT_LIMIT).toMillis()));
        } catch (IOException e) {
            close();
            channel.close();
            throw e;
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Opens the connection that was agreed on; closed by {@link #close}. */
    DataChannel open(boolean upload) throws IOException {
        ServerSocketChannel listening;
        SocketChannel connected;
        synchronized (lock) {
            listening = passive;
            connected = active;
        }
        SocketChannel channel;
        if (listening != null) {
            channel = accept(listening);
        } else if (connected != null) {
            channel = keep(connected);
        } else {
            throw new IOException("no data connection was agreed on");
        }
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        var protecting = protection;
        return protecting == null ? DataChannel.plain(channel) : protecting.over(channel, upload);
    }

    private SocketChannel accept(ServerSocketChannel listening) throws IOException {
        var end = System.nanoTime() + patience.toNanos();
        while (true) {
            var left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                throw new SocketTimeoutException("nobody connected within " + patience.toSeconds() + " s");
            }
            listening.socket().setSoTimeout(Math.toIntExact(left));
            var channel = listening.socket().accept().getChannel();
            if (network.foreignAddresses() || client.equals(channel.socket().getInetAddress())) {
                listening.close();
                return keep(channel);
            }
            channel.close();
        }
    }

    /**
     * Waits while the data connection is open.
     *
     * @throws IOException if it is given up meanwhile
     */
    void pause(long nanos) throws IOException {
        var end = System.nanoTime() + nanos;
        try {
            synchronized (lock) {
                long left;
                while (current != null && (left = end - System.nanoTime()) > 0) {
                    TimeUnit.NANOSECONDS.timedWait(lock, left);
                }
                if (current == null) {
                    throw new IOException("the data connection was given up");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private SocketChannel keep(SocketChannel channel) throws IOException {
        synchronized (lock) {
            if (passive == null && active == null) {
                channel.close();
                throw new IOException("the data connection was given up");
            }
            current = channel;
            active = null;
        }
        return channel;
    }

    /**
     * Ends the data connection in good order: what was written still arrives.
     *
     * @return whether it was still there, and nobody had given it up
     */
    public boolean close() {
        return end(false);
    }

    /** Ends the data connection at once, even under a thread that transfers: what was written may be lost. */
    public void abort() {
        end(true);
    }

    private boolean end(boolean now) {
        ServerSocketChannel listening;
        SocketChannel unused;
        SocketChannel channel;
        synchronized (lock) {
            listening = passive;
            unused = active;
            channel = current;
            passive = null;
            active = null;
            current = null;
            lock.notifyAll();
        }
        try {
            if (listening != null) {
                listening.close();
            }
        } catch (IOException e) {
            throw new AssertionError("closing a listening socket does not fail", e);
        }
        if (unused != null) {
            close(unused, now);
        }
        if (channel != null) {
            close(channel, now);
        }
        return channel != null;
    }

    /**
     * Closes a channel that another thread may be using.
     *
     * @param now whether to drop what was written and not yet sent. Shutting down first is what wakes a thread that the
     *     kernel holds in sendfile, as JDK 17 does not know of it
     */
    private static void close(SocketChannel channel, boolean now) {
        try (channel) {
            if (now) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
            if (channel.isConnected()) {
                channel.shutdownOutput();
                if (now) {
                    channel.shutdownInput();
                }
            }
        } catch (IOException e) {
            // The other side, or another thread, closed it first: closed is what was wanted.
        }
    }

    public boolean isSecure() {
        return protection != null;
    }

    /** Ends the data connection for good, as the session has ended: a command that still runs opens no other. */
    public void dispose() {
        synchronized (lock) {
            disposed = true;
        }
        abort();
    }
}
