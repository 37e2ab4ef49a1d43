package io.github.ftplab.internal.client.listing.parser;

import io.github.ftplab.internal.protocol.Text;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Parses the dates of one listing, in all forms that servers write. A date that can mean two different days is
 * recognized, but its time is unknown.
 */
final class ListingDates {

    private static final int LONGEST_WORD = 32;

    /** A two-digit year lies in the hundred years that end this many years from now. */
    private static final int YEARS_AHEAD = 20;

    private final ZoneId zone;
    private final LocalDateTime latest;

    /**
     * Makes the dates of one listing.
     *
     * @param now when the listing was made; a date without a year lies in the twelve months before the next day
     * @param zone the time zone of its times
     */
    ListingDates(Instant now, ZoneId zone) {
        this.zone = zone;
        this.latest = LocalDateTime.ofInstant(now, zone).plusDays(1);
    }

    /** The order of the numbers in a date. */
    enum Order {
        MONTH_FIRST,
        DAY_FIRST,
        YEAR_FIRST,
        NOT_KNOWN
    }

    /**
     * A date in a line.
     *
     * @param next the index of the word after it
     * @param time the time, or null if unknown
     * @param inColumn whether more than one blank may separate it from the name
     */
    record Found(int next, @Nullable Instant time, boolean inColumn) {}

    /** A time of day, up to 24:00. */
    record TimeOfDay(int hour, int minute, int second, boolean hasSeconds) {

        static final TimeOfDay MIDNIGHT = new TimeOfDay(0, 0, 0, false);
    }

    /** {@return the date that begins at a word, if it is unmistakably one} */
    @Nullable
    Found at(Words words, int i) {
        var named = named(words, i, MonthNames::month);
        if (named != null) {
            return named;
        }
        var whole = inOneWord(words, i);
        boolean marked = !words.isNumber(i) || !words.isNumber(i + 1);
        return whole != null || !marked ? whole : numbers(words, i);
    }

    /** {@return the date that begins at a word, if it looks like one with a month in some language} */
    @Nullable
    Found likely(Words words, int i) {
        return named(words, i, word -> MonthNames.isPossible(word) ? MonthNames.UNKNOWN : MonthNames.NONE);
    }

    /** {@code Mar 05 21:18}, {@code Mar  5  2025}, {@code Apr 04, 2000 21:06}, {@code 26. Juli, 20:10}. */
    private @Nullable Found named(Words words, int i, ToIntFunction<String> months) {
        int month = months.applyAsInt(words.at(i));
        if (month != MonthNames.NONE) {
            var day = words.at(i + 1);
            return isDay(day) ? yearOrTime(words, i + 2, month, value(day), day.endsWith(",")) : null;
        }
        var day = words.at(i);
        if (!isDay(day)) {
            return null;
        }
        var name = words.at(i + 1);
        month = months.applyAsInt(name);
        return month == MonthNames.NONE
                ? null
                : yearOrTime(words, i + 2, month, value(day), name.endsWith(",") || day.endsWith(","));
    }

    private @Nullable Found yearOrTime(Words words, int i, int month, int day, boolean comma) {
        var word = words.at(i);
        var clock = timeOfDay(word);
        if (clock != null) {
            boolean yearFollows = clock.hasSeconds && isYear(words.at(i + 1));
            return yearFollows
                    ? new Found(i + 2, time(value(words.at(i + 1)), month, day, clock), false)
                    : new Found(i + 1, recent(month, day, clock), false);
        }
        if (!isYear(word)) {
            return null;
        }
        var behind = comma ? timeOfDay(words.at(i + 1)) : null;
        return behind == null
                ? new Found(i + 1, time(value(word), month, day, TimeOfDay.MIDNIGHT), false)
                : new Found(i + 2, time(value(word), month, day, behind), false);
    }

