package io.github.ftplab.internal.server.control;

import io.github.ftplab.ServerLog.Level;
import io.github.ftplab.internal.server.log.EventLog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.mina.transport.socket.nio.NioSession;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;
import org.jspecify.annotations.Nullable;

/**
 * Accepts control connections in a loop of its own: MINA's loop ends with the first {@link Error}, after which stopping
 * it blocks forever.
 */
final class ControlAcceptor extends NioSocketAcceptor {

    private static final int BACKLOG = 512;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Executor threads;
    private final IoThreads ioThreads;
    private final EventLog log;
    private @Nullable ServerSocketChannel listening;

    ControlAcceptor(Executor threads, IoThreads ioThreads, EventLog log) {
        super(threads, ioThreads);
        this.threads = threads;
        this.ioThreads = ioThreads;
        this.log = log;
    }

    /** Starts listening, also again after {@link #end}. {@return the local address} */
    synchronized InetSocketAddress listen(InetSocketAddress wanted) throws IOException {
        if (!selector.isOpen()) {
            selector = Selector.open();
        }
        var channel = ServerSocketChannel.open();
        listening = channel;
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.bind(wanted, BACKLOG);
        channel.register(selector, SelectionKey.OP_ACCEPT);
        var selecting = selector;
        threads.execute(() -> acceptAll(channel, selecting));
        return (InetSocketAddress) channel.getLocalAddress();
    }

    private void acceptAll(ServerSocketChannel channel, Selector selecting) {
        Throwable failure = null;
        while (selecting.isOpen()) {
            try {
                if (failure != null) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                    log.add(Level.ERROR, "cannot accept a connection: " + failure);
                    failure = null;
                }
                selecting.select();
                selecting.selectedKeys().clear();
                NioSession io;
                while ((io = accept(ioThreads, channel)) != null) {
                    begin(io);
                }
            } catch (ClosedSelectorException e) {
                return;
            } catch (Throwable e) {
                failure = e;
            }
        }
    }

    private void begin(NioSession io) throws IOException {
        boolean begun = false;
        try {
            initSession(io, null, null);
            ioThreads.add(io);
            begun = true;
        } finally {
            if (!begun) {
                io.getChannel().close();
            }
        }
    }

    boolean isListening() {
        return selector.isOpen();
    }

    /** Stops listening and releases the port. Open connections stay open. */
    synchronized void end() {
        try {
            if (listening != null) {
                listening.close();
            }
            // The port is released only when the channel is deregistered from the selector.
            selector.close();
        } catch (IOException e) {
            throw new AssertionError("closing a listening socket failed", e);
        }
    }
}
