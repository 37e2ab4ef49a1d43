package io.github.ftplab.internal.notebook;

import io.github.ftplab.FileHash;
import io.github.ftplab.Listing;
import io.github.ftplab.RemoteFile;
import io.github.ftplab.internal.protocol.Text;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Renders files on a server as a sortable table. */
final class FileRenderer {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

    private record Column(String name, Predicate<RemoteFile> isKnown, Function<RemoteFile, String> cell) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("Name", file -> true, FileRenderer::name),
            new Column("Size", file -> file.isFile() && file.size().isPresent(), FileRenderer::size),
            new Column("Changed", file -> file.modified().isPresent(), FileRenderer::changed),
            new Column("Mode", file -> file.permissions().isPresent(), file -> code(file.permissions())),
            new Column(
                    "Owner",
                    file -> file.owner().isPresent(),
                    file -> Html.cell(file.owner().map(Html::name).orElse(""))));

    private FileRenderer() {}

    static String listing(Listing listing) {
        var notes = new ArrayList<String>();
        int unread = listing.unread().size();
        if (unread > 0) {
            notes.add(String.format(Locale.ROOT, "%,d not understood, see unread()", unread));
        }
        listing.truncated().ifPresent(reason -> notes.add("incomplete listing: " + reason));
        return table(listing.files(), notes);
    }

    static String summary(Listing.Summary summary) {
        return Html.page("<p>" + Html.lines(summary.toString()) + "</p>");
    }

    static String hash(FileHash hash) {
        return Html.page("<p><strong>" + Html.text(hash.algorithm()) + "</strong> " + Html.code(hash.hex()) + "</p>");
    }

    /** {@return a table of the first files, and the number of the others} Columns without any value are left out. */
    static String table(List<RemoteFile> files) {
        return table(files, List.of());
    }

    private static String table(List<RemoteFile> files, List<String> notes) {
        var below = notes.stream()
                .map(note -> "<p>" + Html.small("… " + note) + "</p>")
                .collect(Collectors.joining());
        if (files.isEmpty()) {
            return Html.page("<p>" + Html.small("(empty directory)") + "</p>", below);
        }
        var shown = files.subList(0, Math.min(files.size(), Html.MOST_ROWS));
        var columns = COLUMNS.stream()
                .filter(column -> shown.stream().anyMatch(column.isKnown()))
                .toList();
        var head = Html.sortableHead(columns.stream().map(Column::name).toList());
        return Html.page(
                Html.firstRows(
                        caption(files),
                        head,
                        files,
                        file -> Html.row(columns.stream()
                                .map(column -> column.cell().apply(file))
                                .toArray(String[]::new))),
                below);
    }

    private static String caption(List<RemoteFile> files) {
        var parts = new ArrayList<String>();
        count(files, RemoteFile::isFile, "file", "files").ifPresent(parts::add);
        count(files, RemoteFile::isDirectory, "directory", "directories").ifPresent(parts::add);
        count(files, file -> !file.isFile() && !file.isDirectory(), "other", "other")
                .ifPresent(parts::add);
        long size = files.stream()
                .filter(RemoteFile::isFile)
                .mapToLong(file -> file.size().orElse(0))
                .sum();
        return Html.text(String.join(", ", parts)) + " " + Html.small(Text.bytes(size));
    }

    private static Optional<String> count(
            List<RemoteFile> files, Predicate<RemoteFile> which, String one, String several) {
        long count = files.stream().filter(which).count();
        return count == 0
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : several));
    }

    private static String name(RemoteFile file) {
        var kind = switch (file.type()) {
            case FILE -> "file";
            case DIRECTORY -> "directory";
            case LINK -> "link";
            case OTHER -> "neither file nor directory";
        };
        return "<th scope=\"row\"><span class=\"kind " + file.type() + "\" role=\"img\" aria-label=\"" + kind
                + "\"></span>" + Html.name(file.name()) + (file.isDirectory() ? "/" : "")
                + file.target().map(target -> " → " + Html.name(target)).orElse("") + "</th>";
    }

    private static String size(RemoteFile file) {
        if (!file.isFile() || file.size().isEmpty()) {
            return Html.number(-1, "");
        }
        long bytes = file.size().getAsLong();
        return Html.number(
                bytes, String.format(Locale.ROOT, "<span title=\"%,d bytes\">%s</span>", bytes, Text.bytes(bytes)));
    }

    private static String changed(RemoteFile file) {
        return file.modified()
                .map(time -> Html.number(time.getEpochSecond(), time(time)))
                .orElse(Html.number(-1, ""));
    }

    /** {@return an instant in local time, to the minute} */
    static String time(Instant time) {
        return "<time datetime=\"" + time + "\">" + MINUTE.format(time.atZone(ZoneId.systemDefault())) + "</time>";
    }

    private static String code(Optional<String> text) {
        return Html.cell(text.map(Html::code).orElse(""));
    }
}
