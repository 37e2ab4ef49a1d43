package io.github.ftplab.internal.server.log;

import io.github.ftplab.ServerLog.Entry;
import io.github.ftplab.ServerLog.Level;
import io.github.ftplab.internal.protocol.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What happened on a server, the last {@value #CAPACITY} events, or fewer if they are very long. Recorded and never
 * printed, as a background thread's output lands in whichever notebook cell runs at the time.
 */
public final class EventLog {

    /** How many events are kept. */
    public static final int CAPACITY = 10_000;

    /** How soon a tail notices that the server was stopped, if nothing else happens. */
    private static final long STEP = Duration.ofMillis(500).toNanos();

    /** How long their texts may be together: clients choose how long a path is. */
    private static final int MOST_CHARS = 4_000_000;

    private final Deque<Entry> entries = new ArrayDeque<>();
    private int chars;
    private long count;
    private volatile Consumer<Entry> follower = entry -> {};

    /** Also gives each further entry to somebody, who must not hold up the caller. */
    public void follow(Consumer<Entry> follower) {
        this.follower = follower;
    }

    /** Records an event; line breaks in the text are shown as {@code ?} so that nobody can forge a line. */
    public void add(Level level, String text) {
        var entry = new Entry(Instant.now(), level, Text.oneLine(text));
        synchronized (entries) {
            entries.addLast(entry);
            chars += entry.text().length();
            while (entries.size() > CAPACITY || chars > MOST_CHARS) {
                chars -= entries.removeFirst().text().length();
            }
            count++;
            entries.notifyAll();
        }
        follower.accept(entry);
    }

    public void info(String text) {
        add(Level.INFO, text);
    }

    /**
     * Hands on each further event as it happens, in this thread, until the time is over or the server has stopped.
     *
     * @param duration for how long at most
     * @param running whether the server runs; what is recorded until it doesn't is handed on too
     * @param action what to do with each
     * @return what was handed on, oldest first
     * @throws InterruptedException if this thread is interrupted while it waits
     */
    public List<Entry> tail(Duration duration, BooleanSupplier running, Consumer<Entry> action)
            throws InterruptedException {
        var shown = new ArrayList<Entry>();
        long known = count();
        long end = System.nanoTime() + duration.toNanos();
        boolean last;
        do {
            last = !running.getAsBoolean();
            long left = last ? 0 : Math.max(0, end - System.nanoTime());
            var fresh = await(known, Math.min(left, STEP));
            known = fresh.count;
            fresh.entries.forEach(action);
            shown.addAll(fresh.entries);
        } while (!last && end - System.nanoTime() > 0);
        return shown;
    }

    private long count() {
        synchronized (entries) {
            return count;
        }
    }

    /**
     * Events that came together.
     *
     * @param entries those of them that are kept, oldest first
     * @param count how many there were since the beginning, these included
     */
    private record Fresh(List<Entry> entries, long count) {}

    /** Waits for events that are not known yet: those after the first {@code known}. None if the time is over. */
    private Fresh await(long known, long nanos) throws InterruptedException {
        synchronized (entries) {
            long end = System.nanoTime() + nanos;
            long left = nanos;
            while (count == known && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(entries, left);
                left = end - System.nanoTime();
            }
            var all = List.copyOf(entries);
            return new Fresh(all.subList((int) Math.max(0, all.size() - (count - known)), all.size()), count);
        }
    }

    /** {@return the entries, oldest first} */
    public List<Entry> entries() {
        synchronized (entries) {
            return List.copyOf(entries);
        }
    }
}
