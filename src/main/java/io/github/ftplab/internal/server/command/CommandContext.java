package io.github.ftplab.internal.server.command;

import io.github.ftplab.Permission;
import io.github.ftplab.Reply;
import io.github.ftplab.internal.fault.SessionPoint.Stage;
import io.github.ftplab.internal.protocol.FtpPath;
import io.github.ftplab.internal.server.control.ControlSession;
import io.github.ftplab.internal.server.control.FaultyReplies;
import io.github.ftplab.internal.server.control.Replies;
import io.github.ftplab.internal.server.data.DataConnectionFactory;
import io.github.ftplab.internal.server.data.TransferContext;
import io.github.ftplab.internal.server.fault.SessionFaults;
import io.github.ftplab.internal.server.file.HomePath;
import io.github.ftplab.internal.server.log.SessionRecorder;
import io.github.ftplab.internal.server.manners.AnyCase;
import io.github.ftplab.internal.server.manners.ServerManners;
import io.github.ftplab.internal.server.user.Account;
import io.github.ftplab.internal.server.user.MissingPermissionException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.ftpserver.ftplet.DataType;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;
import org.jspecify.annotations.Nullable;

/** One command of one client: its session, argument, user and replies. */
public final class CommandContext implements TransferContext {

    private static final Set<String> UPLOADS = Set.of("STOR", "APPE", "STOU");

    private final FtpIoSession session;
    private final FtpRequest request;
    private final CommandSpec spec;
    private final ControlSession control;
    private final CommandState state;
    private final SessionRecorder recorder;
    private final @Nullable ServerManners manners;
    private final @Nullable ImitatedCommand imitated;
    private final List<FtpReply> held = new ArrayList<>(1);
    private long restartOffset;
    private @Nullable String renameFrom;
    private boolean removed;
    private int lastCode;
    private boolean disconnect;
    private boolean answeredEarly;
    private @Nullable String otherAddress;
    private volatile boolean ended;
    private @Nullable Runnable whenAnswered;
    private @Nullable Consumer<Runnable> delay;

