package io.github.ftplab;

import static java.util.Objects.requireNonNull;

import io.github.ftplab.internal.protocol.HostPort;
import io.github.ftplab.internal.protocol.Text;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The record of one session so far: each command, each reply and each data connection. Immutable. Passwords are hidden,
 * and the beginning of a long session is omitted.
 *
 * <pre>{@code
 * ftp.transcript();
 * //    0.000 < 220 ready
 * //    0.004 > USER test
 * //    0.005 < 331 Username ok, send password.
 * //    0.005 > PASS ****
 * //    …
 * //    0.018 * data connection opened, passive: 127.0.0.1:40010 → 127.0.0.1:35121
 * //    0.018 > RETR example.txt
 * //    0.019 < 150 File status okay. About to open data connection.
 * //    0.020 * data passive 127.0.0.1:40010 ← 127.0.0.1:35121 (6 bytes, 1.2 ms)
 * //    0.020 < 226 Transfer complete.
 * }</pre>
 */
public final class Transcript implements Iterable<Transcript.Entry> {

    private final Instant began;
    private final List<Entry> entries;
    private final long omitted;

    private Transcript(Instant began, List<Entry> entries, long omitted) {
        this.began = requireNonNull(began, "began");
        this.entries = List.copyOf(requireNonNull(entries, "entries"));
        this.omitted = omitted;
    }

    /**
     * Creates a transcript with the given entries, for tests of code that takes one.
     *
     * <pre>{@code
     * var began = Instant.now();
     * var greeting = Transcript.Received.of(began, "220 ready");
     * Transcript.of(began, List.of(greeting, Transcript.Sent.of(began.plusMillis(4), "NOOP")), 0).diagram();
     * }</pre>
     *
     * @param began when the session began
     * @param entries what happened, oldest first
     * @param omitted how many earlier entries were left out; usually 0
     * @return the transcript; the list is copied
     */
    public static Transcript of(Instant began, List<Entry> entries, long omitted) {
        return new Transcript(began, entries, omitted);
    }

    /** {@return when the session began} */
    public Instant began() {
        return began;
    }

    /** {@return what happened, oldest first} */
    public List<Entry> entries() {
        return entries;
    }

    /** {@return how many earlier entries were left out; usually 0} */
    public long omitted() {
        return omitted;
    }

