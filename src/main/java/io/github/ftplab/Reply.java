package io.github.ftplab;

import java.util.List;

/**
 * A server's answer to one command: a three-digit code and its text (RFC 959, section 4.2).
 *
 * <p>The first digit is the outcome: 1 started, 2 done, 3 more is needed, 4 failed for now, 5 failed.
 *
 * <pre>{@code
 * Reply reply = ftp.quit();
 * reply.code();       // 221
 * reply.text();       // Goodbye.
 * reply.isPositive(); // true
 * reply.toString();   // 221 Goodbye.
 * }</pre>
 *
 * @param code the reply code, from 100 to 599
 * @param lines the text without the code, one entry for each line; never empty
 */
public record Reply(int code, List<String> lines) {

    /**
     * Checks the parts and keeps a copy of the lines.
     *
     * @param code the reply code, from 100 to 599
     * @param lines the text without the code; at least one line
     * @throws IllegalArgumentException if the code is not from 100 to 599, or there is no line
     */
    public Reply {
        if (code < 100 || code > 599) {
            throw new IllegalArgumentException("not an FTP reply code: " + code + "; they go from 100 to 599");
        }
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("a reply has at least one line of text, which may be empty");
        }
        lines = List.copyOf(lines);
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

    private String line(char separator, String text) {
        return (code + String.valueOf(separator) + text).stripTrailing();
    }
}
