package io.github.ftplab.internal.protocol;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times as MDTM, MFMT and MLSD write them: in UTC, {@code YYYYMMDDHHMMSS} (RFC 3659, section 2.3). */
public final class FtpTime {

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT);

    /** With an optional fraction of a second. */
    private static final DateTimeFormatter FRACTION = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.YEAR, 4)
            .appendPattern("MMddHHmmss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);

    private static final int SECONDS_LENGTH = 14;

    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    /** This and the next have a year of four digits in any time zone. */
    private static final Instant FIRST_SHOWN = Instant.parse("0000-01-02T00:00:00Z");

    private static final Instant LAST_SHOWN = Instant.parse("9999-12-30T23:59:59Z");

    private FtpTime() {}

    /**
     * {@return the time, if its year has four digits, as all formats need, and else the first or last such time} File
     * systems can have times of millions of years.
     */
    public static Instant withinFourDigits(Instant time) {
        return time.isAfter(LAST) ? LAST_SHOWN : time.isBefore(FIRST) ? FIRST_SHOWN : time;
    }

    /**
     * {@return the time, truncated to the second} Formatted by hand, as a formatter would take half the time that a
     * listing's line takes.
     */
    public static String format(Instant time) {
        var utc = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
        if (utc.getYear() < 1000 || utc.getYear() > 9999) {
            return SECONDS.format(utc);
        }
        long day = (utc.getYear() * 100L + utc.getMonthValue()) * 100 + utc.getDayOfMonth();
        return Long.toString(((day * 100 + utc.getHour()) * 100 + utc.getMinute()) * 100 + utc.getSecond());
    }

    /**
     * Reads a time.
     *
     * @param text such as {@code 20260305211809} or {@code 20260305211809.123}
     * @return the time
     * @throws DateTimeException if the text is not such a time
     */
    public static Instant parse(String text) {
        // Nearly all servers send no fraction, and a formatter takes longer than parsing the rest of the line.
        var seconds = text.length() == SECONDS_LENGTH ? seconds(text) : null;
        return seconds != null ? seconds : LocalDateTime.parse(text, FRACTION).toInstant(ZoneOffset.UTC);
    }

    private static @Nullable Instant seconds(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return null;
            }
        }
        return LocalDateTime.of(
                        number(text, 0, 4),
                        number(text, 4, 6),
                        number(text, 6, 8),
                        number(text, 8, 10),
                        number(text, 10, 12),
                        number(text, 12, 14))
                .toInstant(ZoneOffset.UTC);
    }

    private static int number(String text, int begin, int end) {
        return Integer.parseInt(text, begin, end, 10);
    }
}
