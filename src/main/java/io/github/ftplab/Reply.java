package io.github.ftplab;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A server's answer to one command: a three-digit code and its text (RFC 959, section 4.2).
 *
 * <p>The first digit is the outcome: 1 started, 2 done, 3 more input needed, 4 failed temporarily, 5 failed
 * permanently.
 *
 * <pre>{@code
 * Reply reply = ftp.quit();
 * reply.code();       // 221
 * reply.text();       // Goodbye.
 * reply.isPositive(); // true
 * reply.toString();   // 221 Goodbye.
 * }</pre>
 */
public final class Reply {

    private final int code;
    private final List<String> lines;

    private Reply(int code, List<String> lines) {
        this.code = code;
        this.lines = List.copyOf(lines);
    }

    /**
     * Creates a reply, as the client does from what it receives; for tests of code that takes one.
     *
     * <pre>{@code
     * var reply = Reply.of(550, List.of("No such file."));
     * var refused = new FtpException.Refused("cannot delete a.txt", "DELE", "a.txt", reply);
     * }</pre>
     *
     * @param code the reply code, from 100 to 599
     * @param lines the text without the code, one entry for each line; at least one; copied
     * @return the reply
     * @throws IllegalArgumentException if the code is not from 100 to 599, or there is no line
     */
    public static Reply of(int code, List<String> lines) {
        if (code < 100 || code > 599) {
            throw new IllegalArgumentException("not an FTP reply code: " + code + "; they go from 100 to 599");
        }
        if (requireNonNull(lines, "lines").isEmpty()) {
            throw new IllegalArgumentException("a reply has at least one line of text, which may be empty");
        }
        return new Reply(code, lines);
    }

    /** {@return the reply code, from 100 to 599} */
    public int code() {
        return code;
    }

    /** {@return the text without the code, one entry for each line; never empty, unmodifiable} */
    public List<String> lines() {
        return lines;
    }

    /** {@return the text without the code, its lines joined by a line feed} */
    public String text() {
        return String.join("\n", lines);
    }

    /** {@return whether the command succeeded: a code from 200 to 299} */
    public boolean isPositive() {
        return code / 100 == 2;
    }

    /**
     * {@return the reply as it is sent over the wire: {@code 221 Goodbye.}, or {@code 211-…} lines up to {@code 211
     * End}}
     */
    @Override
    public String toString() {
        if (lines.size() == 1) {
            return line(' ', lines.get(0));
        }
        var text = new StringBuilder(line('-', lines.get(0)));
        for (var inner : lines.subList(1, lines.size() - 1)) {
            text.append('\n').append(inner);
        }
        return text.append('\n').append(line(' ', lines.get(lines.size() - 1))).toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Reply that && code == that.code && lines.equals(that.lines);
    }

    @Override
    public int hashCode() {
        return Objects.hash(code, lines);
    }

    private String line(char separator, String text) {
        return (code + String.valueOf(separator) + text).stripTrailing();
    }
}
