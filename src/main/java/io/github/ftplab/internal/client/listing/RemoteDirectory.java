package io.github.ftplab.internal.client.listing;

import io.github.ftplab.FtpException;
import io.github.ftplab.RemoteFile;
import io.github.ftplab.internal.client.control.CommandRunner;
import io.github.ftplab.internal.protocol.FtpPath;
import io.github.ftplab.internal.protocol.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is in one directory on the server, for what goes through it.
 *
 * @param files what can be spoken of by its name
 * @param strays what the server named by a path, or outside of the directory: not to be followed
 * @param gaps why there may be more than that, each reads well after "cannot read all of the listing of x: "
 * @param showsHidden whether names that begin with a dot would be among the files
 */
public record RemoteDirectory(List<RemoteFile> files, List<String> strays, List<String> gaps, boolean showsHidden) {

    private static final int MOST_SHOWN = 3;
    private static final int LONGEST_SHOWN = 200;

    /** Asks for them. */
    public static RemoteDirectory of(CommandRunner session, String directory) {
        var listing = new ListingReader(session, session.settings().encoding()).machineListExactly(directory);
        var files = new ArrayList<RemoteFile>();
        var strays = new ArrayList<String>();
        var unread = new ArrayList<String>();
        boolean hidden = !listing.format().isForPeople();
        var entries = new ArrayList<RemoteFile>();
        var parser = listing.format().parser(directory, entries::add, unread::add);
        for (var line : listing.lines()) {
            hidden |= line.endsWith(" .") || line.endsWith(" ..");
            entries.clear();
            parser.parse(line);
            for (var file : entries) {
                boolean byPath = line.endsWith("/" + file.name()) || line.contains("/" + file.name() + " -> ");
                if (byPath) {
                    strays.add(line);
                } else {
                    files.add(file);
                    hidden |= file.name().startsWith(".");
                }
            }
        }
        parser.end();
        return new RemoteDirectory(files, strays, gaps(listing, unread, files), hidden);
    }

    private static List<String> gaps(ListingReader.Found listing, List<String> unread, List<RemoteFile> files) {
        var gaps = new ArrayList<String>();
        if (!unread.isEmpty()) {
            gaps.add(count(unread.size(), "line was", "lines were") + " not understood (" + shown(unread) + ")");
        }
        listing.truncated().ifPresent(reason -> gaps.add("the server did not list all (" + cut(reason) + ")"));
        var undecoded = files.stream()
                .map(RemoteFile::name)
                .filter(FtpPath::isUndecoded)
                .toList();
        if (!undecoded.isEmpty()) {
            gaps.add(count(undecoded.size(), "name is", "names are") + " in another encoding (" + shown(undecoded)
                    + "), which builder().encoding(...) can name");
        }
        return gaps;
    }

    private static String count(int number, String one, String more) {
        return number + " " + (number == 1 ? one : more);
    }

    private static String shown(List<String> lines) {
        var shown = lines.stream()
                .limit(MOST_SHOWN)
                .map(line -> '"' + cut(line) + '"')
                .collect(Collectors.joining(", "));
        return lines.size() > MOST_SHOWN ? shown + " and " + (lines.size() - MOST_SHOWN) + " more" : shown;
    }

    private static String cut(String text) {
        return Text.visible(text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text);
    }

    /** {@return whether what is not among the files is not in the directory, as far as a listing can tell that} */
    public boolean isWhole() {
        return gaps.isEmpty() && strays.isEmpty();
    }

    /**
     * A directory on the way down.
     *
     * @param path where it is on the server
     * @param inner its path from where it all began, empty there
     * @param around what is known of the directories around it
     * @param trail the listings of those whose identity is not known
     * @param deletable whether something may be deleted there: not below a directory whose listing has gaps
     */
    public record Place(String path, String inner, Set<String> around, DirectoryLoop.Trail trail, boolean deletable) {

        public static Place start(String path) {
            return new Place(path, "", Set.of(), DirectoryLoop.Trail.NONE, true);
        }

        /** {@return the same place; if there are gaps in what is known of it, one where nothing is deleted} */
        public Place knownBy(RemoteDirectory entries) {
            var with = trail.with(path, entries.files());
            return new Place(path, inner, around, with, deletable && entries.isWhole());
        }

        /** {@return the place of a directory in this one that is not entered for what is listed in it} */
        public Place in(String name) {
            return new Place(FtpPath.in(path, name), inner(name), around, trail, deletable);
        }

        /** {@return whether this is one of the directories around it, to which the server shows a link as a directory} */
        public boolean isLoop(CommandRunner session, RemoteDirectory entries) {
            return DirectoryLoop.isLoop(session, trail, path, entries.files());
        }

        public String inner(String name) {
            return FtpPath.in(inner, name);
        }

        /** {@return the place of a directory in this one, unless that is a way back to one of those around it} */
        public Optional<Place> below(RemoteFile directory) {
            var identity = DirectoryLoop.identity(directory);
            if (around.contains(identity)) {
                return Optional.empty();
            }
            if (around.size() >= DirectoryLoop.DEEPEST) {
                throw new FtpException.Protocol(
                        "cannot go into " + directory.path() + ": it is more than " + DirectoryLoop.DEEPEST
                                + " levels deep, so that it may be inside itself",
                        null);
            }
            return Optional.of(new Place(
                    directory.path(),
                    inner(directory.name()),
                    DirectoryWalk.with(around, identity),
                    trail.into(directory),
                    deletable));
        }
    }
}
