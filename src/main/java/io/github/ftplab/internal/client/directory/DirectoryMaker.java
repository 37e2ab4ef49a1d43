package io.github.ftplab.internal.client.directory;

import io.github.ftplab.FtpException;
import io.github.ftplab.RemoteFile;
import io.github.ftplab.internal.client.control.CommandRunner;
import io.github.ftplab.internal.client.control.FtpCommand;
import io.github.ftplab.internal.client.control.ReplyCodes;
import io.github.ftplab.internal.client.failure.Operation;
import io.github.ftplab.internal.client.listing.FileQueries;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes directories on the server, with those around them. */
public final class DirectoryMaker {

    private final CommandRunner session;

    /**
     * Makes directories over one session.
     *
     * @param session where they are made
     */
    public DirectoryMaker(CommandRunner session) {
        this.session = session;
    }

    /**
     * Makes a directory unless it is there, and those around it that are missing.
     *
     * @param path the directory
     * @return what was made, outer ones first
     */
    public List<String> make(String path) {
        FtpCommand.onPath("MKD", path);
        return isDirectory(path) ? List.of() : makeMissing(path);
    }

    /** Does the same with a directory that is known to be missing. */
    List<String> makeMissing(String path) {
        var whole = withoutSlashes(path);
        var missing = new ArrayDeque<>(List.of(whole));
        for (var parent = parent(whole); !parent.isEmpty() && !isDirectory(parent); parent = parent(parent)) {
            missing.push(parent);
        }
        var made = new ArrayList<String>();
        for (var next : missing) {
            if (makeOne(next, whole)) {
                made.add(next);
            }
        }
        return List.copyOf(made);
    }

    /** Makes one; {@return whether it was not there} */
    private boolean makeOne(String path, String whole) {
        try {
            make(session, path);
            return true;
        } catch (FtpException.Refused e) {
            var there = type(path);
            if (there.isEmpty() && path.equals(whole)) {
                throw e;
            }
            if (there.isEmpty() || leadsToDirectory(path, there.get())) {
                // Another client was quicker, or one may not see what is there: the directory in it will show.
                return false;
            }
            throw new FtpException.Refused(
                    "cannot make directory " + whole + ": " + path
                            + " is there and is no directory (the server answered \"" + e.reply()
                            + "\"); delete or rename that, or choose another name",
                    e.command(),
                    path,
                    e.reply());
        }
    }

    /** Makes a directory in one that is there. */
    static void make(CommandRunner session, String path) {
        session.command(Operation.on("make directory", path), FtpCommand.onPath("MKD", path));
    }

    boolean isDirectory(String path) {
        return type(path).filter(type -> leadsToDirectory(path, type)).isPresent();
    }

    private boolean leadsToDirectory(String path, RemoteFile.Type type) {
        return switch (type) {
            case DIRECTORY -> true;
            case FILE -> false;
            case LINK, OTHER -> new FileQueries(session).isEntered(path);
        };
    }

    private Optional<RemoteFile.Type> type(String path) {
        try {
            return Optional.of(new FileQueries(session).stat(path).type());
        } catch (FtpException.Refused e) {
            if (ReplyCodes.isMissing(e.reply()) || ReplyCodes.isUnsupported(e.reply())) {
                return Optional.empty();
            }
            throw e; // that says nothing of the path
        }
    }

    /** {@return the path of what a directory is in; an empty string for the root's and the current one's} */
    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : withoutSlashes(path.substring(0, slash));
    }

    private static String withoutSlashes(String path) {
        var end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }
}
