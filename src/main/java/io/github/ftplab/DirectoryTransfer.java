package io.github.ftplab;

import io.github.ftplab.internal.protocol.Text;
import java.time.Duration;
import java.util.List;

/**
 * What became of a directory that was moved, mirrored or deleted: each file by itself, and all together.
 *
 * <pre>{@code
 * var result = ftp.uploadDirectory(Path.of("site"), "www");
 * result.files();                      // 12
 * result.bytes();                      // 48213
 * result.failures();                   // []
 * result.orThrow().toString();         // 12 files moved (48.2 KB, 61 ms)
 * }</pre>
 *
 * @param transfers the files that were moved or skipped, in the order in which that ended; in a dry run those that
 *     would be moved
 * @param failures what failed; nothing else did
 * @param deleted the files, links and directories that were deleted, or would be
 * @param leftOut what was neither followed nor moved nor deleted, without being a failure: links and devices; the
 *     directory on the server into which a download goes; and of a mirror that deletes, names here that begin with a
 *     dot where the server's listing (LIST) shows none of these
 * @param sessions how many sessions had a part in it
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
     * @param transfers the files that were moved or skipped
     * @param failures what failed
     * @param deleted what was deleted
     * @param leftOut what was neither followed nor moved
     * @param sessions how many sessions had a part in it
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
     * @param path where it is: on the server, or on this side if it is about a file here
     * @param error why
     */
    public record Failure(String path, FtpException error) {

        /** {@return one line: the path and why} */
        @Override
        public String toString() {
            return Text.visible(path) + ": " + error.getMessage();
        }
    }

    /** {@return how many files were moved, or would be; skipped ones don't count} */
    public long files() {
        return transfers.stream()
                .filter(transfer -> transfer.outcome() != Transfer.Outcome.SKIPPED)
                .count();
    }

    /** {@return how many bytes were moved, or would be} */
    public long bytes() {
        return transfers.stream().mapToLong(Transfer::bytes).sum();
    }

    /**
     * Makes failures an error, for those who want all or an exception.
     *
     * @return this, if nothing failed
     * @throws FtpException the first failure, which has the others as suppressed ones
     */
    public DirectoryTransfer orThrow() {
        if (failures.isEmpty()) {
            return this;
        }
        var first = failures.get(0).error();
        failures.stream().skip(1).forEach(failure -> first.addSuppressed(failure.error()));
        throw first;
    }

    /** {@return the failures, if there are any, one to a line; then what a dry run would do; then all in one line} */
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
