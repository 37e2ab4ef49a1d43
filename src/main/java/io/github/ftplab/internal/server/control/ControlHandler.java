package io.github.ftplab.internal.server.control;

import io.github.ftplab.ServerLog.Level;
import io.github.ftplab.internal.fault.SessionPoint.Stage;
import io.github.ftplab.internal.protocol.ClientNetwork;
import io.github.ftplab.internal.server.fault.FaultPlan;
import io.github.ftplab.internal.server.log.SessionRecorder;
import io.github.ftplab.internal.server.settings.ServerSettings;
import io.github.ftplab.internal.server.user.Account;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpHandler;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;
import org.apache.ftpserver.listener.Listener;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IdleStatus;

/** Handles the events of control connections: opened, command received, closed. */
public final class ControlHandler implements FtpHandler {

    /** How long a connection that is ended may take to receive the last reply. */
    private static final Duration GOODBYE_TIMEOUT = Duration.ofSeconds(5);

    private static final AttributeKey FAILURE = new AttributeKey(ControlHandler.class, "failure");

    private final ServerSettings settings;
    private final SessionRecorder recorder;
    private final ScheduledExecutorService timer;
    private final FaultPlan faults;
    private final Set<ControlSession> sessions = ConcurrentHashMap.newKeySet();
    private final Admission admission;
    private final Function<ControlSession, FtpReply> greeting;
    private final CountDownLatch closing = new CountDownLatch(1);
    private FtpServerContext context;

    /** @param greeting makes the reply to a new connection */
    public ControlHandler(
            ServerSettings settings,
            SessionRecorder recorder,
            ScheduledExecutorService timer,
            FaultPlan faults,
            FtpServerContext context,
            Function<ControlSession, FtpReply> greeting) {
        this.greeting = greeting;
        this.settings = settings;
        this.admission = new Admission(settings.limits(), sessions);
        this.recorder = recorder;
        this.timer = timer;
        this.faults = faults;
        this.context = context;
    }

    @Override
    public void init(FtpServerContext context, Listener listener) {
        this.context = context;
    }

    /** {@return all open sessions} */
    public Set<ControlSession> sessions() {
        return sessions;
    }

    /**
     * Logs in a user, unless that would be one session too many.
     *
     * @param most how many sessions the user may have; 0 for any number
     * @return whether the user is logged in
     */
    public synchronized boolean logIn(ControlSession control, Account account, int most) {
        if (most > 0 && sessionsOf(account) >= most) {
            return false;
        }
        control.login(account);
        return true;
    }

    private long sessionsOf(Account account) {
        return sessions.stream()
                .filter(control -> account.equals(control.account()))
                .count();
    }

    /** {@return whether a user other than anonymous is logged in from the network of this address} */
    public boolean hasUserFrom(InetAddress address) {
        return sessions.stream().anyMatch(control -> {
            var account = control.account();
            return account != null
                    && !account.name().equals(Account.ANONYMOUS)
                    && ClientNetwork.isSame(control.remote().getAddress(), address);
        });
    }

    /** Stops serving: aborts data connections and discards waiting commands. */
    public void close() {
        closing.countDown();
        for (var control : sessions) {
            control.end();
        }
    }

    /** Runs an action after a delay, unless the session or the server has ended by then. */
    public void later(ControlSession control, Duration delay, Runnable action) {
        if (delay.isZero()) {
            action.run();
            return;
        }
        try {
            control.delay(timer.schedule(() -> run(action), delay.toNanos(), TimeUnit.NANOSECONDS));
        } catch (RejectedExecutionException e) {
            // The server has stopped and closes all connections itself.
        }
    }

    /** Runs an action on the timer's thread, unless it may wait because of a fault. */
    private void run(Runnable action) {
        if (faults.isActive()) {
            context.getThreadPoolExecutor().execute(action);
        } else {
            action.run();
        }
    }

    /** Does nothing: {@link #sessionOpened} starts the session. */
    @Override
    public void sessionCreated(FtpIoSession session) {}

