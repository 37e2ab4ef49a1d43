package io.github.ftplab.internal.client;

import io.github.ftplab.FtpException;
import io.github.ftplab.Reply;
import io.github.ftplab.Transcript;
import io.github.ftplab.Transfer;
import io.github.ftplab.TransferProgress;
import io.github.ftplab.internal.client.control.ControlConnection;
import io.github.ftplab.internal.client.control.Features;
import io.github.ftplab.internal.client.control.FtpCommand;
import io.github.ftplab.internal.client.control.TranscriptRecorder;
import io.github.ftplab.internal.client.data.DataExchange;
import io.github.ftplab.internal.client.directory.PooledSession;
import io.github.ftplab.internal.client.failure.DataException;
import io.github.ftplab.internal.client.failure.ErrorMessages;
import io.github.ftplab.internal.client.failure.LocalException;
import io.github.ftplab.internal.client.failure.Operation;
import io.github.ftplab.internal.client.failure.RefusedException;
import io.github.ftplab.internal.client.listing.LoginState;
import io.github.ftplab.internal.client.settings.ClientSettings;
import io.github.ftplab.internal.client.transfer.OpenStream;
import io.github.ftplab.internal.client.transfer.TransferMeter;
import io.github.ftplab.internal.protocol.Text;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One session with a server, from its greeting to its end, and again after that. Calls from several threads take turns,
 * so that each gets the reply to its own command; {@link #close()} does not wait for its turn and ends the call that is
 * under way.
 */
public final class ClientSession implements PooledSession {

    private final ReentrantLock turn = new ReentrantLock(true);
    private final TranscriptRecorder recorder = new TranscriptRecorder();
    private final ErrorMessages messages;
    private final Connector connector;
    private volatile ControlConnection control;
    private volatile @Nullable End end;
    private volatile @Nullable String stream;
    private volatile Consumer<TransferProgress> progress;
    private final LoginState identity = new LoginState();
    private volatile @Nullable Runnable onAbort;

    private ClientSession(String host, int port, ClientSettings settings) {
        messages = new ErrorMessages(host, port);
        progress = settings.progress();
        connector = new Connector(host, port, settings, messages, recorder);
        control = connector.connect();
    }

    /** How a session ended, as in "was closed by quit()"; and whether that was wanted. */
    private record End(String how, boolean wanted) {}

    /**
     * Connects to a server.
     *
     * @param host its name or address
     * @param port its port
     * @param settings the limits
     * @return a session in which nobody is logged in
     * @throws FtpException.Connection if there is no connection, or no greeting in time
     * @throws FtpException.Refused if the server wants nobody now
     * @throws FtpException.Protocol if what listens there does not speak FTP
     */
    public static ClientSession connect(String host, int port, ClientSettings settings) {
        return new ClientSession(host, port, settings);
    }

    /**
     * Logs in, and learns what the server can do.
     *
     * @param name the user's name
     * @param password the password; in no message, whatever happens
     * @param account what a server may ask for besides
     * @throws FtpException.Refused if the server does not let the user in
     */
    public void login(String name, String password, Optional<String> account) {
        var asked = LoginState.Login.of(name, password, account);
        perform(Operation.to("log in as " + name), on -> identity.login(on, asked));
    }

    /**
     * Says where each login begins.
     *
     * @param directory the directory to go to, or an empty string for where the server puts the user
     */
    public void beginIn(String directory) {
        identity.beginIn(directory);
    }

    /** Connects again, whatever became of the session; logs in and goes to the directory as before. */
    @Override
    public void reconnect() {
        var attempt = Operation.to("reconnect to " + messages.where());
        turn.lock();
        try {
            if (end == null) {
                control.sayGoodbye();
            }
            control.closeHard();
            end = new End("was closed by reconnect(), which failed", false);
            control = connector.connect();
            end = null;
            stream = null;
            reenter(attempt);
        } finally {
            turn.unlock();
        }
    }

    /**
     * Goes to another directory.
     *
     * @param path the directory
     * @return the server's answer
     */
    public Reply changeDirectory(String path) {
        var command = FtpCommand.onPath("CWD", path);
        return perform(Operation.on("change to", path), on -> {
            var reply = on.expect(command);
            identity.went(path);
            return reply;
        });
    }

    /**
     * Sends commands, one after the other, each of which must be accepted.
     *
     * @param attempt what they are for
     * @param commands one at least
     * @return the reply to the last one
     * @throws FtpException.Refused if one of them was answered by a code of 400 or more; those after it are not sent
     */
    @Override
    public Reply command(Operation attempt, FtpCommand... commands) {
        return perform(attempt, on -> {
            Reply reply = on.expect(commands[0]);
            for (int i = 1; i < commands.length; i++) {
                reply = on.expect(commands[i]);
            }
            return reply;
        });
    }

    /** Takes a turn: what {@code op} does is not mixed with what other threads do. */
    @Override
    public <T> T perform(Operation attempt, Action<T> op) {
        try {
            turn.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw messages.notBegun(attempt, e);
        }
        try {
            requireOpen(attempt);
            requireIdle(attempt);
            return op.on(control);
        } catch (IOException e) {
            throw failed(attempt, e);
        } finally {
            loseIf(control.broken());
            turn.unlock();
        }
    }

    /**
     * Does what can safely be done again, and does it again if the line broke and the settings allow that.
     *
     * @param call is given the number of the attempt, from 0
     */
    @Override
    public <T> T persist(IntFunction<T> call) {
        var retry = settings().retry();
        for (int attempt = 0; ; attempt++) {
            try {
                var ended = end;
                if (attempt > 0 && ended != null && !ended.wanted()) {
                    reconnect();
                }
                return call.apply(attempt);
            } catch (FtpException e) {
                var ended = end;
                if (attempt >= retry.times() || !RetryPolicy.mayPass(e, attempt) || (ended != null && ended.wanted())) {
                    throw e;
                }
                RetryPolicy.await(retry, attempt + 1);
            }
        }
    }

    /** Begins a transfer that goes on after this call; until it ends the session does nothing else. */
    @Override
    public OpenStream open(Operation attempt, FtpCommand command, Transfer.Direction direction) {
        return perform(attempt, on -> {
            var meter = meter(direction, command.argument().orElse(""));
            var exchange = new DataExchange(on, command, 0, meter);
            meter.begin(0);
            stream = attempt.what();
            return new OpenStream(this, attempt, exchange, meter);
        });
    }

    /**
     * Says who is told how far transfers have come, from the next one on.
     *
     * @param listener is called by the thread that moves the file
     */
    public void onProgress(Consumer<TransferProgress> listener) {
        progress = listener;
    }

    /** {@return what measures one transfer of a file} */
    @Override
    public TransferMeter meter(Transfer.Direction direction, String remote) {
        var rateLimiter = direction == Transfer.Direction.DOWNLOAD
                ? settings().download()
                : settings().upload();
        return new TransferMeter(direction, remote, rateLimiter, progress);
    }

    /** Ends such a transfer. */
    @Override
    public void endStream(Operation attempt, Action<?> op) {
        turn.lock();
        try {
            stream = null;
            op.on(control);
        } catch (IOException e) {
            throw failed(attempt, e);
        } finally {
            loseIf(control.broken());
            turn.unlock();
        }
    }

    private void requireIdle(Operation attempt) {
        var open = stream;
        if (open != null) {
            throw new IllegalStateException(messages.streaming(attempt, open));
        }
        if (turn.getHoldCount() > 1 && control.isMoving()) {
            throw new IllegalStateException(messages.busy(attempt));
        }
    }

    private FtpException failed(Operation attempt, IOException e) {
        var ended = end;
        if (ended != null) {
            return messages.broken(attempt, ended.how(), e);
        }
        boolean stillInStep =
                e instanceof RefusedException || e instanceof DataException || e instanceof LocalException;
        var failure = messages.failure(attempt, e, control.lastReplyIfAny(), user());
        if (!stillInStep) {
            loseIf(e);
        }
        return failure;
    }

    private void loseIf(@Nullable IOException reason) {
        if (reason != null && end == null) {
            end = new End("was lost earlier (" + Text.reason(reason) + ")", false);
            control.closeHard();
        }
    }

    private void requireOpen(Operation attempt) {
        var ended = end;
        if (ended != null && ended.wanted()) {
            throw new IllegalStateException(messages.over(attempt, ended.how()));
        }
        if (ended != null) {
            throw new FtpException.Connection(messages.over(attempt, ended.how()), null);
        }
    }

    /**
     * Says goodbye and closes the session.
     *
     * @return the server's goodbye, {@code 221}
     */
    public Reply quit() {
        return perform(Operation.to("quit"), on -> {
            var goodbye = on.exchange(FtpCommand.of("QUIT"));
            end = new End("was closed by quit()", true);
            on.closeHard();
            return goodbye;
        });
    }

    /** Closes the session, politely if nothing is under way and the server answers at once. Never throws. */
    @Override
    public void close() {
        if (end != null) {
            return;
        }
        boolean idle = turn.tryLock();
        try {
            if (end == null && idle && stream == null) {
                control.sayGoodbye();
            }
        } finally {
            if (end == null) {
                end = new End("was closed by close()", true);
            }
            control.closeHard();
            if (idle) {
                turn.unlock();
            }
        }
    }

    /** Ends the transfer that another thread has under way, if there is one, and leaves the session usable. */
    @Override
    public void abort() {
        var more = onAbort;
        if (more != null) {
            more.run();
        }
        control.abortTransfer();
    }

    /** Says what is to end besides a transfer of this session: that of a directory; or null. */
    @Override
    public void onAbort(@Nullable Runnable more) {
        onAbort = more;
    }

    /** {@return another session, in the same directory of the same server, as the same user} */
    @Override
    public ClientSession another() {
        var other = new ClientSession(connector.host(), connector.port(), settings());
        try {
            other.progress = progress;
            identity.copyTo(other.identity);
            other.reenter(Operation.to("open another session"));
            return other;
        } catch (RuntimeException e) {
            other.close();
            throw e;
        }
    }

    private void reenter(Operation attempt) {
        var before = identity.login();
        var way = identity.way();
        if (before.isPresent()) {
            perform(attempt, on -> identity.login(on, before.get()));
        }
        way.forEach(this::changeDirectory);
    }

    /** {@return whether it was closed or lost} */
    @Override
    public boolean isOver() {
        return end != null;
    }

    /** {@return what the server said first} */
    public Reply welcome() {
        return control.greeting();
    }

    /** {@return what went over the wire so far, also after the end} */
    public Transcript transcript() {
        return recorder.transcript();
    }

    /** {@return what the session is encrypted by, if it is} */
    public Optional<String> encryption() {
        return control.protocol();
    }

    @Override
    public ClientSettings settings() {
        return connector.settings();
    }

    /** {@return what the server said at login that it can do; nothing before that} */
    @Override
    public Features features() {
        return identity.features();
    }

    /** Asks for all facts in listings that the server can tell; once. */
    @Override
    public void askForFacts(ControlConnection on) throws IOException {
        identity.askForFacts(on);
    }

    /** {@return what the server says that it can do, by name; asked for now if nobody is logged in} */
    public Map<String, String> namedFeatures() {
        if (identity.login().isEmpty()) {
            var reply = command(Operation.to("ask for the features"), FtpCommand.of("FEAT"));
            return Features.of(reply).named();
        }
        return features().named();
    }

    private Optional<String> user() {
        return identity.login().map(LoginState.Login::name);
    }

    /** {@return one line: who is logged in where, and whether the session is over} */
    @Override
    public String toString() {
        var who = user().map(name -> name + "@").orElse("") + messages.where();
        if (end != null) {
            return who + " (closed)";
        }
        var how = control.protocol().map(protocol -> " over " + protocol).orElse("");
        return who + how + (user().isEmpty() ? " (not logged in)" : "");
    }
}
