package io.github.ftplab;

import static java.util.Objects.requireNonNull;

import io.github.ftplab.internal.protocol.Text;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The result of transferring, mirroring or deleting a directory: each file and the totals.
 *
 * <pre>{@code
 * var result = ftp.uploadDirectory(Path.of("site"), "www");
 * result.files();                      // 12
 * result.bytes();                      // 48213
 * result.failures();                   // []
 * result.orThrow().toString();         // 12 files moved (48.2 KB, 61 ms)
 * }</pre>
 */
public final class DirectoryTransfer {

    private final List<Transfer> transfers;
    private final List<Failure> failures;
    private final List<String> deleted;
    private final List<String> leftOut;
    private final int sessions;
    private final Duration duration;
    private final boolean dryRun;

    private DirectoryTransfer(Builder builder) {
        transfers = builder.transfers;
        failures = builder.failures;
        deleted = builder.deleted;
        leftOut = builder.leftOut;
        sessions = builder.sessions;
        duration = builder.duration;
        dryRun = builder.dryRun;
    }

    /**
     * Begins a result, as the client does for its own transfers; for tests of code that takes one.
     *
     * <pre>{@code
     * var failure = DirectoryTransfer.Failure.of("b.txt", new FtpException.LocalFile("cannot read b.txt", null));
     * DirectoryTransfer.builder().failures(List.of(failure)).transfers(List.of()).deleted(List.of("old.txt")).
     *         leftOut(List.of()).sessions(4).duration(Duration.ofSeconds(1)).dryRun(false).build();
     * }</pre>
     *
     * @return a builder for a result of one session that did nothing
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * {@return the files that were transferred or skipped, in the order of completion; in a dry run those that would
     * be transferred}
     */
    public List<Transfer> transfers() {
        return transfers;
    }

    /** {@return everything that failed} */
    public List<Failure> failures() {
        return failures;
    }

    /** {@return the files, links and directories that were deleted, or would be} */
    public List<String> deleted() {
        return deleted;
    }

    /**
     * {@return what was deliberately not followed, transferred or deleted: links and devices; a directory on the server
     * that is itself the target of the download; and, in a mirror that deletes, local names that begin with a dot if
     * the server's listing (LIST) shows no such names}
     */
    public List<String> leftOut() {
        return leftOut;
    }

    /** {@return how many sessions took part} */
    public int sessions() {
        return sessions;
    }

    /** {@return the time from the first command to the last reply} */
    public Duration duration() {
        return duration;
    }

    /** {@return whether this was a dry run, which changes nothing} */
    public boolean dryRun() {
        return dryRun;
    }

    private static final int MOST_SHOWN = 20;

    /** A file or directory that failed while the others continued. */
    public static final class Failure {

        private final String path;
        private final FtpException error;

        private Failure(String path, FtpException error) {
            this.path = requireNonNull(path, "path");
            this.error = requireNonNull(error, "error");
        }

        /**
         * Creates a failure, for tests of code that takes one.
         *
         * <pre>{@code
         * DirectoryTransfer.Failure.of("b.txt", new FtpException.LocalFile("cannot read b.txt", null));
         * }</pre>
         *
         * @param path its path on the server, or the local path if the error concerns the local file
         * @param error the reason
         * @return the failure
         */
        public static Failure of(String path, FtpException error) {
            return new Failure(path, error);
        }

        /** {@return its path on the server, or the local path if the error concerns the local file} */
        public String path() {
            return path;
        }

        /** {@return the reason} */
        public FtpException error() {
            return error;
        }

        /** {@return one line: the path and the reason} */
        @Override
        public String toString() {
            return Text.visible(path) + ": " + error.getMessage();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Failure that && path.equals(that.path) && error.equals(that.error);
        }

        @Override
        public int hashCode() {
            return Objects.hash(path, error);
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
     * Throws if anything failed.
     *
     * @return this result if nothing failed
     * @throws FtpException the first failure, with the others as suppressed exceptions
     */
    public DirectoryTransfer orThrow() {
        if (failures.isEmpty()) {
            return this;
        }
        var first = failures.get(0).error();
        // Asked twice, or with one exception for several files, it must not grow or suppress itself.
        var noted = List.of(first.getSuppressed());
        failures.stream()
                .map(Failure::error)
                .filter(error -> error != first && !noted.contains(error))
                .distinct()
                .forEach(first::addSuppressed);
        throw first;
    }

    /** {@return the failures, one a line; then what a dry run would do; then the totals in one line} */
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

    private List<Object> parts() {
        return List.of(transfers, failures, deleted, leftOut, sessions, duration, dryRun);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DirectoryTransfer that && parts().equals(that.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    /** Describes a {@link DirectoryTransfer}. Not safe for use by several threads. */
    public static final class Builder {

        private List<Transfer> transfers = List.of();
        private List<Failure> failures = List.of();
        private List<String> deleted = List.of();
        private List<String> leftOut = List.of();
        private int sessions = 1;
        private Duration duration = Duration.ZERO;
        private boolean dryRun;

        private Builder() {}

        /**
         * Sets the files that were transferred or skipped.
         *
         * @param transfers the files, in the order of completion; they are copied
         * @return this builder
         */
        public Builder transfers(List<Transfer> transfers) {
            this.transfers = List.copyOf(requireNonNull(transfers, "transfers"));
            return this;
        }

        /**
         * Sets what failed.
         *
         * @param failures the failures; they are copied
         * @return this builder
         */
        public Builder failures(List<Failure> failures) {
            this.failures = List.copyOf(requireNonNull(failures, "failures"));
            return this;
        }

        /**
         * Sets what was deleted.
         *
         * @param deleted the paths; they are copied
         * @return this builder
         */
        public Builder deleted(List<String> deleted) {
            this.deleted = List.copyOf(requireNonNull(deleted, "deleted"));
            return this;
        }

        /**
         * Sets what was deliberately left out.
         *
         * @param leftOut the paths; they are copied
         * @return this builder
         */
        public Builder leftOut(List<String> leftOut) {
            this.leftOut = List.copyOf(requireNonNull(leftOut, "leftOut"));
            return this;
        }

        /**
         * Sets how many sessions took part.
         *
         * @param sessions how many sessions took part
         * @return this builder
         */
        public Builder sessions(int sessions) {
            this.sessions = sessions;
            return this;
        }

        /**
         * Sets how long it took.
         *
         * @param duration from the first command to the last reply
         * @return this builder
         */
        public Builder duration(Duration duration) {
            this.duration = requireNonNull(duration, "duration");
            return this;
        }

        /**
         * Sets whether it was a dry run.
         *
         * @param dryRun whether it was one, which changes nothing
         * @return this builder
         */
        public Builder dryRun(boolean dryRun) {
            this.dryRun = dryRun;
            return this;
        }

        /** {@return the result} */
        public DirectoryTransfer build() {
            return new DirectoryTransfer(this);
        }

        /** {@return the text of what it builds} */
        @Override
        public String toString() {
            return build().toString();
        }
    }
}
