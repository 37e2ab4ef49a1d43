package io.github.ftplab;

import static java.util.Objects.requireNonNull;

import io.github.ftplab.internal.protocol.Text;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A sequence diagram of a session: what client and server sent on the control connection, and on the data connections
 * beside it. A notebook draws it; as text it is a ladder.
 *
 * <pre>{@code
 * ftp.transcript().diagram();
 * // client                                    server
 * //   │ ── PASV ───────────────────────────────▶ │
 * //   │ ◀─ 227 Entering passive mode (…). ────── │
 * //   ║ ══ opens a data connection (passive) ══▶ ║
 * //   │ ── RETR example.txt ───────────────────▶ │
 * //   │ ◀─ 150 About to open data connection. ── │
 * //   ║ ◀═ 6 bytes in 0.4 ms ═══════════════════ ║
 * //   │ ◀─ 226 Transfer complete. ────────────── │
 * }</pre>
 */
public final class Diagram {

    private final List<Step> steps;
    private final long omitted;

    private Diagram(List<Step> steps, long omitted) {
        this.steps = List.copyOf(requireNonNull(steps, "steps"));
        this.omitted = omitted;
    }

    /** {@return what happened, oldest first} */
    public List<Step> steps() {
        return steps;
    }

    /** {@return how many earlier entries of the transcript are missing; usually 0} */
    public long omitted() {
        return omitted;
    }

    private static final int WIDEST = 72;

    /** One arrow, or a note. */
    public static final class Step {

        private final Kind kind;
        private final String text;
        private final Protection protection;
        private final long session;

        private Step(Kind kind, String text, Protection protection, long session) {
            this.session = session;
            this.kind = requireNonNull(kind, "kind");
            this.text = requireNonNull(text, "text");
            this.protection = requireNonNull(protection, "protection");
        }

        /** {@return what the arrow stands for, and its direction} */
        public Kind kind() {
            return kind;
        }

        /** {@return the arrow's label, one line; with the number of the session if there are several} */
        public String text() {
            return text;
        }

        /** {@return whether it could be read in transit} */
        public Protection protection() {
            return protection;
        }

        /** {@return the number of the session in a server's transcript; 0 in a client's} */
        public long session() {
            return session;
        }

        /** {@return the arrow as in the ladder, such as {@code ── PASV ─▶}, or the note} */
        @Override
        public String toString() {
            return kind == Kind.INJECTED ? note(this) : arrow(this, text.length());
        }

        private List<Object> parts() {
            return List.of(kind, text, protection, session);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Step that && parts().equals(that.parts());
        }

        @Override
        public int hashCode() {
            return parts().hashCode();
        }
    }

    /** What an arrow stands for, and its direction. */
    public enum Kind {
        /** A command, from the client to the server, on the control connection. */
        COMMAND,
        /** A reply, from the server to the client, on the control connection. */
        REPLY,
        /** The client opens a data connection to the server: passive mode (PASV, EPSV). */
        OPEN_PASSIVE,
        /** The server opens a data connection to the client: active mode (PORT, EPRT). */
        OPEN_ACTIVE,
        /** Data from the server to the client. */
        DOWNLOAD,
        /** Data from the client to the server. */
        UPLOAD,
        /** No arrow but a note: a fault that the server was told to have, or what was done to a session that was held. */
        INJECTED;

        /**
         * {@return whether it goes from the client to the server}
         *
         * <pre>{@code
         * ftp.transcript().diagram().steps().stream().filter(step -> step.kind().isToServer()).count();
         * }</pre>
         */
        public boolean isToServer() {
            return this == COMMAND || this == OPEN_PASSIVE || this == UPLOAD;
        }

        /**
         * {@return whether it is on the control connection rather than a data connection}
         *
         * <pre>{@code
         * ftp.transcript().diagram().steps().stream().filter(step -> step.kind().isControl()).count();
         * }</pre>
         */
        public boolean isControl() {
            return this == COMMAND || this == REPLY;
        }
    }

    /** Whether data could be read in transit. */
    public enum Protection {
        /** Sent in the clear. */
        CLEAR,
        /** Encrypted with TLS (RFC 4217). */
        TLS
    }

    static Diagram of(Transcript transcript) {
        boolean several = transcript.sessions().size() > 1;
        var implicit = withImplicitTls(transcript);
        var sessions = new HashMap<Long, Session>();
        var steps = new ArrayList<Step>();
        for (var entry : transcript) {
            var session = sessions.computeIfAbsent(
                    entry.session(),
                    number -> new Session(several ? "#" + number + " " : "", implicit.contains(number), number));
            session.add(entry, steps);
        }
        return new Diagram(steps, transcript.omitted());
    }

    /**
     * {@return the numbers of the sessions with implicit TLS: there PBSZ comes without an AUTH before it, and everything
     * was encrypted from the first byte}
     */
    private static Set<Long> withImplicitTls(Transcript transcript) {
        var first = new HashMap<Long, String>();
        for (var entry : transcript) {
            var verb = verb(entry);
            if (verb.equals("AUTH") || verb.equals("PBSZ")) {
                first.putIfAbsent(entry.session(), verb);
            }
        }
        first.values().removeIf("AUTH"::equals);
        return first.keySet();
    }

    /** Reads the entries of one session, and knows from when on they were encrypted. */
    private static final class Session {

