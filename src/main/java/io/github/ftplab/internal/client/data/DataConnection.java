package io.github.ftplab.internal.client.data;

import io.github.ftplab.Transcript;
import io.github.ftplab.Transfer;
import io.github.ftplab.internal.client.control.OpenData;
import io.github.ftplab.internal.client.control.ReplyReader;
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
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One data connection: opened for one transfer, closed after it. It ends by itself when it stands still for the time
 * limit, and when the thread that uses it is interrupted.
 */
public final class DataConnection implements Closeable, OpenData {

    private static final long SMALLEST_PIECE = 64 << 10;
    private static final long LARGEST_PIECE = 8 << 20;
    private static final long SHORT_WHILE = Duration.ofMillis(50).toNanos();

    private final Socket socket;
    private ByteChannel channel;
    private final ByteBuffer buffer;
    private final Duration limit;
    private final StallTimer timer;
    private @Nullable Future<?> interruptions;
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
    private final AtomicLong moved = new AtomicLong();

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
        this.limit = limit;
        this.timer = StallTimer.start(limit, this::closeHard);
        this.interruptions = channel instanceof StreamChannel ? watchInterruptions(Thread.currentThread()) : null;
    }

    /** Encrypts what goes over it; there is no way past the encryption then, not for whole files either. */
    public void encrypt(TlsSession security) throws IOException {
        timer.waiting(true);
        try {
            // The last message of a handshake is small and would wait for the answer to the one before.
            socket.setTcpNoDelay(true);
            var socketWithin = security.data(socket);
            secure = socketWithin;
            channel = new StreamChannel(socketWithin);
        } catch (IOException e) {
            var failure = failure(e);
            throw failure.stage() == DataException.Stage.MOVING
                    ? new DataException(DataException.Stage.ENCRYPTING, Text.reason(e), e)
                    : failure;
        } finally {
            timer.waiting(false);
        }
    }

    /** Ends a transfer in which all was moved. */
    void finish() {
        var encrypted = secure;
        if (encrypted != null) {
            sayEnd(encrypted);
        }
        close();
    }

    /**
     * Tells the server that this is the end, and takes what it still sends: session tickets that were not read would
     * make the system reset the connection before the server has read all, and would be missing next time.
     */
    private void sayEnd(SSLSocket encrypted) {
        try {
            encrypted.shutdownOutput();
            encrypted.setSoTimeout((int) ClientSettings.GOODBYE_LIMIT.toMillis());
            var rest = new byte[1024];
            int reads = 0;
            while (reads < 100 && encrypted.getInputStream().read(rest) >= 0) {
                reads++;
            }
        } catch (IOException e) {
            // it ends anyway
        }
    }

    /** A channel sees an interruption by itself, a stream does not. */
    private Future<?> watchInterruptions(Thread user) {
        long every = ReplyReader.SLICE.toMillis();
        return StallTimer.CLOCK.scheduleAtFixedRate(
                () -> {
                    if (user.isInterrupted()) {
                        closeHard();
                    }
                },
                every,
                every,
                TimeUnit.MILLISECONDS);
    }

    /** Moves all that the server sends to the target; {@return the number of bytes} */
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
                throw Thread.currentThread().isInterrupted() ? failure(e) : unwritable(e);
            }
            buffer.clear();
        }
        return moved.get();
    }

    /** Reads all that the server sends; {@return it, unless it is too much to be honest} */
    public byte[] receiveAll(int longest) throws IOException {
        var all = new ByteArrayOutputStream();
        buffer.clear();
        while (read(buffer) >= 0) {
            buffer.flip();
            if (all.size() + buffer.remaining() > longest) {
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

    /** Moves all of the source to the server; {@return the number of bytes} */
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

    /** Without a copy in this process; pieces are small on a slow line, so that progress is seen. */
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

    /** Tells the meter, and waits if that was faster than it may be. */
    private void count(long bytes, long now) {
        if (bytes <= 0) {
            return;
        }
        moved.addAndGet(bytes);
        counter.moved(bytes, now);
        long pause = counter.rateLimiter().pause(bytes, now);
        while (pause > 0 && isOpen() && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(Math.min(pause, SHORT_WHILE));
            long then = System.nanoTime();
            pause -= then - now;
            now = then;
        }
    }

    /** Reads what there is, at least one byte; {@return how many, or -1 at the end} */
    public int read(ByteBuffer target) throws IOException {
        return move(target, channel::read);
    }

    /** Writes all; {@return how many bytes that were} */
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
            throw failure(e);
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
            throw Thread.currentThread().isInterrupted() ? failure(e) : unreadable(e);
        }
    }

    private static LocalException unwritable(IOException e) {
        return new LocalException(
                "the file on this side can't be written (" + Text.reason(e) + "); make room, or choose another place",
                e);
    }

    public static LocalException unreadable(IOException e) {
        return new LocalException(
                "the file on this side can't be read to its end (" + Text.reason(e)
                        + "); the server may have kept what came before",
                e);
    }

    private DataException failure(IOException e) {
        if (aborted) {
            return new DataException(DataException.Stage.ABORTED, "aborted", e);
        }
        // A socket without a channel has the same limit, and may be first.
        if (timer.stalled() || e instanceof SocketTimeoutException) {
            return new DataException(DataException.Stage.STALLED, "nothing moved on it for " + Text.duration(limit), e);
        }
        if (Thread.currentThread().isInterrupted()) {
            return new DataException(DataException.Stage.INTERRUPTED, "interrupted", e);
        }
        return new DataException(DataException.Stage.MOVING, Text.reason(e), e);
    }

    /** Ends the transfer so that the server can't take it for a complete one. */
    @Override
    public void closeHard() {
        try {
            // A thread in transferTo is woken by closing the file, not by closing the socket.
            var source = sending;
            if (source != null) {
                source.close();
            }
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // it is closed already
        }
        close();
    }

    /** Ends the transfer from another thread, which is told that this was wanted. */
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
            interruptions.cancel(false);
        }
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed all the same
        }
        if (closed.compareAndSet(false, true)) {
            var duration = Duration.ofNanos(System.nanoTime() - opened);
            var direction = upward ? Transfer.Direction.UPLOAD : Transfer.Direction.DOWNLOAD;
            recorder.add(new Transcript.Data(Instant.now(), mode, local, remote, direction, moved.get(), duration));
        }
    }
}