    /** {@code 2005-06-07 21:22}, {@code 2004.07.15}, {@code 24-04-2003 17:12}, {@code 01-jun-99}, {@code 09-26 2000}. */
    private @Nullable Found inOneWord(Words words, int i) {
        var word = words.at(i);
        var parts = parts(word);
        if (parts.size() == 2 && parts.stream().allMatch(ListingDates::isShortNumber)) {
            return yearOrTime(words, i + 1, value(parts.get(0)), value(parts.get(1)), false);
        }
        var order = word.indexOf('.') > 0 ? Order.DAY_FIRST : Order.NOT_KNOWN;
        var clock = timeOfDay(words.at(i + 1));
        if (!isDate(word)) {
            return null;
        }
        int next = i + (clock == null ? 1 : 2);
        boolean zoned = clock != null && clock.hasSeconds && isOffset(words.at(next));
        var time = date(word, order, clock == null ? TimeOfDay.MIDNIGHT : clock);
        // A time with an offset of its own is dropped: only the day is certain.
        return new Found(zoned ? next + 1 : next, zoned ? null : time, clock == null);
    }

    private static boolean isOffset(String word) {
        return word.length() == 5
                && (word.charAt(0) == '+' || word.charAt(0) == '-')
                && Words.isDigits(word.substring(1));
    }

    /**
     * {@return the numeric date that begins at a word, if there is one} {@code 4月 18日 2003年}, {@code 2005년  1월
     * 6일}, {@code 8月 17 08:52}, {@code 3 29 03:26}.
     */
    @Nullable
    Found numbers(Words words, int i) {
        int first = marked(words.at(i));
        int second = marked(words.at(i + 1));
        int third = marked(words.at(i + 2));
        boolean marked = !words.isNumber(i) || !words.isNumber(i + 1);
        if (marked && first >= 1000 && isMonth(second) && third >= 1 && third <= 31) {
            return new Found(i + 3, time(first, second, third, TimeOfDay.MIDNIGHT), false);
        }
        return isMonth(first) && second >= 1 && second <= 31 ? yearOrTime(words, i + 2, first, second, false) : null;
    }

    private static boolean isMonth(int number) {
        return number >= 1 && number <= 12;
    }

    /** {@return a number that may be followed by the character for year, month or day in any encoding, or -1} */
    private static int marked(String word) {
        int digits = 0;
        while (digits < word.length() && Words.isDigit(word.charAt(digits))) {
            digits++;
        }
        boolean sign = digits < word.length() && word.charAt(digits) >= 0x80 && word.length() - digits <= 3;
        return digits >= 1 && digits <= 4 && (digits == word.length() || sign)
                ? (int) Text.number(word.substring(0, digits))
                : -1;
    }

    private static boolean isYear(String word) {
        int year = marked(word);
        return year >= 1900 && year <= 2999;
    }

    /** One or two digits, then perhaps a full stop or a comma. */
    private static boolean isDay(String word) {
        if (word.isEmpty() || word.length() > 3) {
            return false;
        }
        char last = word.charAt(word.length() - 1);
        var digits = last == '.' || last == ',' ? word.substring(0, word.length() - 1) : word;
        return isShortNumber(digits) && value(digits) >= 1 && value(digits) <= 31;
    }

    private static boolean isShortNumber(String text) {
        return text.length() <= 2 && Words.isDigits(text);
    }

    /** {@return the number at the beginning of a text} */
    private static int value(String text) {
        int value = 0;
        for (int i = 0; i < text.length() && i < 9 && Words.isDigit(text.charAt(i)); i++) {
            value = value * 10 + text.charAt(i) - '0';
        }
        return value;
    }

    /** {@return a time of day such as {@code 9:18}, {@code 09:18PM} or {@code 21:18:07.25}, if it is one} */
    static @Nullable TimeOfDay timeOfDay(String word) {
        if (word.length() > LONGEST_WORD || word.indexOf(':') < 1) {
            return null;
        }
        var digits = word;
        int half = -1;
        for (var suffix : List.of("AM", "PM", "am", "pm", "a", "p")) {
            if (half < 0 && word.endsWith(suffix)) {
                digits = word.substring(0, word.length() - suffix.length());
                half = Character.toLowerCase(suffix.charAt(0)) == 'p' ? 12 : 0;
            }
        }
        var parts = digits.split(":", -1);
        int fraction = parts.length == 3 ? parts[2].indexOf('.') : -1;
        if (fraction > 0 && Words.isDigits(parts[2].substring(fraction + 1))) {
            parts[2] = parts[2].substring(0, fraction);
        }
        if (parts.length > 3 || !isShortNumber(parts[0]) || parts[1].length() != 2) {
            return null;
        }
        for (var part : parts) {
            if (!isShortNumber(part)) {
                return null;
            }
        }
        int hour = value(parts[0]);
        int minute = value(parts[1]);
        int second = parts.length == 3 ? value(parts[2]) : 0;
        if (half >= 0 && (hour < 1 || hour > 12)) {
            return null;
        }
        hour = half < 0 ? hour : hour % 12 + half;
        boolean possible = hour < 24 ? minute < 60 && second <= 60 : hour == 24 && minute == 0 && second == 0;
        return possible ? new TimeOfDay(hour, minute, Math.min(second, 59), parts.length == 3) : null;
    }

