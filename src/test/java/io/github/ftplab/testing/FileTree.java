package io.github.ftplab.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
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

    /** {@return the contents of a directory: files with their contents, directories with a slash} */
    public static Map<String, String> contents(Path root) throws IOException {
        var contents = new TreeMap<String, String>();
        try (var paths = Files.walk(root)) {
            for (var path : paths.filter(path -> !path.equals(root)).toList()) {
                var name = root.relativize(path).toString().replace('\\', '/');
                contents.put(
                        Files.isDirectory(path) ? name + "/" : name,
                        Files.isDirectory(path) ? "" : Files.readString(path));
            }
        }
        return contents;
    }
}
