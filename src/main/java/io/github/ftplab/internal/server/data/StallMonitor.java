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
 * Ends transfers that stand still, as a thread in a channel's read or write has no time limit of its own. All are
 * looked at together, a few times in each limit: a look for each would wake the timer's thread for every small file.
 */
public final class StallMonitor {

    private static final int LOOKS = 8;

    private final ScheduledExecutorService timer;
    private final Duration limit;
    private final Set<Progress> watched = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean looking = new AtomicBoolean();
    private int unanswered;

    public StallMonitor(ScheduledExecutorService timer, Duration limit) {
        this.timer = timer;
        this.limit = limit;
    }

    /**
     * Watches a transfer until the result is closed.
     *
     * @param abort ends the transfer when it stalls
     */
    Progress watch(Runnable abort) {
        var progress = new Progress(abort);
        watched.add(progress);
        if (looking.compareAndSet(false, true)) {
            lookSoon();
        }
        return progress;
    }

    /** {@return how many transfers run} */
    int running() {
        return watched.size();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it goes on as long as there is a transfer, or the timer
    private void lookSoon() {
        try {
            timer.schedule(this::look, Math.max(1, limit.toNanos() / LOOKS), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The server has stopped, and ends all transfers itself.
        }
    }

    private void look() {
        long now = System.nanoTime();
        watched.stream().filter(progress -> progress.isStill(now)).forEach(this::end);
        looking.set(!watched.isEmpty());
        // One may have come in between, and found that others were still looked at.
        if (looking.get() || (!watched.isEmpty() && looking.compareAndSet(false, true))) {
            lookSoon();
        }
    }

    /** Each is ended on its own, so that one which fails keeps none of the others. */
    private void end(Progress progress) {
        try {
            timer.execute(() -> {
                if (watched.contains(progress)) {
                    progress.abort.run();
                }
            });
        } catch (RejectedExecutionException e) {
            // The server has stopped, and ends all transfers itself.
        }
    }

    /** A transfer begins; the client is told so next. */
    synchronized void begin() {
        unanswered++;
    }

    /** The client has its last reply. */
    synchronized void answered() {
        unanswered--;
        notifyAll();
    }

    /** Waits until no transfer runs and all are answered, or the time is over. */
    public synchronized void awaitQuiet(Duration patience) throws InterruptedException {
        var end = System.nanoTime() + patience.toNanos();
        long left;
        while (unanswered > 0 && (left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) > 0) {
            wait(left);
        }
    }

    /** How far one transfer has come. */
    public final class Progress implements AutoCloseable {

        private final Runnable abort;
        private final long began = System.nanoTime();
        private final AtomicLong bytes = new AtomicLong();
        private long bytesLastSeen = -1;
        private long seenAt;

        private Progress(Runnable abort) {
            this.abort = abort;
        }

        private boolean isStill(long now) {
            long seen = bytes.get();
            if (seen != bytesLastSeen) {
                bytesLastSeen = seen;
                seenAt = now;
            }
            return now - seenAt >= limit.toNanos();
        }

        /** Called by the transfer's one thread. */
        public void moved(long count) {
            bytes.addAndGet(count);
        }

        long bytes() {
            return bytes.get();
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
