package io.github.ftplab.internal.server.command;

import io.github.ftplab.Permission;
import io.github.ftplab.internal.protocol.FtpPath;
import io.github.ftplab.internal.server.control.ControlSession;
import io.github.ftplab.internal.server.control.Replies;
import io.github.ftplab.internal.server.data.DataConnectionFactory;
import io.github.ftplab.internal.server.data.TransferContext;
import io.github.ftplab.internal.server.file.HomePath;
import io.github.ftplab.internal.server.log.SessionRecorder;
import io.github.ftplab.internal.server.user.Account;
import io.github.ftplab.internal.server.user.MissingPermissionException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.ftpserver.ftplet.DataType;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

/** One command of one client, and the way to answer it. */
public final class CommandContext implements TransferContext {

    private static final Set<String> UPLOADS = Set.of("STOR", "APPE", "STOU");

    private final FtpIoSession session;
    private final FtpRequest request;
    private final CommandSpec spec;
    private final ControlSession control;
    private final CommandState state;
    private final SessionRecorder recorder;
    private final List<FtpReply> held = new ArrayList<>(1);
    private int lastCode;
    private boolean disconnect;
    private volatile boolean ended;
    private Runnable whenAnswered = () -> {};

    CommandContext(FtpIoSession session, FtpRequest request, CommandSpec spec, SessionRecorder recorder) {
        this.session = session;
        this.request = request;
        this.spec = spec;
        this.control = ControlSession.of(session);
        this.state = CommandState.of(session);
        this.recorder = recorder;
    }

    FtpIoSession session() {
        return session;
    }

    public FtpRequest request() {
        return request;
    }

    public ControlSession control() {
        return control;
    }

    /** {@return what earlier commands of the session have set} */
    CommandState state() {
        return state;
    }

    /** Goes back to the state of a new connection (RFC 959, REIN). */
    void forget() {
        control.forget();
        state.reset();
    }

    SessionRecorder recorder() {
        return recorder;
    }

    /** {@return the argument, or an empty text} */
    String argument() {
        return Objects.requireNonNullElse(request.getArgument(), "");
    }

    /** {@return the user; only for commands that need a login} */
    @Override
    public Account account() {
        return Objects.requireNonNull(control.account(), "the command table lets nobody here without a login");
    }

    /** Ends the session of a user who was removed meanwhile; the connection stays. */
    boolean logOutIfRemoved() {
        var account = control.account();
        if (account == null || !account.isRemoved()) {
            return false;
        }
        record("USER '" + account.name() + "' was removed: logged out.");
        recorder.loggedOut(control.client());
        forget();
        return true;
    }

    /** {@return what a reply or a log line is about: the argument, else the command} */
    String subject() {
        return request.hasArgument() ? argument() : request.getCommand();
    }

    /** {@return the code of the last reply to this command; 0 before the first} */
    int lastCode() {
        return lastCode;
    }

    boolean isAscii() {
        return session.getDataType() == DataType.ASCII;
    }

    /** {@return the absolute virtual path that an argument means} */
    String virtual(String argument) {
        return FtpPath.resolve(state.workingDirectory(), argument);
    }

    /** {@return the place that an argument means, links followed; the user has the command's letter there} */
    HomePath follow(String argument) throws IOException {
        return follow(argument, letter());
    }

    HomePath follow(String argument, Permission letter) throws IOException {
        return find(argument, letter, account().home()::follow);
    }

    /**
     * {@return the place that an argument means, a link at its end not followed; the user has the command's letter
     * there}
     */
    HomePath entry(String argument) throws IOException {
        return entry(argument, letter());
    }

    HomePath entry(String argument, Permission letter) throws IOException {
        return find(argument, letter, account().home()::entry);
    }

    private Permission letter() {
        return Objects.requireNonNull(spec.permission(), "a command that uses files needs a letter");
    }

    /**
     * The one way from an argument to a file: no letter, no place. What the user may not see is not told to be missing.
     */
    private HomePath find(String argument, Permission letter, Finder finder) throws IOException {
        var virtual = virtual(argument);
        try {
            var place = finder.find(virtual);
            demand(letter, spec.name(), place);
            return place;
        } catch (NoSuchFileException e) {
            demandAnywhere(letter);
            throw e;
        }
    }

    /** A way to find a place. */
    @FunctionalInterface
    private interface Finder {
        HomePath find(String virtual) throws IOException;
    }

    /**
     * Refuses unless the user has a letter at a place.
     *
     * @param what the command, as the refusal names it
     */
    void demand(Permission letter, String what, HomePath place) throws IOException {
        var grants = account().grants();
        if (!grants.at(place).contains(letter)) {
            throw new MissingPermissionException(letter, what, account(), grants.at(place));
        }
    }

    /** Refuses a user who has the letter nowhere. */
    void demandAnywhere(Permission letter) throws MissingPermissionException {
        if (!account().grants().anywhere(letter)) {
            throw new MissingPermissionException(
                    letter, spec.name(), account(), account().permissions());
        }
    }

    /**
     * Answers. A last reply (200 or more) waits until what was done is recorded, so that who has it finds the record.
     */
    @Override
    public void reply(int code, String text) {
        send(Replies.of(code, text));
    }

    void reply(int code, String first, List<String> lines, String last) {
        send(Replies.of(code, first, lines, last));
    }

    private void send(FtpReply reply) {
        lastCode = reply.getCode();
        if (reply.getCode() < FtpReply.REPLY_200_COMMAND_OKAY || ended) {
            session.write(reply);
        } else {
            held.add(reply);
        }
    }

    /** Answers at once: for what has to be said before something else is done. */
    void replyNow(int code, String text) {
        lastCode = code;
        session.write(Replies.of(code, text));
    }

    /** Ends the connection when all replies are out. */
    public void disconnect() {
        disconnect = true;
        control.queue().quit();
        if (ended) {
            session.closeOnFlush();
        }
    }

    @Override
    public void whenAnswered(Runnable action) {
        whenAnswered = action;
    }

    /** Sends what waits. A reply that comes later, such as the one to a wrong password, goes out at once. */
    void end() {
        ended = true;
        held.forEach(session::write);
        whenAnswered.run();
        if (disconnect) {
            session.closeOnFlush();
        }
    }

    @Override
    public DataConnectionFactory data() {
        return control.data();
    }

    @Override
    public boolean isUpload() {
        return UPLOADS.contains(request.getCommand());
    }

    @Override
    public OptionalInt deflateLevel() {
        return state.deflateLevel();
    }

    @Override
    public void beginTransfer(String opening) {
        control.queue().beginTransfer(() -> reply(150, opening));
    }

    @Override
    public boolean isAborting() {
        return control.queue().isAborting();
    }

    @Override
    public boolean isAborted() {
        return control.queue().isAborted();
    }

    @Override
    public void abort() {
        control.abort();
    }

    @Override
    public void endTransfer() {
        if (control.queue().endTransfer()) {
            disconnect();
        }
    }

    /** Records something this client did. */
    void record(String text) {
        recorder.log().info(control + " " + text);
    }
}
