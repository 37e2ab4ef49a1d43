package io.github.ftplab.internal.server.listing;

import io.github.ftplab.internal.protocol.Text;
import io.github.ftplab.internal.protocol.UnixMode;
import io.github.ftplab.internal.server.file.FileEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Formats the lines of LIST like {@code ls -l}. For one listing; not thread-safe. */
public final class LongFormat implements EntryFormat {

    /**
     * The widths of the columns, in which servers differ.
     *
     * @param links the width of the number of links
     * @param owner the width of the owner and of the group
     * @param size the width of the size
     * @param ids whether owner and group are shown as numbers, where the file system has them
     * @param day the pattern of a date's day: {@code dd}, or {@code ppd} for a blank before one digit
     */
    public record Columns(int links, int owner, int size, boolean ids, String day) {

        static final Columns USUAL = new Columns(3, 8, 8, false, "dd");
    }

    private static final DateTimeFormatter RECENT = DateTimeFormatter.ofPattern("MMM dd HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter OLD = DateTimeFormatter.ofPattern("MMM dd  uuuu", Locale.ENGLISH);

    /** From this age on {@code ls} shows the year instead of the time. */
    private static final Duration HALF_A_YEAR = Duration.ofDays(180);

    private static final int SECONDS = 60;

    private final Instant oldest = Instant.now().minus(HALF_A_YEAR);
    private final Instant newest = Instant.now().plus(Duration.ofDays(1));
    private final ZoneId zone;
    private final Columns columns;
    private final DateTimeFormatter recent;
    private final DateTimeFormatter old;
    private long lastMinute = Long.MIN_VALUE;
    private String lastTime = "";

    /**
     * Creates the format of one listing.
     *
     * @param zone the time zone of the times
     */
    public LongFormat(ZoneId zone) {
        this(zone, Columns.USUAL, RECENT, OLD);
    }

    /** Creates the format of one listing with the columns of another server. */
    public LongFormat(ZoneId zone, Columns columns) {
        this(
                zone,
                columns,
                DateTimeFormatter.ofPattern("MMM " + columns.day() + " HH:mm", Locale.ENGLISH),
                DateTimeFormatter.ofPattern("MMM " + columns.day() + "  uuuu", Locale.ENGLISH));
    }

    private LongFormat(ZoneId zone, Columns columns, DateTimeFormatter recent, DateTimeFormatter old) {
        this.zone = zone;
        this.columns = columns;
        this.recent = recent;
        this.old = old;
    }

    @Override
    public String line(FileEntry entry) {
        var line = new StringBuilder(96);
        line.append(entry.kind().letter)
                .append(UnixMode.allLetters(entry.mode()))
                .append(' ');
        appendRight(line, Integer.toString(entry.links()), columns.links());
        line.append(' ');
        appendLeft(line, owner(entry), columns.owner());
        line.append(' ');
        appendLeft(line, group(entry), columns.owner());
        line.append(' ');
        appendRight(line, Long.toString(entry.size()), columns.size());
        line.append(' ');
        line.append(time(entry.modified()));
        line.append(' ').append(Text.oneLine(entry.name()));
        if (entry.target() != null) {
            line.append(" -> ").append(Text.oneLine(shown(entry.target())));
        }
        return line.toString();
    }

    private String owner(FileEntry entry) {
        return columns.ids() && entry.uid() >= 0 ? Integer.toString(entry.uid()) : entry.owner();
    }

    private String group(FileEntry entry) {
        return columns.ids() && entry.gid() >= 0 ? Integer.toString(entry.gid()) : entry.group();
    }

    /** Caches the last minute's text, as files of a directory often share it. */
    String time(Instant modified) {
        long minute = Math.floorDiv(modified.getEpochSecond(), SECONDS);
        if (minute != lastMinute) {
            var format = modified.isAfter(oldest) && modified.isBefore(newest) ? recent : old;
            lastTime = format.format(modified.atZone(zone));
            lastMinute = minute;
        }
        return lastTime;
    }

    /** Hides an absolute target, which would reveal the home's real path. */
    static String shown(Path target) {
        return target.isAbsolute() ? String.valueOf(target.getFileName()) : target.toString();
    }

    private static void appendRight(StringBuilder line, String text, int width) {
        line.append(" ".repeat(Math.max(0, width - text.length()))).append(text);
    }

    private static void appendLeft(StringBuilder line, String text, int width) {
        line.append(text).append(" ".repeat(Math.max(0, width - text.length())));
    }
}
