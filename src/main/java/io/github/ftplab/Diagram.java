package io.github.ftplab;

import static java.util.Objects.requireNonNull;

import io.github.ftplab.internal.protocol.Text;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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

    /** One arrow. */
    public static final class Step {

        private final Kind kind;
        private final String text;
        private final Protection protection;

        private Step(Kind kind, String text, Protection protection) {
            this.kind = requireNonNull(kind, "kind");
            this.text = requireNonNull(text, "text");
            this.protection = requireNonNull(protection, "protection");
        }

        /** {@return what the arrow stands for, and its direction} */
        public Kind kind() {
            return kind;
        }

        /** {@return the arrow's label, one line} */
        public String text() {
            return text;
        }

        /** {@return whether it could be read in transit} */
        public Protection protection() {
            return protection;
        }

        private List<Object> parts() {
            return List.of(kind, text, protection);
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
        UPLOAD;

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
        // With implicit TLS, PBSZ comes without an AUTH before it, and everything was encrypted from the first byte.
        var first = transcript.entries().stream()
                .map(entry -> verb(entry))
                .filter(verb -> verb.equals("AUTH") || verb.equals("PBSZ"))
                .findFirst();
        var control = first.filter("PBSZ"::equals).isPresent() ? Protection.TLS : Protection.CLEAR;
        var data = Protection.CLEAR;
        var steps = new ArrayList<Step>();
        var last = "";
        var opened = new HashSet<List<InetSocketAddress>>();
        for (var entry : transcript) {
            if (entry instanceof Transcript.Sent sent) {
                last = sent.line();
                steps.add(new Step(Kind.COMMAND, Text.visible(sent.line()), control));
            } else if (entry instanceof Transcript.Received received) {
                steps.add(new Step(Kind.REPLY, Text.visible(firstLine(received.text())), control));
                if (received.text().startsWith("2")) {
                    control = last.startsWith("AUTH") ? Protection.TLS : control;
                    control = last.equals("CCC") ? Protection.CLEAR : control;
                    data = last.startsWith("PROT") ? protection(last) : data;
                }
            } else if (entry instanceof Transcript.Opened open) {
                opened.add(List.of(open.local(), open.remote()));
                steps.add(opening(open.mode(), open.local(), open.remote(), data));
            } else if (entry instanceof Transcript.Data moved) {
                if (!opened.remove(List.of(moved.local(), moved.remote()))) { // its opening was left out
                    steps.add(opening(moved.mode(), moved.local(), moved.remote(), data));
                }
                steps.add(moving(moved, data));
            }
        }
        return new Diagram(steps, transcript.omitted());
    }

    private static String verb(Transcript.Entry entry) {
        return entry instanceof Transcript.Sent sent ? sent.line().split(" ", 2)[0] : "";
    }

    private static Protection protection(String prot) {
        return prot.equals("PROT P") ? Protection.TLS : Protection.CLEAR;
    }

    private static Step opening(
            Transcript.Mode mode, InetSocketAddress local, InetSocketAddress remote, Protection protection) {
        var passive = mode == Transcript.Mode.PASSIVE;
        return new Step(
                passive ? Kind.OPEN_PASSIVE : Kind.OPEN_ACTIVE,
                String.format(
                        Locale.ROOT,
                        "opens a data connection (%s) to port %d",
                        passive ? "passive" : "active",
                        (passive ? remote : local).getPort()),
                protection);
    }

    private static Step moving(Transcript.Data data, Protection protection) {
        return new Step(
                data.direction() == Transfer.Direction.DOWNLOAD ? Kind.DOWNLOAD : Kind.UPLOAD,
                Text.bytes(data.bytes()) + " in " + Text.duration(data.duration()),
                protection);
    }

    private static String firstLine(String text) {
        var lines = text.lines().toList();
        return lines.size() > 1 ? lines.get(0) + String.format(Locale.ROOT, " … (%d lines)", lines.size()) : text;
    }

    /** {@return the ladder: single lines for the control connection, double ones for data connections} */
    @Override
    public String toString() {
        int width = steps.stream()
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
        var pole = step.kind().isControl() ? "│" : "║";
        var line = step.kind().isControl() ? "─" : "═";
        var said = step.text().length() > WIDEST ? step.text().substring(0, WIDEST - 1) + "…" : step.text();
        var rest = line.repeat(width - said.length() + 1);
        var arrow = step.kind().isToServer()
                ? line.repeat(2) + " " + said + " " + rest + "▶"
                : "◀" + line + " " + said + " " + rest + line;
        return "  " + pole + " " + arrow + " " + pole + (step.protection() == Protection.TLS ? " TLS" : "");
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
