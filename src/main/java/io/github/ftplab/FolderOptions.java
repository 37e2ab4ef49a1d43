package io.github.ftplab;

import io.github.ftplab.internal.client.settings.DirectoryRules;
import java.time.Duration;
import java.time.Instant;

/**
 * What of a folder is moved, and how. Immutable: each call gives another one.
 *
 * <pre>{@code
 * var options = FolderOptions.DEFAULT.include("*.{html,css}").exclude(".git/**").parallel(4);
 * ftp.uploadDirectory(Path.of("site"), "www", options.dryRun());    // says what would be moved
 * ftp.uploadDirectory(Path.of("site"), "www", options);
 * ftp.mirror("www", Path.of("copy"), FolderOptions.DEFAULT.deleting());
 * ftp.downloadDirectory("www", Path.of("new"), FolderOptions.DEFAULT.
 *         minSize(1).maxSize(1_000_000).newerThan(Duration.ofDays(7)).
 *         each(TransferOption.KEEP_TIME).stopAtFirstFailure());
 * ftp.downloadDirectory("www", Path.of("old"), FolderOptions.DEFAULT.olderThan(Duration.ofDays(365)));
 * }</pre>
 *
 * <p>A pattern is a glob as {@link java.nio.file.FileSystem#getPathMatcher} reads it. One with a {@code /} in it is
 * about the path from the folder down, {@code docs/*.pdf}; one without is about the name, wherever it is.
 */
public final class FolderOptions {

    /** All files, on one session, replacing those that exist; a file that fails does not stop the others. */
    public static final FolderOptions DEFAULT = new FolderOptions(DirectoryRules.ALL);

    final DirectoryRules rules;

    private FolderOptions(DirectoryRules rules) {
        this.rules = rules;
    }

    /**
     * Takes files of a pattern only; called more than once, of any of them.
     *
     * @param glob such as {@code *.txt}
     * @return these options and that
     */
    public FolderOptions include(String glob) {
        return new FolderOptions(rules.including(glob));
    }

    /**
     * Leaves out files and folders of a pattern, whatever is included. A mirror does not delete them either.
     *
     * @param glob such as {@code .git/**}, which is the folder and all in it
     * @return these options and that
     */
    public FolderOptions exclude(String glob) {
        return new FolderOptions(rules.excluding(glob));
    }

    /**
     * Leaves out smaller files.
     *
     * @param bytes the least size
     * @return these options and that
     */
    public FolderOptions minSize(long bytes) {
        return new FolderOptions(rules.withSizes(bytes, rules.largest()));
    }

    /**
     * Leaves out larger files.
     *
     * @param bytes the greatest size
     * @return these options and that
     */
    public FolderOptions maxSize(long bytes) {
        return new FolderOptions(rules.withSizes(rules.smallest(), bytes));
    }

    /**
     * Leaves out files that were changed longer ago. Where the server tells no exact times (MLSD), the time is as exact
     * as LIST is: to the minute or day, and in a zone that nobody tells.
     *
     * @param age the greatest age, seen from now
     * @return these options and that
     */
    public FolderOptions newerThan(Duration age) {
        return new FolderOptions(rules.withTimes(Instant.now().minus(age), rules.before()));
    }

    /**
     * Leaves out files that were changed more recently.
     *
     * @param age the least age, seen from now
     * @return these options and that
     */
    public FolderOptions olderThan(Duration age) {
        return new FolderOptions(rules.withTimes(rules.after(), Instant.now().minus(age)));
    }

    /**
     * Says how each file is moved.
     *
     * @param options as for one file
     * @return these options and those
     */
    public FolderOptions each(TransferOption... options) {
        return new FolderOptions(rules.withEach(options));
    }

    /**
     * Moves several files at once, each over a session of its own. The further ones are opened with the settings, the
     * user and the folder of the first when there is something to do for them, and closed afterwards; if the server
     * takes no more, fewer do.
     *
     * @param sessions how many together, the first one included; 1 unless told
     * @return these options and that
     */
    public FolderOptions parallel(int sessions) {
        if (sessions < 1) {
            throw new IllegalArgumentException("nothing is moved over " + sessions + " sessions");
        }
        return new FolderOptions(rules.withSessions(sessions));
    }

    /**
     * Changes nothing, here or on the server, and says what would be done.
     *
     * @return these options and that
     */
    public FolderOptions dryRun() {
        return new FolderOptions(rules.asDryRun());
    }

    /**
     * Begins nothing more after the first failure.
     *
     * @return these options and that
     */
    public FolderOptions stopAtFirstFailure() {
        return new FolderOptions(rules.stopping());
    }

    /**
     * For {@link FtpClient#mirror(java.nio.file.Path, String, FolderOptions) mirror}: deletes at the target what the
     * source does not have. What these options leave out stays, and so does all in a folder that could not be listed, or
     * whose listing has a line that was not understood or is not whole: that is among the {@link
     * FolderTransfer#failures failures}, and what was listed is moved all the same.
     *
     * @return these options and that
     */
    public FolderOptions deleting() {
        return new FolderOptions(rules.andDeleting());
    }

    /** {@return one line that says what was chosen} */
    @Override
    public String toString() {
        return "FolderOptions" + rules;
    }
}
