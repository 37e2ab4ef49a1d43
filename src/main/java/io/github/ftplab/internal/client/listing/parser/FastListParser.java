package io.github.ftplab.internal.client.listing.parser;

import io.github.ftplab.RemoteFile;
import io.github.ftplab.internal.protocol.FtpPath;
import io.github.ftplab.internal.protocol.UnixMode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines that nearly all servers write, without regular expressions: {@code ls -l} with English months, and
 * {@code dir} of Windows. A line that differs in the least is left to the parsers that know all forms. One instance parses
 * one listing, in one thread.
 */
final class FastListParser {

    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final int MODE_END = 10;
    private static final int MOST_DIGITS = 18;

    /**
     * The last two-digit year that means this century. Years between this one and the next constant are left to the other
     * parsers.
     */
    private static final int LAST_OF_THIS_CENTURY = 40;

    private static final int FIRST_OF_LAST_CENTURY = 80;

    private static final int BLANKS_AFTER_DIR = 10;

    private final String directory;
    private final ZoneId zone;
    private final LocalDateTime latest;
    private @Nullable LocalDateTime lastLocal;
    private @Nullable Instant lastTime;

    private String line = "";
    private int at;

    /**
     * Makes the parser of one listing.
     *
     * @param directory the path on the server that was listed, or an empty string for the current directory
     * @param now when it was listed
     * @param zone the time zone of its times
     */
    FastListParser(String directory, Instant now, ZoneId zone) {
        this.directory = directory;
        this.zone = zone;
        this.latest = LocalDateTime.ofInstant(now, zone).plusDays(1);
    }

    /** {@return the entry, or null if the line has another form} {@code -rw-r--r--   1 test     test            6 Mar 05 21:18 example.txt}. */
    @Nullable
    RemoteFile unix(String text) {
        if (!begin(text) || !isMode() || number() < 0) {
            return null;
        }
        var owner = word();
        var group = word();
        long size = number();
        var time = size < 0 ? null : unixTime();
        // Spaces at the beginning of a name belong to it.
        if (time == null || owner.isEmpty() || group.isEmpty() || !skip(' ') || at == line.length()) {
            return null;
        }
        var type = type(line.charAt(0));
        var rest = line.substring(at);
        int arrow = type == RemoteFile.Type.LINK ? rest.indexOf(" -> ") : -1;
        var name = arrow < 0 ? rest : rest.substring(0, arrow);
        var target = arrow < 0 ? "" : rest.substring(arrow + 4);
        return in(
                directory,
                name,
                type,
                size,
                time,
                new ListingContext.More(line.substring(1, MODE_END), owner, group, target));
    }

    /** {@return the entry, or null if the line has another form} {@code 03-05-26  09:18PM       <DIR>          example}. */
    @Nullable
    RemoteFile dos(String text) {
        if (!begin(text)) {
            return null;
        }
        var time = dosTime();
        boolean isDirectory = time != null && spaces() && line.startsWith("<DIR>", at);
        long size = 0;
        if (isDirectory) {
            at += "<DIR>".length();
        } else if (time == null || (size = number()) < 0) {
            return null;
        }
        int end = at;
        // Further blanks may belong to a name that begins with one.
        if (!spaces() || at == line.length() || at - end != (isDirectory ? BLANKS_AFTER_DIR : 1)) {
            return null;
        }
        var type = isDirectory ? RemoteFile.Type.DIRECTORY : RemoteFile.Type.FILE;
        return in(directory, line.substring(at), type, size, time, ListingContext.More.NONE);
    }

