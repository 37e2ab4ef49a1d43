package io.github.ftplab.client;

import io.github.ftplab.FtpException;
import io.github.ftplab.Reply;
import io.github.ftplab.Transcript;
import io.github.ftplab.Transfer;
import io.github.ftplab.TransferProgress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One session with a server, from its greeting to its end, and again after that. Calls from several threads take turns,
 * so that each gets the reply to its own command; {@link #close()} does not wait for its turn and ends the call that is
 * under way.
 */
public final class Session {

    private final ReentrantLock turn = new ReentrantLock(true);
    private final Recorder recorder = new Recorder();
    private final Explain explain;
    private final Connector connector;
    private volatile Wire wire;
    private volatile @Nullable End end;
    private volatile @Nullable Login login;
    private volatile @Nullable String stream;
    private volatile Consumer<TransferProgress> progress;
    private String firstFolder = "";
    private boolean factsAsked;
    private Features features = Features.NONE;
    private final List<String> wayFromLogin = new ArrayList<>();

    private Session(String host, int port, Settings settings) {
        explain = new Explain(host, port);
        progress = settings.progress();
        connector = new Connector(host, port, settings, explain, recorder);
        wire = connector.connect();
    }

    /** How a session ended, as in "was closed by quit()"; and whether that was wanted. */
    private record End(String how, boolean wanted) {}

    /** Who is logged in; kept for {@link #reconnect()}, and written nowhere. */
    private record Login(String name, Command giveName, Command givePassword) {}

    /** What is done in a turn. */
    interface Op<T> {

        T on(Wire wire) throws IOException;
    }

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
    public static Session connect(String host, int port, Settings settings) {
        return new Session(host, port, settings);
    }

    /**
     * Logs in, and learns what the server can do.
     *
     * @param name the user's name
     * @param password the password; in no message, whatever happens
     * @throws FtpException.Refused if the server does not let the user in
     */
    public void login(String name, String password) {
        var asked = new Login(name, Command.onPath("USER", name), Command.of("PASS", password));
        perform(Attempt.to("log in as " + name), on -> login(on, asked));
    }

    private Reply login(Wire on, Login asked) throws IOException {
        login = null;
        factsAsked = false;
        wayFromLogin.clear();
        var reply = on.expect(asked.giveName());
        if (reply.code() == 331) {
            reply = on.expect(asked.givePassword());
        }
        if (!reply.isPositive()) {
            throw new RefusedException("PASS", reply);
        }
        features = Features.of(on.exchange(Command.of("FEAT")));
        if (features.has("UTF8")) {
            on.exchange(Command.of("OPTS", "UTF8 ON"));
        }
        on.expect(Command.of("TYPE", "I"));
        login = asked;
        if (!firstFolder.isEmpty()) {
            on.expect(Command.onPath("CWD", firstFolder));
        }
        return reply;
    }

    /**
     * Says where each login begins.
     *
     * @param folder the folder to go to, or an empty string for where the server puts the user
     */
    public void beginIn(String folder) {
        firstFolder = folder;
    }

    /** Connects again, whatever became of the session; logs in and goes to the folder as before. */
    public void reconnect() {
        var attempt = Attempt.to("reconnect to " + explain.where());
        turn.lock();
        try {
            if (end == null) {
                wire.sayGoodbye();
            }
            wire.closeHard();
            end = new End("was closed by reconnect(), which failed", false);
            wire = connector.connect();
            end = null;
            stream = null;
            var before = login;
            var way = List.copyOf(wayFromLogin);
            if (before != null) {
                perform(attempt, on -> login(on, before));
            }
            way.forEach(this::changeFolder);
        } finally {
            turn.unlock();
        }
    }

    /**
     * Goes to another folder.
     *
     * @param path the folder
     * @return the server's answer
     */
    public Reply changeFolder(String path) {
        var command = Command.onPath("CWD", path);
        return perform(Attempt.on("change to", path), on -> {
            var reply = on.expect(command);
            if (path.startsWith("/")) {
                wayFromLogin.clear();
            }
            wayFromLogin.add(path);
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
    public Reply command(Attempt attempt, Command... commands) {
        return perform(attempt, on -> {
            Reply reply = on.expect(commands[0]);
            for (int i = 1; i < commands.length; i++) {
                reply = on.expect(commands[i]);
            }
            return reply;
        });
    }

    /** Takes a turn: what {@code op} does is not mixed with what other threads do. */
    <T> T perform(Attempt attempt, Op<T> op) {
        try {
            turn.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw explain.notBegun(attempt, e);
        }
        try {
            requireOpen(attempt);
            requireIdle(attempt);
            return op.on(wire);
        } catch (IOException e) {
            throw failed(attempt, e);
        } finally {
            loseIf(wire.broken());
            turn.unlock();
        }
    }

    /** Begins a transfer that goes on after this call; until it ends the session does nothing else. */
    OpenStream open(Attempt attempt, Command command, Transfer.Direction direction) {
        return perform(attempt, on -> {
            var meter = meter(direction, command.argument().orElse(""));
            var exchange = new DataExchange(on, settings(), command, 0, meter);
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
    Meter meter(Transfer.Direction direction, String remote) {
        var throttle = direction == Transfer.Direction.DOWNLOAD
                ? settings().download()
                : settings().upload();
        return new Meter(direction, remote, throttle, progress);
    }

    /** Ends such a transfer. */
    void endStream(Attempt attempt, Op<?> op) {
        turn.lock();
        try {
            stream = null;
            op.on(wire);
        } catch (IOException e) {
            throw failed(attempt, e);
        } finally {
            loseIf(wire.broken());
            turn.unlock();
        }
    }

    private void requireIdle(Attempt attempt) {
        var open = stream;
        if (open != null) {
            throw new IllegalStateException(explain.streaming(attempt, open));
        }
        if (turn.getHoldCount() > 1 && wire.isMoving()) {
            throw new IllegalStateException(explain.busy(attempt));
        }
    }

    private FtpException failed(Attempt attempt, IOException e) {
        var ended = end;
        if (ended != null) {
            return explain.broken(attempt, ended.how(), e);
        }
        boolean stillInStep =
                e instanceof RefusedException || e instanceof DataException || e instanceof LocalException;
        var failure = explain.failure(attempt, e, wire.lastReplyIfAny(), user());
        if (!stillInStep) {
            loseIf(e);
        }
        return failure;
    }

    private void loseIf(@Nullable IOException reason) {
        if (reason != null && end == null) {
            end = new End("was lost earlier (" + Text.reason(reason) + ")", false);
            wire.closeHard();
        }
    }

    private void requireOpen(Attempt attempt) {
        var ended = end;
        if (ended != null && ended.wanted()) {
            throw new IllegalStateException(explain.over(attempt, ended.how()));
        }
        if (ended != null) {
            throw new FtpException.Connection(explain.over(attempt, ended.how()), null);
        }
    }

    /**
     * Says goodbye and closes the session.
     *
     * @return the server's goodbye, {@code 221}
     */
    public Reply quit() {
        return perform(Attempt.to("quit"), on -> {
            var goodbye = on.exchange(Command.of("QUIT"));
            end = new End("was closed by quit()", true);
            on.closeHard();
            return goodbye;
        });
    }

    /** Closes the session, politely if nothing is under way and the server answers at once. Never throws. */
    public void close() {
        if (end != null) {
            return;
        }
        boolean idle = turn.tryLock();
        try {
            if (end == null && idle && stream == null) {
                wire.sayGoodbye();
            }
        } finally {
            if (end == null) {
                end = new End("was closed by close()", true);
            }
            wire.closeHard();
            if (idle) {
                turn.unlock();
            }
        }
    }

    /** Ends the transfer that another thread has under way, if there is one, and leaves the session usable. */
    public void abort() {
        wire.abortTransfer();
    }

    /** {@return what went over the wire so far, also after the end} */
    public Transcript transcript() {
        return recorder.transcript();
    }

    /** {@return what the session is encrypted by, if it is} */
    public Optional<String> encryption() {
        return wire.protocol();
    }

    Settings settings() {
        return connector.settings();
    }

    /** {@return what the server said at login that it can do; nothing before that} */
    Features features() {
        return features;
    }

    /** Asks for all facts in listings that the server can tell; once. */
    void askForFacts(Wire on) throws IOException {
        if (!factsAsked) {
            factsAsked = true;
            var options = MachineFormat.options(features.named().getOrDefault("MLST", ""));
            if (options.isPresent()) {
                on.exchange(Command.of("OPTS", options.get()));
            }
        }
    }

    /** {@return what the server says that it can do, by name; asked for now if nobody is logged in} */
    public Map<String, String> namedFeatures() {
        if (login == null) {
            var reply = command(Attempt.to("ask for the features"), Command.of("FEAT"));
            return Features.of(reply).named();
        }
        return features.named();
    }

    private Optional<String> user() {
        return Optional.ofNullable(login).map(Login::name);
    }

    /** {@return one line: who is logged in where, and whether the session is over} */
    @Override
    public String toString() {
        var who = user().map(name -> name + "@").orElse("") + explain.where();
        if (end != null) {
            return who + " (closed)";
        }
        var how = wire.protocol().map(protocol -> " over " + protocol).orElse("");
        return who + how + (user().isEmpty() ? " (not logged in)" : "");
    }
}
