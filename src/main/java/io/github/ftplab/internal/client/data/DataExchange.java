package io.github.ftplab.internal.client.data;

import io.github.ftplab.Reply;
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
 * A command that transfers data, from its data connection to its final reply. Call exactly one of {@link #finish()} and
 * {@link #abandon} at the end. Afterwards no reply is outstanding, or the session is marked as lost.
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
     * @throws RefusedException if a command was refused; no reply is outstanding then
     * @throws DataException if the connection failed; no reply is outstanding then
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
        connection.finish();
        closing = control.accepted(finalReply(keepAlive.stop(), settings.replyTimeout()));
        return closing;
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

    /** {@return the preliminary reply} */
    public Reply opening() {
        return opening;
    }

    /** {@return the final reply} */
    public Reply closing() {
        return Objects.requireNonNull(closing, "not finished");
    }

    /** Ends a failed transfer; {@return the exception to throw} */
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
            // The server has not noticed the closed connection. After ABOR it sends two replies: for the transfer and
            // for ABOR.
            control.sendAside("ABOR");
            var reply = finalReply(noops, ClientSettings.ABANDON_LIMIT);
            control.nextReply(ClientSettings.ABANDON_LIMIT);
            return reply;
        }
    }

    /** Reads the replies to NOOP, each 200, which come before or after the transfer's reply. */
    private Reply finalReply(int noops, Duration limit) throws IOException {
        var reply = control.nextReply(limit);
        for (int i = 0; i < noops; i++) {
            var next = control.nextReply(limit);
            reply = reply.code() == FINE ? next : reply;
        }
        return reply;
    }
}
