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
public final class LongFormat {

    private static final DateTimeFormatter RECENT = DateTimeFormatter.ofPattern("MMM dd HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter OLD = DateTimeFormatter.ofPattern("MMM dd  uuuu", Locale.ENGLISH);

    /** From this age on {@code ls} shows the year instead of the time. */
    private static final Duration HALF_A_YEAR = Duration.ofDays(180);

    private static final int SECONDS = 60;

    private final Instant oldest = Instant.now().minus(HALF_A_YEAR);
    private final Instant newest = Instant.now().plus(Duration.ofDays(1));
    private final ZoneId zone;
    private long lastMinute = Long.MIN_VALUE;
    private String lastTime = "";

    /**
     * Creates the format of one listing.
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

    /** Caches the last minute's text, as files of a directory often share it. */
    private String time(Instant modified) {
        long minute = Math.floorDiv(modified.getEpochSecond(), SECONDS);
        if (minute != lastMinute) {
            var format = modified.isAfter(oldest) && modified.isBefore(newest) ? RECENT : OLD;
            lastTime = format.format(modified.atZone(zone));
            lastMinute = minute;
        }
        return lastTime;
    }

    /** Hides an absolute target, which would reveal the home's real path. */
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
