package io.github.ftplab.internal.notebook.jjava;

import io.github.ftplab.FtpServer;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;

/**
 * The temporary directories that lessons make for their examples, as in {@code var directory =
 * Files.createTempDirectory("ftplab-")}. They are deleted when the kernel ends.
 *
 * <p>A directory is this kernel's if it appeared while one of its cells ran, and a variable has it. The time of its
 * creation would not tell: JDK 17 has only that of its last change on Linux, and another kernel may change its own.
 */
final class JJavaDirectories {

    private static final String PREFIX = "ftplab-";

    private final Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    private final Set<Path> foreign = new HashSet<>();
    private final Set<Path> own = new HashSet<>();
    private boolean isKnown;
    private final Set<Path> directories = ConcurrentHashMap.newKeySet();

    /** Notes which directories are there before a cell runs. */
    void beforeCell() {
        var existing = existing();
        isKnown = existing.isPresent();
        existing.stream()
                .flatMap(List::stream)
                .filter(each -> !own.contains(each))
                .forEach(foreign::add);
    }

    /** Remembers the directories that are in variables after a cell. A variable may have another value later. */
    void afterCell(JShell jshell) {
        if (isKnown) {
            existing().stream()
                    .flatMap(List::stream)
                    .filter(each -> !foreign.contains(each))
                    .forEach(own::add);
        }
        jshell.variables()
                .filter(variable -> variable.typeName().equals("Path"))
                .filter(variable -> jshell.status(variable) == Snippet.Status.VALID)
                .flatMap(variable -> path(jshell.varValue(variable)).stream())
                .filter(own::contains)
                .forEach(this::add);
    }

    /** {@return a path; empty if it is one of another file system with other rules} */
    private static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** {@return the lessons' directories of all kernels; empty if they can't be listed} */
    private Optional<List<Path>> existing() {
        var found = new ArrayList<Path>();
        try (var entries = Files.newDirectoryStream(temporary, PREFIX + "*")) {
            for (var entry : entries) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    found.add(entry);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return Optional.empty();
        }
        return Optional.of(found);
    }

    private void add(Path directory) {
        boolean isFirst = directories.isEmpty();
        directories.add(directory);
        if (isFirst) {
            Runtime.getRuntime().addShutdownHook(new Thread(this::delete, "ftplab-directories"));
        }
    }

    private void delete() {
        FtpServer.stopAll(); // may be writing to them
        directories.forEach(JJavaDirectories::delete);
    }

    private static void delete(Path directory) {
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path each, IOException e) throws IOException {
                    Files.delete(each);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            // The JVM is ending, and nobody reads what is printed; the system cleans its temporary directory.
        }
    }
}
