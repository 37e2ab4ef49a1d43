package io.github.ftplab.internal.server.listing;

import io.github.ftplab.internal.protocol.Text;
import io.github.ftplab.internal.server.file.FileEntry;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Formats the lines of LIST as OS/400 lists its integrated file system: {@code *STMF} for a file, {@code *DIR}. */
public final class Os400Format implements EntryFormat {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM/dd/uu HH:mm:ss", Locale.ROOT);

    private final DateTimeFormatter time;

    public Os400Format(ZoneId zone) {
        time = TIME.withZone(zone);
    }

    @Override
    public String line(FileEntry entry) {
        return String.format(
                Locale.ROOT,
                "%-10s %10d %s %-10s %s",
                entry.owner().toUpperCase(Locale.ROOT),
                entry.size(),
                time.format(entry.modified()),
                entry.isDirectory() ? "*DIR" : "*STMF",
                Text.oneLine(entry.name()) + (entry.isDirectory() ? "/" : ""));
    }
}
