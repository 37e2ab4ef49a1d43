package io.github.ftplab.server;

import io.github.ftplab.Permission;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What LIST, NLST or STAT is asked for: a directory, one file, or a glob. A name that is there counts as it stands;
 * only where there is none are options of {@code ls} left out and wildcards expanded, as clients expect.
 */
final class ListTarget {

    private static final Pattern GLOB = Pattern.compile("[*?\\[]");
    private static final Pattern LS_OPTIONS = Pattern.compile("(-[A-Za-z1]+ ?)+");

    private final Place place;
    private final String name;
    private final String prefix;
    private final Predicate<String> wanted;

    private ListTarget(Place place, String name, String prefix, Predicate<String> wanted) {
        this.place = place;
        this.name = name;
        this.prefix = prefix;
        this.wanted = wanted;
    }

    /** {@return whether an argument can only mean a pattern, as no file has it as its name} */
    static boolean isGlob(Exchange x) throws IOException {
        return GLOB.matcher(x.argument()).find() && find(x, x.argument()) == null;
    }

    static ListTarget of(Exchange x) throws IOException {
        var plain = find(x, x.argument());
        if (plain != null) {
            return plain;
        }
        var options = LS_OPTIONS.matcher(x.argument());
        var argument = options.lookingAt() ? x.argument().substring(options.end()) : x.argument();
        var named = find(x, argument);
        if (named != null) {
            return named;
        }
        int slash = argument.lastIndexOf('/') + 1;
        var directory = argument.substring(0, slash);
        var pattern = argument.substring(slash);
        if (!GLOB.matcher(pattern).find()) {
            throw new NoSuchFileException(argument);
        }
        return new ListTarget(
                FileCommands.existing(x, directory, Permission.LIST),
                "",
                directory,
                glob(pattern).and(hiddenOnlyIfAsked(pattern)));
    }

    private static @Nullable ListTarget find(Exchange x, String argument) throws IOException {
        try {
            var entry = x.entry(argument, Permission.LIST);
            var there = entry.look();
            if (there == null) {
                return null;
            }
            var place = there.isSymbolicLink() ? behind(x, entry, argument) : entry;
            return new ListTarget(place, argument, "", name -> true);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** A link to a directory stands for what is in it; another one is shown itself, as {@code ls -l} does. */
    private static Place behind(Exchange x, Place link, String argument) throws IOException {
        try {
            var place = x.follow(argument, Permission.LIST);
            return place.isDirectory() ? place : link;
        } catch (NoSuchFileException | FileSystemLoopException e) {
            return link;
        }
    }

    /** {@return what to put before each name: the directory of a glob} */
    String prefix() {
        return prefix;
    }

    void visit(DirectoryLister.Visitor visitor) throws IOException {
        if (place.isDirectory()) {
            try (var folder = place.openFolder()) {
                DirectoryLister.visit(folder, wanted, visitor);
            }
        } else {
            place.visit(visitor, name);
        }
    }

    private static Predicate<String> glob(String pattern) {
        try {
            var system = FileSystems.getDefault();
            var matcher = system.getPathMatcher("glob:" + pattern.replace("\\", "\\\\"));
            return name -> matcher.matches(system.getPath(name));
        } catch (PatternSyntaxException | InvalidPathException e) {
            return name -> false;
        }
    }

    private static Predicate<String> hiddenOnlyIfAsked(String pattern) {
        return name -> pattern.startsWith(".") || !name.startsWith(".");
    }
}
