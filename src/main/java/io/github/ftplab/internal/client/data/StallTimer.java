package io.github.ftplab.internal.client.data;

import io.github.ftplab.internal.protocol.DaemonThreads;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes data connections that stall. Socket writes and channels have no timeout, and only closing the socket ends a
 * blocked call. One daemon thread does so for all sessions; it ends when it has no connection to watch.
 */
final class StallTimer implements AutoCloseable {

    /** The timer of all sessions. */
    static final ScheduledThreadPoolExecutor CLOCK = DaemonThreads.timer("ftplab-client-watchdog");

    /** After this time without data, the reason may be on the control connection. */
    private static final long QUIET = Duration.ofMillis(200).toNanos();

    /** What tells the time and runs something later. */
    interface Time {

        Time SYSTEM = new Time() {

            @Override
            public long now() {
                return System.nanoTime();
            }

            @Override
            public Future<?> runIn(long nanos, Runnable action) {
                return CLOCK.schedule(action, nanos, TimeUnit.NANOSECONDS);
            }
        };

        /** {@return the time in nanoseconds, from any beginning} */
        long now();

        Future<?> runIn(long nanos, Runnable action);
    }

    private final Time time;
    private final long usualLimit;
    private volatile long limit;
    private final Runnable onStall;
    private volatile long lastProgress;
    private volatile boolean waiting;
    private volatile boolean stopped;
    private volatile boolean stalled;
    private volatile @Nullable Future<?> next;
    private volatile @Nullable Runnable onQuiet;
    private boolean quietTold;

    private StallTimer(Time time, Duration limit, Runnable onStall) {
        this.time = time;
        this.usualLimit = limit.toNanos();
        this.limit = usualLimit;
        this.onStall = onStall;
        this.lastProgress = time.now();
    }

    /** Starts the timer; {@code onStall} runs once if {@link #waiting} is not called within the limit. */
    static StallTimer start(Duration limit, Runnable onStall) {
        return start(Time.SYSTEM, limit, onStall);
    }

    static StallTimer start(Time time, Duration limit, Runnable onStall) {
        var timer = new StallTimer(time, limit, onStall);
        timer.lookAgainIn(Math.min(QUIET, timer.limit));
        return timer;
    }

    /** Allows less time, from now on until data move. */
    synchronized void shorten(Duration to) {
        limit = Math.min(limit, to.toNanos());
        lastProgress = time.now();
        lookAgainIn(Math.min(QUIET, limit));
    }

    /** Notes that data have moved, which may pause as usual then. */
    void moved() {
        if (limit != usualLimit) {
            limit = usualLimit;
        }
    }

    /** {@return the time that is allowed} */
    Duration limit() {
        return Duration.ofNanos(limit);
    }

    /** Sets what is run, once, when the transfer has waited for the network for a short while. */
    void whenQuiet(Runnable action) {
        onQuiet = action;
    }

    /**
     * Sets whether the transfer waits for the network; local work in between has no time limit.
     *
     * @return the time by {@link System#nanoTime}
     */
    long waiting(boolean forNetwork) {
        long now = time.now();
        lastProgress = now;
        waiting = forNetwork;
        return now;
    }

    /** {@return the time of the last call of {@link #waiting}} */
    long lastProgress() {
        return lastProgress;
    }

    /** {@return whether the limit was exceeded} */
    boolean stalled() {
        return stalled;
    }

    @Override
    public void close() {
        stopped = true;
        cancel();
    }

    private synchronized void lookAgainIn(long nanos) {
        cancel();
        next = time.runIn(nanos, this::look);
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

    private synchronized void look() {
        if (stopped) {
            return;
        }
        long idle = waiting ? time.now() - lastProgress : 0;
        if (idle >= limit) {
            stalled = true;
            onStall.run();
            return;
        }
        var action = onQuiet;
        if (idle >= QUIET && action != null && !quietTold) {
            quietTold = true;
            action.run();
        }
        long untilQuiet = idle < QUIET ? QUIET - idle : QUIET;
        lookAgainIn(quietTold ? limit - idle : Math.min(untilQuiet, limit - idle));
    }
}
