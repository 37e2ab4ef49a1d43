package io.github.ftplab.internal.client.data;

import io.github.ftplab.Reply;
import io.github.ftplab.Transcript;
import io.github.ftplab.internal.client.control.ControlConnection;
import io.github.ftplab.internal.client.control.FtpCommand;
import io.github.ftplab.internal.client.failure.DataException;
import io.github.ftplab.internal.client.failure.LocalException;
import io.github.ftplab.internal.client.failure.RefusedException;
import io.github.ftplab.internal.client.settings.ClientSettings;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One command that moves data, from its opening to its final reply. Exactly one of {@link #finish()} and
 * {@link #abandon} ends it; either leaves replies in step, or says that the session can't be used any more.
 */
public final class DataExchange {

    private static final int FINE = 200;

    private final ControlConnection control;
    private final ClientSettings settings;
    private final DataConnection connection;
    private final KeepAlive keepAlive;
    private final Reply opening;
    private @Nullable Reply closing;

    /**
     * Sends the command and opens its data connection.
     *
     * @throws RefusedException if a command on the way was refused: nothing is pending then
     * @throws DataException if the connection could not be made: nothing is pending then
     */
    public DataExchange(ControlConnection control, FtpCommand command, long offset, ByteCounter counter)
            throws IOException {
        this.control = control;
        this.settings = control.settings();
        this.connection = open(control, command, offset, counter);
        this.opening = control.lastReply();
        this.keepAlive = KeepAlive.start(settings.keepAlive(), () -> control.sendAside("NOOP"));
        try {
            var security = control.dataSecurity();
            if (security != null) {
                connection.encrypt(security);
            }
        } catch (IOException e) {
            throw abandon(e);
        }
    }

    private static DataConnection open(ControlConnection control, FtpCommand command, long offset, ByteCounter counter)
            throws IOException {
        var socket = control.openData(command, offset);
        var mode = control.settings().active().isPresent() ? Transcript.Mode.ACTIVE : Transcript.Mode.PASSIVE;
        var connection = new DataConnection(
                socket, control.buffer(), control.settings().dataTimeout(), counter, mode, control.recorder());
        control.opened(connection);
        return connection;
    }

    /** What is done with an open data connection. */
    @FunctionalInterface
    public interface Move<T> {

        T with(DataConnection connection) throws IOException;
    }

    /**
     * Runs a command that moves a file's data, from an offset in it on the server: from the command to its final reply.
     *
     * @throws RefusedException if the server refused it at the beginning or at the end
     * @throws DataException if the data connection failed
     * @throws LocalException if the other side of the move failed
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
     * Ends a transfer in which all was moved.
     *
     * @throws RefusedException if the server says that it failed all the same
     */
    public Reply finish() throws IOException {
        connection.finish();
        closing = control.accepted(finalReply(keepAlive.stop(), settings.replyTimeout()));
        return closing;
    }

    /** Does all of it. */
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

    /** {@return the reply at the beginning} */
    public Reply opening() {
        return opening;
    }

    /** {@return the reply at the end} */
    public Reply closing() {
        return Objects.requireNonNull(closing, "not finished");
    }

    /** Ends a transfer that failed on the way; {@return what to throw} */
    public IOException abandon(IOException failure) {
        connection.closeHard();
        boolean interrupted = Thread.interrupted();
        try {
            var reply = finalReplyOfBrokenTransfer(keepAlive.stop());
            boolean serverKnowsMore = failure instanceof DataException e
                    && (e.stage() == DataException.Stage.MOVING || e.stage() == DataException.Stage.ENCRYPTING);
            if (serverKnowsMore && reply.code() >= 400) {
                var refused = new RefusedException(control.verb(), reply);
                refused.initCause(failure);
                return refused;
            }
        } catch (IOException e) {
            control.isBrokenBy(e);
            failure.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return failure;
    }

    private Reply finalReplyOfBrokenTransfer(int noops) throws IOException {
        try {
            return finalReply(noops, ClientSettings.NOTICE_LIMIT);
        } catch (SocketTimeoutException e) {
            // It has not noticed. What is told to stop answers twice: for the transfer, and for the ABOR.
            control.sendAside("ABOR");
            var reply = finalReply(noops, ClientSettings.ABANDON_LIMIT);
            control.nextReply(ClientSettings.ABANDON_LIMIT);
            return reply;
        }
    }

    /** The answers to NOOP come before or after that to the transfer, and are 200 each. */
    private Reply finalReply(int noops, Duration limit) throws IOException {
        var reply = control.nextReply(limit);
        for (int i = 0; i < noops; i++) {
            var next = control.nextReply(limit);
            reply = reply.code() == FINE ? next : reply;
        }
        return reply;
    }
}
