package io.github.ftplab.internal.server.command;

import io.github.ftplab.Permission;
import io.github.ftplab.internal.protocol.Cancellation;
import io.github.ftplab.internal.protocol.Glob;
import io.github.ftplab.internal.server.file.HomePath;
import io.github.ftplab.internal.server.file.OpenDirectory;
import io.github.ftplab.internal.server.listing.DirectoryLister;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What LIST, NLST or STAT is asked for: a directory, one file, or a glob. A name that is there counts as it stands;
 * only where there is none are options of {@code ls} left out and wildcards expanded, as clients expect.
 */
final class ListTarget {

    /** As long as names are on most systems. What is longer is work for the server and means nothing. */
    private static final int LONGEST_PATTERN = 255;

    private final Cancellation cancellation;
    private final HomePath place;
    private final String name;
    private final String prefix;
    private final Predicate<String> wanted;

    private ListTarget(CommandContext x, HomePath place, String name, String prefix, Predicate<String> wanted) {
        this.cancellation = x.control().cancellation();
        this.place = place;
        this.name = name;
        this.prefix = prefix;
        this.wanted = wanted;
    }

    /** {@return whether an argument can only mean a pattern, as no file has it as its name} */
    static boolean isGlob(CommandContext x) throws IOException {
        return hasWildcard(x.argument()) && find(x, x.argument()) == null;
    }

    static ListTarget of(CommandContext x) throws IOException {
        var plain = find(x, x.argument());
        if (plain != null) {
            return plain;
        }
        var argument = x.argument().substring(endOfOptions(x.argument()));
        var named = find(x, argument);
        if (named != null) {
            return named;
        }
        int slash = argument.lastIndexOf('/') + 1;
        var directory = argument.substring(0, slash);
        var pattern = argument.substring(slash);
        if (!hasWildcard(pattern)) {
            throw new NoSuchFileException(argument);
        }
        if (pattern.length() > LONGEST_PATTERN) {
            throw new FileSystemException(
                    argument, null, "The pattern is longer than " + LONGEST_PATTERN + " characters");
        }
        return new ListTarget(
                x,
                FileCommands.existing(x, directory, Permission.LIST),
                "",
                directory,
                glob(pattern).and(hiddenOnlyIfAsked(pattern)));
    }

    private static boolean hasWildcard(String text) {
        return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
    }

    /** {@return where what {@code ls} takes for options ends, such as {@code -la -F}; 0 if there are none} */
    private static int endOfOptions(String argument) {
        int end = 0;
        int at = 0;
        while (at < argument.length() && argument.charAt(at) == '-') {
            int letters = ++at;
            while (at < argument.length() && isOption(argument.charAt(at))) {
                at++;
            }
            if (at == letters) {
                break;
            }
            if (at < argument.length() && argument.charAt(at) == ' ') {
                at++;
            }
            end = at;
        }
        return end;
    }

    private static boolean isOption(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '1';
    }

    private static @Nullable ListTarget find(CommandContext x, String argument) throws IOException {
        try {
            var entry = x.entry(argument, Permission.LIST);
            var there = entry.look();
            if (there == null) {
                return null;
            }
            var place = there.isSymbolicLink() ? behind(x, entry, argument) : entry;
            return new ListTarget(x, place, argument, "", name -> true);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** A link to a directory stands for what is in it; another one is shown itself, as {@code ls -l} does. */
    private static HomePath behind(CommandContext x, HomePath link, String argument) throws IOException {
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

    void visit(OpenDirectory.Visitor visitor) throws IOException {
        if (place.isDirectory()) {
            try (var directory = place.openDirectory()) {
                DirectoryLister.visit(directory, wanted, visitor, cancellation);
            }
        } else {
            place.visit(visitor, name);
        }
    }

    private static Predicate<String> glob(String pattern) {
        try {
            // A backslash is a character like others on the wire.
            return Glob.of(pattern.replace("\\", "\\\\"))::matches;
        } catch (PatternSyntaxException e) {
            return name -> false;
        }
    }

    private static Predicate<String> hiddenOnlyIfAsked(String pattern) {
        return name -> pattern.startsWith(".") || !name.startsWith(".");
    }
}