    /**
     * Selects the newest entries.
     *
     * <pre>{@code
     * ftp.transcript().last(10);
     * }</pre>
     *
     * @param count how many entries to keep at most
     * @return a transcript of those; the others count as omitted
     * @throws IllegalArgumentException if the number is negative
     */
    public Transcript last(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("cannot select the last " + count + " entries; the least is 0");
        }
        int from = Math.max(0, entries.size() - count);
        return new Transcript(began, entries.subList(from, entries.size()), omitted + from);
    }

    /**
     * Selects commands by a text, each with its replies and its data connection. A data connection that was opened
     * before its command (passive mode) belongs to that command.
     *
     * <pre>{@code
     * ftp.transcript().filter("RETR");
     * ftp.transcript().filter("example.txt").diagram();
     * }</pre>
     *
     * @param text what the command contains, in upper or lower case; it may be part of an argument
     * @return a transcript of those; the others count as omitted
     */
    public Transcript filter(String text) {
        var wanted = requireNonNull(text, "text").toLowerCase(Locale.ROOT);
        var kept = new ArrayList<Entry>();
        var pending = new ArrayList<Entry>();
        boolean isWanted = false;
        for (var entry : entries) {
            if (entry instanceof Sent sent) {
                isWanted = sent.line().toLowerCase(Locale.ROOT).contains(wanted);
            }
            if (entry instanceof Opened opened && opened.mode() == Mode.PASSIVE) {
                pending.add(entry);
            } else if (isWanted) {
                kept.addAll(pending);
                kept.add(entry);
                pending.clear();
            } else if (entry instanceof Sent sent && !sent.line().startsWith("REST")) {
                pending.clear();
            }
        }
        return new Transcript(began, kept, omitted + entries.size() - kept.size());
    }

    /**
     * A command, a reply or a data connection.
     *
     * <pre>{@code
     * for (var entry : ftp.transcript()) System.out.println(entry.time() + " " + entry);
     * }</pre>
     */
    public sealed interface Entry {

        /** {@return when it happened; of a data connection, when it was closed} */
        Instant time();
    }

    /** A command that was sent. */
    public static final class Sent implements Entry {

        private final Instant time;
        private final String line;

        private Sent(Instant time, String line) {
            this.time = requireNonNull(time, "time");
            this.line = requireNonNull(line, "line");
        }

        /**
         * Creates a command that was sent, for tests of code that takes one.
         *
         * <pre>{@code
         * Transcript.Sent.of(Instant.now(), "RETR example.txt");    // > RETR example.txt
         * }</pre>
         *
         * @param time when it happened
         * @param line the command and its argument; a password is shown as {@code ****}
         * @return the entry
         */
        public static Sent of(Instant time, String line) {
            return new Sent(time, line);
        }

        /** {@return when it happened} */
        @Override
        public Instant time() {
            return time;
        }

        /** {@return the command and its argument; a password is shown as {@code ****}} */
        public String line() {
            return line;
        }

        /** {@return the command, after a {@code >}} */
        @Override
        public String toString() {
            return "> " + Text.visible(line);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Sent that && time.equals(that.time) && line.equals(that.line);
        }

        @Override
        public int hashCode() {
            return Objects.hash(time, line);
        }
    }

    /** A reply that was received. */
    public static final class Received implements Entry {

        private final Instant time;
        private final String text;

        private Received(Instant time, String text) {
            this.time = requireNonNull(time, "time");
            this.text = requireNonNull(text, "text");
        }

        /**
         * Creates a reply that was received, for tests of code that takes one.
         *
         * <pre>{@code
         * Transcript.Received.of(Instant.now(), "226 Transfer complete.");    // < 226 Transfer complete.
         * }</pre>
         *
         * @param time when it happened
         * @param text the reply as received, its lines joined by line feeds; only the beginning if it is very long
         * @return the entry
         */
        public static Received of(Instant time, String text) {
            return new Received(time, text);
        }

        /** {@return when it happened} */
        @Override
        public Instant time() {
            return time;
        }

        /** {@return the reply as received, its lines joined by line feeds; only the beginning if it is very long} */
        public String text() {
            return text;
        }

        /** {@return the reply, each line after a {@code <}} */
        @Override
        public String toString() {
            return text.lines().map(Text::visible).collect(Collectors.joining("\n< ", "< ", ""));
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Received that && time.equals(that.time) && text.equals(that.text);
        }

        @Override
        public int hashCode() {
            return Objects.hash(time, text);
        }
    }

    /** A data connection was opened. */
    public static final class Opened implements Entry {

        private final Instant time;
        private final Mode mode;
        private final InetSocketAddress local;
        private final InetSocketAddress remote;

        private Opened(Instant time, Mode mode, InetSocketAddress local, InetSocketAddress remote) {
            this.time = requireNonNull(time, "time");
            this.mode = requireNonNull(mode, "mode");
            this.local = requireNonNull(local, "local");
            this.remote = requireNonNull(remote, "remote");
        }

        /**
         * Creates an open data connection, for tests of code that takes one.
         *
         * <pre>{@code
         * var here = new InetSocketAddress("127.0.0.1", 40_010);
         * var there = new InetSocketAddress("127.0.0.1", 35_121);
         * Transcript.Opened.of(Instant.now(), Transcript.Mode.PASSIVE, here, there);
         * // * data connection opened, passive: 127.0.0.1:40010 → 127.0.0.1:35121
         * }</pre>
         *
         * @param time when it was opened
         * @param mode which side opened it
         * @param local its address on this machine
         * @param remote its address on the server's side
         * @return the entry
         */
        public static Opened of(Instant time, Mode mode, InetSocketAddress local, InetSocketAddress remote) {
            return new Opened(time, mode, local, remote);
        }

        /** {@return when it was opened; in active mode, when the client has accepted it} */
        @Override
        public Instant time() {
            return time;
        }

        /** {@return which side opened it} */
        public Mode mode() {
            return mode;
        }

        /** {@return its address on this machine} */
        public InetSocketAddress local() {
            return local;
        }

        /** {@return its address on the server's side} */
        public InetSocketAddress remote() {
            return remote;
        }

        /** {@return one line after a {@code *}, in which the arrow begins at the side that opened the connection} */
        @Override
        public String toString() {
            return "* data connection opened, " + mode.name().toLowerCase(Locale.ROOT) + ": " + HostPort.text(local)
                    + (mode == Mode.PASSIVE ? " → " : " ← ") + HostPort.text(remote);
        }

        private List<Object> parts() {
            return List.of(time, mode, local, remote);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Opened that && parts().equals(that.parts());
        }

        @Override
        public int hashCode() {
            return parts().hashCode();
        }
    }

    /** A data connection, after it was closed. */
    public static final class Data implements Entry {

        private final Instant time;
        private final Mode mode;
        private final InetSocketAddress local;
        private final InetSocketAddress remote;
        private final Transfer.Direction direction;
        private final long bytes;
        private final Duration duration;

        private Data(
                Instant time,
                Mode mode,
                InetSocketAddress local,
                InetSocketAddress remote,
                Transfer.Direction direction,
                long bytes,
                Duration duration) {
            this.time = requireNonNull(time, "time");
            this.mode = requireNonNull(mode, "mode");
            this.local = requireNonNull(local, "local");
            this.remote = requireNonNull(remote, "remote");
            this.direction = requireNonNull(direction, "direction");
            this.bytes = bytes;
            this.duration = requireNonNull(duration, "duration");
        }

        /**
         * Creates a closed data connection, for tests of code that takes one.
         *
         * <pre>{@code
         * var here = new InetSocketAddress("127.0.0.1", 40_010);
         * var there = new InetSocketAddress("127.0.0.1", 35_121);
         * var mode = Transcript.Mode.PASSIVE;
         * var down = Transfer.Direction.DOWNLOAD;
         * Transcript.Data.of(Instant.now(), mode, here, there, down, 6, Duration.ofMillis(1));
         * // * data passive 127.0.0.1:40010 ← 127.0.0.1:35121 (6 bytes, 1 ms)
         * }</pre>
         *
         * @param time when it was closed
         * @param mode which side opened it
         * @param local its address on this machine
         * @param remote its address on the server's side
         * @param direction the direction of the data
         * @param bytes how many bytes were transferred
         * @param duration how long it was open
         * @return the entry
         */
        public static Data of(
                Instant time,
                Mode mode,
                InetSocketAddress local,
                InetSocketAddress remote,
                Transfer.Direction direction,
                long bytes,
                Duration duration) {
            return new Data(time, mode, local, remote, direction, bytes, duration);
        }

        /** {@return when it was closed} */
        @Override
        public Instant time() {
            return time;
        }

        /** {@return which side opened it} */
        public Mode mode() {
            return mode;
        }

        /** {@return its address on this machine} */
        public InetSocketAddress local() {
            return local;
        }

        /** {@return its address on the server's side} */
        public InetSocketAddress remote() {
            return remote;
        }

        /** {@return the direction of the data} */
        public Transfer.Direction direction() {
            return direction;
        }

        /** {@return how many bytes were transferred} */
        public long bytes() {
            return bytes;
        }

        /** {@return how long it was open} */
        public Duration duration() {
            return duration;
        }

        /**
         * {@return one line after a {@code *}, such as {@code * data passive 127.0.0.1:40010 ← 127.0.0.1:35121 (6
         * bytes, 0.4 ms)}}
         */
        @Override
        public String toString() {
            var arrow = direction == Transfer.Direction.DOWNLOAD ? " ← " : " → ";
            return "* data " + mode.name().toLowerCase(Locale.ROOT) + " " + HostPort.text(local) + arrow
                    + HostPort.text(remote) + " (" + Text.bytes(bytes) + ", " + Text.duration(duration) + ")";
        }

        private List<Object> parts() {
            return List.of(time, mode, local, remote, direction, bytes, duration);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Data that && parts().equals(that.parts());
        }

        @Override
        public int hashCode() {
            return parts().hashCode();
        }
    }

    /** Which side opens a data connection: passive or active mode. */
    public enum Mode {
        /** The client, to a port that the server named (PASV, EPSV). */
        PASSIVE,
        /** The server, to a port that the client named (PORT, EPRT). */
        ACTIVE
    }

    /** {@return this transcript as a sequence diagram that separates control and data connections} */
    public Diagram diagram() {
        return Diagram.of(this);
    }

    /** {@return the entries, oldest first} */
    @Override
    public Iterator<Entry> iterator() {
        return entries.iterator();
    }

    /** {@return one line for each command, reply line and data connection, with the seconds since the session began} */
    @Override
    public String toString() {
        var text = new StringBuilder();
        if (omitted > 0) {
            text.append("… ").append(omitted).append(" earlier entries\n");
        }
        for (var entry : entries) {
            double seconds = Duration.between(began, entry.time()).toNanos() / 1e9;
            var margin = String.format(Locale.ROOT, "%8.3f ", seconds);
            text.append(margin)
                    .append(entry.toString().replace("\n", "\n" + " ".repeat(margin.length())))
                    .append('\n');
        }
        return text.toString().stripTrailing();
    }

    private List<Object> parts() {
        return List.of(began, entries, omitted);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Transcript that && parts().equals(that.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }
}
