package io.github.ftplab.internal.server.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ftplab.internal.protocol.FtpPath;
import io.github.ftplab.internal.protocol.Glob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/**
 * A fuzz target, which Jazzer calls: see FuzzingTest. No working directory and argument lead out of a home that has
 * links of all kinds, and resolving them ends in a path or in an {@link IOException}.
 */
public final class HomePathFuzzer {

    private static final Home HOME = home();

    private HomePathFuzzer() {}

    /** The input is a working directory, a line feed and an argument. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        var parts = new String(bytes, UTF_8).split("\n", 2);
        var argument = parts[parts.length - 1];
        var directory = FtpPath.resolve("/", parts[0]);
        var virtual = FtpPath.resolve(directory, argument);
        check(virtual.startsWith("/") && virtual.equals(FtpPath.resolve("/", virtual)), "not absolute: " + virtual);
        check(FtpPath.names(virtual).stream().noneMatch(FtpPath::isNoName), "a name that is none: " + virtual);
        check(FtpPath.unquoted(FtpPath.quoted(virtual)).equals(Optional.of(virtual)), "quoted: " + virtual);
        resolve(virtual);
        match(argument, FtpPath.last(parts[0]));
    }

    private static void resolve(String virtual) {
        try {
            var entry = HOME.entry(virtual).path();
            check(entry.startsWith(HOME.root()) && entry.normalize().equals(entry), "out of the home: " + entry);
            if (!entry.equals(HOME.root())) {
                var parent = entry.getParent();
                check(parent != null && parent.toRealPath().equals(parent), "by a link: " + entry);
            }
            var followed = HOME.follow(virtual);
            check(followed.path().startsWith(HOME.root()), "out of the home: " + followed);
            if (followed.exists()) {
                check(followed.path().toRealPath().equals(followed.path()), "by a link: " + followed);
            }
        } catch (IOException e) {
            // Refused, which is as good.
        }
    }

    private static void match(String pattern, String name) {
        try {
            check(Glob.of("*").matches(name), "* does not match " + name);
            Glob.of(pattern).matches(name);
        } catch (PatternSyntaxException e) {
            // Matches nothing.
        }
    }

    private static Home home() {
        try {
            var directory = Files.createTempDirectory("ftplab-fuzz").toRealPath();
            var root = Files.createDirectories(directory.resolve("home"));
            var outside = Files.createDirectories(directory.resolve("outside/d"));
            Files.createDirectories(root.resolve("d/e"));
            Files.createFile(root.resolve("d/f"));
            link(root.resolve("in"), root.resolve("d"));
            link(root.resolve("d/up"), Path.of(".."));
            link(root.resolve("d/file"), Path.of("../d/f"));
            link(root.resolve("out"), outside);
            link(root.resolve("d/out"), Path.of("../../outside"));
            link(root.resolve("loop"), Path.of("loop"));
            link(root.resolve("lost"), Path.of("nowhere"));
            return Home.of(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void link(Path link, Path target) throws IOException {
        Files.createSymbolicLink(link, target);
        check(Files.exists(link, LinkOption.NOFOLLOW_LINKS), "no link");
    }

    private static void check(boolean holds, String failure) {
        if (!holds) {
            throw new AssertionError(failure);
        }
    }
}
