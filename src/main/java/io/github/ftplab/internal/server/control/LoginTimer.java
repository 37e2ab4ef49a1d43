package io.github.ftplab.internal.server.control;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Ends a connection that does not log in in time. The time that the client waits for the server does not count. */
final class LoginTimer {

    private final ScheduledExecutorService timer;
    private final Duration limit;
    private final Consumer<String> goodbye;
    private long end;
    private long heldSince;
    private boolean held;
    private boolean overdue;
    private boolean ended;
    private Future<?> next;

    /** @param goodbye ends the session with a reply of this text */
    LoginTimer(ScheduledExecutorService timer, Duration limit, Consumer<String> goodbye) {
        this.timer = timer;
        this.limit = limit;
        this.goodbye = goodbye;
        end = System.nanoTime() + limit.toNanos();
        next = schedule();
    }

    /** Stops the clock: the client now waits for the server. */
    synchronized void hold() {
        held = true;
        heldSince = System.nanoTime();
    }

    /** Lets the clock run again. */
    synchronized void release() {
        if (held) {
            held = false;
            end += System.nanoTime() - heldSince;
            if (overdue && !ended) {
                overdue = false;
                next = schedule();
            }
        }
    }

    /** Ends the timer and leaves the connection open. */
    synchronized void end() {
        ended = true;
        next.cancel(false);
    }

    /** Starts the clock again, for a client that has logged out. */
    synchronized void restart() {
        if (ended) {
            ended = false;
            overdue = false;
            end = System.nanoTime() + limit.toNanos();
            next = schedule();
        }
    }

    /** Ends the connection now, unless the client has logged in. {@return whether it was ended} */
    boolean endConnection(String why) {
        synchronized (this) {
            if (ended) {
                return false;
            }
            end();
        }
        goodbye.accept(why);
        return true;
    }

    private void check() {
        synchronized (this) {
            if (ended || held) {
                overdue = true;
                return;
            }
            if (end - System.nanoTime() > 0) {
                next = schedule();
                return;
            }
        }
        endConnection("No login within the time limit; goodbye.");
    }

    private Future<?> schedule() {
        try {
            return timer.schedule(this::check, end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The server has stopped, and ends all sessions itself.
            ended = true;
            return CompletableFuture.completedFuture(null);
        }
    }
}
