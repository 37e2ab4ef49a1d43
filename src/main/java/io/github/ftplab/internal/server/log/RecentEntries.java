package io.github.ftplab.internal.server.log;

import io.github.ftplab.ServerLog.Entry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last entries of a log: {@value EventLog#CAPACITY}, or fewer if they are very long. Not thread-safe. */
final class RecentEntries {

    /** The most characters that are kept: clients determine how long paths are. */
    static final int MAX_CHARS = 4_000_000;

    private final Deque<Entry> entries = new ArrayDeque<>();
    private int chars;

    void add(Entry entry) {
        entries.addLast(entry);
        chars += entry.text().length();
        while (entries.size() > EventLog.CAPACITY || chars > MAX_CHARS) {
            chars -= entries.removeFirst().text().length();
        }
    }

    /** {@return the entries, oldest first} */
    List<Entry> list() {
        return List.copyOf(entries);
    }
}
