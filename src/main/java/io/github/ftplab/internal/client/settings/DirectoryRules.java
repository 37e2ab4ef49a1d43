package io.github.ftplab.internal.client.settings;

import io.github.ftplab.TransferOption;
import io.github.ftplab.internal.protocol.FtpPath;
import io.github.ftplab.internal.protocol.Glob;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The filters and options of a directory transfer.
 *
 * @param includes filters for files to include; all files if empty
 * @param excludes filters for files and directories to exclude, which take precedence
 * @param smallest the minimum size in bytes
 * @param largest the maximum size in bytes
 * @param after the earliest modification time
 * @param before the latest modification time
 * @param each the options for each file
 * @param sessions the number of parallel sessions
 * @param manner the switches
 */
public record DirectoryRules(
        List<Filter> includes,
        List<Filter> excludes,
        long smallest,
        long largest,
        Instant after,
        Instant before,
        List<TransferOption> each,
        int sessions,
        Manner manner) {

    /** The defaults: all files, one session. */
    public static final DirectoryRules ALL = new DirectoryRules(
            List.of(),
            List.of(),
            0,
            Long.MAX_VALUE,
            Instant.MIN,
            Instant.MAX,
            List.of(),
            1,
            new Manner(false, false, false));

    /**
     * The switches.
     *
     * @param dryRun whether to change nothing
     * @param stopAtFailure whether to start nothing more after a failure
     * @param deleting whether to delete from the target what the source does not have
     */
    public record Manner(boolean dryRun, boolean stopAtFailure, boolean deleting) {}

    /**
     * A pattern for files or directories. With a slash it matches the path, without one the name.
     *
     * @param text the pattern as given
     * @param glob the compiled pattern
     * @param isAboutPath whether the pattern contains a slash
     */
    public record Filter(String text, Glob glob, boolean isAboutPath) {

        private static final String ALL_BELOW = "/**";

        static Filter of(String text) {
            return new Filter(text, Glob.of(text), text.contains("/"));
        }

        boolean matches(String path) {
            return glob.matches(isAboutPath ? path : FtpPath.last(path));
        }

        /** {@code dir/**} also matches the directory itself. */
        boolean matchesDirectory(String path) {
            return matches(path)
                    || (text.endsWith(ALL_BELOW)
                            && of(text.substring(0, text.length() - ALL_BELOW.length()))
                                    .matches(path));
        }

        /** {@return the pattern as given} */
        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * Adds a filter for files to include.
     *
     * @param glob a pattern
     * @return the new rules
     */
    public DirectoryRules including(String glob) {
        return new DirectoryRules(
                with(includes, Filter.of(glob)), excludes, smallest, largest, after, before, each, sessions, manner);
    }

    /**
     * Adds a filter for files and directories to exclude.
     *
     * @param glob a pattern
     * @return the new rules
     */
    public DirectoryRules excluding(String glob) {
        return new DirectoryRules(
                includes, with(excludes, Filter.of(glob)), smallest, largest, after, before, each, sessions, manner);
    }

    /**
     * Limits sizes.
     *
     * @param least the minimum in bytes
     * @param greatest the maximum in bytes
     * @return the new rules
     */
    public DirectoryRules withSizes(long least, long greatest) {
        return new DirectoryRules(includes, excludes, least, greatest, after, before, each, sessions, manner);
    }

    /**
     * Limits times.
     *
     * @param earliest the earliest modification time
     * @param latest the latest modification time
     * @return the new rules
     */
    public DirectoryRules withTimes(Instant earliest, Instant latest) {
        return new DirectoryRules(includes, excludes, smallest, largest, earliest, latest, each, sessions, manner);
    }

    /**
     * Adds options for each file.
     *
     * @param options the options
     * @return the new rules
     */
    public DirectoryRules withEach(TransferOption... options) {
        var all = Stream.concat(each.stream(), Stream.of(options)).distinct().toList();
        TransferOptions.of(all.toArray(TransferOption[]::new));
        return new DirectoryRules(includes, excludes, smallest, largest, after, before, all, sessions, manner);
    }

    /**
     * Sets the number of parallel sessions.
     *
     * @param number at least 1
     * @return the new rules
     */
    public DirectoryRules withSessions(int number) {
        return new DirectoryRules(includes, excludes, smallest, largest, after, before, each, number, manner);
    }

    /** {@return the new rules, which change nothing} */
    public DirectoryRules asDryRun() {
        return with(new Manner(true, manner.stopAtFailure, manner.deleting));
    }

    /** {@return the new rules, which stop at the first failure} */
    public DirectoryRules stopping() {
        return with(new Manner(manner.dryRun, true, manner.deleting));
    }

    /** {@return the new rules, which delete what the source does not have} */
    public DirectoryRules andDeleting() {
        return with(new Manner(manner.dryRun, manner.stopAtFailure, true));
    }

    private DirectoryRules with(Manner other) {
        return new DirectoryRules(includes, excludes, smallest, largest, after, before, each, sessions, other);
    }

    private static List<Filter> with(List<Filter> filters, Filter more) {
        return Stream.concat(filters.stream(), Stream.of(more)).toList();
    }

    public TransferOptions options() {
        return TransferOptions.of(each.toArray(TransferOption[]::new));
    }

    /** {@return whether all files are included, so that empty directories are transferred too} */
    public boolean takesAll() {
        return includes.isEmpty()
                && smallest <= 0
                && largest == Long.MAX_VALUE
                && after.equals(Instant.MIN)
                && before.equals(Instant.MAX);
    }

    /** {@return whether a directory is traversed} */
    public boolean descends(String path) {
        return excludes.stream().noneMatch(filter -> filter.matchesDirectory(path));
    }

    /** {@return whether a file is included by its name} */
    public boolean takes(String path) {
        return descends(path) && (includes.isEmpty() || includes.stream().anyMatch(filter -> filter.matches(path)));
    }

    /** {@return whether a file is included; an unknown size or time excludes nothing} */
    public boolean takes(String path, OptionalLong size, Optional<Instant> time) {
        long bytes = size.orElse(Math.max(0, smallest));
        boolean inTime =
                time.isEmpty() || (!time.get().isBefore(after) && !time.get().isAfter(before));
        return takes(path) && bytes >= smallest && bytes <= largest && inTime;
    }
}
