package io.github.ftplab.internal.protocol;

import java.time.Duration;

/**
 * Limits all transfers that share it to a number of bytes per second in total. Each chunk that was transferred moves
 * the time back at which the next one may start. Thread-safe.
 */
public final class RateLimiter {

    /** No limit. */
    public static final RateLimiter NONE = new RateLimiter(0);

    /**
     * Bounds how long a chunk takes, so that progress looks even and the transfer can be cancelled between two chunks.
     */
    private static final int CHUNKS_PER_SECOND = 10;

    /** How much unused time later chunks may catch up on. */
    private static final long CREDIT = Duration.ofMillis(100).toNanos();

    private final long bytesPerSecond;
    private long next = System.nanoTime();

    /**
     * Creates a limiter.
     *
     * @param bytesPerSecond the limit; 0 means none
     */
    public RateLimiter(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    /** {@return the size of the next chunk to transfer: at most {@code most}, at least 1 unless that is 0} */
    public long piece(long most) {
        return bytesPerSecond == 0 ? most : Math.min(most, Math.max(1, bytesPerSecond / CHUNKS_PER_SECOND));
    }

    /**
     * {@return the nanoseconds to wait before the next chunk; none if 0 or less}
     *
     * @param bytes the size of the chunk that was just transferred
     * @param now the current {@link System#nanoTime}
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