    CommandContext(
            FtpIoSession session,
            FtpRequest request,
            CommandSpec spec,
            SessionRecorder recorder,
            @Nullable ServerManners manners) {
        this.session = session;
        this.request = request;
        this.spec = spec;
        this.control = ControlSession.of(session);
        this.state = CommandState.of(session);
        this.recorder = recorder;
        this.manners = manners;
        imitated = manners == null ? null : new ImitatedCommand(this, manners);
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

    /** {@return the settings made by earlier commands of the session} */
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

    /** {@return the argument, or an empty string} */
    @Override
    public String argument() {
        return Objects.requireNonNullElse(request.getArgument(), "");
    }

    /** {@return the user who is logged in; only for commands that need a login} */
    @Override
    public Account account() {
        return Objects.requireNonNull(control.account(), "CommandDispatcher runs this command only after a login");
    }

    /** Takes the offset of REST and the path of RNFR, which apply to this command only, also if it is refused. */
    void takeWhatIsForOneCommand() {
        restartOffset = state.takeRestartOffset();
        renameFrom = state.takeRenameFrom();
    }

    /** {@return the path of RNFR, or null if the command before was none} */
    @Nullable
    String renameFrom() {
        return renameFrom;
    }

    long restartOffset() {
        return restartOffset;
    }

    /** Logs out a user who has been removed; the connection stays open. */
    void logOutIfRemoved() {
        var account = control.account();
        if (account == null || !account.isRemoved()) {
            return;
        }
        record("USER '" + account.name() + "' was removed: logged out.");
        recorder.loggedOut(control.client());
        forget();
        removed = true;
    }

    /** {@return whether this command has found its user removed} */
    boolean isRemoved() {
        return removed;
    }

    /** {@return the subject of a reply or a log line: the argument, or the command if there is none} */
    String subject() {
        return request.hasArgument() ? argument() : request.getCommand();
    }

    /** {@return the code of this command's last reply; 0 before the first} */
    int lastCode() {
        return lastCode;
    }

    boolean isAscii() {
        return session.getDataType() == DataType.ASCII;
    }

    /** {@return the argument resolved against the working directory} */
    String virtual(String argument) {
        return FtpPath.resolve(state.workingDirectory(), manners == null ? argument : manners.path(argument));
    }

    /** Resolves a path, follows symbolic links and checks the command's permission. */
    HomePath follow(String argument) throws IOException {
        return follow(argument, commandPermission());
    }

    HomePath follow(String argument, Permission permission) throws IOException {
        return resolve(argument, permission, account().home()::follow);
    }

    /** Resolves a path without following a link at its end, and checks the command's permission. */
    HomePath entry(String argument) throws IOException {
        return entry(argument, commandPermission());
    }

    HomePath entry(String argument, Permission permission) throws IOException {
        return resolve(argument, permission, account().home()::entry);
    }

    private Permission commandPermission() {
        return Objects.requireNonNull(
                spec.permission(), "commands that use files have a permission in the command table");
    }

    /**
     * Resolves a path and checks the permission; commands access files in no other way. Without the permission
     * anywhere, a user is not told that a file is missing.
     */
    private HomePath resolve(String argument, Permission permission, Resolver resolver) throws IOException {
        var named = virtual(argument);
        try {
            var virtual = manners != null && manners.ignoresCase()
                    ? AnyCase.spelled(account().home(), named)
                    : named;
            var path = resolver.resolve(virtual);
            demand(permission, spec.name(), path);
            return path;
        } catch (NoSuchFileException e) {
            demandAnywhere(permission);
            throw e;
        }
    }

    @FunctionalInterface
    private interface Resolver {
        HomePath resolve(String virtual) throws IOException;
    }

    /**
     * Checks that the user has a permission at a path.
     *
     * @param what the command, as the reply names it
     * @throws MissingPermissionException if not
     */
    void demand(Permission permission, String what, HomePath path) throws IOException {
        var grants = account().grants();
        if (!grants.at(path).contains(permission)) {
            throw new MissingPermissionException(permission, what, account(), grants.at(path));
        }
    }

    /** Checks that the user has a permission in at least one directory. */
    void demandAnywhere(Permission permission) throws MissingPermissionException {
        if (!account().grants().anywhere(permission)) {
            throw new MissingPermissionException(
                    permission, spec.name(), account(), account().permissions());
        }
    }

    /**
     * Sends a reply. A final one (200 or more) is held until the command has been recorded, so that a client that has
     * received it finds the record.
     */
    @Override
    public void reply(int code, String text) {
        send(Replies.of(code, text));
    }

    void reply(int code, String first, List<String> lines, String last) {
        send(Replies.of(code, first, lines, last));
    }

    /** Sends a final reply that a check has given, as it is, also where another server is imitated. */
    void reply(Reply reply) {
        answer(Replies.of(reply));
    }

    /** Sends the last line of a reply that was sent in parts. */
    void replyEnd(int code, String text) {
        var ours = Replies.of(code, text);
        answer(imitated == null ? ours : imitated.ending(ours));
    }

    private void send(FtpReply ours) {
        answer(imitated == null ? ours : imitated.reply(ours));
    }

    private void answer(FtpReply reply) {
        lastCode = reply.getCode();
        if (reply.getCode() < FtpReply.REPLY_200_COMMAND_OKAY || ended) {
            deliver(reply);
        } else {
            held.add(reply);
        }
    }

    private void deliver(FtpReply reply) {
        if (answeredEarly && reply.getCode() >= FtpReply.REPLY_200_COMMAND_OKAY) {
            return;
        }
        if (control.faults().isActive()) {
            prepare(reply).run();
        } else {
            session.write(reply);
        }
    }

    private Runnable prepare(FtpReply reply) {
        var stage = reply.getCode() < FtpReply.REPLY_200_COMMAND_OKAY ? Stage.PRELIMINARY : Stage.REPLY;
        return FaultyReplies.prepare(session, stage, verb(), argument(), reply);
    }

    /** {@return sends a final reply at once, where it must precede another action} */
    Runnable prepared(int code, String text) {
        lastCode = code;
        var ours = Replies.of(code, text);
        return prepare(imitated == null ? ours : imitated.reply(ours));
    }

    @Override
    public void injectReply(@Nullable String text, boolean goodbye) {
        if (text != null) {
            FaultyReplies.write(session, text);
        }
        if (goodbye) {
            disconnect();
        }
    }

    @Override
    public void replyEarly(int code, String text) {
        answeredEarly = true;
        session.write(Replies.of(code, text));
    }

    /** {@return the command as another server would see it, or null if none is imitated} */
    @Nullable
    ImitatedCommand imitated() {
        return imitated;
    }

    /** Makes an active data connection come from another address of this machine than the client expects. */
    void connectFrom(String address) {
        otherAddress = address;
    }

    /** {@return where active data connections come from} */
    InetAddress connectsFrom() throws UnknownHostException {
        return otherAddress == null ? control.local().getAddress() : InetAddress.getByName(otherAddress);
    }

    @Override
    public SessionFaults faults() {
        return control.faults();
    }

    @Override
    public String verb() {
        return spec.name();
    }

    /** Closes the connection when all replies are sent. */
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

    /**
     * Makes the replies of this command wait, but no thread. The session's next commands wait too.
     *
     * @param scheduler runs an action later, or never if the session ends before
     */
    void delay(Consumer<Runnable> scheduler) {
        delay = scheduler;
    }

    /** Runs the end of this command, now or after the delay. */
    void finish(Runnable end) {
        if (delay == null) {
            end.run();
            return;
        }
        var queue = control.queue();
        queue.hold();
        delay.accept(() -> {
            try {
                end.run();
            } finally {
                queue.release();
            }
        });
    }

    /** Sends the held replies. Later ones are sent at once. */
    void end() {
        ended = true;
        for (var reply : held) {
            deliver(reply);
        }
        if (whenAnswered != null) {
            whenAnswered.run();
        }
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

    /** Writes a line about this client to the log. */
    void record(String text) {
        recorder.log().info(control + " " + text);
    }
}
