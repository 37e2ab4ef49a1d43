package io.github.ftplab.internal.server.listing;

import io.github.ftplab.RemoteFile;
import io.github.ftplab.internal.protocol.Text;
import io.github.ftplab.internal.protocol.UnixMode;
import io.github.ftplab.internal.server.file.FileEntry;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Function;

/** Formats of LIST without headings, whose lines are made by a function each. */
public final class OtherFormats {

    private static final int OS2_FIRST_YEAR = 1900;
    private static final DateTimeFormatter OS2_DAY = DateTimeFormatter.ofPattern("MM-dd-", Locale.ROOT);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter ZVM_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private static final LongFormat.Columns APACHE_DATES = new LongFormat.Columns(0, 0, 0, false, "ppd");

    private OtherFormats() {}

    /** {@return the format of a function} A line break in what it returns does not begin another line. */
    public static EntryFormat of(Function<RemoteFile, String> function) {
        return entry -> Text.oneLine(function.apply(file(entry)));
    }

    private static RemoteFile file(FileEntry entry) {
        var type = switch (entry.kind()) {
            case FILE -> RemoteFile.Type.FILE;
            case DIRECTORY -> RemoteFile.Type.DIRECTORY;
            case LINK -> RemoteFile.Type.LINK;
            case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE, OTHER -> RemoteFile.Type.OTHER;
        };
        return RemoteFile.builder(entry.name())
                .type(type)
                .size(entry.size())
                .modified(entry.modified())
                .permissions(UnixMode.allLetters(entry.mode()))
                .owner(entry.owner())
                .group(entry.group())
                .target(entry.target() == null ? "" : LongFormat.shown(entry.target()))
                .build();
    }

    /** Apache FtpServer: {@code -rw-------   1 user group            6 Mar  5  2025 example.txt}. */
    public static EntryFormat apache(ZoneId zone) {
        var dates = new LongFormat(zone, APACHE_DATES);
        return entry -> String.format(
                Locale.ROOT,
                "%s%s------   %d user group %12d %s %s",
                entry.isDirectory() ? "d" : "-",
                UnixMode.allLetters(entry.mode()).substring(0, 3),
                entry.isDirectory() ? 3 : 1,
                entry.isDirectory() ? 0 : entry.size(),
                dates.time(entry.modified()),
                Text.oneLine(entry.name()));
    }

    /** OS/2: {@code 36611      A    04-23-103  10:57  example.txt}, with years since 1900. */
    public static EntryFormat os2(ZoneId zone) {
        return entry -> {
            var time = entry.modified().atZone(zone);
            return String.format(
                    Locale.ROOT,
                    "%8d %-5s%-5s%s%-5s%s  %s",
                    entry.isDirectory() ? 0 : entry.size(),
                    entry.isDirectory() ? "DIR" : "",
                    entry.isDirectory() ? "" : "A",
                    OS2_DAY.format(time),
                    time.getYear() - OS2_FIRST_YEAR,
                    CLOCK.format(time),
                    Text.oneLine(entry.name()));
        };
    }

    /** NetPresenz: like Unix, with the sizes of both forks and their sum, or with {@code folder} and a number of files. */
    public static EntryFormat netPresenz(ZoneId zone) {
        var dates = new LongFormat(zone);
        return entry -> String.format(
                Locale.ROOT,
                "%s%s %s %s %s",
                entry.kind().letter,
                UnixMode.allLetters(entry.mode()),
                entry.isDirectory()
                        ? String.format(Locale.ROOT, "%20s %8d", "folder", entry.links())
                        : String.format(Locale.ROOT, "%11d %8d %8d", 0, entry.size(), entry.size()),
                dates.time(entry.modified()),
                Text.oneLine(entry.name()));
    }

    /** z/VM: {@code EXAMPLE  TXT      V        80        1        1 2025-03-05 21:18:00 ANN}, files of type V. */
    public static EntryFormat zvm(ZoneId zone) {
        var times = ZVM_TIME.withZone(zone);
        return entry -> {
            var time = times.format(entry.modified());
            var name = Text.oneLine(entry.name());
            if (entry.isDirectory()) {
                return String.format(Locale.ROOT, "%-17sDIR        -        -          - %s -", name + " ", time);
            }
            int dot = name.lastIndexOf('.');
            return String.format(
                    Locale.ROOT,
                    "%-8s %-8s V %9d %8d %10d %s %s",
                    dot < 0 ? name : name.substring(0, dot),
                    name.substring(dot + 1),
                    80,
                    records(entry.size(), 80),
                    records(entry.size(), 4096),
                    time,
                    entry.owner().toUpperCase(Locale.ROOT));
        };
    }

    private static long records(long size, long length) {
        return Math.max(1, (size + length - 1) / length);
    }
}
