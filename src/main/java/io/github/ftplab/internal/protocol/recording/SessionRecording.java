package io.github.ftplab.internal.protocol.recording;

import io.github.ftplab.internal.protocol.SecretCommands;
import io.github.ftplab.internal.protocol.recording.RecordedEvent.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Records one session: commands, replies and data in the order in which they happened, above TLS. Passwords are
 * replaced, and ports, which are others when it is replayed. Thread-safe.
 */
public final class SessionRecording {

    /** The most bytes of one data connection that are kept. */
    static final int MOST_DATA = 8 << 20;

    /** How many bytes are collected before they are written. */
    private static final int PIECE = 48 * 1024;

    static final String PASSWORD = "{password}";
    static final String PASV = "{pasv}";
    static final String EPSV = "{epsv}";
    static final String PORT = "{port}";

    /** Commands of TLS. What follows them is recorded as it was meant, so that they would say what is not true. */
    private static final Set<String> OF_TLS = Set.of("AUTH", "PBSZ", "PROT", "CCC");

    /** As clients read them: not every server writes the brackets, and some write blanks or an address. */
    private static final Pattern PASV_PORT = Pattern.compile("\\(?[0-9]{1,3}(\\s{0,9},\\s{0,9}[0-9]{1,3}){5}\\)?");

    private static final Pattern EPSV_PORT =
            Pattern.compile("\\(?([!-/:-~])[12]?\\1[0-9A-Fa-f:.]{0,45}\\1[0-9]{1,9}\\1\\)?");

    /** What precedes the password in a command that has one. */
    private static final Pattern BEFORE_SECRET = Pattern.compile("\\W*(SITE\\s+)?\\w+\\W", Pattern.CASE_INSENSITIVE);

    private static final int CODE_LENGTH = 3;

    private final RecordingFile file;
    private final int number;
    private final ByteArrayOutputStream piece = new ByteArrayOutputStream();
    private Kind direction = Kind.SENT;
    private long moved;
    private boolean open;
    private boolean skipping;
    /** Finds what the last command kept secret, which some servers quote in their reply; null if it did not. */
    private @Nullable Pattern secret;

    private boolean closed;

    SessionRecording(RecordingFile file, int number) {
        this.file = file;
        this.number = number;
        add(Kind.CONNECT, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    /** Records a command line, without its line end. */
    public synchronized void command(String line) {
        flush();
        int end = line.indexOf(' ');
        var verb = (end < 0 ? line : line.substring(0, end)).toUpperCase(Locale.ROOT);
        skipping = OF_TLS.contains(verb);
        boolean isSecret = SecretCommands.isSecret(line);
        secret = isSecret ? secret(line) : null;
        if (skipping) {
            return;
        }
        if (isSecret) {
            add(Kind.COMMAND, SecretCommands.masked(line).replace("****", PASSWORD));
        } else {
            add(Kind.COMMAND, verb.equals("PORT") || verb.equals("EPRT") ? verb + " " + PORT : line);
        }
    }

    private static @Nullable Pattern secret(String line) {
        var word = BEFORE_SECRET.matcher(line).replaceFirst("");
        return word.isBlank() ? null : Pattern.compile("(?<!\\w)" + Pattern.quote(word) + "(?!\\w)");
    }

    /** Records a reply, of one line or several. */
    public synchronized void reply(String text) {
        flush();
        if (skipping) {
            return;
        }
        var lines = new ArrayList<String>();
        var whole = text.endsWith("\r\n") ? text.substring(0, text.length() - 2) : text;
        for (var line : whole.split("\r?\n", -1)) {
            lines.add(Kind.REPLY.word() + " " + RecordingText.escape(withoutSecret(withoutPort(line))));
        }
        file.add(number, lines);
    }

    private String withoutSecret(String line) {
        var hidden = secret;
        if (hidden == null || line.length() <= CODE_LENGTH) {
            return line;
        }
        return line.substring(0, CODE_LENGTH)
                + hidden.matcher(line.substring(CODE_LENGTH)).replaceAll(Matcher.quoteReplacement(PASSWORD));
    }

    private static String withoutPort(String line) {
        return line.startsWith("227")
                ? line.substring(0, 3) + PASV_PORT.matcher(line.substring(3)).replaceFirst(PASV)
                : line.startsWith("229")
                        ? line.substring(0, 3)
                                + EPSV_PORT.matcher(line.substring(3)).replaceFirst(EPSV)
                        : line;
    }

    /** Records bytes that the server has sent over the data connection; they are not consumed. */
    public void sent(ByteBuffer bytes) {
        data(Kind.SENT, bytes);
    }

    /** Records bytes that the server has received over the data connection; they are not consumed. */
    public void received(ByteBuffer bytes) {
        data(Kind.RECEIVED, bytes);
    }

    /** Records that a data connection is used. */
    public synchronized void opened() {
        open = true;
        moved = 0;
    }

    private synchronized void data(Kind kind, ByteBuffer bytes) {
        if (kind != direction) {
            flush();
            direction = kind;
        }
        int kept = (int) Math.min(bytes.remaining(), Math.max(0, MOST_DATA - moved));
        moved += bytes.remaining();
        var copy = new byte[kept];
        bytes.duplicate().get(copy);
        piece.writeBytes(copy);
        if (piece.size() >= PIECE) {
            flush();
        }
    }

    /** Records the end of the data. Only the first call after {@link #opened} counts. */
    public synchronized void end() {
        if (!open) {
            return;
        }
        open = false;
        flush();
        if (moved > MOST_DATA) {
            add(Kind.CUT, moved + " bytes");
        }
        add(Kind.END, "");
    }

    /** Records that the control connection is closed. Idempotent. */
    public synchronized void close() {
        if (!closed) {
            closed = true;
            end();
            add(Kind.CLOSE, "");
        }
    }

    private void flush() {
        if (piece.size() > 0) {
            var lines = new ArrayList<String>();
            RecordingText.encode(piece.toByteArray()).forEach(line -> lines.add(direction.word() + " " + line));
            file.add(number, lines);
            piece.reset();
        }
    }

    private void add(Kind kind, String text) {
        file.add(number, List.of(text.isEmpty() ? kind.word() : kind.word() + " " + RecordingText.escape(text)));
    }
}
