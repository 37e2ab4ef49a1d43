package io.github.ftplab;

import static java.util.Objects.requireNonNull;

import io.github.ftplab.internal.protocol.HostPort;
import io.github.ftplab.internal.protocol.Text;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The record of one session so far, or of all sessions of a server: each command, each reply and each data connection.
 * Immutable. Passwords are hidden, and the beginning of a long session is omitted.
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
 *
 * <p>{@link FtpServer#transcript()} has the same from the server's side, for any client. There too, {@code >} is what
 * the client sent, and {@code <} what it received.
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
        var filter = new TranscriptFilter(requireNonNull(text, "text"));
        var kept = entries.stream().flatMap(filter::add).toList();
        return new Transcript(began, kept, omitted + entries.size() - kept.size());
    }

    /**
     * Selects the entries of one session of a server.
     *
     * <pre>{@code
     * server.transcript().sessions();    // [1, 2]
     * server.transcript().session(2).diagram();
     * }</pre>
     *
     * @param number the number of the session, see {@link Entry#session()}
     * @return a transcript of those, which begins with the first of them; empty if there is none
     */
    public Transcript session(long number) {
        var own = entries.stream().filter(entry -> entry.session() == number).toList();
        return new Transcript(own.isEmpty() ? began : own.get(0).time(), own, omitted);
    }

    /** {@return the numbers of the sessions that the entries are from, in the order in which they first occur} */
    public List<Long> sessions() {
        return entries.stream().map(Entry::session).distinct().toList();
    }

    /**
     * A command, a reply, a data connection, the beginning of TLS, or a fault.
     *
     * <pre>{@code
     * for (var entry : ftp.transcript()) System.out.println(entry.time() + " " + entry);
     * }</pre>
     */
    public abstract static sealed class Entry permits Sent, Received, Secured, OfData, Fault.Injected {

        private final Instant time;
        private final long session;

        Entry(Instant time, long session) {
            this.time = requireNonNull(time, "time");
            this.session = session;
        }

        /** {@return when it happened; of a data connection that was closed, when that was} */
        public final Instant time() {
            return time;
        }

        /** {@return the number of the session, as in {@link ServerEvent.Client#id()}; 0 in a client's transcript} */
        public final long session() {
            return session;
        }

        /**
         * Sets the session, as a server does; for tests of code that takes entries of several.
         *
         * <pre>{@code
         * Transcript.Sent.of(Instant.now(), "NOOP").withSession(3).session();    // 3
         * }</pre>
         *
         * @param number the number of the session
         * @return the same entry in that session
         */
        public final Entry withSession(long number) {
            return in(number);
        }

        abstract Entry in(long number);

        abstract List<Object> details();

        @Override
        public final boolean equals(@Nullable Object other) {
            return other instanceof Entry that
                    && getClass() == that.getClass()
                    && time.equals(that.time)
                    && session == that.session
                    && details().equals(that.details());
        }

        @Override
        public final int hashCode() {
            return Objects.hash(time, session, details());
        }
    }

    /** A command that was sent. */
    public static final class Sent extends Entry {

        private final String line;

        private Sent(Instant time, long session, String line) {
            super(time, session);
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
            return new Sent(time, 0, line);
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
        Entry in(long number) {
            return new Sent(time(), number, line);
        }

        @Override
        List<Object> details() {
            return List.of(line);
        }
    }

    /** A reply that was received. */
    public static final class Received extends Entry {

        private final String text;

        private Received(Instant time, long session, String text) {
            super(time, session);
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
            return new Received(time, 0, text);
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
        Entry in(long number) {
            return new Received(time(), number, text);
        }

        @Override
        List<Object> details() {
            return List.of(text);
        }
    }

    /** TLS began on a connection: the handshake is complete. Recorded by servers. */
    public static final class Secured extends Entry {

        private final Channel channel;
        private final String protocol;
        private final String cipherSuite;

        private Secured(Instant time, long session, Channel channel, String protocol, String cipherSuite) {
            super(time, session);
            this.channel = requireNonNull(channel, "channel");
            this.protocol = requireNonNull(protocol, "protocol");
            this.cipherSuite = requireNonNull(cipherSuite, "cipherSuite");
        }

        /**
         * Creates the beginning of TLS, for tests of code that takes one.
         *
         * <pre>{@code
         * Transcript.Secured.of(Instant.now(), Transcript.Channel.CONTROL, "TLSv1.3", "TLS_AES_256_GCM_SHA384");
         * // * TLS on the control connection: TLSv1.3, TLS_AES_256_GCM_SHA384
         * }</pre>
         *
         * @param time when it happened
         * @param channel which connection
         * @param protocol the version of TLS
         * @param cipherSuite the standard name of the cipher suite
         * @return the entry
         */
        public static Secured of(Instant time, Channel channel, String protocol, String cipherSuite) {
            return new Secured(time, 0, channel, protocol, cipherSuite);
        }

        /** {@return which connection} */
        public Channel channel() {
            return channel;
        }

        /** {@return the version of TLS, such as {@code TLSv1.3}} */
        public String protocol() {
            return protocol;
        }

        /** {@return the standard name of the cipher suite, such as {@code TLS_AES_256_GCM_SHA384}} */
        public String cipherSuite() {
            return cipherSuite;
        }

        /** {@return one line after a {@code *}} */
        @Override
        public String toString() {
            return "* TLS on the " + channel.name().toLowerCase(Locale.ROOT) + " connection: " + protocol + ", "
                    + cipherSuite;
        }

        @Override
        Entry in(long number) {
            return new Secured(time(), number, channel, protocol, cipherSuite);
        }

        @Override
        List<Object> details() {
            return List.of(channel, protocol, cipherSuite);
        }
    }

    /** A data connection was opened or closed. */
    public abstract static sealed class OfData extends Entry {

        private final Mode mode;
        private final InetSocketAddress local;
        private final InetSocketAddress remote;

        private OfData(Instant time, long session, Mode mode, InetSocketAddress local, InetSocketAddress remote) {
            super(time, session);
            this.mode = requireNonNull(mode, "mode");
            this.local = requireNonNull(local, "local");
            this.remote = requireNonNull(remote, "remote");
        }

        /** {@return which side opened it} */
        public final Mode mode() {
            return mode;
        }

        /** {@return its address on the client's side} */
        public final InetSocketAddress local() {
            return local;
        }

        /** {@return its address on the server's side} */
        public final InetSocketAddress remote() {
            return remote;
        }

        @Override
        List<Object> details() {
            return List.of(mode, local, remote);
        }
    }

    /** A data connection was opened. */
    public static final class Opened extends OfData {

        private Opened(Instant time, long session, Mode mode, InetSocketAddress local, InetSocketAddress remote) {
            super(time, session, mode, local, remote);
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
         * @param local its address on the client's side
         * @param remote its address on the server's side
         * @return the entry
         */
        public static Opened of(Instant time, Mode mode, InetSocketAddress local, InetSocketAddress remote) {
            return new Opened(time, 0, mode, local, remote);
        }

        /** {@return one line after a {@code *}, in which the arrow begins at the side that opened the connection} */
        @Override
        public String toString() {
            return "* data connection opened, " + mode().name().toLowerCase(Locale.ROOT) + ": " + HostPort.text(local())
                    + (mode() == Mode.PASSIVE ? " → " : " ← ") + HostPort.text(remote());
        }

        @Override
        Entry in(long number) {
            return new Opened(time(), number, mode(), local(), remote());
        }
    }

    /** A data connection, after it was closed. */
    public static final class Data extends OfData {

        private final Transfer.Direction direction;
        private final long bytes;
        private final Duration duration;
        private final Duration moving;

        private Data(
                Instant time,
                long session,
                Mode mode,
                InetSocketAddress local,
                InetSocketAddress remote,
                Transfer.Direction direction,
                long bytes,
                Duration duration,
                Duration moving) {
            super(time, session, mode, local, remote);
            this.direction = requireNonNull(direction, "direction");
            this.bytes = bytes;
            this.duration = requireNonNull(duration, "duration");
            this.moving = requireNonNull(moving, "moving");
        }

        /**
         * Creates a closed data connection, for tests of code that takes one.
         *
         * <pre>{@code
         * var here = new InetSocketAddress("127.0.0.1", 40_010);
         * var there = new InetSocketAddress("127.0.0.1", 35_121);
         * var mode = Transcript.Mode.PASSIVE;
         * var down = Transfer.Direction.DOWNLOAD;
         * Transcript.Data.of(Instant.now(), mode, here, there, down, 6, Duration.ofMillis(1), Duration.ZERO);
         * // * data passive 127.0.0.1:40010 ← 127.0.0.1:35121 (6 bytes, 1 ms)
         * }</pre>
         *
         * @param time when it was closed
         * @param mode which side opened it
         * @param local its address on the client's side
         * @param remote its address on the server's side
         * @param direction the direction of the data
         * @param bytes how many bytes were transferred
         * @param duration how long it was open
         * @param moving how long data moved; 0 if all of it moved at once
         * @return the entry
         */
        public static Data of(
                Instant time,
                Mode mode,
                InetSocketAddress local,
                InetSocketAddress remote,
                Transfer.Direction direction,
                long bytes,
                Duration duration,
                Duration moving) {
            return new Data(time, 0, mode, local, remote, direction, bytes, duration, moving);
        }

        /** {@return the direction of the data} */
        public Transfer.Direction direction() {
            return direction;
        }

        /** {@return how many bytes were transferred} */
        public long bytes() {
            return bytes;
        }

        /** {@return how long it was open: it was opened this long before {@link #time()}} */
        public Duration duration() {
            return duration;
        }

        /** {@return how long data moved, from its first piece to its last; 0 if all of it moved at once} */
        public Duration moving() {
            return moving;
        }

        /**
         * {@return one line after a {@code *}, such as {@code * data passive 127.0.0.1:40010 ← 127.0.0.1:35121 (6
         * bytes, 0.4 ms)}}
         */
        @Override
        public String toString() {
            var arrow = direction == Transfer.Direction.DOWNLOAD ? " ← " : " → ";
            return "* data " + mode().name().toLowerCase(Locale.ROOT) + " " + HostPort.text(local()) + arrow
                    + HostPort.text(remote()) + " (" + Text.bytes(bytes) + ", " + Text.duration(duration) + ")";
        }

        @Override
        Entry in(long number) {
            return new Data(time(), number, mode(), local(), remote(), direction, bytes, duration, moving);
        }

        @Override
        List<Object> details() {
            return List.of(mode(), local(), remote(), direction, bytes, duration, moving);
        }
    }

    /** The two kinds of connections of a session. */
    public enum Channel {
        /** The control connection, for commands and replies. */
        CONTROL,
        /** A data connection. */
        DATA
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

    /**
     * {@return one line for each command, reply line and data connection, with the seconds since the session began, and
     * the number of the session if there are several}
     */
    @Override
    public String toString() {
        var text = new StringBuilder();
        if (omitted > 0) {
            text.append("… ").append(omitted).append(" earlier entries\n");
        }
        boolean several = sessions().size() > 1;
        for (var entry : entries) {
            double seconds = Duration.between(began, entry.time()).toNanos() / 1e9;
            var margin = String.format(Locale.ROOT, "%8.3f ", seconds) + (several ? "#" + entry.session() + " " : "");
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
