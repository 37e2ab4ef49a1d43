package io.github.ftplab.internal.server.listing;

import io.github.ftplab.internal.protocol.Text;
import io.github.ftplab.internal.server.file.FileEntry;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Formats the lines of LIST like {@code dir} of MS-DOS, as IIS does: {@code 03-05-25  09:18PM       <DIR>          pub}. */
public final class DosFormat implements EntryFormat {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM-dd-uu  hh:mma", Locale.ENGLISH);

    private final DateTimeFormatter time;

    public DosFormat(ZoneId zone) {
        time = TIME.withZone(zone);
    }

    /** A link is shown as what IIS makes of it: {@code <SYMLINKD>} with the target in brackets (L38 of the corpus). */
    @Override
    public String line(FileEntry entry) {
        var middle = entry.isDirectory()
                ? "       <DIR>         "
                : entry.target() != null ? "       <SYMLINKD>    " : String.format(Locale.ROOT, "%21d", entry.size());
        var target = entry.target() == null ? "" : " [" + entry.target().getFileName() + "]";
        return time.format(entry.modified()) + middle + " " + Text.oneLine(entry.name() + target);
    }
}
