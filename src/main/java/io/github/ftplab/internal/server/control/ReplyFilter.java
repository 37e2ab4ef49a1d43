package io.github.ftplab.internal.server.control;

import io.github.ftplab.ServerLog.Level;
import io.github.ftplab.internal.server.log.EventLog;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.core.write.WriteToClosedSessionException;
import org.apache.mina.transport.socket.nio.NioSession;
import org.jspecify.annotations.Nullable;

/**
 * Sends the replies of one control connection from the thread that has them, at once and each in one piece; MINA would
 * wake an I/O thread for each. Only what a client does not read goes into MINA's queue, and what comes behind it too.
 *
 * <p>While there is much of that, {@link CommandQueue} runs nothing; and a client that takes nothing of it for as long
 * as a data connection may stand still is gone.
 */
public final class ReplyFilter extends IoFilterAdapter {

    /** How much may be untaken before no further command is run: with the last reply less than 64 KiB. */
    static final int MANY_UNTAKEN = 48 * 1024;

    /** What it takes to keep a reply, beside its bytes. */
    private static final int OVERHEAD = 256;

    /** How often it is looked whether a client takes something, within the time that it has. */
    private static final int LOOKS = 4;

    private final ScheduledExecutorService timer;
    private final Duration patience;
    private final EventLog log;
    private volatile int queued;
    private @Nullable Future<?> nextLook;

    /** @param patience how long a client may take nothing of what waits for it */
    ReplyFilter(ScheduledExecutorService timer, Duration patience, EventLog log) {
        this.timer = timer;
        this.patience = patience;
        this.log = log;
    }

    public static ReplyFilter of(IoSession io) {
        return (ReplyFilter) io.getFilterChain().get(ReplyFilter.class);
    }

    /** {@return how many bytes of replies wait for the client, and what it takes to keep them} */
    public long untaken(IoSession io) {
        return io.getScheduledWriteBytes() + (long) queued * OVERHEAD;
    }

    @Override
    public void filterWrite(NextFilter next, IoSession io, WriteRequest request) {
        synchronized (this) {
            if (queued > 0 || !isSent(io, request)) {
                queued++;
                watch(io);
                next.filterWrite(io, request);
                return;
            }
        }
        request.getFuture().setWritten();
        next.messageSent(io, request);
    }

    private static boolean isSent(IoSession io, WriteRequest request) {
        if (!(((NioSession) io).getChannel() instanceof SocketChannel channel)
                || !(request.getMessage() instanceof IoBuffer buffer)) {
            return false;
        }
        try {
            channel.write(buffer.buf());
            return !buffer.hasRemaining();
        } catch (IOException e) {
            // MINA finds out too, and closes the connection.
            return false;
        }
    }

    /** The monitor is not held further up, where a reply may be on its way down with another one. */
    @Override
    public void messageSent(NextFilter next, IoSession io, WriteRequest request) {
        boolean all;
        synchronized (this) {
            queued--;
            all = queued == 0;
        }
        next.messageSent(io, request);
        var control = ControlSession.find(io);
        if (all && control != null) {
            control.queue().goOn();
        }
    }

    /** Replies are not all that may pile up: TLS answers records that hold no command. */
    @Override
    public void messageReceived(NextFilter next, IoSession io, Object message) {
        next.messageReceived(io, message);
        if (queued > 0 && untaken(io) >= MANY_UNTAKEN) {
            io.suspendRead();
        }
    }

    private void watch(IoSession io) {
        if (nextLook == null) {
            nextLook = lookLater(io, io.getWrittenBytes(), 1);
        }
    }

    private Future<?> lookLater(IoSession io, long written, int look) {
        try {
            long nanos = Math.max(1, patience.toNanos() / LOOKS);
            return timer.schedule(() -> look(io, written, look), nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The server has stopped, and closes all connections itself.
            return CompletableFuture.completedFuture(null);
        }
    }

    private void look(IoSession io, long lastWritten, int look) {
        long written = io.getWrittenBytes();
        synchronized (this) {
            if (queued == 0 || io.isClosing()) {
                nextLook = null;
                return;
            }
            if (written != lastWritten || look < LOOKS) {
                nextLook = lookLater(io, written, written == lastWritten ? look + 1 : 1);
                return;
            }
        }
        log.add(Level.WARNING, ControlSession.of(io) + " closed: the client does not read its replies.");
        io.closeNow();
    }

    /** Nobody is to wait any more for what MINA was sending when the connection was closed. */
    @Override
    public void sessionClosed(NextFilter next, IoSession io) {
        synchronized (this) {
            if (nextLook != null) {
                nextLook.cancel(false);
            }
        }
        var sending = ((NioSession) io).getCurrentWriteRequest();
        if (sending != null) {
            sending.getFuture().setException(new WriteToClosedSessionException(sending));
        }
        next.sessionClosed(io);
    }
}
