package io.github.ftplab.internal.client.data;

import io.github.ftplab.internal.protocol.DaemonThreads;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends what stands still. Writing to a socket has no time limit of its own, and neither has a channel: closing it is
 * what ends a blocked call, so one daemon thread does that for all sessions. The thread ends when it has nothing to
 * watch.
 */
final class StallTimer implements AutoCloseable {

    /** For all that has to be done later. */
    static final ScheduledThreadPoolExecutor CLOCK = DaemonThreads.timer("ftplab-client-watchdog");

    private final long limit;
    private final Runnable onStall;
    private volatile long lastProgress = System.nanoTime();
    private volatile boolean waiting;
    private volatile boolean stopped;
    private volatile boolean stalled;
    private volatile @Nullable Future<?> next;

    private StallTimer(Duration limit, Runnable onStall) {
        this.limit = limit.toNanos();
        this.onStall = onStall;
    }

    /** Starts to watch; {@code onStall} runs once if {@link #waiting} is not called for the time of the limit. */
    static StallTimer start(Duration limit, Runnable onStall) {
        var timer = new StallTimer(limit, onStall);
        timer.lookAgainIn(timer.limit);
        return timer;
    }

    /**
     * Says whether the network is waited for: what this side does in between may take as long as it likes.
     *
     * @return the time, as {@link System#nanoTime} has it
     */
    long waiting(boolean forNetwork) {
        long now = System.nanoTime();
        lastProgress = now;
        waiting = forNetwork;
        return now;
    }

    /** {@return when {@link #waiting} was called last} */
    long lastProgress() {
        return lastProgress;
    }

    /** {@return whether the limit was reached} */
    boolean stalled() {
        return stalled;
    }

    @Override
    public void close() {
        stopped = true;
        cancel();
    }

    private void lookAgainIn(long nanos) {
        next = CLOCK.schedule(this::look, nanos, TimeUnit.NANOSECONDS);
        if (stopped) {
            cancel();
        }
    }

    private void cancel() {
        var pending = next;
        if (pending != null) {
            pending.cancel(false);
        }
    }

    private void look() {
        if (stopped) {
            return;
        }
        long left = !waiting ? limit : limit - (System.nanoTime() - lastProgress);
        if (left > 0) {
            lookAgainIn(left);
        } else {
            stalled = true;
            onStall.run();
        }
    }
}
