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
 * Sends the replies of one control connection directly from the thread that makes them, where MINA would wake an I/O
 * thread for each. Only when the socket's buffer is full are replies put into MINA's write queue.
 *
 * <p>While that backlog exceeds a limit, {@link CommandQueue} runs no commands. A client that reads none of it within
 * the data timeout is disconnected.
 */
public final class ReplyFilter extends IoFilterAdapter {

    /** The backlog from which on no further command is run; together with the last reply it stays below 64 KiB. */
    static final int BACKLOG_LIMIT = 48 * 1024;

    /** The estimated memory for a queued reply besides its bytes. */
    private static final int OVERHEAD = 256;

    /** How often within the timeout it is checked whether the client reads. */
    private static final int CHECKS_PER_TIMEOUT = 4;

    private final ScheduledExecutorService timer;
    private final Duration timeout;
    private final EventLog log;
    private volatile int queued;
    private @Nullable Future<?> nextCheck;

    /** @param timeout how long a client may leave its backlog unread */
    ReplyFilter(ScheduledExecutorService timer, Duration timeout, EventLog log) {
        this.timer = timer;
        this.timeout = timeout;
        this.log = log;
    }

    public static ReplyFilter of(IoSession io) {
        return (ReplyFilter) io.getFilterChain().get(ReplyFilter.class);
    }

    /** {@return the memory taken by replies that the client has not read, in bytes} */
    public long backlog(IoSession io) {
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
            // MINA will find the same error and close the connection.
            return false;
        }
    }

    /** Passes the event on without the monitor: another filter may hold its own monitor while it waits for this one. */
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
            control.queue().resume();
        }
    }

    /** Suspends reading here too, as the TLS filter answers some records that contain no command. */
    @Override
    public void messageReceived(NextFilter next, IoSession io, Object message) {
        next.messageReceived(io, message);
        if (queued > 0 && backlog(io) >= BACKLOG_LIMIT) {
            io.suspendRead();
        }
    }

    private void watch(IoSession io) {
        if (nextCheck == null) {
            nextCheck = scheduleCheck(io, io.getWrittenBytes(), 1);
        }
    }

    private Future<?> scheduleCheck(IoSession io, long written, int round) {
        try {
            long nanos = Math.max(1, timeout.toNanos() / CHECKS_PER_TIMEOUT);
            return timer.schedule(() -> check(io, written, round), nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The server has stopped and closes all connections itself.
            return CompletableFuture.completedFuture(null);
        }
    }

    private void check(IoSession io, long lastWritten, int round) {
        long written = io.getWrittenBytes();
        synchronized (this) {
            if (queued == 0 || io.isClosing()) {
                nextCheck = null;
                return;
            }
            if (written != lastWritten || round < CHECKS_PER_TIMEOUT) {
                nextCheck = scheduleCheck(io, written, written == lastWritten ? round + 1 : 1);
                return;
            }
        }
        log.add(Level.WARNING, ControlSession.of(io) + " closed: the client does not read its replies.");
        io.closeNow();
    }

    /** Fails the write that MINA had begun when the connection was closed, so that nobody waits for it. */
    @Override
    public void sessionClosed(NextFilter next, IoSession io) {
        synchronized (this) {
            if (nextCheck != null) {
                nextCheck.cancel(false);
            }
        }
        var sending = ((NioSession) io).getCurrentWriteRequest();
        if (sending != null) {
            sending.getFuture().setException(new WriteToClosedSessionException(sending));
        }
        next.sessionClosed(io);
    }
}