        private final long number;
        private final String prefix;
        private final Set<List<InetSocketAddress>> opened = new HashSet<>();
        private Protection control;
        private Protection data = Protection.CLEAR;
        private String last = "";
        private @Nullable Step command;

        private Session(String prefix, boolean isImplicit, long number) {
            this.number = number;
            this.prefix = prefix;
            control = isImplicit ? Protection.TLS : Protection.CLEAR;
        }

        private void add(Transcript.Entry entry, List<Step> steps) {
            if (entry instanceof Transcript.Sent sent) {
                last = sent.line();
                command = step(Kind.COMMAND, Text.visible(sent.line()), control);
                steps.add(command);
            } else if (entry instanceof Transcript.Received received) {
                steps.add(step(Kind.REPLY, Text.visible(firstLine(received.text())), control));
                if (received.text().startsWith("2")) {
                    control = last.startsWith("AUTH") ? Protection.TLS : control;
                    control = last.equals("CCC") ? Protection.CLEAR : control;
                    data = last.startsWith("PROT") ? protection(last) : data;
                }
            } else if (entry instanceof Transcript.Secured secured) {
                boolean isControl = secured.channel() == Transcript.Channel.CONTROL;
                control = isControl ? Protection.TLS : control;
                data = isControl ? data : Protection.TLS;
            } else if (entry instanceof Fault.Injected injected) {
                steps.add(step(Kind.INJECTED, Text.visible(injected.text()), control));
            } else if (entry instanceof Transcript.Opened open) {
                opened.add(List.of(open.local(), open.remote()));
                steps.add(opening(open.mode(), open.local(), open.remote()));
            } else if (entry instanceof Transcript.Data moved) {
                if (!opened.remove(List.of(moved.local(), moved.remote()))) { // its opening was left out
                    // A passive one was opened before its command.
                    int at = moved.mode() == Transcript.Mode.PASSIVE ? steps.lastIndexOf(command) : -1;
                    steps.add(at < 0 ? steps.size() : at, opening(moved.mode(), moved.local(), moved.remote()));
                }
                steps.add(moving(moved));
            }
        }

        private Step opening(Transcript.Mode mode, InetSocketAddress local, InetSocketAddress remote) {
            var passive = mode == Transcript.Mode.PASSIVE;
            return step(
                    passive ? Kind.OPEN_PASSIVE : Kind.OPEN_ACTIVE,
                    String.format(
                            Locale.ROOT,
                            "opens a data connection (%s) to port %d",
                            passive ? "passive" : "active",
                            (passive ? remote : local).getPort()),
                    data);
        }

        private Step moving(Transcript.Data moved) {
            return step(
                    moved.direction() == Transfer.Direction.DOWNLOAD ? Kind.DOWNLOAD : Kind.UPLOAD,
                    Text.bytes(moved.bytes()) + " in " + Text.duration(moved.duration()),
                    data);
        }

        private Step step(Kind kind, String text, Protection protection) {
            return new Step(kind, prefix + text, protection, number);
        }
    }

    private static String verb(Transcript.Entry entry) {
        return entry instanceof Transcript.Sent sent ? sent.line().split(" ", 2)[0] : "";
    }

    private static Protection protection(String prot) {
        return prot.equals("PROT P") ? Protection.TLS : Protection.CLEAR;
    }

    private static String firstLine(String text) {
        var lines = text.lines().toList();
        return lines.size() > 1 ? lines.get(0) + String.format(Locale.ROOT, " … (%d lines)", lines.size()) : text;
    }

    /** {@return the ladder: single lines for the control connection, double ones for data connections} */
    @Override
    public String toString() {
        int width = steps.stream()
                .filter(step -> step.kind() != Kind.INJECTED)
                .mapToInt(step -> Math.min(WIDEST, step.text().length()))
                .max()
                .orElse(20);
        var text = new StringBuilder("client")
                .append(" ".repeat(width + 4))
                .append("server")
                .append('\n');
        if (omitted > 0) {
            text.append("  … ").append(omitted).append(" earlier entries\n");
        }
        steps.forEach(step -> text.append(rung(step, width)).append('\n'));
        return text.toString().stripTrailing();
    }

    private static String rung(Step step, int width) {
        if (step.kind() == Kind.INJECTED) {
            return "  " + note(step);
        }
        var pole = step.kind().isControl() ? "│" : "║";
        return "  " + pole + " " + arrow(step, width) + " " + pole
                + (step.protection() == Protection.TLS ? " TLS" : "");
    }

    private static String note(Step step) {
        return "* [injected] " + clipped(step);
    }

    private static String clipped(Step step) {
        return step.text().length() > WIDEST ? step.text().substring(0, WIDEST - 1) + "…" : step.text();
    }

    /** {@return an arrow with its label, which is clipped if it is very long} */
    private static String arrow(Step step, int width) {
        var line = step.kind().isControl() ? "─" : "═";
        var said = clipped(step);
        var rest = line.repeat(Math.max(0, width - said.length()) + 1);
        return step.kind().isToServer()
                ? line.repeat(2) + " " + said + " " + rest + "▶"
                : "◀" + line + " " + said + " " + rest + line;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Diagram that && steps.equals(that.steps) && omitted == that.omitted;
    }

    @Override
    public int hashCode() {
        return Objects.hash(steps, omitted);
    }
}
