package io.github.ftplab.server;

import io.github.ftplab.ServerLog.Entry;
import io.github.ftplab.ServerLog.Level;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * What happened on a server, the last {@value #CAPACITY} events. Recorded and never printed, as a background thread's
 * output lands in whichever notebook cell runs at the time.
 */
public final class EventLog {

    /** How many events are kept. */
    public static final int CAPACITY = 10_000;

    private final Deque<Entry> entries = new ArrayDeque<>();
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
        }
        follower.accept(entry);
    }

    void info(String text) {
        add(Level.INFO, text);
    }

    /** {@return the entries, oldest first} */
    public List<Entry> entries() {
        synchronized (entries) {
            return List.copyOf(entries);
        }
    }
}
