package io.github.ftplab.internal.client.data;

import io.github.ftplab.internal.protocol.RateLimiter;

/** Counts the bytes of a transfer and limits its rate. */
public interface ByteCounter {

    /** Counts nothing and has no limit. */
    ByteCounter NONE = new ByteCounter() {

        @Override
        public void moved(long count, long now) {}

        @Override
        public RateLimiter rateLimiter() {
            return RateLimiter.NONE;
        }
    };

    /**
     * Records transferred bytes.
     *
     * @param now the time by {@link System#nanoTime}
     */
    void moved(long count, long now);

    RateLimiter rateLimiter();
}
