package io.github.ftplab.internal.client.directory;

import io.github.ftplab.FtpException;
import io.github.ftplab.RemoteFile;
import io.github.ftplab.internal.client.control.FtpCommand;
import io.github.ftplab.internal.client.control.ReplyCodes;
import io.github.ftplab.internal.client.failure.Operation;
import io.github.ftplab.internal.client.listing.ListingReader;
import io.github.ftplab.internal.client.listing.RemoteDirectory;
import io.github.ftplab.internal.client.settings.DirectoryRules;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Deletes a directory on the server with its contents. Links are deleted, not followed. Some servers list a link to a
 * directory as a directory by MLSD; LIST distinguishes them. An entry that may be a link is not entered.
 */
public final class DirectoryDelete {

    /** The reason for which DELE is refused, if it is that the path is a directory and no link to one. */
    private static final Pattern IS_DIRECTORY =
            Pattern.compile("(?is)\\b(?:is a directory|EISDIR|not a (?:regular |plain )?file)\\b");

    private final PooledSession session;
    private final DirectoryRules rules;
    private final DirectoryReport report;
    private final SessionPool pool;

    public DirectoryDelete(PooledSession session, DirectoryRules rules, DirectoryReport report, SessionPool pool) {
        this.session = session;
        this.rules = rules;
        this.report = report;
        this.pool = pool;
    }

    /**
     * Deletes an entry of a directory and reports failures. {@return whether it is completely deleted}
     *
     * @param beside the names in the directory, as far as known
     */
    public boolean delete(RemoteDirectory.Place place, RemoteFile file, Collection<String> beside) {
        Map<String, RemoteFile.Type> types;
        try {
            types = file.isDirectory() ? types(place.path()) : Map.of();
        } catch (FtpException.Refused e) {
            try {
                if (rules.descends(place.inner(file.name())) && isDeletedAsLink(file)) {
                    return true;
                }
            } catch (FtpException notDeleted) {
                pool.failed(file.path(), notDeleted);
                return false;
            }
            types = Map.of(file.name(), RemoteFile.Type.DIRECTORY);
        }
        return delete(place, file, types, beside.isEmpty() ? types.keySet() : beside);
    }

    /**
     * Tries to delete a link to a directory, where the server does not list what is around it: DELE deletes the link, and
     * refuses to delete a directory. If it is refused for another reason, as for a missing permission, this may be either.
     */
    private boolean isDeletedAsLink(RemoteFile file) {
        if (rules.manner().dryRun()) {
            return false;
        }
        try {
            return gone("delete", "DELE", file.path());
        } catch (FtpException.Refused e) {
            if (!IS_DIRECTORY.matcher(e.reply().text()).find()) {
                throw e;
            }
            return false;
        }
    }

    private boolean delete(
            RemoteDirectory.Place place,
            RemoteFile file,
            Map<String, RemoteFile.Type> types,
            Collection<String> beside) {
        var inner = place.inner(file.name());
        try {
            if (!file.isDirectory()) {
                return rules.takes(inner) && deleted(file, beside);
            }
            if (!rules.descends(inner)) {
                return false;
            }
            var type = Optional.ofNullable(types.get(file.name()));
            if (type.isPresent() && type.get() == RemoteFile.Type.LINK) {
                return deleted(file, beside);
            }
            if (type.isEmpty() || type.get() != RemoteFile.Type.DIRECTORY) {
                throw new FtpException.Protocol(
                        "cannot delete " + file.path()
                                + ": the server does not tell (LIST) whether it is a directory or a"
                                + " link to one, and the target of a link must not be deleted",
                        null);
            }
            var below = place.below(file);
            if (below.isEmpty()) {
                return deleted(file, beside);
            }
            var entries = RemoteDirectory.of(session, file.path());
            if (below.get().isLoop(session, entries)) {
                return deleted(file, beside);
            }
            return contents(below.get().knownBy(entries), entries) && gone("delete directory", "RMD", file.path());
        } catch (FtpException e) {
            pool.failed(file.path(), e);
            return false;
        }
    }

    /** Deletes the contents of a directory; {@return whether it is empty now} */
    private boolean contents(RemoteDirectory.Place place, RemoteDirectory entries) {
        pool.reportStrays(place.path(), entries);
        pool.reportGaps(place.path(), entries, true);
        if (!entries.isWhole()) {
            return false;
        }
        boolean directories = entries.files().stream().anyMatch(RemoteFile::isDirectory);
        var types = directories ? types(place.path()) : Map.<String, RemoteFile.Type>of();
        var names = entries.files().stream().map(RemoteFile::name).toList();
        boolean empty = true;
        for (var file : entries.files()) {
            empty &= delete(place, file, types, names);
            if (rules.manner().stopAtFailure() && report.hasFailures()) {
                return false;
            }
        }
        return empty;
    }

    /** {@return the types of the entries by LIST, which shows links as links} */
    private Map<String, RemoteFile.Type> types(String directory) {
        var lists = new ListingReader(session, session.settings().encoding());
        var types = new HashMap<String, RemoteFile.Type>();
        read(lists.listExactly(directory), directory).forEach(file -> types.put(file.name(), file.type()));
        return types;
    }

    private static List<RemoteFile> read(ListingReader.Found found, String directory) {
        return found.format().read(found.lines(), directory);
    }

    private boolean deleted(RemoteFile file, Collection<String> beside) {
        requireOnlyThat(file, beside);
        return gone("delete", "DELE", file.path());
    }

    /**
     * Checks that the server interprets a file's name literally, so that DELE does not delete another file. For a
     * directory, entering it has shown this; for a file, SIZE of similar names does.
     */
    private void requireOnlyThat(RemoteFile file, Collection<String> beside) {
        var name = file.name();
        var bare = name.strip();
        boolean mixedUp = !bare.equals(name)
                && beside.stream()
                        .anyMatch(other -> !other.equals(name) && other.strip().equals(bare));
        var blanks = " ";
        while (beside.contains(name + blanks)) {
            blanks += " ";
        }
        if (mixedUp && answersTo(file.path() + blanks)) {
            throw notOnlyThat(file, "drops blanks at the ends of names, and there is another file of that name");
        }
        if (name.contains("\\") && answersTo(file.path().replace('\\', '/'))) {
            throw notOnlyThat(file, "may take the \\ for a /, and there is a file of that path");
        }
    }

    /** {@return whether the server may have a file of that path} */
    private boolean answersTo(String path) {
        var reply = session.ask(
                Operation.on("look at", path), control -> control.exchange(FtpCommand.onPath("SIZE", path)));
        return !ReplyCodes.isMissing(reply);
    }

    private static FtpException notOnlyThat(RemoteFile file, String why) {
        return new FtpException.Protocol(
                "cannot delete " + file.path() + ": the server " + why + "; rename one of them on the server", null);
    }

    private boolean gone(String what, String verb, String path) {
        if (!rules.manner().dryRun()) {
            session.command(Operation.on(what, path), FtpCommand.onPath(verb, path));
        }
        report.deleted(path);
        return true;
    }
}
