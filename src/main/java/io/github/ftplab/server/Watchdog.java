package io.github.ftplab.server;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Ends transfers that stand still, as a thread in a channel's read or write has no time limit of its own. */
final class Watchdog {

    private final ScheduledExecutorService timer;
    private final Duration limit;
    private int unanswered;

    Watchdog(ScheduledExecutorService timer, Duration limit) {
        this.timer = timer;
        this.limit = limit;
    }

    /** Watches a transfer until the result is closed. */
    Progress watch(Peer peer) {
        return new Progress(peer);
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
    synchronized void awaitQuiet(Duration patience) throws InterruptedException {
        var end = System.nanoTime() + patience.toNanos();
        long left;
        while (unanswered > 0 && (left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) > 0) {
            wait(left);
        }
    }

    /** How far one transfer has come. */
    final class Progress implements AutoCloseable {

        private final Peer peer;
        private final long began = System.nanoTime();
        private final AtomicLong bytes = new AtomicLong();
        private volatile boolean over;
        private long bytesLastSeen = -1;
        private @Nullable ScheduledFuture<?> next;

        private Progress(Peer peer) {
            this.peer = peer;
            schedule();
        }

        private synchronized void schedule() {
            if (!over) {
                next = timer.schedule(this::look, limit.toMillis(), TimeUnit.MILLISECONDS);
            }
        }

        private void look() {
            var seen = bytes.get();
            if (seen == bytesLastSeen && !over) {
                peer.abort();
            } else {
                bytesLastSeen = seen;
                schedule();
            }
        }

        /** Called by the transfer's one thread. */
        void moved(long count) {
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
            synchronized (this) {
                over = true;
                if (next != null) {
                    next.cancel(false);
                }
            }
        }
    }
}