    @Override
    public void sessionOpened(FtpIoSession session) {
        if (closing.getCount() == 0) {
            session.closeNow();
            return;
        }
        var limits = settings.limits();
        var control = ControlSession.attach(
                session,
                settings,
                context.getThreadPoolExecutor(),
                command -> serve(session, command),
                recorder,
                faults);
        ControlTlsFilter.protectData(session);
        Consumer<String> goodbye = text -> goodbye(session, text);
        control.loginTimer(new LoginTimer(timer, limits.loginTimeout(), goodbye));
        sessions.add(control);
        recorder.opened(control.client());
        var refusal = admission.refusal(control);
        if (refusal != null) {
            refuse(session, refusal);
            return;
        }
        control.idle(new IdleTimer(timer, control, limits.idleTimeout(), limits.dataTimeout(), goodbye));
        if (faults.isActive()) {
            control.queue().enqueue(CommandLine.GREETING);
        } else {
            greet(session);
        }
    }

    private void greet(FtpIoSession session) {
        var reply = greeting.apply(ControlSession.of(session));
        if (faults.isActive()) {
            FaultyReplies.prepare(session, Stage.CONNECT, "", "", reply).run();
        } else {
            session.write(reply);
        }
    }

    private void refuse(FtpIoSession session, String why) {
        ControlSession.of(session).leave();
        recorder.log().add(Level.WARNING, "%s refused: %s.".formatted(ControlSession.of(session), why));
        goodbye(session, why + "; try again later.");
    }

    @SuppressWarnings("FutureReturnValueIgnored") // closing a closed session does nothing
    private void goodbye(FtpIoSession session, String text) {
        // Commands that arrive before the connection is closed are no longer answered.
        ControlSession.of(session).queue().quit();
        session.write(Replies.of(421, text));
        session.closeOnFlush();
        try {
            // The reply is never sent to a client that does not read, or has not finished its TLS handshake.
            timer.schedule(session::closeNow, GOODBYE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The server has stopped and closes all connections itself.
        }
    }

    /** Runs a command. An {@link Error} ends its session but not the thread, which serves other sessions too. */
    private void serve(FtpIoSession session, CommandLine command) {
        try {
            messageReceived(session, command);
        } catch (Throwable e) {
            exceptionCaught(session, e);
        }
    }

    @Override
    public void messageReceived(FtpIoSession session, FtpRequest request) throws Exception {
        var control = ControlSession.of(session);
        // Sent after the server ended the session, or by a client that has gone since.
        boolean late = session.isClosing()
                || closing.getCount() == 0
                || control.queue().isQuitting();
        if (late) {
            return;
        }
        if (request == CommandLine.GREETING) {
            greet(session);
            return;
        }
        control.begins(request);
        var command = request instanceof CommandLine line ? line.withSubcommand() : request;
        context.getCommandFactory().getCommand(command.getCommand()).execute(session, context, command);
    }

    @Override
    public void sessionClosed(FtpIoSession session) {
        var control = ControlSession.of(session);
        if (control != null) {
            ended(control);
        }
    }

    /** Does nothing: {@link IdleTimer} ends idle sessions. */
    @Override
    public void sessionIdle(FtpIoSession session, IdleStatus status) {}

    /** Does nothing: {@link ReplyFilter} counts the replies. */
    @Override
    public void messageSent(FtpIoSession session, FtpReply reply) {}

    /** Logs an error once, as MINA may report the same one several times, and ends the session. */
    @Override
    public void exceptionCaught(FtpIoSession session, Throwable cause) {
        if (!(cause instanceof IOException) && session.setAttribute(FAILURE, cause) != cause) {
            recorder.log().add(Level.ERROR, ControlSession.of(session) + " closed after an unexpected error: " + cause);
        }
        session.closeNow();
    }

    /** Ends the sessions whose connections could not be closed in time. */
    public void abandon() {
        for (var control : sessions) {
            ended(control);
        }
    }

    private void ended(ControlSession control) {
        if (sessions.remove(control)) {
            control.end();
            recorder.closed(control.client());
            recorder.endTranscript(control.transcript());
        }
    }
}
