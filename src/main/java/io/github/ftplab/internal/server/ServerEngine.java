package io.github.ftplab.internal.server;

import io.github.ftplab.FtpException;
import io.github.ftplab.Permission;
import io.github.ftplab.ServerLog.Level;
import io.github.ftplab.ServerSession;
import io.github.ftplab.internal.library.Library;
import io.github.ftplab.internal.protocol.DaemonThreads;
import io.github.ftplab.internal.protocol.HostPort;
import io.github.ftplab.internal.server.capture.PacketCapture;
import io.github.ftplab.internal.server.command.CommandTable;
import io.github.ftplab.internal.server.command.SessionCommands;
import io.github.ftplab.internal.server.control.ControlHandler;
import io.github.ftplab.internal.server.control.ControlListener;
import io.github.ftplab.internal.server.control.ControlSession;
import io.github.ftplab.internal.server.control.Replies;
import io.github.ftplab.internal.server.control.ReplyFilter;
import io.github.ftplab.internal.server.data.DataTransfer;
import io.github.ftplab.internal.server.data.StallMonitor;
import io.github.ftplab.internal.server.fault.FaultPlan;
import io.github.ftplab.internal.server.file.StaleFiles;
import io.github.ftplab.internal.server.log.EventDispatcher;
import io.github.ftplab.internal.server.log.EventHistory;
import io.github.ftplab.internal.server.log.EventLog;
import io.github.ftplab.internal.server.log.ServerCounters;
import io.github.ftplab.internal.server.log.ServerTranscript;
import io.github.ftplab.internal.server.log.SessionRecorder;
import io.github.ftplab.internal.server.manners.MannersTable;
import io.github.ftplab.internal.server.manners.ServerManners;
import io.github.ftplab.internal.server.replay.Departures;
import io.github.ftplab.internal.server.replay.ReplayCommands;
import io.github.ftplab.internal.server.settings.ServerSettings;
import io.github.ftplab.internal.server.tls.ServerTls;
import io.github.ftplab.internal.server.user.Account;
import io.github.ftplab.internal.server.user.Accounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.mina.core.future.WriteFuture;
import org.jspecify.annotations.Nullable;

/** One running server: assembles Apache FtpServer and our parts, and starts and stops them. */
public final class ServerEngine implements AutoCloseable {

    /** How long {@link #close} waits for the 421 replies to be sent. */
    private static final Duration GOODBYE_TIMEOUT = Duration.ofMillis(50);

    /** How long {@link #close} then waits for aborted transfers to end. */
    private static final Duration TRANSFER_TIMEOUT = Duration.ofMillis(200);

    /** How long an orderly close may take before sockets are closed without waiting for their threads. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(600);

    /** How long an idle command thread is kept. */
    private static final int IDLE_SECONDS = 30;

    private final ServerSettings settings;
    private final @Nullable ServerTls tls;
    private final Accounts accounts;
    private final ServerContext context;
    private final EventDispatcher events;
    private final SessionRecorder recorder;
    private final StallMonitor monitor;
    private final FaultPlan faults = new FaultPlan();
    private final ControlHandler handler;
    private final Departures departures;
    private final SessionCommands logins;
    private final ControlListener listener;
    private final FtpServer server;
    private final ScheduledExecutorService timer;
    private final ExecutorService ioThreads;
    private final StaleFiles staleFiles;
    private final ThreadFactory stopThreads;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    private ServerEngine(
            ServerSettings settings, List<Account> users, @Nullable ServerTls tls, int port, EventLog log) {
        this.settings = settings;
        this.tls = tls;
        accounts = new Accounts(users, settings.limits().rates(), settings.authenticator());
        var name = "ftplab-" + port;
        ioThreads = Executors.newCachedThreadPool(DaemonThreads.named(name + "-io"));
        staleFiles = new StaleFiles(DaemonThreads.named(name + "-stale"));
        stopThreads = DaemonThreads.named(name + "-stop");
        timer = new TaskTimer(DaemonThreads.named(name + "-timer"), log);
        events = new EventDispatcher(
                settings.subscriptions(), settings.logFollowers(), log, DaemonThreads.named(name + "-event"), timer);
        log.follow(events::logged);
        recorder = new SessionRecorder(
                log, events, PacketCapture.start(settings.capture(), why -> log.add(Level.WARNING, why)));
        context = new ServerContext(commandThreads(DaemonThreads.named(name + "-command")));
        var manners = MannersTable.of(settings.manners(), settings.listing(), settings.texts(), tls != null);
        departures = new Departures(log);
        monitor = new StallMonitor(timer, settings.limits().dataTimeout());
        var replay = settings.replay() == null ? null : new ReplayCommands(settings.replay(), departures, monitor);
        var greeting =
                replay == null ? greeting(settings, manners) : (Function<ControlSession, FtpReply>) replay::greeting;
        handler = new ControlHandler(settings, recorder, timer, faults, context, greeting);
        logins = new SessionCommands(accounts, handler, settings);
        var commands = replay != null
                ? replay
                : new CommandTable(logins, new DataTransfer(monitor), settings, tls != null, recorder, manners);
        listener = new ControlListener(
                new InetSocketAddress(settings.address(), port),
                settings.limits(),
                tls,
                handler,
                ioThreads,
                timer,
                recorder);
        context.complete(commands, listener);
        server = new QuietFtpServer(context);
    }

