package io.github.ftplab.internal.server.log;

import io.github.ftplab.ServerLog.Entry;
import io.github.ftplab.ServerLog.Level;
import io.github.ftplab.internal.protocol.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server's log: the last {@value #CAPACITY} entries, or fewer if they are very long. Entries are recorded, not
 * printed, as a background thread's output would land in whichever notebook cell is running. SLF4J gets them too.
 */
public final class EventLog {

    /** Where programs find the entries of all servers. */
    private static final Logger LOGGER = LoggerFactory.getLogger("io.github.ftplab.FtpServer");

    /** How many entries are kept. */
    public static final int CAPACITY = 10_000;

    /** How soon {@link #tail} notices that the server has stopped, if nothing is logged. */
    private static final long STEP = Duration.ofMillis(500).toNanos();

    /** The most characters of one entry. Longer names are shortened before, so that what follows a name is there. */
    private static final int MAX_LINE = 2_000;

    private static final int MAX_NAME = 500;

    private final RecentEntries entries = new RecentEntries();
    private long count;
    private volatile Consumer<Entry> follower = entry -> {};

    /** Passes each further entry to a follower, which must not block. */
    public void follow(Consumer<Entry> follower) {
        this.follower = follower;
    }

    /** {@return a name that a client has sent, as log lines show it: the beginning if it is very long} */
    public static String name(String name) {
        return Text.abbreviated(name, MAX_NAME);
    }

    /** Adds an entry; line breaks are replaced by {@code ?}, so that clients can't forge log lines. */
    public void add(Level level, String text) {
        var entry = Entry.of(Instant.now(), level, Text.oneLine(Text.abbreviated(text, MAX_LINE)));
        synchronized (entries) {
            entries.add(entry);
            count++;
            entries.notifyAll();
        }
        follower.accept(entry);
        write(entry);
    }

    /**
     * Writes an entry to the program's log. Normal events are DEBUG there: what clients do is news for a server, not
     * for the program or the test that contains it.
     */
    private static void write(Entry entry) {
        switch (entry.level()) {
            case INFO -> {
                if (LOGGER.isDebugEnabled()) {
                    LOGGER.debug(Text.visible(entry.text()));
                }
            }
            case WARNING -> LOGGER.warn(Text.visible(entry.text()));
            case ERROR -> LOGGER.error(Text.visible(entry.text()));
        }
    }

    public void info(String text) {
        add(Level.INFO, text);
    }

    /**
     * Passes each further entry to an action in this thread, until the time is over or the server has stopped.
     *
     * @param duration the maximum time
     * @param running whether the server is running; entries are included until it stops
     * @param action receives each entry
     * @return the last entries that were passed on, oldest first
     * @throws InterruptedException if this thread is interrupted while it waits
     */
    public List<Entry> tail(Duration duration, BooleanSupplier running, Consumer<Entry> action)
            throws InterruptedException {
        var shown = new RecentEntries();
        long known = count();
        long end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(duration);
        boolean last;
        do {
            last = !running.getAsBoolean();
            long left = last ? 0 : Math.max(0, end - System.nanoTime());
            var fresh = await(known, Math.min(left, STEP));
            known = fresh.count;
            fresh.entries.forEach(action);
            fresh.entries.forEach(shown::add);
        } while (!last && end - System.nanoTime() > 0);
        return shown.list();
    }

    private long count() {
        synchronized (entries) {
            return count;
        }
    }

    /**
     * New entries.
     *
     * @param entries the new entries that are still kept, oldest first
     * @param count the number of all entries since the start, including these
     */
    private record Fresh(List<Entry> entries, long count) {}

    /** Waits for entries after the first {@code known} ones; returns none after a timeout. */
    private Fresh await(long known, long nanos) throws InterruptedException {
        synchronized (entries) {
            long end = System.nanoTime() + nanos;
            long left = nanos;
            while (count == known && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(entries, left);
                left = end - System.nanoTime();
            }
            var all = entries.list();
            return new Fresh(all.subList((int) Math.max(0, all.size() - (count - known)), all.size()), count);
        }
    }

    /** {@return the entries, oldest first} */
    public List<Entry> entries() {
        synchronized (entries) {
            return entries.list();
        }
    }
}
