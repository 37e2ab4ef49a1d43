package io.github.ftplab.internal.server.control;

import io.github.ftplab.ServerEvent;
import io.github.ftplab.Transcript;
import io.github.ftplab.internal.fault.CommandNames;
import io.github.ftplab.internal.protocol.Cancellation;
import io.github.ftplab.internal.protocol.recording.SessionRecording;
import io.github.ftplab.internal.server.data.DataConnectionFactory;
import io.github.ftplab.internal.server.data.DataObserver;
import io.github.ftplab.internal.server.data.RunningTransfer;
import io.github.ftplab.internal.server.data.TransferFaults;
import io.github.ftplab.internal.server.fault.FaultPlan;
import io.github.ftplab.internal.server.fault.FaultSubject;
import io.github.ftplab.internal.server.fault.SessionFaults;
import io.github.ftplab.internal.server.log.SessionRecorder;
import io.github.ftplab.internal.server.log.SessionTranscript;
import io.github.ftplab.internal.server.settings.CommandCheck;
import io.github.ftplab.internal.server.settings.ServerSettings;
import io.github.ftplab.internal.server.user.Account;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import org.jspecify.annotations.Nullable;

/** The state of one control connection. Only {@link #abort()} may be called by several threads at once. */
public final class ControlSession implements CommandQueue.Owner, FaultSubject {

    private static final AttributeKey KEY = new AttributeKey(ControlSession.class, "session");

    private static final AtomicLong COUNT = new AtomicLong();

    private final long id = COUNT.incrementAndGet();
    private final Instant since = Instant.now();
    private final InetSocketAddress remote;
    private final InetSocketAddress local;
    private final DataConnectionFactory data;
    private final ClientPresence presence;
    private final CommandQueue queue;
    private final Cancellation cancellation;
    private final Supplier<ServerEvent.Client> who = this::client;
    private final SessionRecorder recorder;
    private final SessionTranscript transcript;
    private final SessionFaults faults;
    private final Thread ioThread = Thread.currentThread();
    private final List<CommandCheck> checks;
    private final @Nullable SessionRecording recording;
    private volatile @Nullable IdleTimer idle;
    private volatile @Nullable LoginTimer loginTimer;
    private volatile @Nullable Future<?> delayed;
    private volatile boolean ended;
    private volatile boolean leaving;
    private volatile @Nullable String claimedName;
    private volatile @Nullable Account account;
    private volatile @Nullable RunningTransfer running;
    private int failedLogins;

    private ControlSession(
            IoSession io,
            ServerSettings settings,
            Executor threads,
            Consumer<CommandLine> runner,
            SessionRecorder recorder,
            FaultPlan plan) {
        this.recorder = recorder;
        faults = new SessionFaults(plan, this);
        checks = settings.checks();
        transcript = recorder.beginTranscript(id);
        recording = settings.recording() == null ? null : settings.recording().begin();
        var limits = settings.limits();
        remote = (InetSocketAddress) io.getRemoteAddress();
        local = (InetSocketAddress) io.getLocalAddress();
        data = new DataConnectionFactory(
                local.getAddress(),
                remote.getAddress(),
                settings.network(),
                limits.dataTimeout(),
                threads,
                new DataObserver(transcript, recorder.capture(), recording));
        presence = ClientPresence.of(io);
        var replies = ReplyFilter.of(io);
        queue = new CommandQueue(
                this,
                io,
                new CommandCodec.Decoder(limits.commandLength()),
                () -> replies.backlog(io),
                threads,
                runner,
                new Turn(System::nanoTime));
        cancellation = new Cancellation(queue::isAborting);
    }

    /**
     * Creates the session of a new connection and attaches it.
     *
     * @param threads runs the commands that may block
     * @param runner runs a command to its end and never throws
     */
    static ControlSession attach(
            IoSession io,
            ServerSettings settings,
            Executor threads,
            Consumer<CommandLine> runner,
            SessionRecorder recorder,
            FaultPlan plan) {
        var control = new ControlSession(io, settings, threads, runner, recorder, plan);
        io.setAttribute(KEY, control);
        return control;
    }

    public static @Nullable ControlSession find(IoSession io) {
        return (ControlSession) io.getAttribute(KEY);
    }

    public static ControlSession of(IoSession io) {
        return (ControlSession) io.getAttribute(KEY);
    }

    /** Sets the timer that ends the session without a login; logging in ends the timer. */
    void loginTimer(LoginTimer timer) {
        loginTimer = timer;
    }

    /** Stops the time for logging in, while the client waits for the server; logging in or {@link #resumeLogin} ends this. */
    public void suspendLogin() {
        var timer = loginTimer;
        if (timer != null) {
            timer.hold();
        }
    }

    public void resumeLogin() {
        var timer = loginTimer;
        if (timer != null) {
            timer.release();
        }
    }

    /** Marks a session that has been refused or given way, and no longer takes up a place. */
    void leave() {
        leaving = true;
    }

    boolean isLeaving() {
        return leaving;
    }

    /** Ends this session in favour of another one, unless the client has logged in meanwhile. {@return whether it ends} */
    boolean giveWay() {
        var timer = loginTimer;
        boolean ends = timer != null
                && timer.endConnection("Too many connections, and this one has not logged in; try again later.");
        if (ends) {
            leave();
        }
        return ends;
    }

