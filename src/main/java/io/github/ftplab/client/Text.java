package io.github.ftplab.client;

import java.time.Duration;
import java.util.Locale;

/** How amounts are written in messages. */
public final class Text {

    private static final String[] UNITS = {"KB", "MB", "GB", "TB", "PB", "EB"};

    private Text() {}

    /**
     * Writes an amount of data.
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
     * Writes a length of time.
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

    /** {@return what an exception says, or what kind it is if it says nothing} */
    static String reason(Throwable e) {
        var message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }

    private static String decimal(double value) {
        var text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
