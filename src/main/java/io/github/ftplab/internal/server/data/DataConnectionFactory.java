package io.github.ftplab.internal.server.data;

import io.github.ftplab.internal.server.settings.DataConnectionSettings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Opens a session's data connections (RFC 959, section 3.2), passive or active. {@link #close} and {@link #abort} may
 * be called from any thread and end a pending accept or transfer.
 */
public final class DataConnectionFactory {

    /** How long PORT and EPRT wait for an unresponsive client. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);

    private final InetAddress own;
    private final InetAddress client;
    private final DataConnectionSettings network;
    private final Duration timeout;
    private final Executor threads;
    final DataObserver observer;
    private final Object lock = new Object();

    private @Nullable ServerSocketChannel passive;
    private @Nullable SocketChannel active;
    private @Nullable SocketChannel current;
    private @Nullable EarlyConnection early;
    private boolean disposed;
    private volatile @Nullable Protection protection;
    /** Whether the running command sends to the client; false if there is none yet. */
    private volatile boolean download;

    /**
     * @param own the local address of the control connection, on which passive connections listen too
     * @param client the client's address; data connections with other hosts must be permitted
     * @param timeout how long to wait for the client to connect
     * @param threads runs handshakes that begin before the transfer's command
     * @param observer is told of each connection
     */
    public DataConnectionFactory(
            InetAddress own,
            InetAddress client,
            DataConnectionSettings network,
            Duration timeout,
            Executor threads,
            DataObserver observer) {
        this.own = own;
        this.client = client;
        this.network = network;
        this.timeout = timeout;
        this.threads = threads;
        this.observer = observer;
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
         * @param tickets whether the client will read, and may be sent session tickets
         */
        DataChannel over(SocketChannel channel, BooleanSupplier tickets) throws IOException;
    }

    /** Protects the following data connections, or none if null. A transfer that has begun is not affected. */
    public void protect(@Nullable Protection chosen) {
        protection = chosen;
        beginEarly();
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
        var listening = PassivePort.listen(own, network.passivePorts());
        var address = (InetSocketAddress) listening.getLocalAddress();
        synchronized (lock) {
            if (disposed) {
                listening.close();
                throw new IOException("the session has ended");
            }
            passive = listening;
        }
        beginEarly();
        return address;
    }

    /**
     * Accepts and secures a passive connection when it comes, also before the transfer's command: some clients send
     * that after the handshake only. Without TLS there is no need, as the kernel accepts.
     */
    private void beginEarly() {
        EarlyConnection begun;
        synchronized (lock) {
            var chosen = protection;
            if (chosen == null || passive == null || current != null || early != null) {
                return;
            }
            begun = new EarlyConnection(passive, chosen);
            early = begun;
        }
        threads.execute(begun);
    }

    /** A passive connection that is accepted and secured by a thread of its own, unless the command comes first. */
    private final class EarlyConnection implements Runnable {

        private final ServerSocketChannel listening;
        private final Protection chosen;
        private final AtomicBoolean begun = new AtomicBoolean();
        private final CompletableFuture<DataChannel> result = new CompletableFuture<>();

        EarlyConnection(ServerSocketChannel listening, Protection chosen) {
            this.listening = listening;
            this.chosen = chosen;
        }

        /** Waits for the client without a limit, until the session ends or another data connection is prepared. */
        @Override
        public void run() {
            begin(Duration.ZERO);
        }

        private void begin(Duration limit) {
            if (begun.compareAndSet(false, true)) {
                try {
                    result.complete(secure(accept(listening, limit), chosen));
                } catch (Throwable e) {
                    result.completeExceptionally(e);
                }
            }
        }

        /** {@return the secured connection} The client has to connect in time; a handshake that stalls is aborted. */
        DataChannel await() throws IOException {
            begin(timeout);
            try {
                try {
                    return result.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    if (current() == null) {
                        throw notConnected();
                    }
                    return result.get();
                }
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
            } catch (InterruptedException e) {
                throw interrupted();
            }
        }

        @SuppressWarnings("FutureReturnValueIgnored") // completed by the thread that releases
        void abandon() {
            result.thenAccept(DataChannel::release);
        }
    }

    /**
     * Connects to an address at once for the next transfer, so that the reply to PORT reports a failure.
     *
     * @param from the address of this machine to connect from
     */
    public void connect(InetAddress from, InetSocketAddress target) throws IOException {
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
            channel.bind(new InetSocketAddress(from, network.activePort()));
            channel.socket().connect(target, Math.toIntExact(Math.min(timeout.toMillis(), CONNECT_TIMEOUT.toMillis())));
            observer.connected(channel);
        } catch (IOException e) {
            close();
            channel.close();
            throw e;
        }
    }

    /** Opens the prepared data connection, which {@link #close} closes. */
    DataChannel open(boolean upload) throws IOException {
        ServerSocketChannel listening;
        SocketChannel connected;
        EarlyConnection begun;
        synchronized (lock) {
            listening = passive;
            connected = active;
            begun = early;
        }
        // REIN may come during the transfer, to which it does not apply.
        var chosen = protection;
        download = !upload;
        try {
            if (begun != null) {
                return take(begun);
            }
            if (listening != null) {
                return secure(accept(listening, timeout), chosen);
            }
            if (connected != null) {
                return secure(keep(connected, null), chosen);
            }
        } finally {
            download = false;
        }
        throw new IOException("no data connection was prepared");
    }

    /** Takes over an early connection; one that is closed meanwhile is released by {@link #end}. */
    private DataChannel take(EarlyConnection begun) throws IOException {
        var channel = begun.await();
        synchronized (lock) {
            if (early == begun) {
                early = null;
                return channel;
            }
        }
        throw new IOException("the data connection was closed");
    }

    private DataChannel secure(SocketChannel channel, @Nullable Protection chosen) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return chosen == null ? DataChannel.plain(channel) : observer.secured(chosen.over(channel, () -> download));
    }

    /** @param limit how long to wait; zero: without a limit */
    private SocketChannel accept(ServerSocketChannel listening, Duration limit) throws IOException {
        var end = System.nanoTime() + limit.toNanos();
        while (true) {
            var left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0 && !limit.isZero()) {
                throw notConnected();
            }
            listening.socket().setSoTimeout(limit.isZero() ? 0 : (int) Math.min(left, Integer.MAX_VALUE));
            var channel = listening.socket().accept().getChannel();
            if (network.foreignAddresses() || client.equals(channel.socket().getInetAddress())) {
                listening.close();
                return keep(channel, listening);
            }
            channel.close();
        }
    }

    private SocketTimeoutException notConnected() {
        return new SocketTimeoutException("the client did not connect within " + timeout.toSeconds() + " s");
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted");
    }

    /** {@return the connection that is open, or null} */
    @Nullable
    SocketChannel current() {
        synchronized (lock) {
            return current;
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
            throw interrupted();
        }
    }

    /** @param listening where a passive connection was accepted, or null */
    private SocketChannel keep(SocketChannel channel, @Nullable ServerSocketChannel listening) throws IOException {
        synchronized (lock) {
            // Another PASV or PORT may have come meanwhile.
            if (listening == null ? active != channel : passive != listening) {
                channel.close();
                throw new IOException("the data connection was closed");
            }
            var taken = observer.taken(channel, passive != null);
            current = taken;
            active = null;
            return taken;
        }
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
        EarlyConnection abandoned;
        synchronized (lock) {
            listening = passive;
            unused = active;
            channel = current;
            abandoned = early;
            early = null;
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
        observer.closed();
        if (abandoned != null) {
            abandoned.abandon();
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
