package io.github.ftplab.server;

import io.github.ftplab.ServerLog.Entry;
import io.github.ftplab.ServerLog.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What happened on a server, the last {@value #CAPACITY} events. Recorded and never printed, as a background thread's
 * output lands in whichever notebook cell runs at the time.
 */
public final class EventLog {

    /** How many events are kept. */
    public static final int CAPACITY = 10_000;

    private final Deque<Entry> entries = new ArrayDeque<>();
    private long count;
    private volatile Consumer<Entry> follower = entry -> {};

    /** Also gives each further entry to somebody, who must not hold up the caller. */
    void follow(Consumer<Entry> follower) {
        this.follower = follower;
    }

    /** Records an event; line breaks in the text are shown as {@code ?} so that nobody can forge a line. */
    public void add(Level level, String text) {
        var entry = new Entry(Instant.now(), level, Replies.oneLine(text));
        synchronized (entries) {
            if (entries.size() == CAPACITY) {
                entries.removeFirst();
            }
            entries.addLast(entry);
            count++;
            entries.notifyAll();
        }
        follower.accept(entry);
    }

    void info(String text) {
        add(Level.INFO, text);
    }

    /** {@return how many events there were since the beginning, kept or not} */
    public long count() {
        synchronized (entries) {
            return count;
        }
    }

    /**
     * Waits for events that are not known yet.
     *
     * @param known what {@link #count} was, up to which they are known
     * @param patience how long to wait for the first at most
     * @return those that came, oldest first; empty if none did
     * @throws InterruptedException if this thread is interrupted while it waits
     */
    public List<Entry> await(long known, Duration patience) throws InterruptedException {
        synchronized (entries) {
            long end = System.nanoTime() + patience.toNanos();
            long left = patience.toNanos();
            while (count == known && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(entries, left);
                left = end - System.nanoTime();
            }
            var all = List.copyOf(entries);
            return all.subList((int) Math.max(0, all.size() - (count - known)), all.size());
        }
    }

    /** {@return the entries, oldest first} */
    public List<Entry> entries() {
        synchronized (entries) {
            return List.copyOf(entries);
        }
    }
}
