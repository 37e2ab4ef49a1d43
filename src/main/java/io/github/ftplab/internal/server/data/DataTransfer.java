package io.github.ftplab.internal.server.data;

import io.github.ftplab.internal.protocol.LineSink;
import io.github.ftplab.internal.server.file.FileFailures;
import io.github.ftplab.internal.server.tls.ServerTls;
import io.github.ftplab.internal.server.user.Account;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One transfer over a data connection, from the preliminary reply to the last (RFC 959, section 5.4). */
public final class DataTransfer {

    private static final int BUFFER_BYTES = 256 * 1024;
    private static final ThreadLocal<ByteBuffer> BUFFER =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(BUFFER_BYTES));

    private final StallMonitor monitor;

    public DataTransfer(StallMonitor monitor) {
        this.monitor = monitor;
    }

    /** Moves the bytes of one transfer. */
    public @FunctionalInterface interface Mover {
        /** Reports what it has moved so far to {@code progress}, so that a transfer that stands still is noticed. */
        void move(DataChannel link, StallMonitor.Progress progress) throws IOException;

        /** All was moved, and the data connection closed in good order: what is left to do before that is said. */
        default void complete() throws IOException {}
    }

    /** {@return this thread's buffer, cleared; direct, as channels copy others into one} */
    public static ByteBuffer buffer() {
        return BUFFER.get().clear();
    }

    /** {@return how many transfers run, of all sessions} */
    public int running() {
        return monitor.running();
    }

    /** Sends lines, ended by CR LF whatever the type. */
    public void sendLines(TransferContext x, LineSink.Source source) {
        run(x, "Opening ASCII mode data connection for a listing.", (link, progress) -> {
            var lines = new LineWriter(link, progress);
            source.writeTo(lines);
            lines.flush();
        });
    }

    /**
     * Opens the data connection, moves, closes, and answers each step.
     *
     * @return whether all was moved
     */
    public boolean run(TransferContext x, String opening, Mover mover) {
        var data = x.data();
        if (!data.isPrepared()) {
            x.reply(425, "Use EPSV, PASV, EPRT or PORT first.");
            return false;
        }
        // Whoever logs out as soon as the transfer has begun (USER, REIN) does not end it.
        var account = x.account();
        monitor.begin();
        x.whenAnswered(monitor::answered);
        x.beginTransfer(opening);
        try {
            return move(x, account, mover);
        } finally {
            x.endTransfer();
        }
    }

    private boolean move(TransferContext x, Account account, Mover mover) {
        try (var progress = monitor.watch(x::abort)) {
            var link = open(x, account);
            return link != null && move(x, link, mover, progress);
        }
    }

    private static @Nullable DataChannel open(TransferContext x, Account account) {
        var data = x.data();
        try {
            if (x.isAborting()) {
                throw new IOException("aborted");
            }
            var open = data.open(x.isUpload());
            var link = new RateLimitedChannel(open, account, data);
            var level = x.deflateLevel();
            return level.isPresent() ? new DeflateChannel(link, level.getAsInt()) : link;
        } catch (ServerTls.NotResumed e) {
            data.abort();
            fail(x, 522, "Can't open the data connection: " + e.getMessage() + ".");
        } catch (IOException e) {
            data.close();
            fail(x, 425, "Can't open the data connection: " + FileFailures.reason(e) + ".");
        }
        return null;
    }

    private static boolean move(TransferContext x, DataChannel link, Mover mover, StallMonitor.Progress progress) {
        var data = x.data();
        try {
            mover.move(link, progress);
            link.finish();
            if (!data.close()) {
                throw new IOException("the transfer was given up meanwhile");
            }
            complete(mover);
        } catch (LocalFailure e) {
            data.abort();
            return fail(x, 451, "Transfer aborted: " + FileFailures.reason(e.failure()) + ".");
        } catch (FileSystemException e) {
            data.abort();
            return fail(x, 451, "Transfer aborted: " + FileFailures.reason(e) + ".");
        } catch (SSLException e) {
            data.abort();
            return fail(x, 426, "Transfer aborted: " + FileFailures.reason(e) + ".");
        } catch (IOException e) {
            data.abort();
            return fail(x, 426, "Transfer aborted: the data connection was closed.");
        }
        x.reply(226, "Transfer complete.");
        return true;
    }

    private static void complete(Mover mover) throws LocalFailure {
        try {
            mover.complete();
        } catch (IOException e) {
            throw new LocalFailure(e);
        }
    }

    /** Answers why, unless the client wanted it so: then RFC 959 has 426 here, and ABOR's own 226 follows. */
    private static boolean fail(TransferContext x, int code, String text) {
        if (x.isAborted()) {
            x.reply(426, "Transfer aborted via ABOR.");
        } else {
            x.reply(code, text);
        }
        return false;
    }

    /** The file system failed, not the connection. */
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

    /** Sends text line by line, in as few writes as the buffer allows. */
    private static final class LineWriter implements LineSink {

        private final DataChannel link;
        private final StallMonitor.Progress progress;
        private final ByteBuffer buffer = buffer();

        private LineWriter(DataChannel link, StallMonitor.Progress progress) {
            this.link = link;
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
                progress.moved(link.write(buffer));
            }
            buffer.clear();
        }
    }
}
