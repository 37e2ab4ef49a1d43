package io.github.ftplab.internal.server.control;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One client's turn on its I/O thread: how many commands that thread may run, and for how long, before it serves the
 * other clients. Only that thread uses it.
 */
final class Turn {

    static final int COMMANDS = 16;
    static final long NANOS = TimeUnit.MICROSECONDS.toNanos(250);

    private final LongSupplier nanoTime;
    private int left;
    private long began;

    /** @param nanoTime the current time in nanoseconds, as {@link System#nanoTime} returns it */
    Turn(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void begin() {
        left = COMMANDS;
        began = nanoTime.getAsLong();
    }

    /** A command runs. */
    void spend() {
        left--;
    }

    /** {@return whether the others are due; never before the first command has run} */
    boolean isOver() {
        return left <= 0 || (left < COMMANDS && nanoTime.getAsLong() - began > NANOS);
    }
}
