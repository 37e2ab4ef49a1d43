package io.github.ftplab.server;

import io.github.ftplab.ServerLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.apache.ftpserver.DataConnectionConfigurationFactory;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;
import org.apache.ftpserver.listener.nio.AbstractListener;
import org.apache.ftpserver.listener.nio.FtpHandlerAdapter;
import org.apache.mina.core.service.IoProcessor;
import org.apache.mina.core.service.SimpleIoProcessorPool;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.codec.ProtocolCodecFilter;
import org.apache.mina.transport.socket.nio.NioProcessor;
import org.apache.mina.transport.socket.nio.NioSession;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;
import org.jspecify.annotations.Nullable;

/**
 * Listens for control connections. FtpServer's own listener has threads that keep a JVM alive, waits with small replies
 * (Nagle's algorithm), and trims names; this one has daemon threads, TCP_NODELAY and {@link ControlCodec}.
 */
final class ControlListener extends AbstractListener {

    private static final int BACKLOG = 512;
    private static final int IO_THREADS = 2;

    private final InetSocketAddress wanted;
    private final ServerLimits limits;
    private final @Nullable Tls tls;
    private final ControlHandler handler;
    private final ExecutorService ioThreads;
    private final EventLog log;
    private @Nullable NioSocketAcceptor acceptor;
    private @Nullable IoProcessor<NioSession> processors;
    private @Nullable FtpServerContext context;

    ControlListener(
            InetSocketAddress wanted,
            Settings settings,
            ControlHandler handler,
            ExecutorService ioThreads,
            EventLog log) {
        super(
                wanted.getAddress().getHostAddress(),
                wanted.getPort(),
                false,
                null,
                new DataConnectionConfigurationFactory().createDataConnectionConfiguration(),
                0,
                null);
        this.wanted = wanted;
        this.limits = settings.limits();
        this.tls = settings.tls();
        this.log = log;
        this.handler = handler;
        this.ioThreads = ioThreads;
    }

    /** Listens from now on. {@link UncheckedIOException} if the address can't be had. */
    @Override
    public synchronized void start(FtpServerContext context) {
        this.context = context;
        var pool = new SimpleIoProcessorPool<NioSession>(NioProcessor.class, ioThreads, IO_THREADS, null);
        var listening = new NioSocketAcceptor(ioThreads, pool);
        processors = pool;
        acceptor = listening;
        listening.setReuseAddress(true);
        listening.setBacklog(BACKLOG);
        var config = listening.getSessionConfig();
        config.setTcpNoDelay(true);
        config.setKeepAlive(true);
        config.setReadBufferSize(2048);
        var filters = listening.getFilterChain();
        filters.addLast("codec", new ProtocolCodecFilter(new ControlCodec(limits.commandLength())));
        filters.addLast("urgent", new UrgentFilter(context, handler));
        // Only commands wait for one another. What tells that a client is gone has to overtake its transfer.
        filters.addLast("lane", new LaneFilter(context.getThreadPoolExecutor()));
        handler.init(context, this);
        listening.setHandler(new Adapter(context, handler, tls, log));
        try {
            listening.bind(wanted);
        } catch (IOException e) {
            stop();
            // MINA says only where it could not listen; the system's word why is behind that.
            throw new UncheckedIOException(e.getCause() instanceof SocketException why ? why : e);
        }
        setPort(listening.getLocalAddress().getPort());
    }

    @Override
    public synchronized void stop() {
        if (acceptor != null) {
            acceptor.unbind();
            acceptor.getManagedSessions().values().forEach(IoSession::closeNow);
            acceptor.dispose();
            acceptor = null;
        }
        if (processors != null) {
            // The acceptor leaves them, and the descriptors of their selectors, to who made them.
            processors.dispose();
            processors = null;
        }
    }

    @Override
    public synchronized boolean isStopped() {
        return acceptor == null;
    }

    @Override
    public synchronized boolean isSuspended() {
        return acceptor != null && acceptor.getLocalAddresses().isEmpty();
    }

    /** Takes no new connections; those that are open go on. */
    @Override
    public synchronized void suspend() {
        if (acceptor != null) {
            acceptor.setCloseOnDeactivation(false);
            acceptor.unbind();
        }
    }

    @Override
    public void resume() {
        throw new UnsupportedOperationException("start another");
    }

    @Override
    public synchronized Set<FtpIoSession> getActiveSessions() {
        var sessions = new HashSet<FtpIoSession>();
        if (acceptor != null) {
            acceptor.getManagedSessions().values().forEach(io -> sessions.add(new FtpIoSession(io, context)));
        }
        return sessions;
    }

    /** Passes commands on as the codec made them, where FtpServer would parse their text again. */
    private static final class Adapter extends FtpHandlerAdapter {

        private final FtpServerContext context;
        private final ControlHandler handler;
        private final @Nullable Tls tls;
        private final EventLog log;

        Adapter(FtpServerContext context, ControlHandler handler, @Nullable Tls tls, EventLog log) {
            super(context, handler);
            this.context = context;
            this.handler = handler;
            this.tls = tls;
            this.log = log;
        }

        @Override
        public void sessionCreated(IoSession io) throws Exception {
            if (tls != null) {
                io.getFilterChain().addFirst("tls", new ControlTls(tls, log));
            }
            io.getFilterChain().addFirst("reply", new ReplyFilter());
            super.sessionCreated(io);
        }

        /** Clients send ABOR as urgent data (RFC 959, section 4.1.3), which is lost unless it stays in its place. */
        @Override
        public void sessionOpened(IoSession io) throws Exception {
            if (io instanceof NioSession nio && nio.getChannel() instanceof SocketChannel channel) {
                channel.socket().setOOBInline(true);
                ClientPresence.attach(io, channel);
            }
            super.sessionOpened(io);
        }

        @Override
        public void messageReceived(IoSession io, Object message) throws Exception {
            try {
                handler.messageReceived(new FtpIoSession(io, context), (CommandLine) message);
            } finally {
                Peer.of(io).commandDone();
            }
        }
    }
}
