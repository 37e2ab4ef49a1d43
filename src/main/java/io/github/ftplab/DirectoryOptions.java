package io.github.ftplab;

import io.github.ftplab.internal.client.settings.DirectoryRules;
import java.time.Duration;
import java.time.Instant;

/**
 * Options for transferring or deleting a directory: which files, and how. Immutable: each method returns a changed copy.
 *
 * <pre>{@code
 * var options = DirectoryOptions.DEFAULT.include("*.{html,css}").exclude(".git/**").parallel(4);
 * ftp.uploadDirectory(Path.of("site"), "www", options.dryRun());    // reports what would be moved
 * ftp.uploadDirectory(Path.of("site"), "www", options);
 * ftp.mirrorDown("www", Path.of("copy"), DirectoryOptions.DEFAULT.deleting());
 * ftp.downloadDirectory("www", Path.of("new"), DirectoryOptions.DEFAULT.
 *         minSize(1).maxSize(1_000_000).newerThan(Duration.ofDays(7)).
 *         each(TransferOption.KEEP_TIME).stopAtFirstFailure());
 * ftp.downloadDirectory("www", Path.of("old"), DirectoryOptions.DEFAULT.olderThan(Duration.ofDays(365)));
 * }</pre>
 *
 * <p>A pattern is a glob as in {@link java.nio.file.FileSystem#getPathMatcher}. One with a {@code /} in it is compared
 * with the path below the directory, such as {@code docs/*.pdf}; one without is compared with the name, at any depth.
 */
public final class DirectoryOptions {

    /** All files, on one session, replacing those that exist; a file that fails does not stop the others. */
    public static final DirectoryOptions DEFAULT = new DirectoryOptions(DirectoryRules.ALL);

    final DirectoryRules rules;

    private DirectoryOptions(DirectoryRules rules) {
        this.rules = rules;
    }

    /**
     * Takes only files that match a pattern; if called more than once, files that match any of the patterns.
     *
     * @param glob such as {@code *.txt}
     * @return a changed copy
     */
    public DirectoryOptions include(String glob) {
        return new DirectoryOptions(rules.including(glob));
    }

    /**
     * Leaves out files and directories that match a pattern, even if they are included. A mirror does not delete them
     * either.
     *
     * @param glob such as {@code .git/**}, the directory and everything in it
     * @return a changed copy
     */
    public DirectoryOptions exclude(String glob) {
        return new DirectoryOptions(rules.excluding(glob));
    }

    /**
     * Leaves out files that are smaller.
     *
     * @param bytes the smallest size
     * @return a changed copy
     */
    public DirectoryOptions minSize(long bytes) {
        return new DirectoryOptions(rules.withSizes(bytes, rules.largest()));
    }

    /**
     * Leaves out files that are larger.
     *
     * @param bytes the largest size
     * @return a changed copy
     */
    public DirectoryOptions maxSize(long bytes) {
        return new DirectoryOptions(rules.withSizes(rules.smallest(), bytes));
    }

    /**
     * Leaves out files that were last changed longer ago. If the server gives no exact times (MLSD), those of LIST
     * count: to the minute or the day, and in an unknown time zone.
     *
     * @param age the greatest age, counted from now
     * @return a changed copy
     */
    public DirectoryOptions newerThan(Duration age) {
        return new DirectoryOptions(rules.withTimes(Instant.now().minus(age), rules.before()));
    }

    /**
     * Leaves out files that were last changed more recently.
     *
     * @param age the smallest age, counted from now
     * @return a changed copy
     */
    public DirectoryOptions olderThan(Duration age) {
        return new DirectoryOptions(rules.withTimes(rules.after(), Instant.now().minus(age)));
    }

    /**
     * Sets how each file is transferred.
     *
     * @param options the options, as for a single file
     * @return a changed copy
     */
    public DirectoryOptions each(TransferOption... options) {
        return new DirectoryOptions(rules.withEach(options));
    }

    /**
     * Transfers several files at once, each over its own session. Additional sessions are opened when there is work for
     * them, with the settings, user and current directory of the first, and closed afterwards; if the server accepts
     * fewer, fewer are used.
     *
     * @param sessions how many in all, including the first; 1 by default
     * @return a changed copy
     */
    public DirectoryOptions parallel(int sessions) {
        if (sessions < 1) {
            throw new IllegalArgumentException("nothing is moved over " + sessions + " sessions");
        }
        return new DirectoryOptions(rules.withSessions(sessions));
    }

    /**
     * Changes nothing, locally or on the server, and reports what would be done.
     *
     * @return a changed copy
     */
    public DirectoryOptions dryRun() {
        return new DirectoryOptions(rules.asDryRun());
    }

    /**
     * Stops at the first failure: starts nothing more.
     *
     * @return a changed copy
     */
    public DirectoryOptions stopAtFirstFailure() {
        return new DirectoryOptions(rules.stopping());
    }

    /**
     * For {@link FtpClient#mirrorUp(java.nio.file.Path, String, DirectoryOptions) mirrorUp} and {@link
     * FtpClient#mirrorDown(String, java.nio.file.Path, DirectoryOptions) mirrorDown}: deletes at the target what the
     * source does not have. What these options leave out is kept, and so is everything in a directory that could not be
     * listed, or whose listing is incomplete or has a line that was not understood: this counts as one of the {@link
     * DirectoryTransfer#failures failures}, and what was listed is transferred nevertheless.
     *
     * @return a changed copy
     */
    public DirectoryOptions deleting() {
        return new DirectoryOptions(rules.andDeleting());
    }

    /** {@return one line with what was set} */
    @Override
    public String toString() {
        return "DirectoryOptions" + rules;
    }
}
