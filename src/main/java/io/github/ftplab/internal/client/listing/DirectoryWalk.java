package io.github.ftplab.internal.client.listing;

import io.github.ftplab.FtpException;
import io.github.ftplab.RemoteFile;
import io.github.ftplab.internal.client.control.CommandRunner;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists directories and what is in them, level by level. Never follows a link. */
public final class DirectoryWalk {

    private static final int MOST = 1_000_000;

    private final CommandRunner session;
    private final ListingReader lists;

    /**
     * Walks on one session.
     *
     * @param lists what lists one directory
     */
    public DirectoryWalk(CommandRunner session, ListingReader lists) {
        this.session = session;
        this.lists = lists;
    }

    /**
     * What was found.
     *
     * @param files the entries
     * @param unread the lines that were not understood
     * @param truncated what shows that one of the listings is not whole, if something does
     */
    public record Walked(List<RemoteFile> files, List<String> unread, Optional<String> truncated) {}

    /** A directory to list: where it is, how deep, and what is known of those around it. */
    private record Step(String path, int depth, Set<String> around, DirectoryLoop.Trail trail) {}

    /**
     * Lists a directory and all directories in it.
     *
     * @param start the directory, or empty for the current one
     * @param depth how many levels; 1 is the directory alone
     * @return the entries, directories before what is in them; and what of the listings was not understood or is
     *     missing
     */
    public Walked walk(Optional<String> start, int depth) {
        var found = new ArrayList<RemoteFile>();
        var unread = new ArrayList<String>();
        var truncated = Optional.<String>empty();
        var open = new ArrayDeque<Step>();
        open.push(new Step(start.orElse(""), 1, Set.of(), DirectoryLoop.Trail.NONE));
        while (!open.isEmpty()) {
            var step = open.pop();
            if (step.depth > DirectoryLoop.DEEPEST || found.size() > MOST) {
                throw new FtpException.Protocol(
                        "cannot list all of " + start.orElse("the current directory") + ": it has more than "
                                + DirectoryLoop.DEEPEST
                                + " levels or " + MOST + " entries, so that directories may be inside themselves; list"
                                + " fewer levels",
                        null);
            }
            var listing = lists.machineList(Optional.of(step.path).filter(path -> !path.isEmpty()));
            var notRead = new ArrayList<String>();
            var files = listing.format().read(listing.lines(), step.path, notRead::add);
            if (DirectoryLoop.isLoop(session, step.trail, step.path, files)) {
                continue;
            }
            unread.addAll(notRead);
            truncated = truncated.or(listing::truncated);
            found.addAll(files);
            if (step.depth < depth) {
                open.addAll(below(step, files));
            }
        }
        return new Walked(found, unread, truncated);
    }

    private static List<Step> below(Step step, List<RemoteFile> files) {
        var trail = step.trail.with(step.path, files);
        return files.stream()
                .filter(RemoteFile::isDirectory)
                // Some servers show a link to a directory as the directory: it has the same identity.
                .filter(directory -> !step.around.contains(DirectoryLoop.identity(directory)))
                .map(directory -> new Step(
                        directory.path(),
                        step.depth + 1,
                        with(step.around, DirectoryLoop.identity(directory)),
                        trail.into(directory)))
                .toList();
    }

    static Set<String> with(Set<String> around, String identity) {
        return Stream.concat(around.stream(), Stream.of(identity)).collect(Collectors.toUnmodifiableSet());
    }
}
