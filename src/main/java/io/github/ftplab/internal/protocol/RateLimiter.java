package io.github.ftplab.internal.protocol;

/** A speed limit: gives each lot of bytes its time, one lot after the other, for all that move under it. */
public final class RateLimiter {

    private static final long NANOS = 1_000_000_000;

    /** So many waits a second make a speed that looks even. */
    private static final int STEPS = 8;

    private final long perSecond;
    private long free = System.nanoTime();

    /**
     * Limits a rate.
     *
     * @param perSecond how many bytes a second; 0 for no limit
     */
    public RateLimiter(long perSecond) {
        this.perSecond = perSecond;
    }

    /** {@return how many bytes to move between two waits, at most} */
    public long step() {
        return perSecond == 0 ? Long.MAX_VALUE : Math.max(1, perSecond / STEPS);
    }

    /** {@return how many nanoseconds to wait after so many bytes; 0 or less for not at all} */
    public synchronized long moved(long count) {
        if (perSecond == 0 || count <= 0) {
            return 0;
        }
        var now = System.nanoTime();
        var begin = free - now > 0 ? free : now;
        free = begin + Math.max(1, (long) ((double) count / perSecond * NANOS));
        return free - now;
    }
}
