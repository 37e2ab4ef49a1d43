package io.github.ftplab.internal.client;

import io.github.ftplab.internal.client.failure.ErrorMessages;
import io.github.ftplab.internal.client.failure.Operation;
import io.github.ftplab.internal.protocol.DaemonThreads;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gives a session to one call after the other, in the order in which they ask, and knows what the current one does. */
final class SessionTurn {

    private static final ScheduledThreadPoolExecutor CLOCK = DaemonThreads.timer("ftplab-client-waits");

    private final ReentrantLock lock = new ReentrantLock(true);
    private final ErrorMessages messages;
    private final Supplier<Consumer<String>> notices;
    private volatile @Nullable Operation running;

    /**
     * Creates the turns of one session.
     *
     * @param messages its messages
     * @param notices asked by a thread that has to wait; gives what shows a line to its user, from any thread
     */
    SessionTurn(ErrorMessages messages, Supplier<Consumer<String>> notices) {
        this.messages = messages;
        this.notices = notices;
    }

    /** Waits for a turn, which an interrupt ends; says so if that takes long. */
    void await(Operation operation) {
        long began = System.nanoTime();
        try {
            // Unlike tryLock(), this does not overtake threads that wait.
            if (!lock.tryLock(0, TimeUnit.SECONDS)) {
                awaitLong(operation);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw messages.notBegun(operation, Duration.ofNanos(System.nanoTime() - began), running, e);
        }
        if (!isNested()) {
            running = operation;
        }
    }

    private void awaitLong(Operation operation) throws InterruptedException {
        var notice = notices.get();
        var saying = CLOCK.schedule(
                () -> messages.waiting(operation, running).ifPresent(notice),
                ErrorMessages.LONG_WAIT.toNanos(),
                TimeUnit.NANOSECONDS);
        try {
            lock.lockInterruptibly();
        } finally {
            saying.cancel(false);
        }
    }

    /** Waits for a turn, however long that takes. */
    void await() {
        lock.lock();
    }

    /** Takes a turn if the session is free; {@return whether it was} */
    boolean takeIfFree() {
        return lock.tryLock();
    }

    /** {@return whether this thread has had the turn already when it asked for it} */
    boolean isNested() {
        return lock.getHoldCount() > 1;
    }

    void end() {
        if (!isNested()) {
            running = null;
        }
        lock.unlock();
    }
}
