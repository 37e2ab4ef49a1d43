package io.github.ftplab.client;

import io.github.ftplab.FtpException;
import io.github.ftplab.RemoteFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Deletes a folder on the server and all in it, a link and not what it leads to. Some servers list a link to a folder
 * as that folder by MLSD; LIST tells them apart. What neither tells is not gone into.
 */
final class FolderDelete {

    private final Session session;
    private final Rules rules;
    private final Report report;
    private final Crew crew;

    FolderDelete(Session session, Rules rules, Report report, Crew crew) {
        this.session = session;
        this.rules = rules;
        this.report = report;
        this.crew = crew;
    }

    /** Deletes one entry of a folder; what fails is noted. {@return whether nothing of it is left} */
    boolean delete(Entries.Place place, RemoteFile file) {
        return delete(place, file, file.isDirectory() ? types(place.path()) : Map.of());
    }

    private boolean delete(Entries.Place place, RemoteFile file, Map<String, RemoteFile.Type> types) {
        var inner = place.inner(file.name());
        try {
            if (!file.isDirectory()) {
                return rules.takes(inner) && gone("delete", "DELE", file.path());
            }
            if (!rules.descends(inner)) {
                return false;
            }
            var type = Optional.ofNullable(types.get(file.name()));
            if (type.isPresent() && type.get() == RemoteFile.Type.LINK) {
                return gone("delete", "DELE", file.path());
            }
            if (type.isEmpty() || type.get() != RemoteFile.Type.DIRECTORY) {
                throw new FtpException.Protocol(
                        "cannot delete " + file.path() + ": the server does not tell (LIST) whether it is a folder or a"
                                + " link to one, and what a link leads to is not to be deleted",
                        null);
            }
            var below = place.below(file);
            return below.isPresent() && contents(below.get()) && gone("delete folder", "RMD", file.path());
        } catch (FtpException e) {
            crew.failed(file.path(), e);
            return false;
        }
    }

    /** Deletes all in a folder; {@return whether it is empty now} */
    private boolean contents(Entries.Place place) {
        var entries = Entries.of(session, place.path());
        entries.reportStrays(place.path(), crew);
        boolean folders = entries.files().stream().anyMatch(RemoteFile::isDirectory);
        var types = folders ? types(place.path()) : Map.<String, RemoteFile.Type>of();
        boolean empty = entries.strays().isEmpty();
        for (var file : entries.files()) {
            empty &= delete(place, file, types);
            if (rules.manner().stopAtFailure() && report.hasFailures()) {
                return false;
            }
        }
        return empty;
    }

    /** {@return what LIST says that entries are; it shows links as links} */
    private Map<String, RemoteFile.Type> types(String folder) {
        var lists = new Lists(session, session.settings().encoding());
        var types = new HashMap<String, RemoteFile.Type>();
        read(lists.list(folder.isEmpty() ? Optional.empty() : Optional.of(folder)), folder)
                .forEach(file -> types.put(file.name(), file.type()));
        return types;
    }

    private static List<RemoteFile> read(Lists.Found found, String folder) {
        return found.format().read(found.lines(), folder);
    }

    private boolean gone(String what, String verb, String path) {
        if (!rules.manner().dryRun()) {
            session.command(Attempt.on(what, path), Command.onPath(verb, path));
        }
        report.deleted(path);
        return true;
    }
}
