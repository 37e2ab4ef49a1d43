package io.github.ftplab.internal.server.control;

import io.github.ftplab.ServerLimits;
import io.github.ftplab.ServerLog.Level;
import io.github.ftplab.internal.server.log.EventLog;
import io.github.ftplab.internal.server.log.SessionRecorder;
import io.github.ftplab.internal.server.tls.ServerTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLException;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;
import org.apache.ftpserver.listener.nio.AbstractListener;
import org.apache.ftpserver.listener.nio.FtpHandlerAdapter;
import org.apache.mina.core.filterchain.IoFilterChain;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.nio.NioSession;
import org.jspecify.annotations.Nullable;

/**
 * Listens for control connections. FtpServer's own listener has non-daemon threads, delays small replies (Nagle's
 * algorithm) and trims file names; this one has daemon threads, TCP_NODELAY and {@link CommandCodec}.
 */
public final class ControlListener extends AbstractListener {

    private static final int IO_THREADS = 2;
    private static final int MOST_READ_BYTES = 8 * 1024;

    private final InetSocketAddress wanted;
    private final ServerLimits limits;
    private final @Nullable ServerTls tls;
    private final ControlHandler handler;
    private final Executor threads;
    private final ScheduledExecutorService timer;
    private final SessionRecorder recorder;
    private final EventLog log;
    private volatile @Nullable ControlAcceptor acceptor;
    private volatile @Nullable IoThreads ioThreads;
    private volatile @Nullable FtpServerContext context;

    public ControlListener(
            InetSocketAddress wanted,
            ServerLimits limits,
            @Nullable ServerTls tls,
            ControlHandler handler,
            Executor threads,
            ScheduledExecutorService timer,
            SessionRecorder recorder) {
        // FtpServer's TLS, data connections, idle time and address filter are not used.
        super(wanted.getAddress().getHostAddress(), wanted.getPort(), false, null, null, 0, null);
        this.wanted = wanted;
        this.limits = limits;
        this.tls = tls;
        this.recorder = recorder;
        this.log = recorder.log();
        this.handler = handler;
        this.threads = threads;
        this.timer = timer;
    }

    /**
     * Fails with an older MINA, which doesn't let a channel be had. Otherwise the server would start and then lose each
     * connection.
     *
     * @throws LinkageError if MINA is older
     */
    public static void requireFittingLibraries() {
        var needed = NioSession.class.getName() + ".getChannel()";
        try {
            if (!Modifier.isPublic(
                    NioSession.class.getDeclaredMethod("getChannel").getModifiers())) {
                throw new IllegalAccessError(needed + " is not public");
            }
        } catch (NoSuchMethodException e) {
            throw (LinkageError) new NoSuchMethodError(needed).initCause(e);
        }
    }

    /**
     * Starts listening.
     *
     * @throws UncheckedIOException if it can't listen on the address
     */
    @Override
    public void start(FtpServerContext context) {
        this.context = context;
        var processors = new IoThreads(threads, IO_THREADS, ControlListener::resumeCommands, log);
        var listening = new ControlAcceptor(threads, processors, log);
        ioThreads = processors;
        acceptor = listening;
        var config = listening.getSessionConfig();
        config.setTcpNoDelay(true);
        config.setKeepAlive(true);
        config.setReadBufferSize(2048);
        // What one read returns may have to be buffered until there is room for more commands.
        config.setMaxReadBufferSize(MOST_READ_BYTES);
        listening.setFilterChainBuilder(this::addFilters);
        handler.init(context, this);
        listening.setHandler(new Adapter(context, handler));
        try {
            setPort(listening.listen(wanted).getPort());
        } catch (IOException e) {
            stop();
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Adds the filters of a new connection. An {@link Error} is wrapped, as MINA would leave the connection open and
     * unserved.
     */
    private void addFilters(IoFilterChain chain) throws SSLException {
        try {
            chain.addLast("error", new ErrorFilter());
            chain.addLast("reply", new ReplyFilter(timer, limits.dataTimeout(), log));
            var capture = recorder.capture();
            if (capture != null) {
                chain.addLast("capture", new CaptureFilter(capture));
            }
            if (tls != null) {
                chain.addLast("tls", new ControlTlsFilter(tls, log));
            }
            chain.addLast("codec", new CommandCodec());
        } catch (Error e) {
            throw new IllegalStateException(e);
        }
    }

    private static void resumeCommands(IoSession io) {
        var control = ControlSession.find(io);
        if (control != null) {
            control.queue().resume();
        }
    }

    /** Closes all connections and waits until the I/O threads have done so; if one is stuck, use {@link #abandon()}. */
    @Override
    public void stop() {
        suspend();
        for (var io : connections()) {
            io.closeNow();
        }
        if (ioThreads != null) {
            ioThreads.dispose();
        }
    }

    /** Closes all sockets, even those in use by a thread, without waiting. */
    public void abandon() {
        suspend();
        for (var io : connections()) {
            try {
                ((NioSession) io).getChannel().close();
            } catch (IOException e) {
                log.add(Level.WARNING, ControlSession.find(io) + ": cannot close the connection: " + e);
            }
        }
        if (ioThreads != null) {
            ioThreads.abandon();
        }
    }

    private Collection<IoSession> connections() {
        return acceptor == null ? List.of() : acceptor.getManagedSessions().values();
    }

    @Override
    public boolean isStopped() {
        return isSuspended();
    }

    @Override
    public boolean isSuspended() {
        return acceptor == null || !acceptor.isListening();
    }

    /** Stops listening and releases the port; open connections stay open. */
    @Override
    public void suspend() {
        if (acceptor != null) {
            acceptor.end();
        }
    }

    /**
     * Listens again on the same port.
     *
     * @throws UncheckedIOException if it can't
     */
    @Override
    public void resume() {
        if (acceptor == null || acceptor.isListening()) {
            return;
        }
        try {
            acceptor.listen(new InetSocketAddress(wanted.getAddress(), getPort()));
        } catch (IOException e) {
            suspend();
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Set<FtpIoSession> getActiveSessions() {
        var sessions = new HashSet<FtpIoSession>();
        for (var io : connections()) {
            sessions.add(new FtpIoSession(io, context));
        }
        return sessions;
    }

    /**
     * Passes connection events to FtpServer's handler. Commands and replies don't pass here, see {@link CommandQueue}.
     */
    private static final class Adapter extends FtpHandlerAdapter {

        Adapter(FtpServerContext context, ControlHandler handler) {
            super(context, handler);
        }

        /**
         * Receives urgent data in line: clients send ABOR as urgent data (RFC 959, section 4.1.3), which is discarded
         * otherwise.
         */
        @Override
        public void sessionOpened(IoSession io) throws Exception {
            if (io instanceof NioSession nio && nio.getChannel() instanceof SocketChannel channel) {
                channel.socket().setOOBInline(true);
                ClientPresence.attach(io, channel);
            }
            super.sessionOpened(io);
        }

        /** Does nothing: {@link ReplyFilter} counts the replies. */
        @Override
        public void messageSent(IoSession io, Object message) {}
    }
}
