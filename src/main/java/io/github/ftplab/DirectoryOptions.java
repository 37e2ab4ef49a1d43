package io.github.ftplab;

import io.github.ftplab.internal.client.settings.DirectoryRules;
import java.time.Duration;
import java.time.Instant;

/**
 * What of a directory is moved, and how. Immutable: each call gives another one.
 *
 * <pre>{@code
 * var options = DirectoryOptions.DEFAULT.include("*.{html,css}").exclude(".git/**").parallel(4);
 * ftp.uploadDirectory(Path.of("site"), "www", options.dryRun());    // says what would be moved
 * ftp.uploadDirectory(Path.of("site"), "www", options);
 * ftp.mirrorDown("www", Path.of("copy"), DirectoryOptions.DEFAULT.deleting());
 * ftp.downloadDirectory("www", Path.of("new"), DirectoryOptions.DEFAULT.
 *         minSize(1).maxSize(1_000_000).newerThan(Duration.ofDays(7)).
 *         each(TransferOption.KEEP_TIME).stopAtFirstFailure());
 * ftp.downloadDirectory("www", Path.of("old"), DirectoryOptions.DEFAULT.olderThan(Duration.ofDays(365)));
 * }</pre>
 *
 * <p>A pattern is a glob as {@link java.nio.file.FileSystem#getPathMatcher} reads it. One with a {@code /} in it is
 * about the path from the directory down, {@code docs/*.pdf}; one without is about the name, wherever it is.
 */
public final class DirectoryOptions {

    /** All files, on one session, replacing those that exist; a file that fails does not stop the others. */
    public static final DirectoryOptions DEFAULT = new DirectoryOptions(DirectoryRules.ALL);

    final DirectoryRules rules;

    private DirectoryOptions(DirectoryRules rules) {
        this.rules = rules;
    }

    /**
     * Takes files of a pattern only; called more than once, of any of them.
     *
     * @param glob such as {@code *.txt}
     * @return these options and that
     */
    public DirectoryOptions include(String glob) {
        return new DirectoryOptions(rules.including(glob));
    }

    /**
     * Leaves out files and directories of a pattern, whatever is included. A mirror does not delete them either.
     *
     * @param glob such as {@code .git/**}, which is the directory and all in it
     * @return these options and that
     */
    public DirectoryOptions exclude(String glob) {
        return new DirectoryOptions(rules.excluding(glob));
    }

    /**
     * Leaves out smaller files.
     *
     * @param bytes the least size
     * @return these options and that
     */
    public DirectoryOptions minSize(long bytes) {
        return new DirectoryOptions(rules.withSizes(bytes, rules.largest()));
    }

    /**
     * Leaves out larger files.
     *
     * @param bytes the greatest size
     * @return these options and that
     */
    public DirectoryOptions maxSize(long bytes) {
        return new DirectoryOptions(rules.withSizes(rules.smallest(), bytes));
    }

    /**
     * Leaves out files that were changed longer ago. Where the server tells no exact times (MLSD), the time is as exact
     * as LIST is: to the minute or day, and in a zone that nobody tells.
     *
     * @param age the greatest age, seen from now
     * @return these options and that
     */
    public DirectoryOptions newerThan(Duration age) {
        return new DirectoryOptions(rules.withTimes(Instant.now().minus(age), rules.before()));
    }

    /**
     * Leaves out files that were changed more recently.
     *
     * @param age the least age, seen from now
     * @return these options and that
     */
    public DirectoryOptions olderThan(Duration age) {
        return new DirectoryOptions(rules.withTimes(rules.after(), Instant.now().minus(age)));
    }

    /**
     * Says how each file is moved.
     *
     * @param options as for one file
     * @return these options and those
     */
    public DirectoryOptions each(TransferOption... options) {
        return new DirectoryOptions(rules.withEach(options));
    }

    /**
     * Moves several files at once, each over a session of its own. The further ones are opened with the settings, the
     * user and the directory of the first when there is something to do for them, and closed afterwards; if the server
     * takes no more, fewer do.
     *
     * @param sessions how many together, the first one included; 1 unless told
     * @return these options and that
     */
    public DirectoryOptions parallel(int sessions) {
        if (sessions < 1) {
            throw new IllegalArgumentException("nothing is moved over " + sessions + " sessions");
        }
        return new DirectoryOptions(rules.withSessions(sessions));
    }

    /**
     * Changes nothing, here or on the server, and says what would be done.
     *
     * @return these options and that
     */
    public DirectoryOptions dryRun() {
        return new DirectoryOptions(rules.asDryRun());
    }

    /**
     * Begins nothing more after the first failure.
     *
     * @return these options and that
     */
    public DirectoryOptions stopAtFirstFailure() {
        return new DirectoryOptions(rules.stopping());
    }

    /**
     * For {@link FtpClient#mirrorUp(java.nio.file.Path, String, DirectoryOptions) mirrorUp} and {@link
     * FtpClient#mirrorDown(String, java.nio.file.Path, DirectoryOptions) mirrorDown}: deletes at the target what the
     * source does not have. What these options leave out stays, and so does all in a directory that could not be
     * listed, or whose listing has a line that was not understood or is not whole: that is among the {@link
     * DirectoryTransfer#failures failures}, and what was listed is moved all the same.
     *
     * @return these options and that
     */
    public DirectoryOptions deleting() {
        return new DirectoryOptions(rules.andDeleting());
    }

    /** {@return one line that says what was chosen} */
    @Override
    public String toString() {
        return "DirectoryOptions" + rules;
    }
}
