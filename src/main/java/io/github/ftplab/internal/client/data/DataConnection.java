package io.github.ftplab.internal.client.data;

import io.github.ftplab.FtpException;
import io.github.ftplab.Transcript;
import io.github.ftplab.Transfer;
import io.github.ftplab.internal.client.control.OpenData;
import io.github.ftplab.internal.client.control.TranscriptRecorder;
import io.github.ftplab.internal.client.failure.DataException;
import io.github.ftplab.internal.client.failure.LocalException;
import io.github.ftplab.internal.client.settings.ClientSettings;
import io.github.ftplab.internal.client.tls.TlsSession;
import io.github.ftplab.internal.protocol.Text;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A data connection, used for one transfer. It closes itself when it stalls for the time limit, or when its thread is
 * interrupted.
 */
public final class DataConnection implements Closeable, OpenData {

    private static final long SMALLEST_PIECE = 64 << 10;
    private static final long LARGEST_PIECE = 8 << 20;
    private static final long SHORT_WHILE = Duration.ofMillis(50).toNanos();

    private final Socket socket;
    private ByteChannel channel;
    private final ByteBuffer buffer;
    private final StallTimer timer;
    private final @Nullable InterruptWatch interruptions;
    private @Nullable SSLSocket secure;
    private final ByteCounter counter;
    private final Transcript.Mode mode;
    private final TranscriptRecorder recorder;
    private final InetSocketAddress local;
    private final InetSocketAddress remote;
    private final long opened = System.nanoTime();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable Closeable sending;
    private volatile boolean upward;
    private volatile boolean aborted;
    private @Nullable EmptyCheck emptyCheck;
    private boolean empty;
    private final AtomicLong moved = new AtomicLong();
    private volatile long firstMoved;
    private volatile long lastMoved;

    public DataConnection(
            Socket socket,
            ByteBuffer buffer,
            Duration limit,
            ByteCounter counter,
            Transcript.Mode mode,
            TranscriptRecorder recorder) {
        this.socket = socket;
        this.counter = counter;
        this.mode = mode;
        this.recorder = recorder;
        this.local = (InetSocketAddress) socket.getLocalSocketAddress();
        this.remote = (InetSocketAddress) socket.getRemoteSocketAddress();
        this.channel = socket.getChannel() == null ? new StreamChannel(socket) : socket.getChannel();
        this.buffer = buffer;
        this.timer = StallTimer.start(limit, this::closeHard);
        this.interruptions = channel instanceof StreamChannel ? InterruptWatch.start(this::closeHard) : null;
        this.channel = recorder.recorded(channel);
    }

    /** Starts TLS. All data then goes through streams, so sendfile is not used. */
    public void encrypt(TlsSession security) throws IOException {
        timer.waiting(true);
        try {
            // The last handshake message is small, and Nagle's algorithm would delay it.
            socket.setTcpNoDelay(true);
            var socketWithin = security.data(socket);
            secure = socketWithin;
            channel = recorder.recorded(new StreamChannel(socketWithin));
        } catch (IOException e) {
            var failure = failure(e);
            throw failure.stage() == DataException.Stage.MOVING
                    ? new DataException(DataException.Stage.ENCRYPTING, Text.reason(e), e)
                    : failure;
        } finally {
            timer.waiting(false);
        }
    }

    /** Sets what is run, once, when no data has moved for a short while. */
    void whenQuiet(Runnable action) {
        timer.whenQuiet(action);
    }

    /** Decides whether there was nothing to send, although the server did not simply end the connection. */
    interface EmptyCheck {

        boolean isEmpty(DataException how) throws IOException;
    }

    /** Notes that the server calls the transfer complete, before any data: perhaps there is none. */
    void expectLittle(EmptyCheck check) {
        emptyCheck = check;
        expectNoMore();
    }

    /**
     * Notes that the server calls the transfer complete: what it has not begun to send, or to read, should not take
     * long. What goes on may pause as ever.
     */
    void expectNoMore() {
        if (upward || moved.get() == 0) {
            timer.shorten(ClientSettings.LATE_LIMIT);
        }
    }