    /** A line with control characters or Unicode line separators is left to the other parsers. */
    private boolean begin(String text) {
        line = text;
        at = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '\u0085' || c == '\u2028' || c == '\u2029') {
                return false;
            }
        }
        return true;
    }

    private boolean isMode() {
        at = MODE_END;
        return line.length() > MODE_END
                && "-dl".indexOf(line.charAt(0)) >= 0
                && UnixMode.isLetters(line, 1)
                && line.charAt(at) == ' ';
    }

    private @Nullable Instant unixTime() {
        var name = word();
        int month = name.length() == 3 ? MONTHS.indexOf(name) : -1;
        int day = (int) number();
        if (month < 0 || month % 3 != 0 || !spaces()) {
            return null;
        }
        int first = digits(2);
        if (first < 0) {
            return null;
        }
        if (skip(':')) {
            return recent(month / 3 + 1, day, first, digits(2));
        }
        int second = digits(2);
        return second < 0 ? null : time(first * 100 + second, month / 3 + 1, day, 0, 0);
    }

    /** A date without a year lies in the last twelve months, or tomorrow where clocks differ. */
    private @Nullable Instant recent(int month, int day, int hour, int minute) {
        // Not every year has a leap day.
        if (month == 2 && day == 29) {
            return null;
        }
        boolean nextYears = month != latest.getMonthValue()
                ? month > latest.getMonthValue()
                : day != latest.getDayOfMonth()
                        ? day > latest.getDayOfMonth()
                        : hour * 60 + minute >= latest.getHour() * 60 + latest.getMinute();
        return time(latest.getYear() - (nextYears ? 1 : 0), month, day, hour, minute);
    }

    private @Nullable Instant dosTime() {
        int month = digits(2);
        int day = skip('-') ? digits(2) : -1;
        int year = skip('-') ? digits(2) : -1;
        if (year < 0 || (year > LAST_OF_THIS_CENTURY && year < FIRST_OF_LAST_CENTURY) || !spaces()) {
            return null;
        }
        int hour = digits(2);
        int minute = skip(':') ? digits(2) : -1;
        boolean afternoon = skip('P');
        if (hour < 1 || hour > 12 || !(afternoon || skip('A')) || !skip('M')) {
            return null;
        }
        return time(
                year + (year <= LAST_OF_THIS_CENTURY ? 2000 : 1900),
                month,
                day,
                hour % 12 + (afternoon ? 12 : 0),
                minute);
    }

    /** A local time that the clock skips or shows twice is left to the other parsers. */
    private @Nullable Instant time(int year, int month, int day, int hour, int minute) {
        if (year < 1900 || month < 1 || month > 12 || day < 1 || hour < 0 || hour > 23 || minute < 0 || minute > 59) {
            return null;
        }
        if (day > 28 && day > YearMonth.of(year, month).lengthOfMonth()) {
            return null;
        }
        var local = LocalDateTime.of(year, month, day, hour, minute);
        if (!local.equals(lastLocal)) {
            lastLocal = local;
            var offsets = zone.getRules().getValidOffsets(local);
            lastTime = offsets.size() == 1 ? local.toInstant(offsets.get(0)).truncatedTo(ChronoUnit.MINUTES) : null;
        }
        return lastTime;
    }

    private boolean skip(char wanted) {
        boolean found = at < line.length() && line.charAt(at) == wanted;
        at += found ? 1 : 0;
        return found;
    }

    private boolean spaces() {
        int before = at;
        while (skip(' ')) {
            // spaces between words mean nothing
        }
        return at > before;
    }

    private String word() {
        spaces();
        int begin = at;
        while (at < line.length() && line.charAt(at) != ' ') {
            at++;
        }
        return line.substring(begin, at);
    }

    /** {@return the number that is the next word, or -1 if the next word is no number} */
    private long number() {
        spaces();
        int begin = at;
        long number = 0;
        while (at < line.length() && isDigit(line.charAt(at))) {
            number = number * 10 + line.charAt(at++) - '0';
        }
        boolean whole = at > begin && at - begin <= MOST_DIGITS && at < line.length() && line.charAt(at) == ' ';
        return whole ? number : -1;
    }

    private int digits(int count) {
        int number = 0;
        int end = at + count;
        while (at < end) {
            if (at == line.length() || !isDigit(line.charAt(at))) {
                return -1;
            }
            number = number * 10 + line.charAt(at++) - '0';
        }
        return number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static RemoteFile.Type type(char letter) {
        return switch (letter) {
            case 'd' -> RemoteFile.Type.DIRECTORY;
            case 'l' -> RemoteFile.Type.LINK;
            default -> RemoteFile.Type.FILE;
        };
    }

    /** {@return the entry, or null if an entry cannot have this name} */
    private static @Nullable RemoteFile in(
            String directory,
            String called,
            RemoteFile.Type type,
            long size,
            @Nullable Instant time,
            ListingContext.More more) {
        var name = FtpPath.last(called);
        return FtpPath.isNoName(name) ? null : ListingContext.file(directory, name, type, size, time, more);
    }
}
