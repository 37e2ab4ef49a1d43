package io.github.ftplab.internal.server.control;

import io.github.ftplab.ServerLog.Level;
import io.github.ftplab.internal.server.log.SessionRecorder;
import io.github.ftplab.internal.server.settings.ServerSettings;
import io.github.ftplab.internal.server.user.Account;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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

    private static final AttributeKey FAILURE = new AttributeKey(ControlHandler.class, "failure");

    private final ServerSettings settings;
    private final SessionRecorder recorder;
    private final ScheduledExecutorService timer;
    private final Set<ControlSession> sessions = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);
    private FtpServerContext context;

    public ControlHandler(
            ServerSettings settings,
            SessionRecorder recorder,
            ScheduledExecutorService timer,
            FtpServerContext context) {
        this.settings = settings;
        this.recorder = recorder;
        this.timer = timer;
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

    /** {@return the number of sessions logged in as this user} */
    public long sessionsOf(Account account) {
        return sessions.stream()
                .filter(control -> account.equals(control.account()))
                .count();
    }

    /** Stops serving: aborts data connections and discards waiting commands. */
    public void close() {
        closing.countDown();
        sessions.forEach(ControlSession::end);
    }

    /** Waits. {@return whether the time has passed without the server being closed} */
    public boolean pause(Duration time) throws InterruptedException {
        return !closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
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
                session, settings, context.getThreadPoolExecutor(), command -> serve(session, command));
        ControlTlsFilter.protectData(session);
        sessions.add(control);
        recorder.opened(control.client());
        var address = control.remote().getAddress();
        if (sessions.size() > limits.connections()) {
            refuse(session, "Too many connections: %d are open".formatted(limits.connections()));
        } else if (limits.perAddress() > 0
                && sessions.stream()
                                .filter(other -> other.remote().getAddress().equals(address))
                                .count()
                        > limits.perAddress()) {
            refuse(
                    session,
                    "Too many connections from the same IP address: %d are open".formatted(limits.perAddress()));
        } else {
            control.idle(new IdleTimer(
                    timer, control, limits.idleTimeout(), limits.dataTimeout(), text -> goodbye(session, text)));
            session.write(Replies.of(220, settings.texts().banner()));
            control.loginDeadline(timer.schedule(
                    () -> expire(session, control), limits.loginTimeout().toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    private void refuse(FtpIoSession session, String why) {
        recorder.log().add(Level.WARNING, "%s refused: %s.".formatted(ControlSession.of(session), why));
        goodbye(session, why + "; try again later.");
    }

    private void expire(FtpIoSession session, ControlSession control) {
        if (control.account() == null) {
            goodbye(session, "No login within the time limit; goodbye.");
        }
    }

    private static void goodbye(FtpIoSession session, String text) {
        // Commands that arrive before the connection is closed are no longer answered.
        ControlSession.of(session).queue().quit();
        session.write(Replies.of(421, text));
        session.closeOnFlush();
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
        // Sent after the server ended the session, or by a client that has gone since.
        boolean late = session.isClosing()
                || closing.getCount() == 0
                || ControlSession.of(session).queue().isQuitting();
        if (late) {
            return;
        }
        execute(session, request);
    }

    private void execute(FtpIoSession session, FtpRequest request) throws Exception {
        var command = request.getCommand();
        if (command.equals("SITE") && request.hasArgument()) {
            var site = CommandLine.parse(request.getArgument());
            execute(session, site.getCommand().isEmpty() ? site : CommandLine.site(site));
            return;
        }
        context.getCommandFactory().getCommand(command).execute(session, context, request);
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
        }
    }
}
