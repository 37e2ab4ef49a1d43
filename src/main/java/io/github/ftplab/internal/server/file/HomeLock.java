package io.github.ftplab.internal.server.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Keeps changes of a home's directories apart from uses of their paths, where a directory can't be held open. A path is
 * checked and used in one step, during which no client can replace one of its directories by a link.
 *
 * <p>Homes may overlap, so that a change locks all homes that it may affect.
 */
final class HomeLock {

    private static final AtomicLong COUNT = new AtomicLong();

    /** All locks in use. Read-locked during a change, so that no overlapping home is added meanwhile. */
    private static final Map<HomeLock, Boolean> ALL = new WeakHashMap<>();

    private static final ReentrantReadWriteLock ADDING = new ReentrantReadWriteLock();

    private final long number = COUNT.incrementAndGet();
    private final Path root;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final AtomicLong changes = new AtomicLong();

    private HomeLock(Path root) {
        this.root = root;
    }

    /** Creates the lock of a home. */
    static HomeLock of(Path root) {
        var added = new HomeLock(root);
        ADDING.writeLock().lock();
        try {
            ALL.put(added, true);
        } finally {
            ADDING.writeLock().unlock();
        }
        return added;
    }

    /** What is done while the lock is held. */
    @FunctionalInterface
    interface Step<T> {
        T run() throws IOException;
    }

    /** Runs a step and locks out changes. Also possible during a change by the same thread, but not the other way round. */
    <T> T use(Step<T> step) throws IOException {
        lock.readLock().lock();
        try {
            return step.run();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Runs a step and locks out uses and other changes. */
    <T> T change(Step<T> step) throws IOException {
        ADDING.readLock().lock();
        var affected = affected();
        affected.forEach(one -> one.lock.writeLock().lock());
        try {
            affected.forEach(one -> one.changes.incrementAndGet());
            return step.run();
        } finally {
            affected.forEach(one -> one.lock.writeLock().unlock());
            ADDING.readLock().unlock();
        }
    }

    /** {@return the locks of overlapping homes and this one, always in the same order} */
    private List<HomeLock> affected() {
        synchronized (ALL) {
            return ALL.keySet().stream()
                    .filter(one -> one.root.startsWith(root) || root.startsWith(one.root))
                    .sorted(Comparator.comparingLong(one -> one.number))
                    .toList();
        }
    }

    /** {@return the number of changes so far} */
    long changes() {
        return changes.get();
    }
}