    /** {@return whether a word is a date of three parts, whatever their order} */
    boolean isDate(String word) {
        return !dates(word).isEmpty();
    }

    /** {@return the time on a date of three parts, if it can mean one day only, or is valid in the usual order} */
    @Nullable
    Instant date(String word, Order usual, TimeOfDay clock) {
        var dates = dates(word);
        var chosen = dates.stream()
                .filter(one -> one.order == usual || dates.stream().allMatch(other -> other.day.equals(one.day)))
                .findFirst();
        return chosen.map(one -> time(one.day.atStartOfDay(), clock)).orElse(null);
    }

    private static List<String> parts(String word) {
        if (word.length() > LONGEST_WORD) {
            return List.of();
        }
        var parts = new ArrayList<String>();
        int begin = 0;
        char divider = 0;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == '-' || c == '/' || c == '.') {
                if (divider != 0 && c != divider) {
                    return List.of();
                }
                divider = c;
                parts.add(word.substring(begin, i));
                begin = i + 1;
            }
        }
        parts.add(word.substring(begin));
        return parts.contains("") || parts.size() > 3 ? List.of() : parts;
    }

    /** A day that a date means if its parts are in a certain order. */
    private record Possible(Order order, LocalDate day) {}

    private List<Possible> dates(String word) {
        var parts = parts(word);
        var dates = new ArrayList<Possible>();
        if (parts.size() == 3) {
            var first = parts.get(0);
            var second = parts.get(1);
            var third = parts.get(2);
            if (first.length() == 4) {
                add(dates, Order.YEAR_FIRST, first, second, third);
            } else {
                add(dates, Order.MONTH_FIRST, third, first, second);
                add(dates, Order.DAY_FIRST, third, second, first);
                if (third.length() == 2) {
                    add(dates, Order.YEAR_FIRST, first, second, third);
                }
            }
        }
        return dates;
    }

    private void add(List<Possible> dates, Order order, String year, String month, String day) {
        int number = isShortNumber(month) ? value(month) : MonthNames.month(month);
        boolean numeric = Words.isDigits(year) && year.length() >= 2 && year.length() <= 4 && isShortNumber(day);
        if (numeric && number >= 1 && number <= 12 && value(day) >= 1 && value(day) <= 31) {
            var first = LocalDate.of(year(year), number, 1);
            if (value(day) <= first.lengthOfMonth()) {
                dates.add(new Possible(order, first.withDayOfMonth(value(day))));
            }
        }
    }

    /** A server that counts years from 1900 writes 103 for 2003. */
    private int year(String text) {
        int year = value(text);
        return switch (text.length()) {
            case 2 -> 2000 + year > latest.getYear() + YEARS_AHEAD ? 1900 + year : 2000 + year;
            case 3 -> 1900 + year;
            default -> year;
        };
    }

    /** {@return the time on the most recent such day, or tomorrow where clocks differ} */
    private @Nullable Instant recent(int month, int day, TimeOfDay clock) {
        var thisYear = time(latest.getYear(), month, day, clock);
        var end = latest.atZone(zone).toInstant();
        return thisYear != null && thisYear.isBefore(end) ? thisYear : time(latest.getYear() - 1, month, day, clock);
    }

    /** {@return the time, or null if there is no such day} */
    private @Nullable Instant time(int year, int month, int day, TimeOfDay clock) {
        try {
            return time(LocalDateTime.of(year, month, day, 0, 0), clock);
        } catch (DateTimeException e) {
            // There is no such day, or the name of the month is unknown.
            return null;
        }
    }

    /** A local time that the clock skips or shows twice is resolved as the JDK resolves it. */
    private Instant time(LocalDateTime day, TimeOfDay clock) {
        return day.plusSeconds((clock.hour * 60L + clock.minute) * 60 + clock.second)
                .atZone(zone)
                .toInstant();
    }
}
