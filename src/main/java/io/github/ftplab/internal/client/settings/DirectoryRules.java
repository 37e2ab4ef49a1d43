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
 * What of a directory is moved, and how.
 *
 * @param includes what is taken, all if there is none
 * @param excludes what is not taken in any case
 * @param smallest the least size in bytes
 * @param largest the greatest size in bytes
 * @param after when a file was changed at the earliest
 * @param before when a file was changed at the latest
 * @param each how each file is moved
 * @param sessions over how many sessions
 * @param manner what else was chosen
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

    /** Everything, as simple as it gets. */
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
     * What can be switched on.
     *
     * @param dryRun nothing is changed
     * @param stopAtFailure nothing more is begun after a failure
     * @param deleting what the source does not have is deleted at the target
     */
    public record Manner(boolean dryRun, boolean stopAtFailure, boolean deleting) {}

    /**
     * A pattern for files or directories. With a slash it is about a path, without about a name.
     *
     * @param text as it was given
     * @param glob what it means
     * @param isAboutPath whether there is a slash in it
     */
    public record Filter(String text, Glob glob, boolean isAboutPath) {

        private static final String ALL_IN_IT = "/**";

        static Filter of(String text) {
            return new Filter(text, Glob.of(text), text.contains("/"));
        }

        boolean matches(String path) {
            return glob.matches(isAboutPath ? path : FtpPath.last(path));
        }

        /** Where all in a directory is meant, the directory is. */
        boolean matchesDirectory(String path) {
            return matches(path)
                    || (text.endsWith(ALL_IN_IT)
                            && of(text.substring(0, text.length() - ALL_IN_IT.length()))
                                    .matches(path));
        }

        /** {@return as it was given} */
        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * Adds what is taken.
     *
     * @param glob a pattern
     * @return the new rules
     */
    public DirectoryRules including(String glob) {
        return new DirectoryRules(
                with(includes, Filter.of(glob)), excludes, smallest, largest, after, before, each, sessions, manner);
    }

    /**
     * Adds what is not taken.
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
     * @param least in bytes
     * @param greatest in bytes
     * @return the new rules
     */
    public DirectoryRules withSizes(long least, long greatest) {
        return new DirectoryRules(includes, excludes, least, greatest, after, before, each, sessions, manner);
    }

    /**
     * Limits times.
     *
     * @param earliest when a file was changed
     * @param latest when a file was changed
     * @return the new rules
     */
    public DirectoryRules withTimes(Instant earliest, Instant latest) {
        return new DirectoryRules(includes, excludes, smallest, largest, earliest, latest, each, sessions, manner);
    }

    /**
     * Adds how each file is moved.
     *
     * @param options as for one file
     * @return the new rules
     */
    public DirectoryRules withEach(TransferOption... options) {
        var all = Stream.concat(each.stream(), Stream.of(options)).distinct().toList();
        TransferOptions.of(all.toArray(TransferOption[]::new));
        return new DirectoryRules(includes, excludes, smallest, largest, after, before, all, sessions, manner);
    }

    /**
     * Says over how many sessions.
     *
     * @param number at least 1
     * @return the new rules
     */
    public DirectoryRules withSessions(int number) {
        return new DirectoryRules(includes, excludes, smallest, largest, after, before, each, number, manner);
    }

    /** {@return the new rules: nothing is changed} */
    public DirectoryRules asDryRun() {
        return with(new Manner(true, manner.stopAtFailure, manner.deleting));
    }

    /** {@return the new rules: a failure is the end} */
    public DirectoryRules stopping() {
        return with(new Manner(manner.dryRun, true, manner.deleting));
    }

    /** {@return the new rules: what the source does not have is deleted} */
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

    /** {@return whether every file is taken, so that empty directories are wanted as well} */
    public boolean takesAll() {
        return includes.isEmpty()
                && smallest <= 0
                && largest == Long.MAX_VALUE
                && after.equals(Instant.MIN)
                && before.equals(Instant.MAX);
    }

    /** {@return whether a directory is looked into} */
    public boolean descends(String path) {
        return excludes.stream().noneMatch(filter -> filter.matchesDirectory(path));
    }

    /** {@return whether a file is taken by its name} */
    public boolean takes(String path) {
        return descends(path) && (includes.isEmpty() || includes.stream().anyMatch(filter -> filter.matches(path)));
    }

    /** {@return whether a file is taken; what is not known of it is no reason against it} */
    public boolean takes(String path, OptionalLong size, Optional<Instant> time) {
        long bytes = size.orElse(Math.max(0, smallest));
        boolean inTime =
                time.isEmpty() || (!time.get().isBefore(after) && !time.get().isAfter(before));
        return takes(path) && bytes >= smallest && bytes <= largest && inTime;
    }
}
