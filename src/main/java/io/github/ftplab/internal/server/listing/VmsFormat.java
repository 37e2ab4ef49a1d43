package io.github.ftplab.internal.server.listing;

import io.github.ftplab.internal.protocol.Text;
import io.github.ftplab.internal.server.file.FileEntry;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * Formats the lines of LIST like {@code DIRECTORY /SIZE /DATE} of OpenVMS: a version behind each name, {@code .DIR}
 * behind a directory's, sizes in blocks, and a long name on a line of its own.
 */
public final class VmsFormat implements EntryFormat {

    private static final int BLOCK_BYTES = 512;

    /** The width of the names' column; what is longer takes a line. */
    private static final int NAME_WIDTH = 19;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("ppd-MMM-uuuu HH:mm:ss", Locale.ENGLISH);

    private final DateTimeFormatter time;
    private final String directory;

    /** @param directory the directory that is listed, as OpenVMS names it */
    public VmsFormat(ZoneId zone, String directory) {
        time = TIME.withZone(zone);
        this.directory = directory;
    }

    @Override
    public List<String> heading() {
        return List.of("", "Directory " + directory, "");
    }

    @Override
    public String line(FileEntry entry) {
        var name = Text.oneLine(entry.name()) + (entry.isDirectory() ? ".DIR;1" : ";1");
        long blocks = (entry.size() + BLOCK_BYTES - 1) / BLOCK_BYTES;
        var rest = String.format(
                Locale.ROOT,
                "%8d/%-4d %s  [%s] (RWED,RWED,RE,)",
                blocks,
                blocks,
                time.format(entry.modified()).toUpperCase(Locale.ROOT),
                entry.owner().toUpperCase(Locale.ROOT));
        return name.length() > NAME_WIDTH
                ? name + "\r\n" + " ".repeat(NAME_WIDTH) + rest
                : name + " ".repeat(NAME_WIDTH - name.length()) + rest;
    }
}
