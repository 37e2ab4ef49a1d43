package io.github.ftplab.internal.client;

import io.github.ftplab.internal.client.failure.ErrorMessages;
import io.github.ftplab.internal.client.failure.Operation;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Gives a session to one call after the other, in the order in which they ask, and knows what the current one does. */
final class SessionTurn {

    private final ReentrantLock lock = new ReentrantLock(true);
    private final ErrorMessages messages;
    private volatile @Nullable Operation running;

    SessionTurn(ErrorMessages messages) {
        this.messages = messages;
    }

    /** Waits for a turn, which an interrupt ends. */
    void await(Operation operation) {
        long began = System.nanoTime();
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw messages.notBegun(operation, Duration.ofNanos(System.nanoTime() - began), running, e);
        }
        if (!isNested()) {
            running = operation;
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
