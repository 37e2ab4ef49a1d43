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
 * Opens a session's data connections (RFC 959, section 3.2), passive or active. {@link #close} and {@link #abort} may
 * be called from any thread and end a pending accept or transfer.
 */
public final class DataConnectionFactory {

    /** More than one, so that a stranger who connects first does not lock the client out. */
    private static final int BACKLOG = 16;

    /** The ports that are not assigned (RFC 6335, section 6). */
    private static final PortRange DYNAMIC_PORTS = new PortRange(49152, 65535);

    private static final int ATTEMPTS = 8;

    /** How long PORT and EPRT wait for an unresponsive client. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);

    private final InetAddress own;
    private final InetAddress client;
    private final DataConnectionSettings network;
    private final Duration timeout;
    private final Object lock = new Object();

    private @Nullable ServerSocketChannel passive;
    private @Nullable SocketChannel active;
    private @Nullable SocketChannel current;
    private boolean disposed;
    private volatile @Nullable Protection protection;

    /**
     * @param own the local address of the control connection, on which passive connections listen too
     * @param client the client's address; data connections with other hosts must be permitted
     * @param timeout how long to wait for the client to connect
     */
    public DataConnectionFactory(
            InetAddress own, InetAddress client, DataConnectionSettings network, Duration timeout) {
        this.own = own;
        this.client = client;
        this.network = network;
        this.timeout = timeout;
    }

    public DataConnectionSettings network() {
        return network;
    }

    /** Applies TLS to data connections. */
    @FunctionalInterface
    public interface Protection {
        /**
         * Performs the handshake; fails if the client does not resume a required TLS session.
         *
         * @param upload whether the client sends, and may never read
         */
        DataChannel over(SocketChannel channel, boolean upload) throws IOException;
    }

    /** Protects the following data connections, or none if null. */
    public void protect(@Nullable Protection chosen) {
        protection = chosen;
    }

    /** {@return whether PASV, EPSV, PORT or EPRT has succeeded since the last transfer} */
    public boolean isPrepared() {
        synchronized (lock) {
            return passive != null || active != null;
        }
    }

    /** Listens on a free port for the next transfer; discards what was prepared before. */
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
     * Tries a few random ports before it lets the kernel choose: the kernel's search slows down with the number of
     * connections in TIME_WAIT, and after some thousand small files takes longer than a transfer.
     */
    private ServerSocketChannel bindAnywhere() throws IOException {
        for (int i = 0; i < ATTEMPTS; i++) {
            try {
                return bind(DYNAMIC_PORTS.port(ThreadLocalRandom.current().nextInt(DYNAMIC_PORTS.size())));
            } catch (IOException e) {
                // In use or reserved: try another.
            }
        }
        return bind(0);
    }

    /** Begins at a random port of the range, so that the next port can't be predicted. */
    private ServerSocketChannel bindWithin(PortRange range) throws IOException {
        int first = ThreadLocalRandom.current().nextInt(range.size());
        for (int i = 0; i < range.size(); i++) {
            try {
                return bind(range.port(first + i));
            } catch (BindException e) {
                // In use: try the next.
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
     * Connects to this address at once for the next transfer, so that the reply to PORT reports a failure.
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
                            target,
                            Math.toIntExact(min(timeout, CONNECT_TIMEOUT).toMillis()));
        } catch (IOException e) {
            close();
            channel.close();
            throw e;
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Opens the prepared data connection, which {@link #close} closes. */
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
            throw new IOException("no data connection was prepared");
        }
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        var protecting = protection;
        return protecting == null ? DataChannel.plain(channel) : protecting.over(channel, upload);
    }

    private SocketChannel accept(ServerSocketChannel listening) throws IOException {
        var end = System.nanoTime() + timeout.toNanos();
        while (true) {
            var left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                throw new SocketTimeoutException("the client did not connect within " + timeout.toSeconds() + " s");
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
     * Waits.
     *
     * @throws IOException if the data connection is closed meanwhile
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
                    throw new IOException("the data connection was closed");
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
                throw new IOException("the data connection was closed");
            }
            current = channel;
            active = null;
        }
        return channel;
    }

    /**
     * Closes the data connection in an orderly way: what was written still arrives. Idempotent.
     *
     * @return whether a connection was open
     */
    public boolean close() {
        return end(false);
    }

    /** Resets the data connection, even while a thread transfers: what was written may be lost. */
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
            throw new AssertionError("closing a listening socket failed", e);
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
     * @param now whether to discard what was written and not yet sent. The shutdown wakes a thread that is blocked in
     *     sendfile, which JDK 17's close does not
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
            // The client or another thread has closed it already.
        }
    }

    public boolean isSecure() {
        return protection != null;
    }

    /** Aborts the data connection and prevents further ones: the session has ended. */
    public void dispose() {
        synchronized (lock) {
            disposed = true;
        }
        abort();
    }
}