    /** {@return whether data are waiting to be read} */
    boolean hasData() {
        try {
            return socket.getInputStream().available() > 0;
        } catch (IOException e) {
            return false; // reading reports it
        }
    }

    /** Notes that there is no data. */
    void expectNothing() {
        empty = true;
    }

    /** Ends the data in this direction, if that is encrypted; {@return whether the server may still have to read it} */
    boolean endOutput() {
        var encrypted = secure;
        if (encrypted == null) {
            return false;
        }
        timer.waiting(true);
        try {
            encrypted.shutdownOutput();
            return upward;
        } catch (IOException e) {
            return false; // the connection is closed anyway
        } finally {
            timer.waiting(false);
        }
    }

    /** Closes the connection after a complete transfer. */
    void finish() {
        var encrypted = secure;
        if (encrypted != null) {
            TlsSession.takeTickets(encrypted, socket);
        }
        close();
    }

    /** Writes all data from the server to the target; {@return the number of bytes} */
    public long receive(WritableByteChannel target) throws IOException {
        buffer.clear();
        while (read(buffer) >= 0) {
            buffer.flip();
            try {
                while (buffer.hasRemaining()) {
                    target.write(buffer);
                }
            } catch (DataException e) {
                throw e;
            } catch (IOException e) {
                throwIfOfAnotherSession(e);
                throw Thread.currentThread().isInterrupted() ? failure(e) : LocalException.unwritable(e);
            }
            buffer.clear();
        }
        return moved.get();
    }

    /** {@return all data from the server} Throws if it exceeds the limit. */
    public byte[] receiveAll(int longest) throws IOException {
        var all = new ByteArrayOutputStream();
        buffer.clear();
        while (read(buffer) >= 0) {
            buffer.flip();
            if (buffer.remaining() > longest - all.size()) {
                throw new DataException(
                        DataException.Stage.TOO_LONG, "more than " + Text.bytes(longest), new IOException("too long"));
            }
            var piece = new byte[buffer.remaining()];
            buffer.get(piece);
            all.writeBytes(piece);
            buffer.clear();
        }
        return all.toByteArray();
    }

    /** Sends the whole source to the server; {@return the number of bytes} */
    public long send(UploadSource source) throws IOException {
        upward = true;
        var file = source.file();
        if (file != null && channel instanceof SocketChannel direct) {
            sending = file;
            sendFile(file, source, direct);
        }
        buffer.clear();
        while (readLocal(source) >= 0) {
            buffer.flip();
            write(buffer);
            buffer.clear();
        }
        return moved.get();
    }

    /** Sends a file by sendfile, in small chunks on a slow connection, so that progress is reported. */
    private void sendFile(FileChannel file, UploadSource source, SocketChannel direct) throws IOException {
        long position = file.position();
        long piece = SMALLEST_PIECE;
        try {
            while (source.left() > 0) {
                long began = timer.waiting(true);
                long most = counter.rateLimiter().piece(Math.min(piece, source.left()));
                long sent = file.transferTo(position, most, direct);
                long now = timer.waiting(false);
                if (sent <= 0) {
                    break;
                }
                position += sent;
                source.sent(sent);
                count(sent, now);
                boolean quick = now - began < SHORT_WHILE;
                piece = quick ? Math.min(piece * 2, LARGEST_PIECE) : Math.max(piece / 2, SMALLEST_PIECE);
            }
            file.position(position);
        } catch (IOException e) {
            throw failure(e);
        } finally {
            timer.waiting(false);
        }
    }

    /** Counts transferred bytes, and waits if they exceed the rate limit. */
    private void count(long bytes, long now) {
        if (bytes <= 0) {
            return;
        }
        timer.moved();
        firstMoved = moved.getAndAdd(bytes) == 0 ? now : firstMoved;
        lastMoved = now;
        counter.moved(bytes, now);
        long pause = counter.rateLimiter().pause(bytes, now);
        while (pause > 0 && isOpen() && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(Math.min(pause, SHORT_WHILE));
            long then = System.nanoTime();
            pause -= then - now;
            now = then;
        }
    }

