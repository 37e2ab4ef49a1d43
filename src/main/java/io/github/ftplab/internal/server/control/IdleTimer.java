package io.github.ftplab.internal.server.control;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Ends a session that says nothing for too long, or that agrees on a data connection and then makes no use of it. */
final class IdleTimer {

    private final ScheduledExecutorService timer;
    private final ControlSession control;
    private final Duration idle;
    private final Duration data;
    private final Consumer<String> goodbye;
    private long touched = System.nanoTime();
    private long due = Long.MAX_VALUE;
    private Future<?> next = CompletableFuture.completedFuture(null);
    private boolean over;

    /** @param goodbye ends the session with a text that says why */
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

    /** The session has just done something. */
    synchronized void touch() {
        touched = System.nanoTime();
        // Most of the time the next look is early enough, and there is nothing to do.
        if (!over && limit() < due - touched) {
            next.cancel(false);
            next = schedule(limit());
        }
    }

    synchronized void end() {
        over = true;
        next.cancel(false);
    }

    private void look() {
        synchronized (this) {
            var left = control.queue().isBusy() ? limit() : touched + limit() - System.nanoTime();
            if (over || left > 0) {
                next = over ? next : schedule(left);
                return;
            }
            over = true;
        }
        goodbye.accept((control.data().isPrepared() ? "Data" : "Control") + " connection timed out.");
    }

    private long limit() {
        return (control.data().isPrepared() ? data : idle).toNanos();
    }

    private Future<?> schedule(long nanos) {
        due = System.nanoTime() + nanos;
        try {
            return timer.schedule(this::look, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The server has stopped, and ends all sessions itself.
            over = true;
            return next;
        }
    }
}
