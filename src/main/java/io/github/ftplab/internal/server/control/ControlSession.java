package io.github.ftplab.internal.server.control;

import io.github.ftplab.ServerEvent;
import io.github.ftplab.internal.protocol.Cancellation;
import io.github.ftplab.internal.server.data.DataConnectionFactory;
import io.github.ftplab.internal.server.data.RunningTransfer;
import io.github.ftplab.internal.server.settings.ServerSettings;
import io.github.ftplab.internal.server.user.Account;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import org.jspecify.annotations.Nullable;

/** What one control connection has told so far. Changed by one thread at a time, but for {@link #abort()}. */
public final class ControlSession implements CommandQueue.Owner {

    private static final AttributeKey KEY = new AttributeKey(ControlSession.class, "session");

    private static final AtomicLong COUNT = new AtomicLong();

    private final long id = COUNT.incrementAndGet();
    private final Instant since = Instant.now();
    private final InetSocketAddress remote;
    private final InetSocketAddress local;
    private final DataConnectionFactory data;
    private final CommandQueue queue;
    private final Cancellation cancellation;
    private volatile @Nullable IdleTimer idle;
    private volatile Future<?> loginDeadline = CompletableFuture.completedFuture(null);
    private volatile @Nullable String claimedName;
    private volatile @Nullable Account account;
    private volatile @Nullable RunningTransfer running;
    private int failedLogins;

    private ControlSession(IoSession io, ServerSettings settings, Executor threads, Consumer<CommandLine> runner) {
        var limits = settings.limits();
        remote = (InetSocketAddress) io.getRemoteAddress();
        local = (InetSocketAddress) io.getLocalAddress();
        data = new DataConnectionFactory(
                local.getAddress(), remote.getAddress(), settings.network(), limits.dataTimeout());
        var replies = ReplyFilter.of(io);
        queue = new CommandQueue(
                this, io, new CommandCodec.Decoder(limits.commandLength()), () -> replies.untaken(io), threads, runner);
        cancellation = new Cancellation(queue::isAborting);
    }

    /**
     * Makes the state of a new connection and attaches it.
     *
     * @param threads where commands run that may take a while
     * @param runner runs a command to its end, and throws nothing
     */
    static ControlSession attach(
            IoSession io, ServerSettings settings, Executor threads, Consumer<CommandLine> runner) {
        var control = new ControlSession(io, settings, threads, runner);
        io.setAttribute(KEY, control);
        return control;
    }

    static @Nullable ControlSession find(IoSession io) {
        return (ControlSession) io.getAttribute(KEY);
    }

    public static ControlSession of(IoSession io) {
        return (ControlSession) io.getAttribute(KEY);
    }

    /** Keeps what ends this connection if nobody logs in. */
    void loginDeadline(Future<?> deadline) {
        loginDeadline = deadline;
    }

    /** Keeps what ends this session if it says nothing. */
    void idle(IdleTimer timer) {
        idle = timer;
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

    /** Lets go of everything, as the connection is closed. */
    void end() {
        cancellation.end();
        data.dispose();
        loginDeadline.cancel(false);
        var timer = idle;
        if (timer != null) {
            timer.end();
        }
    }

    @Override
    public void abort() {
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

    /** {@return who this is, for others} */
    public ServerEvent.Client client() {
        var user = account;
        return new ServerEvent.Client(id, remote, user == null ? "" : user.name());
    }

    /** {@return the transfer that is under way, if one is} */
    public @Nullable RunningTransfer running() {
        return running;
    }

    public void running(RunningTransfer transfer) {
        running = transfer;
    }

    /** {@return the transfer that was under way, and is over} */
    public @Nullable RunningTransfer takeRunning() {
        var over = running;
        running = null;
        return over;
    }

    public DataConnectionFactory data() {
        return data;
    }

    /** {@return what ends the command that runs} */
    public Cancellation cancellation() {
        return cancellation;
    }

    /** {@return the commands that wait, which of them runs, and what may overtake it} */
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
        account = null;
        claimedName = name;
    }

    public void login(Account account) {
        this.account = account;
        this.claimedName = null;
        loginDeadline.cancel(false);
    }

    /** Goes back to the state of a new connection (RFC 959, REIN), as far as it is about who it is. */
    public void forget() {
        account = null;
        claimedName = null;
    }

    public int countFailedLogin() {
        return ++failedLogins;
    }

    /** {@return how log lines name this connection: {@code 127.0.0.1:50412-[test]}} */
    @Override
    public String toString() {
        return client().toString();
    }
}
