package io.github.ftplab.client;

import io.github.ftplab.FtpException;
import io.github.ftplab.RemoteFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is in one folder on the server, for what goes through it.
 *
 * @param files what can be spoken of by its name
 * @param strays what the server named by a path, or outside of the folder: not to be followed
 */
record Entries(List<RemoteFile> files, List<String> strays) {

    private static final int DEEPEST = 100;

    /** Asks for them. */
    static Entries of(Session session, String folder) {
        var listing = new Lists(session, session.settings().encoding()).machineList(Optional.of(folder));
        var files = new ArrayList<RemoteFile>();
        var strays = new ArrayList<String>();
        for (var line : listing.lines()) {
            for (var file : listing.format().read(List.of(line), folder)) {
                boolean byPath = line.endsWith("/" + file.name()) || line.contains("/" + file.name() + " -> ");
                if (byPath) {
                    strays.add(line);
                } else {
                    files.add(file);
                }
            }
        }
        return new Entries(files, strays);
    }

    /** Notes what is not followed. */
    void reportStrays(String folder, Crew crew) {
        strays.forEach(line -> crew.failed(
                folder,
                new FtpException.Protocol(
                        "cannot move all of " + folder + ": the server lists \"" + line
                                + "\", which is no plain name and could lead elsewhere; it was left alone",
                        null)));
    }

    /**
     * A folder on the way down.
     *
     * @param path where it is on the server
     * @param inner its path from where it all began, empty there
     * @param around what is known of the folders around it
     */
    record Place(String path, String inner, Set<String> around) {

        static Place start(String path) {
            return new Place(path, "", Set.of());
        }

        String inner(String name) {
            return Paths.in(inner, name);
        }

        /** {@return the place of a folder in this one, unless that is a way back to one of those around it} */
        Optional<Place> below(RemoteFile folder) {
            var identity = folder.facts().getOrDefault("unique", folder.path());
            if (around.contains(identity)) {
                return Optional.empty();
            }
            if (around.size() >= DEEPEST) {
                throw new FtpException.Protocol(
                        "cannot go into " + folder.path() + ": it is more than " + DEEPEST
                                + " levels deep, so that it may be inside itself",
                        null);
            }
            return Optional.of(new Place(folder.path(), inner(folder.name()), Walk.with(around, identity)));
        }
    }
}
