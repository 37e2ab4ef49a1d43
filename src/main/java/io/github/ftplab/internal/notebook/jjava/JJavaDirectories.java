package io.github.ftplab.internal.notebook.jjava;

import io.github.ftplab.FtpServer;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;

/**
 * The temporary directories that lessons make for their examples, as in {@code var directory =
 * Files.createTempDirectory("ftplab-")}. They are deleted when the kernel ends.
 */
final class JJavaDirectories {

    private static final String PREFIX = "ftplab-";

    private final Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    private final Instant began = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
    private final Set<Path> directories = ConcurrentHashMap.newKeySet();

    /** Remembers the directories that are in variables after a cell. A variable may have another value later. */
    void collect(JShell jshell) {
        jshell.variables()
                .filter(variable -> variable.typeName().equals("Path"))
                .filter(variable -> jshell.status(variable) == Snippet.Status.VALID)
                .flatMap(variable -> path(jshell.varValue(variable)).stream())
                .filter(this::isOfThisKernel)
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

    /** Another kernel's directory may be in a variable too. */
    private boolean isOfThisKernel(Path directory) {
        try {
            return temporary.equals(directory.getParent())
                    && directory.getFileName().toString().startsWith(PREFIX)
                    && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                    && !Files.readAttributes(directory, BasicFileAttributes.class)
                            .creationTime()
                            .toInstant()
                            .isBefore(began);
        } catch (IOException e) {
            return false;
        }
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