    private static Function<ControlSession, FtpReply> greeting(
            ServerSettings settings, @Nullable ServerManners manners) {
        return manners == null || settings.manners() == null || settings.texts().hasOwnBanner()
                ? control -> Replies.of(220, settings.texts().banner())
                : control -> manners.greeting(control.local().getAddress().getHostAddress());
    }

    /**
     * Starts a server on the first free port.
     *
     * @throws FtpException.Start if no port is free; nothing is left running
     */
    public static ServerEngine start(
            ServerSettings settings, List<Account> users, @Nullable ServerTls tls, EventLog log) {
        try {
            ControlListener.requireFittingLibraries();
            return startOnFirstFree(settings, users, tls, log);
        } catch (LinkageError e) {
            throw new FtpException.Start("cannot start the server: " + Library.explain(e), e);
        }
    }

    private static ServerEngine startOnFirstFree(
            ServerSettings settings, List<Account> users, @Nullable ServerTls tls, EventLog log) {
        var ports = settings.ports().iterator();
        while (true) {
            int port = ports.next();
            var engine = new ServerEngine(settings, users, tls, port, log);
            try {
                engine.server.start();
                engine.accounts.whenAdded(engine::deleteStaleFiles);
                return engine;
            } catch (UncheckedIOException e) {
                engine.close();
                if (!ports.hasNext() || !(e.getCause() instanceof BindException)) {
                    throw notStarted(settings, settings.ports().get(0), e.getCause());
                }
            } catch (org.apache.ftpserver.ftplet.FtpException | RuntimeException e) {
                engine.close();
                throw new FtpException.Start("cannot start the server: " + e.getMessage(), e);
            } catch (LinkageError e) {
                engine.close();
                throw e;
            }
        }
    }

    /** Only users who may store files can have left staged files. */
    private void deleteStaleFiles(Account account) {
        if (account.grants().anywhere(Permission.STORE)) {
            staleFiles.deleteIn(account.home());
        }
    }

    private static FtpException.Start notStarted(ServerSettings settings, int port, @Nullable IOException cause) {
        var where = HostPort.text(settings.address(), port);
        var text = cause == null ? "" : String.valueOf(cause.getMessage());
        var why = text.contains("in use")
                ? "the address is in use; take another port, or port(0) for any free one"
                : text.contains("denied")
                        ? "ports below 1024 need special rights; take one from 1024 to 65535, such as 2121"
                        : text + "; is it an address of this machine?";
        return new FtpException.Start("cannot listen on " + where + ": " + why, cause);
    }

    /** {@return the port on which the server listens} */
    public int port() {
        return listener.getPort();
    }

    /** {@return the address and port as in a URI: {@code 127.0.0.1:2121}, {@code [::1]:2121}} */
    public String hostAndPort() {
        return HostPort.text(settings.address(), port());
    }

    /** {@return the TLS configuration, or null if the server has no TLS} */
    public @Nullable ServerTls tls() {
        return tls;
    }

    /** {@return the number of open connections} */
    public int connections() {
        return handler.sessions().size();
    }

    /** {@return the open sessions, in the order in which they were opened} */
    public List<ServerSession> sessions() {
        return handler.sessions().stream()
                .map(ServerEngine::session)
                .sorted(Comparator.comparingLong(session -> session.client().id()))
                .toList();
    }

    private static ServerSession session(ControlSession control) {
        var running = control.running();
        var transfer = running == null
                ? Optional.<ServerSession.Transferring>empty()
                : Optional.of(ServerSession.Transferring.of(
                        running.command(), running.path(), running.bytes(), running.seconds()));
        return ServerSession.of(control.client(), control.since(), transfer);
    }

    /** Closes a connection with 421. {@return whether it existed} */
    public boolean disconnect(long id) {
        return disconnect(control -> control.client().id() == id) > 0;
    }

