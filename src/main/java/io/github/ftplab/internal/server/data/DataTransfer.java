package io.github.ftplab.internal.server.data;

import io.github.ftplab.internal.protocol.LineSink;
import io.github.ftplab.internal.server.file.FileFailures;
import io.github.ftplab.internal.server.file.StorageFullException;
import io.github.ftplab.internal.server.tls.ServerTls;
import io.github.ftplab.internal.server.user.Account;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.function.LongSupplier;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Runs transfers over data connections, from the preliminary reply to the final one (RFC 959, section 5.4). */
public final class DataTransfer {

    private static final int BUFFER_BYTES = 256 * 1024;
    private static final ThreadLocal<ByteBuffer> BUFFER =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(BUFFER_BYTES));

    private final StallMonitor monitor;

    public DataTransfer(StallMonitor monitor) {
        this.monitor = monitor;
    }

    /** Moves the bytes of one transfer. */
    @FunctionalInterface
    public interface Mover {
        /** Moves all bytes and reports each chunk to {@code progress}, by which stalls are detected. */
        void move(DataChannel channel, StallMonitor.Progress progress) throws IOException;

        /**
         * Completes the transfer before its success is acknowledged; called after all was moved and the data connection
         * closed in an orderly way.
         */
        default void complete() throws IOException {}

        /**
         * Releases the file before the final reply, whatever that is: a client that has read the reply may use the file
         * at once, also in another session.
         */
        default void release() {}
    }

    /** {@return this thread's direct buffer, cleared} */
    public static ByteBuffer buffer() {
        return BUFFER.get().clear();
    }

    /** {@return the number of running transfers of all sessions} */
    public int running() {
        return monitor.running();
    }

    /**
     * Opens the prepared data connection for data that are no file of the server.
     *
     * @param moved tells how many bytes have gone through it
     */
    public static DataChannel open(DataConnectionFactory data, boolean upload, LongSupplier moved) throws IOException {
        var channel = data.open(upload);
        long began = System.nanoTime();
        data.observer.transferring(upload, moved, () -> System.nanoTime() - began);
        return channel;
    }

    /** Sends lines, which end in CR LF whatever the TYPE. */
    public void sendLines(TransferContext x, LineSink.Source source) {
        run(x, "Opening ASCII mode data connection for a listing.", (channel, progress) -> {
            var lines = new LineWriter(channel, progress);
            source.writeTo(lines);
            lines.flush();
        });
    }

    /**
     * Opens the data connection, moves the bytes, closes it and sends the replies.
     *
     * @return whether the transfer completed
     */
    public boolean run(TransferContext x, String opening, Mover mover) {
        var data = x.data();
        if (!data.isPrepared()) {
            mover.release();
            x.reply(425, "Use EPSV, PASV, EPRT or PORT first.");
            return false;
        }
        // USER and REIN may log out during the transfer, which continues.
        var account = x.account();
        monitor.begin();
        x.whenAnswered(monitor::answered);
        x.beginTransfer(opening);
        try {
            return move(x, account, mover);
        } catch (RuntimeException | Error e) {
            // The command's reply follows; without this the client would wait for the end of the data.
            data.abort();
            mover.release();
            throw e;
        } finally {
            x.endTransfer();
        }
    }

    private boolean move(TransferContext x, Account account, Mover mover) {
        try (var progress = monitor.watch(x::abort)) {
            var channel = open(x, account, mover, progress);
            if (channel == null) {
                return false;
            }
            try {
                return move(x, channel, mover, progress);
            } finally {
                channel.release();
            }
        }
    }

    private @Nullable DataChannel open(
            TransferContext x, Account account, Mover mover, StallMonitor.Progress progress) {
        var data = x.data();
        try {
            if (x.faults().isActive()) {
                TransferFaults.beforeData(x, progress);
            }
            if (x.isAborting()) {
                throw new IOException("aborted");
            }
            var open = data.open(x.isUpload());
            data.observer.transferring(x.isUpload(), progress::bytes, progress::movingNanos);
            var channel = new RateLimitedChannel(data.observer.recorded(open), account, data::pause, monitor.piece());
            var level = x.deflateLevel();
            var whole = level.isPresent() ? new DeflateChannel(channel, level.getAsInt()) : channel;
            return x.faults().isActive() ? TransferFaults.duringData(x, whole, progress) : whole;
        } catch (InjectedEnd e) {
            TransferFaults.endUnopened(x);
            mover.release();
            x.injectReply(e.reply(), e.isGoodbye());
        } catch (ServerTls.OtherClient e) {
            data.abort();
            fail(x, mover, 522, "Can't open the data connection: " + e.getMessage() + ".");
        } catch (IOException e) {
            data.close();
            fail(x, mover, 425, "Can't open the data connection: " + FileFailures.reason(e) + ".");
        }
        return null;
    }

    private static boolean move(TransferContext x, DataChannel channel, Mover mover, StallMonitor.Progress progress) {
        var data = x.data();
        try {
            mover.move(channel, progress);
            channel.finish();
            if (!data.close()) {
                throw new IOException("the transfer was aborted");
            }
            complete(mover);
        } catch (InjectedEnd e) {
            return end(x, channel, mover, e);
        } catch (LocalFailure e) {
            data.abort();
            return fail(x, mover, code(e.failure()), "Transfer aborted: " + FileFailures.reason(e.failure()) + ".");
        } catch (FileSystemException e) {
            data.abort();
            return fail(x, mover, 451, "Transfer aborted: " + FileFailures.reason(e) + ".");
        } catch (SSLException | ZipException e) {
            data.abort();
            return fail(x, mover, 426, "Transfer aborted: " + FileFailures.reason(e) + ".");
        } catch (IOException e) {
            data.abort();
            return fail(x, mover, 426, "Transfer aborted: the data connection was closed.");
        }
        mover.release();
        x.reply(226, "Transfer complete.");
        return true;
    }

    /** Ends a transfer on purpose, in an orderly way. {@return whether it passes for complete} */
    private static boolean end(TransferContext x, DataChannel channel, Mover mover, InjectedEnd end) {
        if (end.isCut()) {
            try {
                channel.finish();
            } catch (IOException e) {
                // The client has gone, and will not read the reply either.
            }
        }
        x.data().close();
        mover.release();
        if (end.isCut()) {
            x.reply(226, "Transfer complete.");
        } else {
            x.injectReply(end.reply(), end.isGoodbye());
        }
        return end.isCut();
    }

    private static int code(IOException failure) {
        return failure instanceof StorageFullException ? 552 : 451;
    }

    private static void complete(Mover mover) throws LocalFailure {
        try {
            mover.complete();
        } catch (IOException e) {
            throw new LocalFailure(e);
        }
    }

    /** Replies with the reason; after ABOR with 426, which ABOR's own 226 follows (RFC 959, section 4.1.3). */
    private static boolean fail(TransferContext x, Mover mover, int code, String text) {
        mover.release();
        if (x.isAborted()) {
            x.reply(426, "Transfer aborted via ABOR.");
        } else {
            x.reply(code, text);
        }
        return false;
    }

    /** A failure of the file system, not of the connection. */
    public static final class LocalFailure extends IOException {

        private static final long serialVersionUID = 1L;

        private final IOException failure;

        public LocalFailure(IOException failure) {
            super(failure);
            this.failure = failure;
        }

        IOException failure() {
            return failure;
        }
    }

    /** Sends lines, buffered. */
    private static final class LineWriter implements LineSink {

        private final DataChannel channel;
        private final StallMonitor.Progress progress;
        private final ByteBuffer buffer = buffer();

        private LineWriter(DataChannel channel, StallMonitor.Progress progress) {
            this.channel = channel;
            this.progress = progress;
        }

        @Override
        public void write(String line) throws IOException {
            var bytes = line.getBytes(StandardCharsets.UTF_8);
            if (buffer.remaining() < bytes.length + 2) {
                flush();
            }
            buffer.put(bytes).put((byte) '\r').put((byte) '\n');
        }

        private void flush() throws IOException {
            buffer.flip();
            while (buffer.hasRemaining()) {
                progress.moved(channel.write(buffer));
            }
            buffer.clear();
        }
    }
}
