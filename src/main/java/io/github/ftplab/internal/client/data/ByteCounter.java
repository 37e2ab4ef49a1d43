package io.github.ftplab.internal.client.data;

import io.github.ftplab.internal.protocol.RateLimiter;

/** Counts the bytes of one transfer, and says how fast they may be moved. */
public interface ByteCounter {

    /** Counts nothing, and sets no limit. */
    ByteCounter NONE = new ByteCounter() {

        @Override
        public void moved(long count, long now) {}

        @Override
        public RateLimiter rateLimiter() {
            return RateLimiter.NONE;
        }
    };

    /**
     * So many bytes were moved.
     *
     * @param now the time, as {@link System#nanoTime} has it
     */
    void moved(long count, long now);

    RateLimiter rateLimiter();
}