    /** Closes all connections with 421. {@return how many there were} */
    public int disconnectAll() {
        return disconnect(control -> true);
    }

    private int disconnect(Predicate<ControlSession> chosen) {
        int ended = 0;
        for (var session : listener.getActiveSessions()) {
            var control = ControlSession.find(session);
            if (control == null || !chosen.test(control)) {
                continue;
            }
            ended++;
            session.write(Replies.of(421, "The server's owner ended this session."));
            control.abort();
            if (ReplyFilter.of(session).backlog(session) > 0) {
                // The client does not read its replies: closing after them would take until the data timeout.
                session.closeNow();
            } else {
                session.closeOnFlush();
            }
        }
        return ended;
    }

    /** {@return the counters since the start} */
    public ServerCounters counters() {
        return recorder.counters();
    }

    /** {@return the events so far} */
    public EventHistory history() {
        return events.history();
    }

    /** {@return what was said in all sessions} */
    public ServerTranscript transcripts() {
        return recorder.transcripts();
    }

    /** {@return what goes wrong on purpose} */
    public FaultPlan faults() {
        return faults;
    }

    /** {@return where clients did something else than in the recording that is replayed} */
    public List<String> departures() {
        return departures.all();
    }

    /** {@return the users; changes take effect with the next command} */
    public Accounts accounts() {
        return accounts;
    }

    /**
     * Removes a user: transfers are aborted, and sessions are logged out with their next command.
     *
     * @throws IllegalArgumentException if there is no such user
     */
    public void removeUser(String name) {
        var removed = accounts.remove(name);
        handler.sessions().stream()
                .filter(control -> removed.equals(control.account()))
                .forEach(ControlSession::abort);
    }

    /** {@return whether the server has not been closed} */
    public boolean isRunning() {
        return !closing.get();
    }

    /** Waits until the server is closed. */
    public void awaitClose() throws InterruptedException {
        closed.await();
    }

    /** {@return whether {@link #suspend} was called last} */
    public boolean isSuspended() {
        return server.isSuspended();
    }

    /** Releases the port; open connections stay open. Idempotent. */
    public synchronized void suspend() {
        server.suspend();
    }

    /**
     * Listens again on the same port. Idempotent.
     *
     * @throws FtpException.Start if the port is taken; the server is still suspended then
     */
    public synchronized void resume() {
        try {
            server.resume();
        } catch (UncheckedIOException e) {
            throw notStarted(settings, port(), e.getCause());
        }
        if (closing.get()) {
            listener.suspend();
        }
    }

    /** Accepts no further connections, and waits for running transfers. */
    public void drain(Duration patience) throws InterruptedException {
        if (isRunning()) {
            listener.suspend();
            monitor.awaitIdle(patience);
        }
    }

    /**
     * Replies 421 to every client, aborts transfers and releases the port and all sockets. Takes at most a second, even
     * if threads are stuck. Idempotent.
     */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        staleFiles.close();
        logins.close();
        try {
            listener.suspend();
            if (!isDoneInTime(this::closeInOrder)) {
                context.abandon();
                listener.abandon();
                handler.abandon();
            }
        } finally {
            timer.shutdownNow();
            events.close();
            recorder.close();
            faults.close();
            ioThreads.shutdown();
            closed.countDown();
        }
    }

    /** Runs a task that may wait for a stuck thread. {@return whether it was done in time} */
    private boolean isDoneInTime(Runnable task) {
        var done = new CountDownLatch(1);
        try {
            stopThreads
                    .newThread(() -> {
                        task.run();
                        done.countDown();
                    })
                    .start();
        } catch (OutOfMemoryError e) {
            // No further thread can be created.
            return false;
        }
        var end = System.nanoTime() + CLOSE_TIMEOUT.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return done.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void closeInOrder() {
        var goodbyes = new ArrayList<WriteFuture>();
        for (var session : listener.getActiveSessions()) {
            goodbyes.add(session.write(Replies.of(421, "The server is shutting down.")));
        }
        handler.close();
        var end = System.nanoTime() + GOODBYE_TIMEOUT.toNanos();
        for (var goodbye : goodbyes) {
            goodbye.awaitUninterruptibly(Math.max(0, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
        }
        try {
            // Transfers delete their staged files before the server, and perhaps the JVM, ends.
            monitor.awaitIdle(TRANSFER_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stop();
    }

    /** {@return a pool with a thread for each running command} Commands after its shutdown are discarded. */
    private static ThreadPoolExecutor commandThreads(ThreadFactory threads) {
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                threads,
                new ThreadPoolExecutor.DiscardPolicy());
    }
}
