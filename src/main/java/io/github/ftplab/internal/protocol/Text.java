package io.github.ftplab.internal.protocol;

import java.time.Duration;
import java.util.Locale;

/** Formats and reads amounts, and makes foreign text safe to show. */
public final class Text {

    private static final String[] UNITS = {"KB", "MB", "GB", "TB", "PB", "EB"};

    private Text() {}

    /**
     * Formats a number of bytes.
     *
     * @param bytes how many bytes
     * @return such as {@code 6 bytes} or {@code 1.5 MB}, where a kilobyte has 1000 bytes
     */
    public static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes == 1 ? "1 byte" : bytes + " bytes";
        }
        double amount = bytes;
        int unit = -1;
        do {
            amount /= 1000;
            unit++;
        } while (amount >= 999.95 && unit < UNITS.length - 1);
        return decimal(amount) + " " + UNITS[unit];
    }

    /**
     * Formats a duration.
     *
     * @param duration how long
     * @return such as {@code 1.2 ms}, {@code 30 s} or {@code 2 min 5 s}
     */
    public static String duration(Duration duration) {
        double millis = duration.toNanos() / 1e6;
        if (millis < 999.95) {
            return decimal(millis) + " ms";
        }
        if (millis < 59_950) {
            return decimal(millis / 1000) + " s";
        }
        long seconds = Math.round(millis / 1000);
        return seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
    }

    /**
     * Makes a name safe to show in a terminal or a notebook: it can't change the colour, end the line or reverse the
     * text direction.
     *
     * @param text text from the network
     * @return the text, with visible symbols in place of line ends, other control characters and direction marks
     */
    public static String visible(String text) {
        if (!hasInvisible(text)) {
            return text;
        }
        var shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c < ' ') {
                shown.appendCodePoint(0x2400 + c);
            } else if (isInvisible(c)) {
                shown.append(String.format(Locale.ROOT, "⟨U+%04X⟩", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }

    /**
     * Keeps a text on one line, so that foreign text in it can't forge a reply or a log line.
     *
     * @param text any text
     * @return the text, with {@code ?} in place of each CR, LF and NUL
     */
    public static String oneLine(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isBreak(text.charAt(i))) {
                return text.codePoints()
                        .map(c -> isBreak(c) ? '?' : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
            }
        }
        return text;
    }

    /**
     * Shortens a name that a client may have made very long.
     *
     * @param text any text
     * @param most how many characters are kept
     * @return the text, or its beginning and its length
     */
    public static String abbreviated(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + "… (" + text.length() + " characters)";
    }

    /**
     * Reads a number from the network, a file or a command line: ASCII digits only. The JDK's own methods also accept
     * signs, and the digits of any script.
     *
     * @param text any text
     * @return the number; -1 if the text is empty, has other characters or is too large for a {@code long}
     */
    public static long number(String text) {
        long number = text.isEmpty() ? -1 : 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || number > (Long.MAX_VALUE - digit) / 10) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** {@return whether all characters of a text are in ASCII} */
    public static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** {@return whether a text has control characters (U+0000 to U+001F, U+007F to U+009F)} */
    public static boolean hasControl(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasInvisible(String text) {
        int c;
        for (int i = 0; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            if (isInvisible(c)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBreak(int c) {
        return c == '\r' || c == '\n' || c == 0;
    }

    private static boolean isInvisible(int c) {
        // U+200C and U+200D are legitimate: they control how letters and emoji join.
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            case Character.FORMAT -> c != 0x200C && c != 0x200D;
            default -> false;
        };
    }

    /** {@return an exception's message, or the name of its class if it has none} */
    public static String reason(Throwable e) {
        var message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }

    private static String decimal(double value) {
        var text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
