package io.github.ftplab;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Formats files as {@code ls -l} does. */
final class LongLine {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private LongLine() {}

    /**
     * Formats files.
     *
     * @param files the files
     * @return one line for each, in columns; times are in this machine's time zone
     */
    static List<String> of(List<RemoteFile> files) {
        int owners = widest(files, LongLine::owner);
        int groups = widest(files, LongLine::group);
        int sizes = widest(files, LongLine::size);
        var zone = ZoneId.systemDefault();
        var form = "%s%s  %-" + owners + "s  %-" + groups + "s  %" + sizes + "s  %-16s  %s%s";
        return files.stream()
                .map(file -> form.formatted(
                        letter(file.type()),
                        file.permissions().orElse("?????????"),
                        owner(file),
                        group(file),
                        size(file),
                        file.modified()
                                .map(time -> TIME.format(time.atZone(zone)))
                                .orElse("?"),
                        file.path(),
                        file.target().map(target -> " -> " + target).orElse("")))
                .toList();
    }

    private static int widest(List<RemoteFile> files, Function<RemoteFile, String> column) {
        return Math.max(
                1,
                files.stream()
                        .mapToInt(file -> column.apply(file).length())
                        .max()
                        .orElse(1));
    }

    private static char letter(RemoteFile.Type type) {
        return switch (type) {
            case FILE -> '-';
            case DIRECTORY -> 'd';
            case LINK -> 'l';
            case OTHER -> '?';
        };
    }

    private static String owner(RemoteFile file) {
        return file.owner().orElse("?");
    }

    private static String group(RemoteFile file) {
        return file.group().orElse("?");
    }

    private static String size(RemoteFile file) {
        return file.size().isPresent() ? String.valueOf(file.size().getAsLong()) : "?";
    }
}
