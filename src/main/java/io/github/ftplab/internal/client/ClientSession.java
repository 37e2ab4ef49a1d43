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
import io.github.ftplab.internal.client.settings.ProgressListener;
import io.github.ftplab.internal.client.transfer.OpenStream;
import io.github.ftplab.internal.client.transfer.TransferMeter;
import io.github.ftplab.internal.protocol.Text;
import java.io.IOException;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A session with a server, which can be reconnected after its end. Calls from several threads are serialized, so each
 * gets the reply to its own command. {@link #close()} does not wait for a running call, but ends it.
 */
public final class ClientSession implements PooledSession {

    private static final String RECONNECTING = "was closed by reconnect(), which failed";

    private final SessionTurn turn;
    private final TranscriptRecorder recorder = new TranscriptRecorder();
    private final ErrorMessages messages;
    private final Connector connector;
    private final SessionEnd end;
    private final SessionConnection connection;
    private volatile @Nullable OpenStream stream;
    private volatile Consumer<TransferProgress> progress;
    private final LoginState identity = new LoginState();
    private volatile @Nullable Runnable onAbort;
    private final AtomicReference<@Nullable ZoneId> zone = new AtomicReference<>();

    private ClientSession(String host, int port, ClientSettings settings) {
        messages = new ErrorMessages(host, port);
        turn = new SessionTurn(messages, ProgressListener::notices);
        end = new SessionEnd(messages);
        progress = settings.progress();
        connector = new Connector(host, port, settings, messages, recorder);
        connection = new SessionConnection(end, connector.connect(begun -> {}));
    }

    /**
     * Connects to a server.
     *
     * @param host its name or address
     * @param port its port
     * @param settings timeouts and other settings
     * @return a session without a login
     * @throws FtpException.Connection if the connection fails, or no greeting comes in time
     * @throws FtpException.Refused if the server accepts no session now
     * @throws FtpException.Protocol if the server does not speak FTP
     */
    public static ClientSession connect(String host, int port, ClientSettings settings) {
        return new ClientSession(host, port, settings);
    }

    /**
     * Logs in and reads the server's features.
     *
     * @param name the user's name
     * @param password the password, which is in no message
     * @param account sent if the server asks for an account (ACCT)
     * @throws FtpException.Refused if the server refuses the login
     */
    public void login(String name, String password, Optional<String> account) {
        var asked = LoginState.Login.of(name, password, account);
        perform(Operation.to("log in as " + name), on -> identity.login(on, asked));
    }

    /**
     * Sets the directory to change to after each login.
     *
     * @param directory the directory, or an empty string for the server's default
     */
    public void beginIn(String directory) {
        identity.beginIn(directory);
    }

    /** Connects again in any state of the session, logs in, and changes to the same directory as before. */
    public void reopen() {
        reconnect(true);
    }

    /** Does the same after a lost connection, unless another thread has; never if the user closed the session. */
    @Override
    public void reconnect() {
        reconnect(false);
    }

    private void reconnect(boolean always) {
        turn.await();
        try {
            if (always || end.isOver()) {
                connectAgain(Operation.to("reconnect to " + messages.where()), always);
            }
        } finally {
            turn.end();
        }
    }

    private void connectAgain(Operation attempt, boolean alsoIfClosed) {
        boolean usable = end.reopening(attempt, RECONNECTING, alsoIfClosed);
        if (usable && stream == null) {
            control().sayGoodbye();
        }
        control().closeHard();
        var fresh = connector.connect(connection::establishing);
        connection.replace(attempt, fresh, () -> {
            stream = null;
            identity.forgetConnection();
        });
        try {
            reenter(attempt);
        } catch (RuntimeException e) {
            // In another directory, or as nobody, the calls that follow would do harm.
            end.lost(RECONNECTING);
            fresh.closeHard();
            throw end.isClosed() ? end.over(attempt) : e;
        }
    }

    private ControlConnection control() {
        return connection.current();
    }

    /**
     * Changes the current directory.
     *
     * @param path the directory
     * @return the server's reply
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
     * Sends commands one after the other.
     *
     * @param attempt the operation that they belong to
     * @param commands at least one
     * @return the reply to the last one
     * @throws FtpException.Refused if one of them is refused (400 or more); the following ones are not sent
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

    /** Runs {@code op} while no other thread uses the control connection. */
    @Override
    public <T> T perform(Operation attempt, Action<T> op) {
        turn.await(attempt);
        try {
            end.requireOpen(attempt);
            requireIdle(attempt);
            return op.on(control());
        } catch (IOException e) {
            throw failed(attempt, e);
        } finally {
            loseIf(control().broken());
            turn.end();
        }
    }

    /**
     * Runs a repeatable call, and repeats it after a lost connection as the settings allow.
     *
     * @param call takes the number of the attempt, from 0
     */
    @Override
    public <T> T persist(IntFunction<T> call) {
        return RetryPolicy.persist(settings().retry(), end, this::reconnect, call);
    }

    /** Begins a transfer that outlasts this call. Until it ends, other calls on the session fail. */
    @Override
    public OpenStream open(Operation attempt, FtpCommand command, long offset, Transfer.Direction direction) {
        return perform(attempt, on -> {
            var meter = meter(direction, command.argument().orElse(""));
            var opened = OpenStream.begin(this, attempt, new DataExchange(on, command, offset, meter), meter, offset);
            stream = opened;
            return opened;
        });
    }

    /**
     * Sets the progress listener of all further transfers.
     *
     * @param listener called by the thread that transfers the file
     */
    public void onProgress(Consumer<TransferProgress> listener) {
        progress = listener;
    }

    /** {@return a meter for one transfer} */
    @Override
    public TransferMeter meter(Transfer.Direction direction, String remote) {
        var rateLimiter = direction == Transfer.Direction.DOWNLOAD
                ? settings().download()
                : settings().upload();
        return new TransferMeter(direction, remote, rateLimiter, progress);
    }

    /** Ends a transfer that {@link #open} began, which does not concern a connection made since. */
    @Override
    public void endStream(OpenStream opened, Operation attempt, Action<?> op) {
        turn.await();
        boolean current = stream == opened;
        try {
            if (current) {
                stream = null;
            }
            op.on(control());
        } catch (IOException e) {
            throw current ? failed(attempt, e) : messages.broken(attempt, "was closed by reconnect()", e);
        } finally {
            if (current) {
                loseIf(control().broken());
            }
            turn.end();
        }
    }

    private void requireIdle(Operation attempt) {
        var open = stream;
        if (open != null && !open.givesWay()) {
            throw new IllegalStateException(messages.streaming(attempt, open.what()));
        }
        if (turn.isNested() && control().isMoving()) {
            throw new IllegalStateException(messages.busy(attempt));
        }
    }

    private FtpException failed(Operation attempt, IOException e) {
        var ended = end.how();
        if (ended != null) {
            return messages.broken(attempt, ended, e);
        }
        boolean usable = e instanceof RefusedException || e instanceof DataException || e instanceof LocalException;
        var failure = messages.failure(attempt, e, control().lastReplyIfAny(), user());
        if (!usable) {
            loseIf(e);
        }
        return failure;
    }

    private void loseIf(@Nullable IOException reason) {
        if (reason != null && !end.isOver()) {
            end.lost("was lost earlier (" + Text.reason(reason) + ")");
            control().closeHard();
        }
    }

    /** {@return whether and how this session has ended} */
    SessionEnd end() {
        return end;
    }

    /**
     * Sends QUIT and closes the session.
     *
     * @return the server's reply, {@code 221}
     */
    public Reply quit() {
        return perform(Operation.to("quit"), on -> {
            var goodbye = on.endSession();
            end.closed("was closed by quit()");
            on.closeHard();
            return goodbye;
        });
    }

    /** Closes the session, with QUIT if it is idle; a missing reply delays this only briefly. Never throws. */
    @Override
    public void close() {
        boolean free = turn.takeIfFree();
        var action = onAbort; // the transfer of a directory removes it as soon as its connection is closed
        try {
            if (!end.isOver() && free && stream == null && !control().isMoving()) {
                control().sayGoodbye();
            }
        } finally {
            connection.close();
            if (action != null) {
                action.run();
            }
            if (free) {
                turn.end();
            }
        }
    }

    /** Ends the transfer of another thread, if there is one. The session stays usable. */
    @Override
    public void abort() {
        var action = onAbort;
        if (action != null) {
            action.run();
        }
        control().abortTransfer();
    }

    /** Sets what {@link #abort} also does, for the transfer of a directory; null for nothing. */
    @Override
    public void onAbort(@Nullable Runnable action) {
        onAbort = action;
    }

    /** {@return a new session with the same server, user and directory} */
    @Override
    public ClientSession another() {
        return another(place());
    }

    /** {@return another session with the same server, as the user and in the directory of a place} */
    ClientSession another(LoginState.Place place) {
        var other = new ClientSession(connector.host(), connector.port(), settings());
        try {
            other.progress = progress;
            other.identity.begin(place);
            other.reenter(Operation.to("open another session"));
            return other;
        } catch (RuntimeException e) {
            other.close();
            throw e;
        }
    }

    private void reenter(Operation attempt) {
        var place = identity.place();
        if (place.login().isPresent()) {
            perform(attempt, identity::loginAgain);
        }
        place.way().forEach(path -> command(Operation.on("change to", path), FtpCommand.onPath("CWD", path)));
    }

    /** {@return who is logged in, and where that user is} */
    LoginState.Place place() {
        return identity.place();
    }

    /** {@return who is told how far transfers have come} */
    Consumer<TransferProgress> progress() {
        return progress;
    }

    /** {@return whether the session was closed or lost} */
    @Override
    public boolean isOver() {
        return end.isOver();
    }

    /** {@return the server's greeting} */
    public Reply welcome() {
        return control().greeting();
    }

    /** {@return the commands and replies so far, also after the end} */
    public Transcript transcript() {
        return recorder.transcript();
    }

    /** {@return the TLS version, if the session is encrypted} */
    public Optional<String> encryption() {
        return control().protocol();
    }

    @Override
    public ClientSettings settings() {
        return connector.settings();
    }

    /** {@return the features that the server listed at login; empty before} */
    @Override
    public Features features() {
        return identity.features();
    }

    @Override
    public void lacks(String command) {
        identity.lacks(command);
    }

    @Override
    public AtomicReference<@Nullable ZoneId> zone() {
        return zone;
    }

    /** Requests all facts in listings that the server supports, once per connection. */
    @Override
    public void askForFacts(ControlConnection on) throws IOException {
        identity.askForFacts(on);
    }

    /** {@return the server's features by name, requested now if nobody is logged in} */
    public Map<String, String> namedFeatures() {
        if (identity.login().isEmpty()) {
            var reply = command(Operation.to("ask for the features"), FtpCommand.of("FEAT"));
            return Features.of(reply).named();
        }
        return features().named();
    }

    /** {@return the server's name or address} */
    public String host() {
        return connector.host();
    }

    /** {@return the server's port} */
    public int port() {
        return connector.port();
    }

    /** {@return who is logged in, if anybody is} */
    public Optional<String> user() {
        return identity.login().map(LoginState.Login::name);
    }

    /** {@return one line: user, server, and whether the session is closed} */
    @Override
    public String toString() {
        var who = user().map(name -> name + "@").orElse("") + messages.where();
        if (end.isOver()) {
            return who + " (closed)";
        }
        var how = control().protocol().map(protocol -> " over " + protocol).orElse("");
        return who + how + (user().isEmpty() ? " (not logged in)" : "");
    }
}
