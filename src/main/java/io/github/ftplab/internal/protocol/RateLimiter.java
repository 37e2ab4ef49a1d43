package io.github.ftplab.internal.protocol;

import java.time.Duration;

/**
 * Limits everything that shares it to a number of bytes per second. It keeps a schedule: each piece that was moved
 * pushes back the time at which the next one may be. Safe for use by several threads.
 */
public final class RateLimiter {

    /** No limit. */
    public static final RateLimiter NONE = new RateLimiter(0);

    /** A piece takes at most this long, so that a transfer looks even and can be ended between two pieces. */
    private static final int PIECES_PER_SECOND = 10;

    /** Unused time is made up for only this far. */
    private static final long CREDIT = Duration.ofMillis(100).toNanos();

    private final long bytesPerSecond;
    private long next = System.nanoTime();

    /**
     * Limits a rate.
     *
     * @param bytesPerSecond how much may be moved; 0 is no limit
     */
    public RateLimiter(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    /** {@return how many of so many bytes to move at once: at least one, if there is one} */
    public long piece(long most) {
        return bytesPerSecond == 0 ? most : Math.min(most, Math.max(1, bytesPerSecond / PIECES_PER_SECOND));
    }

    /**
     * {@return how many nanoseconds to wait after a piece was moved; 0 or less for not at all}
     *
     * @param bytes how many were moved
     * @param now the time, as {@link System#nanoTime} has it
     */
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
