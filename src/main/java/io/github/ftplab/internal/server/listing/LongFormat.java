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

/** Lines of LIST, as {@code ls -l} prints them; for one listing and its thread. */
public final class LongFormat {

    private static final DateTimeFormatter RECENT = DateTimeFormatter.ofPattern("MMM dd HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter OLD = DateTimeFormatter.ofPattern("MMM dd  uuuu", Locale.ENGLISH);

    /** Where {@code ls} changes from the time of day to the year. */
    private static final Duration HALF_A_YEAR = Duration.ofDays(180);

    private static final int SECONDS = 60;

    private final Instant oldest = Instant.now().minus(HALF_A_YEAR);
    private final Instant newest = Instant.now().plus(Duration.ofDays(1));
    private final ZoneId zone;
    private long lastMinute = Long.MIN_VALUE;
    private String lastTime = "";

    /**
     * Makes the format of one listing.
     *
     * @param zone the time zone of the times
     */
    public LongFormat(ZoneId zone) {
        this.zone = zone;
    }

    public String line(FileEntry entry) {
        var line = new StringBuilder(96);
        line.append(entry.kind().letter)
                .append(UnixMode.allLetters(entry.mode()))
                .append(' ');
        appendRight(line, Integer.toString(entry.links()), 3);
        line.append(' ');
        appendLeft(line, entry.owner(), 8);
        line.append(' ');
        appendLeft(line, entry.group(), 8);
        line.append(' ');
        appendRight(line, Long.toString(entry.size()), 8);
        line.append(' ');
        line.append(time(entry.modified()));
        line.append(' ').append(Text.oneLine(entry.name()));
        if (entry.target() != null) {
            line.append(" -> ").append(Text.oneLine(shown(entry.target())));
        }
        return line.toString();
    }

    /** Files that came together have the same minute, which is put into words once. */
    private String time(Instant modified) {
        long minute = Math.floorDiv(modified.getEpochSecond(), SECONDS);
        if (minute != lastMinute) {
            var format = modified.isAfter(oldest) && modified.isBefore(newest) ? RECENT : OLD;
            lastTime = format.format(modified.atZone(zone));
            lastMinute = minute;
        }
        return lastTime;
    }

    /** An absolute target would tell where on the machine the home is. */
    private static String shown(Path target) {
        return target.isAbsolute() ? String.valueOf(target.getFileName()) : target.toString();
    }

    private static void appendRight(StringBuilder line, String text, int width) {
        line.append(" ".repeat(Math.max(0, width - text.length()))).append(text);
    }

    private static void appendLeft(StringBuilder line, String text, int width) {
        line.append(text).append(" ".repeat(Math.max(0, width - text.length())));
    }
}
