package io.github.ftplab.internal.notebook;

import io.github.ftplab.DirectoryTransfer;
import io.github.ftplab.Transfer;
import io.github.ftplab.internal.protocol.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Renders transfers of files and directories. */
final class TransferRenderer {

    private TransferRenderer() {}

    static String transfer(Transfer transfer) {
        return Html.page("<p>" + arrow(transfer) + " <strong>" + Html.name(transfer.remote()) + "</strong>"
                + transfer.local()
                        .map(path -> " " + Html.small((isDownload(transfer) ? "→ " : "← ") + path))
                        .orElse("")
                + "</p><p>" + Html.small(details(transfer)) + "</p>");
    }

    static String transfers(List<Transfer> transfers) {
        return Html.page(table(transfers));
    }

    /** Totals, then failures, then transfers, deletions and what was left out. */
    static String directory(DirectoryTransfer directory) {
        var parts = new ArrayList<String>();
        parts.add("<p>" + totals(directory) + "</p>");
        if (!directory.failures().isEmpty()) {
            parts.add(failureTable(directory.failures()));
        }
        if (!directory.transfers().isEmpty()) {
            parts.add(table(directory.transfers()));
        }
        parts.add(names(directory.dryRun() ? "would be deleted" : "deleted", directory.deleted()));
        parts.add(names("left out: neither files nor directories", directory.leftOut()));
        return Html.page(parts.toArray(String[]::new));
    }

    static String failures(List<DirectoryTransfer.Failure> failures) {
        return Html.page(failureTable(failures));
    }

    private static String failureTable(List<DirectoryTransfer.Failure> failures) {
        return list(
                String.format(Locale.ROOT, "<span class=\"bad\">%,d failed</span>", failures.size()),
                List.of("Name", "Why"),
                failures,
                failure -> Html.row(
                        "<th scope=\"row\" class=\"long\">" + Html.name(failure.path()) + "</th>",
                        "<td class=\"long\">"
                                + Html.lines(String.valueOf(failure.error().getMessage())) + "</td>"));
    }

    private static String totals(DirectoryTransfer directory) {
        var parts = new ArrayList<String>();
        parts.add(Text.bytes(directory.bytes()));
        parts.add(Text.duration(directory.duration()));
        long skipped = directory.transfers().size() - directory.files();
        if (skipped > 0) {
            parts.add(String.format(Locale.ROOT, "%,d skipped", skipped));
        }
        if (directory.sessions() > 1) {
            parts.add(String.format(Locale.ROOT, "%,d sessions", directory.sessions()));
        }
        return String.format(
                        Locale.ROOT,
                        "<strong>%,d %s %s</strong> ",
                        directory.files(),
                        directory.files() == 1 ? "file" : "files",
                        directory.dryRun() ? "would be moved" : "moved")
                + Html.small(String.join(" · ", parts));
    }

    private static String names(String what, List<String> names) {
        return names.isEmpty()
                ? ""
                : list(
                        String.format(Locale.ROOT, "%,d %s", names.size(), what),
                        List.of("Name"),
                        names,
                        name -> Html.row(Html.cell(Html.name(name))));
    }

    private static String table(List<Transfer> transfers) {
        long bytes = transfers.stream().mapToLong(Transfer::bytes).sum();
        return list(
                String.format(Locale.ROOT, "%,d %s", transfers.size(), transfers.size() == 1 ? "transfer" : "transfers")
                        + " " + Html.small(Text.bytes(bytes)),
                List.of("Name", "Bytes", "Time", "Speed", "Outcome"),
                transfers,
                TransferRenderer::row);
    }

    private static <T> String list(String caption, List<String> head, List<T> values, Function<T, String> row) {
        return Html.firstRows(caption, Html.sortableHead(head), values, row);
    }

    private static String row(Transfer transfer) {
        return Html.row(
                "<th scope=\"row\">" + arrow(transfer) + " " + Html.name(transfer.remote()) + "</th>",
                Html.number(transfer.bytes(), Text.bytes(transfer.bytes())),
                Html.number(transfer.duration().toNanos(), Text.duration(transfer.duration())),
                Html.number(Math.round(transfer.bytesPerSecond()), speed(transfer)),
                Html.cell(outcome(transfer)));
    }

    private static String details(Transfer transfer) {
        if (transfer.outcome() == Transfer.Outcome.SKIPPED) {
            return outcome(transfer);
        }
        var after = transfer.offset() == 0 ? "" : " after the first " + Text.bytes(transfer.offset());
        return String.join(
                " · ",
                Text.bytes(transfer.bytes()) + after,
                Text.duration(transfer.duration()),
                speed(transfer),
                outcome(transfer));
    }

    private static String speed(Transfer transfer) {
        return Text.bytes(Math.round(transfer.bytesPerSecond())) + "/s";
    }

    private static String outcome(Transfer transfer) {
        var checked = switch (transfer.check()) {
            case REPLY -> "";
            case SIZE -> ", size checked";
            case DIGEST -> ", digest checked";
        };
        return switch (transfer.outcome()) {
            case WHOLE -> "whole" + checked;
            case RESUMED -> "resumed" + checked;
            case APPENDED -> "appended" + checked;
            case SKIPPED -> "skipped: it is there already";
            case PLANNED -> "would be moved";
        };
    }

    private static boolean isDownload(Transfer transfer) {
        return transfer.direction() == Transfer.Direction.DOWNLOAD;
    }

    private static String arrow(Transfer transfer) {
        return isDownload(transfer)
                ? "<span role=\"img\" aria-label=\"downloaded\">⬇</span>"
                : "<span role=\"img\" aria-label=\"uploaded\">⬆</span>";
    }
}
