package io.github.ftplab.notebook;

import io.github.ftplab.Transfer;
import io.github.ftplab.client.Text;
import java.util.List;

/** Files that were moved. */
final class TransferLooks {

    private static final int MOST_ROWS = 1_000;

    private TransferLooks() {}

    static String transfer(Transfer transfer) {
        return Html.page("<p>" + arrow(transfer) + " <strong>" + Html.name(transfer.remote()) + "</strong>"
                + transfer.local()
                        .map(path -> " " + Html.small((isDownload(transfer) ? "→ " : "← ") + path))
                        .orElse("")
                + "</p><p>" + Html.small(details(transfer)) + "</p>");
    }

    static String transfers(List<Transfer> transfers) {
        var shown = transfers.subList(0, Math.min(transfers.size(), MOST_ROWS));
        long bytes = transfers.stream().mapToLong(Transfer::bytes).sum();
        int more = transfers.size() - shown.size();
        return Html.page(
                Html.table(
                        "%,d %s".formatted(transfers.size(), transfers.size() == 1 ? "transfer" : "transfers") + " "
                                + Html.small(Text.bytes(bytes)),
                        Html.sortableHead(List.of("Name", "Bytes", "Time", "Speed", "Outcome")),
                        shown.stream().map(TransferLooks::row).toList()),
                more == 0 ? "" : "<p>" + Html.small("… and %,d more".formatted(more)) + "</p>");
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
