package io.github.ftplab.internal.server.listing;

import io.github.ftplab.internal.protocol.Text;
import io.github.ftplab.internal.server.file.FileEntry;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Formats the lines of LIST as z/OS lists data sets: files are sequential (PS), directories partitioned (PO). */
public final class MvsFormat implements EntryFormat {

    /** What a track of a 3390 disk holds. */
    private static final long TRACK_BYTES = 56_664;

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu/MM/dd", Locale.ROOT);

    private final DateTimeFormatter day;

    public MvsFormat(ZoneId zone) {
        day = DAY.withZone(zone);
    }

    @Override
    public List<String> heading() {
        return List.of("Volume Unit    Referred Ext Used Recfm Lrecl BlkSz Dsorg Dsname");
    }

    @Override
    public String line(FileEntry entry) {
        long tracks = Math.max(1, (entry.size() + TRACK_BYTES - 1) / TRACK_BYTES);
        return String.format(
                Locale.ROOT,
                "%-6s %-6s %s %2d %4d  %-4s%6d %5d  %-4s%s",
                "FTPLAB",
                "3390",
                day.format(entry.modified()),
                1,
                tracks,
                "FB",
                80,
                27_920,
                entry.isDirectory() ? "PO" : "PS",
                Text.oneLine(entry.name()));
    }
}
