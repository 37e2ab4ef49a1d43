package io.github.ftplab;

import static java.util.Objects.requireNonNull;

import io.github.ftplab.internal.protocol.Text;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The log of a {@link FtpServer}, up to the moment when it was requested.
 *
 * <pre>{@code
 * server.log().lines().forEach(System.out::println);
 * }</pre>
 */
public final class ServerLog {

    private final List<Entry> entries;

    private ServerLog(List<Entry> entries) {
        this.entries = List.copyOf(requireNonNull(entries, "entries"));
    }

    /**
     * Creates a log with the given entries, for tests of code that takes one.
     *
     * <pre>{@code
     * var entry = ServerLog.Entry.of(Instant.now(), ServerLog.Level.INFO, "as usual");
     * ServerLog.of(List.of(entry)).atLeast(ServerLog.Level.WARNING).toString();    // nothing has happened yet
     * }</pre>
     *
     * @param entries the entries, oldest first
     * @return the log; the list is copied
     */
    public static ServerLog of(List<Entry> entries) {
        return new ServerLog(entries);
    }

    /** {@return the entries, oldest first} */
    public List<Entry> entries() {
        return entries;
    }

    private static final int MOST_SHOWN = 1_000;
    private static final DateTimeFormatter LINE_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    /** How serious an event is. Its line begins with the first letter of the level. */
    public enum Level {
        /** A normal event; DEBUG in SLF4J. */
        INFO,
        /** Something that deserves attention, such as a wrong password; WARN in SLF4J. */
        WARNING,
        /** Something that should not happen; ERROR in SLF4J. */
        ERROR
    }

    /** One event. */
    public static final class Entry {

        private final Instant time;
        private final Level level;
        private final String text;

        private Entry(Instant time, Level level, String text) {
            this.time = requireNonNull(time, "time");
            this.level = requireNonNull(level, "level");
            this.text = requireNonNull(text, "text");
        }

        /**
         * Creates an entry, as the server does for each event; for tests of code that takes one.
         *
         * <pre>{@code
         * ServerLog.Entry.of(Instant.now(), ServerLog.Level.WARNING, "disk full");    // [W 2026-03-05 15:43:42] disk full
         * }</pre>
         *
         * @param time when it happened
         * @param level how serious it is
         * @param text what happened; never a password
         * @return the entry
         */
        public static Entry of(Instant time, Level level, String text) {
            return new Entry(time, level, text);
        }

        /** {@return when it happened} */
        public Instant time() {
            return time;
        }

        /** {@return how serious it is} */
        public Level level() {
            return level;
        }

        /** {@return what happened; never a password} */
        public String text() {
            return text;
        }

        /** {@return the line as pyftpdlib writes it, in local time: {@code [I 2026-03-05 15:43:42] …}} */
        @Override
        public String toString() {
            return "[%c %s] %s"
                    .formatted(
                            level.name().charAt(0),
                            LINE_TIME.format(time.atZone(ZoneId.systemDefault())),
                            Text.visible(text));
        }

        private List<Object> parts() {
            return List.of(time, level, text);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Entry that && parts().equals(that.parts());
        }

        @Override
        public int hashCode() {
            return parts().hashCode();
        }
    }

    /** {@return the lines, oldest first} */
    public List<String> lines() {
        return entries.stream().map(Entry::toString).toList();
    }

    /**
     * Selects events by a condition.
     *
     * <pre>{@code
     * server.log().filter(entry -> entry.text().contains("[test]"));
     * }</pre>
     *
     * @param condition true for the events to keep
     * @return a log of those, in the same order
     */
    public ServerLog filter(Predicate<? super Entry> condition) {
        return new ServerLog(entries.stream().filter(condition).toList());
    }

    /**
     * Selects events by a text.
     *
     * <pre>{@code
     * server.log().filter("RETR");
     * }</pre>
     *
     * @param text what the event contains, in upper or lower case
     * @return a log of those, in the same order
     */
    public ServerLog filter(String text) {
        var wanted = requireNonNull(text, "text").toLowerCase(Locale.ROOT);
        return filter(entry -> entry.text().toLowerCase(Locale.ROOT).contains(wanted));
    }

    /**
     * Selects the newest events.
     *
     * <pre>{@code
     * server.log().last(10);
     * }</pre>
     *
     * @param count how many events to keep at most
     * @return a log of those, in the same order
     * @throws IllegalArgumentException if the number is negative
     */
    public ServerLog last(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("cannot select the last " + count + " events; the least is 0");
        }
        return new ServerLog(entries.subList(Math.max(0, entries.size() - count), entries.size()));
    }

    /**
     * Selects the more serious events.
     *
     * <pre>{@code
     * server.log().atLeast(ServerLog.Level.WARNING);
     * }</pre>
     *
     * @param level the least serious level to keep
     * @return a log of those, in the same order
     */
    public ServerLog atLeast(Level level) {
        return filter(entry -> entry.level().compareTo(level) >= 0);
    }

    /** {@return the lines; of a long log, the number of earlier lines and the last 1,000} */
    @Override
    public String toString() {
        if (entries.isEmpty()) {
            return "nothing has happened yet";
        }
        int from = Math.max(0, entries.size() - MOST_SHOWN);
        var shown = entries.subList(from, entries.size()).stream().map(Entry::toString);
        return shown.collect(Collectors.joining(
                "\n", from == 0 ? "" : String.format(Locale.ROOT, "… %d earlier ones left out\n", from), ""));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ServerLog that && entries.equals(that.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }
}
