package io.github.ftplab;

import io.github.ftplab.internal.protocol.HostPort;
import io.github.ftplab.internal.protocol.Text;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The record of one session up to now: each command, each reply and each data connection. Immutable. Passwords are
 * hidden, and the beginning of a long session is left out.
 *
 * <pre>{@code
 * ftp.transcript();
 * //    0.000 < 220 ready
 * //    0.004 > USER test
 * //    0.005 < 331 Username ok, send password.
 * //    0.005 > PASS ****
 * //    …
 * //    0.020 * data passive 127.0.0.1:40010 ← 127.0.0.1:35121 (6 bytes, 0.4 ms)
 * }</pre>
 *
 * @param began when the session began
 * @param entries what happened, oldest first
 * @param omitted how many earlier entries were left out; usually 0
 */
public record Transcript(Instant began, List<Entry> entries, long omitted) implements Iterable<Transcript.Entry> {

    /**
     * Keeps a copy of the entries.
     *
     * @param began when the session began
     * @param entries what happened, oldest first
     * @param omitted how many entries were left out
     */
    public Transcript {
        entries = List.copyOf(entries);
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

    /**
     * A command that was sent.
     *
     * @param time when
     * @param line the command and its argument; a password is shown as {@code ****}
     */
    public record Sent(Instant time, String line) implements Entry {

        /** {@return the command, after a {@code >}} */
        @Override
        public String toString() {
            return "> " + Text.visible(line);
        }
    }

    /**
     * A reply that was received.
     *
     * @param time when
     * @param text the reply as it was received, its lines joined by line feeds; of a very long one the beginning
     */
    public record Received(Instant time, String text) implements Entry {

        /** {@return the reply, each line after a {@code <}} */
        @Override
        public String toString() {
            return text.lines().map(Text::visible).collect(Collectors.joining("\n< ", "< ", ""));
        }
    }

    /**
     * A data connection, after it was closed.
     *
     * @param time when it was closed
     * @param mode which side opened it
     * @param local its address on this machine
     * @param remote its address on the server's side
     * @param direction the direction of the data
     * @param bytes how many
     * @param duration how long it was open
     */
    public record Data(
            Instant time,
            Mode mode,
            InetSocketAddress local,
            InetSocketAddress remote,
            Transfer.Direction direction,
            long bytes,
            Duration duration)
            implements Entry {

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
    }

    /** Which side opens a data connection. */
    public enum Mode {
        /** The client, to a port that the server named (PASV, EPSV). */
        PASSIVE,
        /** The server, to a port that the client named (PORT, EPRT). */
        ACTIVE
    }

    /** {@return this transcript as a sequence diagram, with control and data connections apart} */
    public Diagram diagram() {
        return Diagram.of(this);
    }

    /** {@return the entries, oldest first} */
    @Override
    public Iterator<Entry> iterator() {
        return entries.iterator();
    }

    /**
     * {@return one line for each command, line of a reply, and data connection, with the seconds since the beginning}
     */
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
}
