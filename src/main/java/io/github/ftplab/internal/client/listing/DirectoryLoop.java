package io.github.ftplab.internal.client.listing;

import io.github.ftplab.RemoteFile;
import io.github.ftplab.internal.client.control.CommandRunner;
import io.github.ftplab.internal.client.control.ControlConnection;
import io.github.ftplab.internal.client.control.FtpCommand;
import io.github.ftplab.internal.client.failure.RefusedException;
import io.github.ftplab.internal.protocol.FtpPath;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Recognises a directory that is one of those around it, where a server shows a link to a directory as a directory and
 * tells no identity (the fact {@code unique}, RFC 3659, section 7.5.5.2).
 *
 * <p>That two listings are the same is only a reason to look, as real directories may be alike. The same way down is
 * then gone again and again, with CWD. It comes to an end in a real directory, whose listing does not name the next one.
 * In a loop it comes to none, or to where the system has followed too many links, and the listing still names the next.
 */
public final class DirectoryLoop {

    /** Where neither a walk nor the transfer of a directory goes. */
    static final int DEEPEST = 100;

    /** How many more levels there must be before a directory that is named and can't be entered counts as a link. */
    private static final int LEAST = 4;

    private static final String IDENTITY = "unique";

    private DirectoryLoop() {}

    /** A directory on the way down, with what shows that another has the same listing. */
    private record Level(String path, long listing) {}

    /** The directories around one, from the outermost to the innermost, as far as their identity is not known. */
    public static final class Trail {

        static final Trail NONE = new Trail(List.of());

        private final List<Level> levels;

        private Trail(List<Level> levels) {
            this.levels = levels;
        }

        /** {@return the same, and a directory in the innermost one, if there is one in it that could be a loop} */
        Trail with(String path, List<RemoteFile> files) {
            if (files.stream().noneMatch(file -> file.isDirectory() && !isIdentified(file))) {
                return this;
            }
            var level = new Level(path, sum(files));
            return new Trail(Stream.concat(levels.stream(), Stream.of(level)).toList());
        }

        /** {@return the trail for a directory in the innermost one} */
        Trail into(RemoteFile directory) {
            return isIdentified(directory) ? NONE : this;
        }
    }

    /** {@return whether the server tells which directory this is, by whatever path it was reached} */
    static boolean isIdentified(RemoteFile directory) {
        return directory.facts().containsKey(IDENTITY);
    }

    /** {@return what tells this directory from others: what the server tells, else its path} */
    static String identity(RemoteFile directory) {
        return directory.facts().getOrDefault(IDENTITY, directory.path());
    }

    /**
     * {@return whether a directory is one of those around it}
     *
     * @param around the directories around it
     * @param path the path of the directory
     * @param files what is in it
     */
    static boolean isLoop(CommandRunner session, Trail around, String path, List<RemoteFile> files) {
        if (around.levels.isEmpty()) {
            return false;
        }
        long listing = sum(files);
        for (int i = around.levels.size() - 1; i >= 0; i--) {
            var outer = around.levels.get(i);
            if (outer.listing == listing) {
                var way = names(outer.path, path);
                if (isDirectory(files, way.get(0))) {
                    return session.ask(
                            ListingReader.operation(Optional.of(path)), on -> goesOn(session, on, path, way));
                }
            }
        }
        return false;
    }

    private static List<String> names(String outer, String inner) {
        var within = inner.substring(FtpPath.in(outer, "").length());
        return Arrays.asList(within.split("/", -1));
    }

    private static boolean isDirectory(List<RemoteFile> files, String name) {
        return files.stream().anyMatch(file -> file.name().equals(name) && !file.isFile());
    }

    private static boolean goesOn(CommandRunner session, ControlConnection on, String path, List<String> way)
            throws IOException {
        try {
            return DirectoryVisit.to(on, path, () -> {
                for (int more = 0; more < DEEPEST; more++) {
                    var next = way.get(more % way.size());
                    if (!on.exchange(FtpCommand.onPath("CWD", next)).isPositive()) {
                        return more >= LEAST && isListedHere(session, on, next);
                    }
                }
                return true;
            });
        } catch (RefusedException e) {
            // It can't be told, so that it counts as a directory of its own.
            return false;
        }
    }

    private static boolean isListedHere(CommandRunner session, ControlConnection on, String name) throws IOException {
        var found = new ListingReader(session, session.settings().encoding()).list(on, Optional.empty());
        return isDirectory(found.format().read(found.lines(), ""), name);
    }

    /** {@return the same number for the same entries, in whatever order} */
    private static long sum(List<RemoteFile> files) {
        long sum = files.size();
        for (var file : files) {
            sum += Objects.hash(file.name(), file.type(), file.size(), file.modified()) * 0x9E3779B97F4A7C15L;
        }
        return sum;
    }
}
