package io.github.ftplab.internal.client.control;

import io.github.ftplab.Reply;
import io.github.ftplab.internal.protocol.Text;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.net.MalformedServerReplyException;
import org.apache.commons.net.ftp.FTPConnectionClosedException;

/**
 * Reads the lines of a reply (RFC 959, section 4.2). A reply of several lines ends with the code that it began with;
 * that may stand alone, and the lines between may begin with anything. Blank lines between replies are skipped.
 */
final class ReplyLines {

    /** How long a server may pause after a line that looks like the last one, but has another code. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private static final int CODE_LENGTH = 3;
    private static final int LONGEST_QUOTE = 200;

    private ReplyLines() {}

    /** Skips blank lines that have arrived; {@return whether anything else has} */
    static boolean isMoreThanBlank(BufferedReader in) throws IOException {
        while (in.ready()) {
            in.mark(1);
            int c = in.read();
            if (!isBlank(c)) {
                in.reset();
                return c >= 0;
            }
        }
        return false;
    }

    /** Waits until anything but blank lines arrives, or the connection ends. */
    static void awaitMoreThanBlank(BufferedReader in) throws IOException {
        int c;
        do {
            in.mark(1);
            c = in.read();
        } while (isBlank(c));
        if (c >= 0) {
            in.reset();
        }
    }

    /** {@return whether a character between replies says nothing; some servers send the NUL that ends a text in C} */
    private static boolean isBlank(int c) {
        return c == '\r' || c == '\n' || c == '\0';
    }

    /**
     * Reads one reply.
     *
     * @param in the lines
     * @param limits what they are read from
     * @return the lines as they came
     * @throws MalformedServerReplyException if that is not a reply, or its end has another code than its beginning
     */
    static List<String> read(BufferedReader in, ReplyReader limits) throws IOException {
        var first = line(in);
        while (first.isBlank()) {
            first = line(in);
        }
        if (!hasCode(first)) {
            throw new MalformedServerReplyException("\"" + quote(first) + "\" is not an FTP reply");
        }
        var lines = new ArrayList<>(List.of(first));
        if (first.startsWith("-", CODE_LENGTH)) {
            var code = first.substring(0, CODE_LENGTH);
            var next = line(in);
            while (!next.equals(code) && !next.startsWith(code + " ")) {
                lines.add(next);
                next = looksLast(next) ? lineSoon(in, limits, first, next) : line(in);
            }
            lines.add(next);
        }
        return lines;
    }

    private static String line(BufferedReader in) throws IOException {
        var line = in.readLine();
        if (line == null) {
            throw new FTPConnectionClosedException("the server closed the connection");
        }
        return line.indexOf('\0') < 0 ? line : withoutOuterNuls(line);
    }

    /** In linear time, as a hostile server may send millions of them. */
    private static String withoutOuterNuls(String line) {
        int begin = 0;
        while (begin < line.length() && line.charAt(begin) == '\0') {
            begin++;
        }
        int end = line.length();
        while (end > begin && (line.charAt(end - 1) == '\0' || line.charAt(end - 1) == '\r')) {
            end--;
        }
        return line.substring(begin, end);
    }

    private static String lineSoon(BufferedReader in, ReplyReader limits, String first, String before)
            throws IOException {
        limits.limitPause(PAUSE);
        try {
            return line(in);
        } catch (SocketTimeoutException e) {
            var odd = new MalformedServerReplyException("a reply that begins with \"" + quote(first)
                    + "\" seems to end with \"" + quote(before) + "\", which has another code");
            odd.initCause(e);
            throw odd;
        } finally {
            limits.endPause();
        }
    }

    private static boolean looksLast(String line) {
        return hasCode(line) && !line.startsWith("-", CODE_LENGTH);
    }

    /** {@return whether a line begins with three digits, of which the first is 1 to 5} */
    private static boolean hasCode(String line) {
        return line.length() >= CODE_LENGTH
                && line.charAt(0) >= '1'
                && line.charAt(0) <= '5'
                && isDigit(line.charAt(1))
                && isDigit(line.charAt(2))
                && (line.length() == CODE_LENGTH || !isDigit(line.charAt(CODE_LENGTH)));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** {@return the reply of these lines} */
    static Reply reply(List<String> lines) {
        var code = lines.get(0).substring(0, CODE_LENGTH);
        // The text of some servers follows the code without a blank.
        var text = new ArrayList<>(List.of(afterCode(lines.get(0))));
        for (var line : lines.subList(1, lines.size())) {
            boolean coded = line.equals(code) || line.startsWith(code + " ") || line.startsWith(code + "-");
            text.add(coded ? afterCode(line) : line);
        }
        return Reply.of((int) Text.number(code), text);
    }

    private static String afterCode(String line) {
        boolean divided = line.startsWith(" ", CODE_LENGTH) || line.startsWith("-", CODE_LENGTH);
        return line.substring(divided ? CODE_LENGTH + 1 : CODE_LENGTH);
    }

    private static String quote(String line) {
        return line.length() > LONGEST_QUOTE ? line.substring(0, LONGEST_QUOTE) + "…" : line;
    }
}
