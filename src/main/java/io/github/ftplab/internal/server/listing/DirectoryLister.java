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
 * Goes through a directory entry by entry. Up to {@value #SORTED} entries come sorted by name; a larger directory comes
 * as the file system gives it, so that memory does not grow with it.
 */
public final class DirectoryLister {

    static final int SORTED = 10_000;

    private DirectoryLister() {}

    public static void visit(
            OpenDirectory directory, Predicate<String> asked, OpenDirectory.Visitor visitor, Cancellation cancellation)
            throws IOException {
        Predicate<String> wanted = name -> asked.test(name) && !StagedFile.isName(name);
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
                visitIfThere(directory, next, visitor);
            }
            while (rest.hasNext()) {
                cancellation.check();
                var next = Named.of(rest.next());
                if (wanted.test(next.name)) {
                    visitIfThere(directory, next, visitor);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** A file that somebody deletes while the directory is read is no error. */
    private static void visitIfThere(OpenDirectory directory, Named entry, OpenDirectory.Visitor visitor)
            throws IOException {
        try {
            visitor.visit(directory, entry.path, entry.name);
        } catch (NoSuchFileException e) {
            // as if it had gone before
        }
    }

    /** An entry's last name, as a path and as a text. */
    private record Named(Path path, String name) {

        /** zipfs ends the names of directories in a slash. */
        static Named of(Path entry) {
            var path = Objects.requireNonNull(entry.getFileName(), "only a root has no name");
            return new Named(path, FtpPath.withoutSlash(path.toString()));
        }
    }
}
