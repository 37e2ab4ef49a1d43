package io.github.ftplab.internal.protocol;

import java.time.Duration;

/**
 * Keeps all that shares it to a number of bytes per second. It keeps a schedule: each piece that was moved pushes the
 * time back at which the next one may be. Safe for use by several threads.
 */
public final class Throttle {

    /** No limit. */
    public static final Throttle NONE = new Throttle(0);

    /** A piece takes at most this long, so that a transfer can be ended between two of them. */
    private static final int PIECES_PER_SECOND = 10;

    /** What was not used is not made up for beyond this. */
    private static final long CREDIT = Duration.ofMillis(100).toNanos();

    private final long bytesPerSecond;
    private long next = System.nanoTime();

    /**
     * A limit.
     *
     * @param bytesPerSecond how much may be moved; 0 is no limit
     */
    public Throttle(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    /** {@return how many of so many bytes to move at once, at least one} */
    public long piece(long most) {
        return bytesPerSecond == 0 ? most : Math.max(1, Math.min(most, bytesPerSecond / PIECES_PER_SECOND));
    }

    /** {@return how many nanoseconds to wait after so many bytes were moved, no more than a piece} */
    public long pause(long bytes, long now) {
        if (bytesPerSecond == 0 || bytes <= 0) {
            return 0;
        }
        synchronized (this) {
            next = now + Math.max(next - now, -CREDIT) + (long) (bytes * 1e9 / bytesPerSecond);
            return next - now;
        }
    }
}
