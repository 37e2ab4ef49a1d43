package io.github.ftplab.internal.server.data;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Aborts transfers that stall, as blocking reads and writes of channels have no timeout. All transfers are checked
 * together, a few times per timeout: a timer for each transfer would wake the timer thread for every small file.
 */
public final class StallMonitor {

    private static final int CHECKS_PER_TIMEOUT = 8;

    /** How many bytes a second a client has to take so as not to stall. */
    private static final int LEAST_RATE = 4 << 10;

    private static final int SMALLEST_PIECE = 8 << 10;
    private static final int LARGEST_PIECE = 1 << 20;

    private final ScheduledExecutorService timer;
    private final Duration timeout;
    private final Set<Progress> watched = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean checking = new AtomicBoolean();
    private int unanswered;

    public StallMonitor(ScheduledExecutorService timer, Duration timeout) {
        this.timer = timer;
        this.timeout = timeout;
    }

    /**
     * Watches a transfer until the result is closed.
     *
     * @param abort aborts the transfer when it stalls
     */
    public Progress watch(Runnable abort) {
        var progress = new Progress(abort);
        watched.add(progress);
        if (checking.compareAndSet(false, true)) {
            scheduleCheck();
        }
        return progress;
    }

    /**
     * {@return how many bytes to hand to a connection at once} Until it has taken them all, nothing of them is seen: a
     * client that takes them slowly must not be thought to take none.
     */
    int piece() {
        long bytes = timeout.toMillis() * LEAST_RATE / 1000;
        return (int) Math.max(SMALLEST_PIECE, Math.min(LARGEST_PIECE, bytes));
    }

    /** {@return the number of running transfers} */
    int running() {
        return watched.size();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // repeats itself while transfers run
    private void scheduleCheck() {
        try {
            timer.schedule(this::check, Math.max(1, timeout.toNanos() / CHECKS_PER_TIMEOUT), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The server has stopped and aborts all transfers itself.
        }
    }

    private void check() {
        long now = System.nanoTime();
        watched.stream().filter(progress -> progress.isStalled(now)).forEach(this::end);
        checking.set(!watched.isEmpty());
        // A transfer may have begun between the last two lines, and have relied on this check.
        if (checking.get() || (!watched.isEmpty() && checking.compareAndSet(false, true))) {
            scheduleCheck();
        }
    }

    /** Aborts a transfer in a task of its own, so that a failure does not affect the others. */
    private void end(Progress progress) {
        try {
            timer.execute(() -> {
                if (watched.contains(progress)) {
                    progress.abort.run();
                }
            });
        } catch (RejectedExecutionException e) {
            // The server has stopped and aborts all transfers itself.
        }
    }

    /** Called before a transfer's preliminary reply. */
    synchronized void begin() {
        unanswered++;
    }

    /** Called after a transfer's final reply. */
    synchronized void answered() {
        unanswered--;
        notifyAll();
    }

    /** Waits until all transfers have sent their final replies, at most for this long. */
    public synchronized void awaitIdle(Duration patience) throws InterruptedException {
        var end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(patience);
        long left;
        while (unanswered > 0 && (left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) > 0) {
            wait(left);
        }
    }

    /** The progress of one transfer. */
    public final class Progress implements AutoCloseable {

        private final Runnable abort;
        private final long began = System.nanoTime();
        private final AtomicLong bytes = new AtomicLong();
        private volatile long firstMoved;
        private volatile long lastMoved;
        private long bytesLastSeen = -1;
        private long seenAt;
        private volatile boolean resting;

        private Progress(Runnable abort) {
            this.abort = abort;
        }

        private boolean isStalled(long now) {
            long seen = bytes.get();
            if (seen != bytesLastSeen || resting) {
                bytesLastSeen = seen;
                seenAt = now;
            }
            return now - seenAt >= timeout.toNanos();
        }

        /** Stops the clock while the transfer waits on purpose, or lets it run again. */
        void rest(boolean on) {
            resting = on;
        }

        /** Counts transferred bytes. */
        public void moved(long count) {
            if (count > 0) {
                long now = System.nanoTime();
                firstMoved = bytes.getAndAdd(count) == 0 ? now : firstMoved;
                lastMoved = now;
            }
        }

        long bytes() {
            return bytes.get();
        }

        /** {@return the nanoseconds from the first piece to the last} */
        long movingNanos() {
            return Math.max(0, lastMoved - firstMoved);
        }

        double seconds() {
            return (System.nanoTime() - began) / 1e9;
        }

        @Override
        public void close() {
            watched.remove(this);
        }
    }
}
