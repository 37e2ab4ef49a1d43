package io.github.ftplab.internal.server.listing;

import io.github.ftplab.internal.protocol.Cancellation;
import io.github.ftplab.internal.protocol.FtpPath;
import io.github.ftplab.internal.server.file.OpenDirectory;
import io.github.ftplab.internal.server.file.StagedFile;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Visits the entries of a directory. Up to {@value #SORTED} entries are sorted by name; a larger directory is visited
 * in the file system's order, so that memory does not grow with it.
 */
public final class DirectoryLister {

    static final int SORTED = 10_000;

    private DirectoryLister() {}

    public static void visit(
            OpenDirectory directory, Predicate<String> filter, OpenDirectory.Visitor visitor, Cancellation cancellation)
            throws IOException {
        Predicate<String> wanted = name -> filter.test(name) && !StagedFile.isName(name);
        try {
            var first = new ArrayList<Named>();
            var rest = directory.names().iterator();
            while (rest.hasNext() && first.size() < SORTED) {
                cancellation.check();
                var next = Named.of(rest.next());
                if (wanted.test(next.name)) {
                    first.add(next);
                }
            }
            if (!rest.hasNext()) {
                first.sort(Comparator.comparing(Named::name));
            }
            for (var next : first) {
                cancellation.check();
                visitIfExists(directory, next, visitor);
            }
            while (rest.hasNext()) {
                cancellation.check();
                var next = Named.of(rest.next());
                if (wanted.test(next.name)) {
                    visitIfExists(directory, next, visitor);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** Skips a file that is deleted while the directory is listed. */
    private static void visitIfExists(OpenDirectory directory, Named entry, OpenDirectory.Visitor visitor)
            throws IOException {
        try {
            visitor.visit(directory, entry.path, entry.name);
        } catch (NoSuchFileException e) {
            // Deleted meanwhile.
        }
    }

    /** An entry's name as a path and as a string. */
    private record Named(Path path, String name) {

        /** Strips the trailing slash that zipfs adds to directories. */
        static Named of(Path entry) {
            var path = Objects.requireNonNull(entry.getFileName(), "only a root has no name");
            return new Named(path, FtpPath.withoutSlash(path.toString()));
        }
    }
}
