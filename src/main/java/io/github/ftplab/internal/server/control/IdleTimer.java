package io.github.ftplab.internal.server.control;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Ends a session that is idle for too long, or that prepares a data connection and does not use it in time. */
final class IdleTimer {

    private final ScheduledExecutorService timer;
    private final ControlSession control;
    private final Duration idle;
    private final Duration data;
    private final Consumer<String> goodbye;
    private long touched = System.nanoTime();
    private long due = Long.MAX_VALUE;
    private @Nullable Future<?> next;
    private boolean ended;

    /** @param goodbye ends the session with a reply of this text */
    IdleTimer(
            ScheduledExecutorService timer,
            ControlSession control,
            Duration idle,
            Duration data,
            Consumer<String> goodbye) {
        this.timer = timer;
        this.control = control;
        this.idle = idle;
        this.data = data;
        this.goodbye = goodbye;
        next = schedule(idle.toNanos());
    }

    /** Restarts the idle time: the session has just done something. */
    synchronized void touch() {
        touched = System.nanoTime();
        // Usually the scheduled check comes early enough, and rescheduling it for each command would be slow.
        if (!ended && limit() < due - touched) {
            cancel();
            next = schedule(limit());
        }
    }

    synchronized void end() {
        ended = true;
        cancel();
    }

    private void cancel() {
        var scheduled = next;
        if (scheduled != null) {
            scheduled.cancel(false);
        }
    }

    private void check() {
        synchronized (this) {
            var left = control.queue().isBusy() ? limit() : touched + limit() - System.nanoTime();
            if (ended || left > 0) {
                next = ended ? next : schedule(left);
                return;
            }
            ended = true;
        }
        goodbye.accept((control.data().isPrepared() ? "Data" : "Control") + " connection timed out.");
    }

    private long limit() {
        return (control.data().isPrepared() ? data : idle).toNanos();
    }

    /** {@return the next check, or the last one if the server has stopped} */
    private @Nullable Future<?> schedule(long nanos) {
        due = System.nanoTime() + nanos;
        try {
            return timer.schedule(this::check, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The server has stopped, and ends all sessions itself.
            ended = true;
            return next;
        }
    }
}