    /** Reads at least one byte; {@return the number of bytes, or -1 at the end} */
    public int read(ByteBuffer target) throws IOException {
        return empty ? -1 : move(target, channel::read);
    }

    /** Writes the whole buffer; {@return the number of bytes} */
    public int write(ByteBuffer source) throws IOException {
        int all = source.remaining();
        upward = true;
        while (source.hasRemaining()) {
            move(source, channel::write);
        }
        return all;
    }

    /** One call of the channel. */
    private interface Move {
        int with(ByteBuffer buffer) throws IOException;
    }

    private int move(ByteBuffer buffer, Move move) throws IOException {
        int end = buffer.limit();
        buffer.limit(buffer.position() + (int) counter.rateLimiter().piece(buffer.remaining()));
        timer.waiting(true);
        int count;
        try {
            count = move.with(buffer);
        } catch (IOException e) {
            var failure = failure(e);
            boolean byUser = failure.stage() == DataException.Stage.ABORTED
                    || Thread.currentThread().isInterrupted();
            var check = emptyCheck;
            if (byUser || check == null || moved.get() > 0 || !check.isEmpty(failure)) {
                throw failure;
            }
            expectNothing();
            return -1;
        } finally {
            buffer.limit(end);
            timer.waiting(false);
        }
        count(count, timer.lastProgress());
        return count;
    }

    private int readLocal(ReadableByteChannel source) throws IOException {
        try {
            return source.read(buffer);
        } catch (IOException e) {
            throwIfOfAnotherSession(e);
            throw Thread.currentThread().isInterrupted() ? failure(e) : LocalException.unreadable(e);
        }
    }

    /** The local side may be a stream of another client; then it is that session that failed, and no local file. */
    private static void throwIfOfAnotherSession(IOException e) {
        if (e.getCause() instanceof FtpException other) {
            throw other;
        }
    }

    private DataException failure(IOException e) {
        if (aborted) {
            return new DataException(DataException.Stage.ABORTED, "aborted", e);
        }
        // A socket without a channel has a read timeout of the same length, which may expire first.
        if (timer.stalled() || e instanceof SocketTimeoutException) {
            return new DataException(DataException.Stage.STALLED, "no data for " + Text.duration(timer.limit()), e);
        }
        if (Thread.currentThread().isInterrupted()) {
            return new DataException(DataException.Stage.INTERRUPTED, "interrupted", e);
        }
        return new DataException(DataException.Stage.MOVING, Text.reason(e), e);
    }

    /** Breaks off the transfer so that the server can't take it for a complete one. */
    @Override
    public void closeHard() {
        try {
            // Closing the file wakes a thread in transferTo; closing the socket does not.
            var source = sending;
            if (source != null) {
                source.close();
            }
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // already closed
        }
        close();
    }

    /** Ends the transfer from another thread; its thread then reports that it was aborted. */
    @Override
    public void abort() {
        aborted = true;
        closeHard();
    }

    @Override
    public boolean isOpen() {
        return !closed.get();
    }

    @Override
    public void close() {
        timer.close();
        if (interruptions != null) {
            interruptions.close();
        }
        try {
            socket.close();
        } catch (IOException e) {
            // closed anyway
        }
        if (closed.compareAndSet(false, true)) {
            var duration = Duration.ofNanos(System.nanoTime() - opened);
            var direction = upward ? Transfer.Direction.UPLOAD : Transfer.Direction.DOWNLOAD;
            var moving = Duration.ofNanos(Math.max(0, lastMoved - firstMoved));
            recorder.closed(
                    Transcript.Data.of(Instant.now(), mode, local, remote, direction, moved.get(), duration, moving));
        }
    }
}