    private void endLoginTimer() {
        var timer = loginTimer;
        if (timer != null) {
            timer.end();
        }
    }

    /** Sets the timer that ends the session when it is idle. */
    void idle(IdleTimer timer) {
        idle = timer;
    }

    @Override
    public boolean received(CommandLine line) {
        recorder.received(transcript, who, line.getRequestLine());
        boolean isIgnored = faults.isActive() && isIgnored(line.withSubcommand());
        if (recording != null && (isIgnored || isRecordedAtOnce(line))) {
            recording.command(line.getRequestLine());
        }
        return !isIgnored;
    }

    private boolean isIgnored(CommandLine line) {
        return faults.ignores(line.getCommand(), Objects.requireNonNullElse(line.getArgument(), ""));
    }

    /** Records a command that is about to run: clients may send several at once, but replies follow their commands. */
    void begins(FtpRequest command) {
        if (recording != null && !isRecordedAtOnce(command)) {
            recording.command(command.getRequestLine());
        }
    }

    /** {@return whether a command is recorded when it comes, as the transfer that it aborts ends then} */
    private static boolean isRecordedAtOnce(FtpRequest command) {
        return command.getCommand().equals("ABOR");
    }

    @Override
    public boolean mayWait(CommandLine line) {
        return faults.isActive() || (!checks.isEmpty() && isChecked(line));
    }

    private boolean isChecked(CommandLine line) {
        var verb = CommandNames.current(line.getCommand());
        return checks.stream().anyMatch(check -> check.verb().equals(verb));
    }

    /** {@return what goes wrong in this session on purpose} */
    public SessionFaults faults() {
        return faults;
    }

    @Override
    public Transcript said() {
        return recorder.transcripts().of(id);
    }

    @Override
    public void injected(String text) {
        recorder.injected(transcript, client(), text);
    }

    @Override
    public void dropData() {
        TransferFaults.reset(data);
    }

    @Override
    public boolean mayWait() {
        return Thread.currentThread() != ioThread;
    }

    @Override
    public void suspendTimers() {
        suspendLogin();
    }

    @Override
    public void resumeTimers() {
        resumeLogin();
    }

    /** Records a reply that is about to be sent. */
    void replied(String reply) {
        recorder.replied(transcript, who, reply);
        if (recording != null) {
            recording.reply(reply);
        }
    }

    /** {@return the record of what is said in this session} */
    SessionTranscript transcript() {
        return transcript;
    }

    @Override
    public void commandBegins() {
        cancellation.begin();
    }

    @Override
    public void commandDone() {
        var timer = idle;
        if (timer != null) {
            timer.touch();
        }
    }

    @Override
    public void inputClosed() {
        faults.end();
        cancellation.endInput();
        data.dispose();
    }

    /** Sets what the running command does later; it is cancelled if the session ends before. */
    void delay(Future<?> task) {
        delayed = task;
        if (ended) {
            task.cancel(false);
        }
    }

    /** Releases the session's resources when the connection is closed. */
    void end() {
        ended = true;
        inputClosed();
        cancellation.end();
        presence.end();
        var task = delayed;
        if (task != null) {
            task.cancel(false);
        }
        if (recording != null) {
            recording.close();
        }
        endLoginTimer();
        var timer = idle;
        if (timer != null) {
            timer.end();
        }
    }

    @Override
    public void abort() {
        faults.abort();
        cancellation.giveUp();
        data.abort();
    }

    public InetSocketAddress remote() {
        return remote;
    }

    public InetSocketAddress local() {
        return local;
    }

    public Instant since() {
        return since;
    }

    /** {@return the client, as events and the log name it} */
    @Override
    public ServerEvent.Client client() {
        var user = account;
        return ServerEvent.Client.of(id, remote, user == null ? "" : user.name());
    }

    /** {@return the running transfer, or null} */
    public @Nullable RunningTransfer running() {
        return running;
    }

    public void running(RunningTransfer transfer) {
        running = transfer;
    }

    /** Ends the running transfer. {@return it, or null if there was none} */
    public @Nullable RunningTransfer takeRunning() {
        var ended = running;
        running = null;
        return ended;
    }

    public DataConnectionFactory data() {
        return data;
    }

    /** {@return the cancellation of the running command} */
    public Cancellation cancellation() {
        return cancellation;
    }

    /** {@return the commands that run and wait} */
    public CommandQueue queue() {
        return queue;
    }

    @Override
    public boolean isLoggedIn() {
        return account != null;
    }

    public @Nullable Account account() {
        return account;
    }

    public @Nullable String claimedName() {
        return claimedName;
    }

    public void claim(String name) {
        logOut();
        claimedName = name;
    }

    public void login(Account account) {
        this.account = account;
        this.claimedName = null;
        endLoginTimer();
    }

    /** Logs out (RFC 959, REIN). */
    public void forget() {
        logOut();
        claimedName = null;
    }

    private void logOut() {
        var timer = loginTimer;
        if (account != null && timer != null) {
            timer.restart();
        }
        account = null;
    }

    public int countFailedLogin() {
        return ++failedLogins;
    }

    /** {@return the connection as in log lines: {@code 127.0.0.1:50412-[test]}} */
    @Override
    public String toString() {
        return client().toString();
    }
}
