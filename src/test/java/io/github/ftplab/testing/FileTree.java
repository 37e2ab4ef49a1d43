package io.github.ftplab.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A small directory tree for transfers. */
public final class FileTree {

    private FileTree() {}

    /** Creates four files of nine bytes each, and an empty directory. */
    public static void make(Path root) throws IOException {
        Files.createDirectories(root.resolve("a/b/empty"));
        Files.writeString(root.resolve("index.html"), "index");
        Files.writeString(root.resolve(".hidden"), "h");
        Files.writeString(root.resolve("a/x.txt"), "x");
        Files.writeString(root.resolve("a/b/y.html"), "yy");
    }

    /** Copies a file or a directory tree; directories above it are made. */
    public static void copy(Path from, Path to) throws IOException {
        try (var paths = Files.walk(from)) {
            for (var path : paths.toList()) {
                var target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(Objects.requireNonNull(target.getParent()));
                    Files.copy(path, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    /** Deletes everything in a directory. */
    public static void empty(Path root) throws IOException {
        try (var paths = Files.walk(root)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(root)) {
                    Files.delete(path);
                }
            }
        }
    }

    /** Deletes a file or a directory tree, whatever its modes, also while something else deletes in it. */
    public static void delete(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            permit(path);
            for (var entry : entries(path)) {
                delete(entry);
            }
        }
        Files.deleteIfExists(path);
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.toList();
        } catch (NoSuchFileException deletedSince) {
            return List.of();
        }
    }

    /** Lets the owner list the directory and delete in it. If this has no effect, deleting reports the error. */
    private static void permit(Path directory) {
        var file = directory.toFile();
        file.setReadable(true);
        file.setWritable(true);
        file.setExecutable(true);
    }

    /** {@return the contents of a directory: files with their contents, directories with a slash} */
    public static Map<String, String> contents(Path root) throws IOException {
        var contents = new TreeMap<String, String>();
        try (var paths = Files.walk(root)) {
            for (var path : paths.filter(path -> !path.equals(root)).toList()) {
                var name = root.relativize(path).toString().replace(File.separatorChar, '/');
                contents.put(
                        Files.isDirectory(path) ? name + "/" : name,
                        Files.isDirectory(path) ? "" : Files.readString(path));
            }
        }
        return contents;
    }
}
