package io.github.ftplab.internal.client.data;

import io.github.ftplab.Reply;
import io.github.ftplab.internal.client.control.ControlConnection;
import io.github.ftplab.internal.client.control.FtpCommand;
import io.github.ftplab.internal.client.control.ReplyCodes;
import io.github.ftplab.internal.client.control.ReplyParser;
import io.github.ftplab.internal.client.control.ReplyReader;
import io.github.ftplab.internal.client.failure.DataException;
import io.github.ftplab.internal.client.failure.LocalException;
import io.github.ftplab.internal.client.failure.RefusedException;
import io.github.ftplab.internal.client.settings.ClientSettings;
import io.github.ftplab.internal.client.tls.TlsSession;
import io.github.ftplab.internal.protocol.Text;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A command that transfers data, from its data connection to its final reply. Call exactly one of {@link #finish()} and
 * {@link #abandon} at the end. Afterwards no reply is outstanding, or the session is marked as lost.
 *
 * <p>The control connection is read while the data connection stalls: a refusal ends the transfer at once.
 */
public final class DataExchange {

    private static final Set<String> DOWNWARD = Set.of("RETR", "LIST", "NLST", "MLSD");

    /** How long each reply may take after an interrupt; three of them take less than a second. */
    private static final Duration INTERRUPTED_LIMIT = Duration.ofMillis(300);

    private final ControlConnection control;
    private final ClientSettings settings;
    private final FtpCommand command;
    private final long offset;
    private final DataConnection connection;
    private final TransferReplies replies;
    private final KeepAlive keepAlive;
    private Optional<String> doubt = Optional.empty();
    private boolean sentUnasked;

    /**
     * Sends the command and opens its data connection.
     *
     * @throws RefusedException if a command was refused; no reply is outstanding then
     * @throws DataException if the connection failed; no reply is outstanding then
     */
    public DataExchange(ControlConnection control, FtpCommand command, long offset, ByteCounter counter)
            throws IOException {
        this.control = control;
        this.settings = control.settings();
        this.command = command;
        this.offset = offset;
        this.connection = open(control, command, offset, counter);
        this.replies = new TransferReplies(control);
        this.keepAlive = new KeepAlive(replies::sendNoop);
        begin();
        keepAlive.start(settings.keepAlive());
    }

    private static DataConnection open(ControlConnection control, FtpCommand command, long offset, ByteCounter counter)
            throws IOException {
        var socket = control.openData(command, offset);
        control.recorder().opened(socket, control.settings().mode()); // an active one; a passive one is already
        var connection = new DataConnection(
                socket,
                control.buffer(),
                control.settings().dataTimeout(),
                counter,
                control.settings().mode(),
                control.recorder());
        control.opened(connection);
        return connection;
    }

    /** Waits for the first reply, and for the TLS handshake. */
    private void begin() throws IOException {
        try {
            if (!control.isOpeningOutstanding()) {
                replies.take(control.lastReply());
            }
            var security = control.dataSecurity();
            boolean early = security != null && isHandshakeFirst();
            if (security != null && early) {
                encryptEarly(security);
            }
            boolean replyFirst = isReplyFirst();
            if (replyFirst) {
                requireStarted(replies.opening(settings.replyTimeout()));
            }
            replies.allowListening(true);
            if (replyFirst || isDownward()) {
                connection.whenQuiet(() -> replies.listen(this::replied));
            } else {
                sentUnasked = true;
                replies.listen(this::replied);
            }
            if (security != null && !early) {
                encrypt(security);
            }
        } catch (RefusedException e) {
            connection.closeHard();
            throw e;
        } catch (DataException e) {
            throw abandon(e);
        } catch (IOException e) {
            connection.closeHard();
            throw e;
        }
    }

    /** {@return whether to start TLS before the first reply, as some servers send that only after the handshake} */
    private boolean isHandshakeFirst() throws IOException {
        return control.isOpeningOutstanding()
                && (control.habits().handshakeFirst() || !control.isReplyWithin(ReplyReader.SLICE));
    }

    /**
     * {@return whether the first reply is there, or is all that may come} Some servers send data without one, and some
     * read data without one: they are sent after a while, as a refusal ends that too.
     */
    private boolean isReplyFirst() throws IOException {
        var patience = patience();
        long until = System.nanoTime() + patience.toNanos();
        while (!replies.isOpeningWithin(ReplyReader.SLICE)) {
            if (isDownward() && connection.hasData()) {
                return false;
            }
            if (Thread.currentThread().isInterrupted()) {
                return true;
            }
            if (System.nanoTime() - until >= 0) {
                if (!isDownward()) {
                    return false;
                }
                throw new SocketTimeoutException("no answer within " + Text.duration(patience));
            }
        }
        return true;
    }

    /** {@return how long to wait for the first reply} */
    private Duration patience() {
        var whole = settings.replyTimeout();
        if (isDownward()) {
            return whole;
        }
        var most = control.habits().dataFirst() ? Duration.ZERO : ClientSettings.LATE_LIMIT;
        return most.compareTo(whole) < 0 ? most : whole;
    }

    /** Ends the wait for a data connection when the final reply is there, or the session is lost. */
    private void replied() {
        if (replies.isRefused() || replies.isSessionLost()) {
            connection.closeHard();
        } else {
            connection.expectNoMore();
        }
    }

    private void encryptEarly(TlsSession security) throws IOException {
        replies.allowListening(true);
        replies.listen(this::replied);
        try {
            encrypt(security);
            control.habits().foundHandshakeFirst();
        } catch (DataException e) {
            if (!replies.isRefused()) {
                throw e;
            }
            // the first reply is the reason
        }
    }

    private void encrypt(TlsSession security) throws IOException {
        try {
            connection.encrypt(security);
        } catch (DataException e) {
            if (!isEndedEmpty(e)) {
                throw e;
            }
            // Data that are not encrypted are not read, whatever comes.
            doubt = Optional.of("the data connection was closed before TLS began");
            connection.expectNothing();
        }
    }

    /** {@return whether the server did not begin TLS, as it has nothing to send, and confirmed that} */
    private boolean isEndedEmpty(DataException e) throws IOException {
        boolean cutOff = e.stage() == DataException.Stage.ENCRYPTING && isCutOff(e);
        boolean leftOpen = e.stage() == DataException.Stage.STALLED
                && replies.closingIfAny().isPresent();
        boolean confirmed = isDownward()
                && (leftOpen || (cutOff && replies.isClosingWithin(ClientSettings.NOTICE_LIMIT)))
                && replies.closing(settings.replyTimeout()).isPositive();
        if (confirmed) {
            requireNothingLeft(e);
        }
        return confirmed;
    }

    /**
     * {@return whether there was nothing to send, where the server confirmed that before it sent anything} It may have
     * left the connection open. If it has reset it, only the size tells that nothing was lost.
     */
    private boolean isEmpty(DataException how) throws IOException {
        doubt = Optional.of("no data came, and the server did not end the data connection");
        return requireNothingLeft(how) || how.stage() == DataException.Stage.STALLED;
    }

    /** Throws if a file does not end before the offset; {@return whether its size is known} */
    private boolean requireNothingLeft(DataException how) throws IOException {
        keepAlive.stop();
        settle();
        if (!command.verb().equals("RETR")) {
            return false;
        }
        var path = command.argument().orElseThrow();
        var size = ReplyParser.size(control.exchange(FtpCommand.of("SIZE", path)));
        if (size.isPresent() && size.getAsLong() > offset) {
            var missing = "0 bytes of " + Text.bytes(size.getAsLong() - offset) + " arrived";
            throw new DataException(DataException.Stage.SHORT, missing, how);
        }
        return size.isPresent();
    }

    private static boolean isCutOff(Throwable e) {
        var cause = e.getCause();
        return cause != null && (cause instanceof EOFException || cause instanceof SocketException || isCutOff(cause));
    }

    private boolean isDownward() {
        return DOWNWARD.contains(command.verb());
    }

    private void requireStarted(Reply first) throws IOException {
        boolean done = isDownward() && first.isPositive();
        if (done) {
            // Some servers send no preliminary reply, often for an empty file.
            connection.expectLittle(this::isEmpty);
        } else if (first.code() >= 200) {
            throw control.refused(command, offset);
        }
    }

    /** Transfers data over an open data connection. */
    @FunctionalInterface
    public interface Move<T> {

        T with(DataConnection connection) throws IOException;
    }

    /**
     * Runs a command that transfers a file's data, from an offset in the file on the server, including its final reply.
     *
     * @throws RefusedException if the server refused it at the beginning or at the end
     * @throws DataException if the data connection failed
     * @throws LocalException if the local source or target failed
     */
    public static <T> T run(
            ControlConnection control, FtpCommand command, long offset, ByteCounter counter, Move<T> move)
            throws IOException {
        return new DataExchange(control, command, offset, counter).run(move);
    }

    public DataConnection connection() {
        return connection;
    }

    /**
     * Ends a complete transfer.
     *
     * @throws RefusedException if the server reports a failure
     */
    public Reply finish() throws IOException {
        keepAlive.stop();
        if (connection.endOutput()) {
            // Some servers never end TLS on their side, and some read until the connection is closed.
            replies.isClosingWithin(ClientSettings.GOODBYE_LIMIT);
        }
        connection.finish();
        var closing = replies.closing(settings.replyTimeout());
        settle();
        if (!closing.isPositive()) {
            throw new RefusedException(command.verb(), closing);
        }
        if (sentUnasked) {
            control.habits().foundDataFirst();
        }
        return closing;
    }

    /** A transfer that is complete is not failed by replies to NOOP. */
    private void settle() {
        try {
            replies.settle();
        } catch (IOException e) {
            control.isBrokenBy(e);
        }
    }

    /** Transfers the data and ends the transfer. */
    public <T> T run(Move<T> move) throws IOException {
        T result;
        try {
            result = move.with(connection);
        } catch (IOException e) {
            throw abandon(e);
        } catch (RuntimeException | Error e) {
            abandon(new IOException(e));
            throw e;
        }
        finish();
        return result;
    }

    /** {@return whether the transfer belongs to this control connection, not to one before it} */
    public boolean isOver(ControlConnection connectionNow) {
        return control == connectionNow;
    }

    /** {@return the first reply of a transfer that is complete} */
    public Reply opening() {
        return replies.openingIfAny().orElseThrow(() -> new IllegalStateException("no reply has come"));
    }

    /** {@return the final reply} */
    public Reply closing() {
        return replies.closingIfAny().orElseThrow(() -> new IllegalStateException("not finished"));
    }

    /** {@return why there may have been data, although none came and the final reply is positive} */
    public Optional<String> doubt() {
        return doubt;
    }

    /** Ends a failed transfer; {@return the exception to throw} */
    public IOException abandon(IOException failure) {
        connection.closeHard();
        boolean interrupted = Thread.interrupted();
        boolean lostFirst = replies.isSessionLost();
        try {
            keepAlive.stop();
            var reply = finalReplyOfBrokenTransfer(interrupted);
            settle();
            boolean serverKnowsMore = failure instanceof DataException e
                    && (e.stage() == DataException.Stage.MOVING || e.stage() == DataException.Stage.ENCRYPTING);
            if (serverKnowsMore && reply.isPresent() && reply.get().code() >= 400) {
                var refused = new RefusedException(control.verb(), reply.get());
                refused.initCause(failure);
                return refused;
            }
        } catch (IOException e) {
            control.isBrokenBy(e);
            if (lostFirst) {
                return e;
            }
            failure.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return failure;
    }

    /** {@return the transfer's final reply, if the server sends one} */
    private Optional<Reply> finalReplyOfBrokenTransfer(boolean interrupted) throws IOException {
        var limit = interrupted ? INTERRUPTED_LIMIT : ClientSettings.ABANDON_LIMIT;
        if (replies.isClosingWithin(interrupted ? INTERRUPTED_LIMIT : ClientSettings.NOTICE_LIMIT)) {
            return Optional.of(replies.closing(limit));
        }
        if (replies.isOpenedAgain()) {
            replies.skip(limit);
            return Optional.empty();
        }
        // How many replies come after ABOR, for the transfer and for ABOR itself, differs between servers.
        control.sendAside("ABOR");
        var reply = replies.closing(limit);
        replies.skip(limit);
        return Optional.of(reply).filter(closing -> !ReplyCodes.isUnsupported(closing));
    }
}
