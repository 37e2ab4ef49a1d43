package io.github.ftplab.server;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Goes through a directory entry by entry. Up to {@value #SORTED} entries come sorted by name; a larger directory comes
 * as the file system gives it, so that memory does not grow with it.
 */
final class DirectoryLister {

    static final int SORTED = 10_000;

    private DirectoryLister() {}

    /** Takes the entries one by one, as names in the folder. */
    @FunctionalInterface
    interface Visitor {
        void visit(Folder folder, Path path, String name) throws IOException;
    }

    static void visit(Folder folder, Predicate<String> wanted, Visitor visitor) throws IOException {
        try {
            var first = new ArrayList<Path>();
            var rest = folder.names().iterator();
            while (rest.hasNext() && first.size() < SORTED) {
                var path = rest.next();
                if (wanted.test(name(path))) {
                    first.add(path);
                }
            }
            if (!rest.hasNext()) {
                first.sort(Comparator.comparing(DirectoryLister::name));
            }
            for (var path : first) {
                visitIfThere(folder, path, visitor);
            }
            while (rest.hasNext()) {
                var path = rest.next();
                if (wanted.test(name(path))) {
                    visitIfThere(folder, path, visitor);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** A file that somebody deletes while the directory is read is no error. */
    private static void visitIfThere(Folder folder, Path path, Visitor visitor) throws IOException {
        try {
            visitor.visit(folder, Objects.requireNonNull(path.getFileName(), "only a root has no name"), name(path));
        } catch (NoSuchFileException e) {
            // as if it had gone before
        }
    }

    /** zipfs ends the names of directories in a slash. */
    private static String name(Path path) {
        var name = String.valueOf(path.getFileName());
        return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    }
}
