package io.github.ftplab.internal.server.listing;

import io.github.ftplab.internal.protocol.Text;
import io.github.ftplab.internal.server.file.FileEntry;
import java.time.ZoneId;
import java.util.Locale;

/** Formats the lines of LIST as Novell NetWare does: {@code - [RWCE-FM-] ann             6 Mar 05 21:18 example.txt}. */
public final class NetwareFormat implements EntryFormat {

    private static final String RIGHTS = "[RWCE-FM-]";

    private final LongFormat dates;

    public NetwareFormat(ZoneId zone) {
        dates = new LongFormat(zone);
    }

    @Override
    public String line(FileEntry entry) {
        return String.format(
                Locale.ROOT,
                "%s %s %-20s %16d %s %s",
                entry.isDirectory() ? "d" : "-",
                RIGHTS,
                entry.owner(),
                entry.size(),
                dates.time(entry.modified()),
                Text.oneLine(entry.name()));
    }
}
