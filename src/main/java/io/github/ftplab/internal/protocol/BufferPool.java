package io.github.ftplab.internal.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Direct buffers of one size that are used again: the JDK frees a direct buffer only when the garbage collector finds
 * it, which for short connections is long after hundreds of them were made. Bounded: beyond the limit it makes heap
 * buffers, which are collected like any other object. Thread-safe.
 */
public final class BufferPool {

    private final int size;
    private final int limit;
    private final Deque<ByteBuffer> free = new ArrayDeque<>();
    private int made;

    /**
     * Creates an empty pool.
     *
     * @param size the size of each buffer, in bytes
     * @param limit the largest number of direct buffers
     */
    public BufferPool(int size, int limit) {
        this.size = size;
        this.limit = limit;
    }

    /** {@return a cleared buffer} Its user gives it back exactly once. */
    public ByteBuffer take() {
        synchronized (this) {
            var buffer = free.pollLast();
            if (buffer != null) {
                return buffer.clear();
            }
            if (made == limit) {
                return ByteBuffer.allocate(size);
            }
            made++;
        }
        boolean allocated = false;
        try {
            var buffer = ByteBuffer.allocateDirect(size);
            allocated = true;
            return buffer;
        } finally {
            if (!allocated) {
                forget();
            }
        }
    }

    private synchronized void forget() {
        made--;
    }

    /** Takes back a buffer that is not used any more. The last one is used again first, as caches still hold it. */
    public synchronized void give(ByteBuffer buffer) {
        if (buffer.isDirect()) {
            free.addLast(buffer);
        }
    }
}
