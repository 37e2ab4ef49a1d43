package io.github.ftplab;

import io.github.ftplab.internal.protocol.Text;
import java.time.Duration;
import java.util.List;

/**
 * The result of transferring, mirroring or deleting a directory: each file by itself, and the totals.
 *
 * <pre>{@code
 * var result = ftp.uploadDirectory(Path.of("site"), "www");
 * result.files();                      // 12
 * result.bytes();                      // 48213
 * result.failures();                   // []
 * result.orThrow().toString();         // 12 files moved (48.2 KB, 61 ms)
 * }</pre>
 *
 * @param transfers the files that were transferred or skipped, in the order of completion; in a dry run those that would
 *     be transferred
 * @param failures everything that failed
 * @param deleted the files, links and directories that were deleted, or would be
 * @param leftOut what was deliberately neither followed nor transferred nor deleted: links and devices; the directory on
 *     the server that is itself the target of the download; and, by a mirror that deletes, local names that begin with
 *     a dot where the server's listing (LIST) shows none of them
 * @param sessions how many sessions took part
 * @param duration from the first command to the last reply
 * @param dryRun whether nothing was changed
 */
public record DirectoryTransfer(
        List<Transfer> transfers,
        List<Failure> failures,
        List<String> deleted,
        List<String> leftOut,
        int sessions,
        Duration duration,
        boolean dryRun) {

    private static final int MOST_SHOWN = 20;

    /**
     * Made by the client; keeps copies of the lists.
     *
     * @param transfers the files that were transferred or skipped
     * @param failures what failed
     * @param deleted what was deleted
     * @param leftOut what was neither followed nor transferred
     * @param sessions how many sessions took part
     * @param duration how long it took
     * @param dryRun whether nothing was changed
     */
    public DirectoryTransfer {
        transfers = List.copyOf(transfers);
        failures = List.copyOf(failures);
        deleted = List.copyOf(deleted);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * A file or directory that failed, while others went on.
     *
     * @param path its path: on the server, or on this machine if the local file is to blame
     * @param error the reason
     */
    public record Failure(String path, FtpException error) {

        /** {@return one line: the path and the reason} */
        @Override
        public String toString() {
            return Text.visible(path) + ": " + error.getMessage();
        }
    }

    /** {@return how many files were transferred, or would be; skipped files don't count} */
    public long files() {
        return transfers.stream()
                .filter(transfer -> transfer.outcome() != Transfer.Outcome.SKIPPED)
                .count();
    }

    /** {@return how many bytes were transferred, or would be} */
    public long bytes() {
        return transfers.stream().mapToLong(Transfer::bytes).sum();
    }

    /**
     * Throws if anything failed, for callers that want everything or an exception.
     *
     * @return this, if nothing failed
     * @throws FtpException the first failure, with the others as suppressed exceptions
     */
    public DirectoryTransfer orThrow() {
        if (failures.isEmpty()) {
            return this;
        }
        var first = failures.get(0).error();
        failures.stream().skip(1).forEach(failure -> first.addSuppressed(failure.error()));
        throw first;
    }

    /** {@return the failures, if any, one to a line; then what a dry run would do; then the totals in one line} */
    @Override
    public String toString() {
        var text = new StringBuilder();
        if (!failures.isEmpty()) {
            text.append(failures.size()).append(" failed:\n");
            show(text, failures);
        }
        if (dryRun) {
            show(text, transfers);
            show(text, deleted.stream().map(path -> "would delete " + path).toList());
        }
        text.append(count(files(), "file")).append(dryRun ? " to move" : " moved");
        long skipped = transfers.size() - files();
        if (skipped > 0) {
            text.append(", ").append(skipped).append(" skipped");
        }
        if (!deleted.isEmpty()) {
            text.append(", ").append(deleted.size()).append(dryRun ? " to delete" : " deleted");
        }
        if (!leftOut.isEmpty()) {
            text.append(", ").append(leftOut.size()).append(" left out");
        }
        return text.append(" (")
                .append(Text.bytes(bytes()))
                .append(", ")
                .append(Text.duration(duration))
                .append(")")
                .toString();
    }

    private static void show(StringBuilder text, List<?> lines) {
        lines.stream()
                .limit(MOST_SHOWN)
                .forEach(line -> text.append("  ").append(line).append('\n'));
        if (lines.size() > MOST_SHOWN) {
            text.append("  … and ").append(lines.size() - MOST_SHOWN).append(" more\n");
        }
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
