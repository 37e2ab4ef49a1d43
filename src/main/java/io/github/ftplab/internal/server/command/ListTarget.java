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
 * The argument of LIST, NLST or STAT: a directory, a file or a glob. If a file of exactly this name exists, it is
 * listed; otherwise options of {@code ls} are skipped and globs expanded, as clients expect.
 */
final class ListTarget {

    /** The maximum length of a file name on most systems; bounds the cost of matching. */
    private static final int MAX_PATTERN_LENGTH = 255;

    private final Cancellation cancellation;
    private final HomePath path;
    private final String name;
    private final String prefix;
    private final Predicate<String> wanted;

    private ListTarget(CommandContext x, HomePath path, String name, String prefix, Predicate<String> wanted) {
        this.cancellation = x.control().cancellation();
        this.path = path;
        this.name = name;
        this.prefix = prefix;
        this.wanted = wanted;
    }

    /** {@return whether the argument has wildcards and is not the name of an existing file} */
    static boolean isGlob(CommandContext x) throws IOException {
        return hasWildcard(x.argument()) && find(x, x.argument()) == null;
    }

    /** Does the same as {@link #of}, but finds nothing in what is missing if the imitated server does. */
    static ListTarget orNothing(CommandContext x) throws IOException {
        var imitated = x.imitated();
        if (imitated == null || !imitated.manners().listsMissing(x.verb())) {
            return of(x);
        }
        try {
            return of(x);
        } catch (NoSuchFileException e) {
            return new ListTarget(x, x.follow("/", Permission.LIST), "", "", name -> false);
        }
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
        if (pattern.length() > MAX_PATTERN_LENGTH) {
            throw new FileSystemException(
                    argument, null, "The pattern is longer than " + MAX_PATTERN_LENGTH + " characters");
        }
        return new ListTarget(
                x,
                FileCommands.existing(x, directory, Permission.LIST),
                "",
                directory,
                glob(pattern).and(hiddenOnlyIfRequested(pattern)));
    }

    private static boolean hasWildcard(String text) {
        return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
    }

    /** {@return the end index of leading {@code ls} options such as {@code -la -F}; 0 if there are none} */
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
            var attributes = entry.attributesIfExists();
            if (attributes == null) {
                return null;
            }
            var path = attributes.isSymbolicLink() ? followed(x, entry, argument) : entry;
            return new ListTarget(x, path, argument, "", shown(x));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** {@return which names of a directory are listed: all, unless the imitated server wants {@code -a} for some} */
    private static Predicate<String> shown(CommandContext x) {
        var imitated = x.imitated();
        boolean all = imitated == null
                || !imitated.manners().hidesDotFiles()
                || x.argument().substring(0, endOfOptions(x.argument())).contains("a");
        return all ? name -> true : name -> !name.startsWith(".");
    }

    /** Follows a link if it leads to a directory; any other link is listed itself, as {@code ls -l} does. */
    private static HomePath followed(CommandContext x, HomePath link, String argument) throws IOException {
        try {
            var path = x.follow(argument, Permission.LIST);
            return path.isDirectory() ? path : link;
        } catch (NoSuchFileException | FileSystemLoopException e) {
            return link;
        }
    }

    /** {@return the prefix of each name: the directory part of a glob} */
    String prefix() {
        return prefix;
    }

    void visit(OpenDirectory.Visitor visitor) throws IOException {
        if (path.isDirectory()) {
            try (var directory = path.openDirectory()) {
                DirectoryLister.visit(directory, wanted, visitor, cancellation);
            }
        } else {
            path.visit(visitor, name);
        }
    }

    private static Predicate<String> glob(String pattern) {
        try {
            // In FTP paths a backslash is an ordinary character.
            return Glob.of(pattern.replace("\\", "\\\\"))::matches;
        } catch (PatternSyntaxException e) {
            return name -> false;
        }
    }

    private static Predicate<String> hiddenOnlyIfRequested(String pattern) {
        return name -> pattern.startsWith(".") || !name.startsWith(".");
    }
}
