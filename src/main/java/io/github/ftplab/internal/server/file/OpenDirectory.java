package io.github.ftplab.internal.server.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.util.Set;

/**
 * A directory of a home while something is done in it. Names are single names; a symbolic link is never followed.
 *
 * <p>Where the system can, the directory is held open and names are looked up in what is held, so that nobody can put
 * another directory, or a link to one, in its place: Linux, macOS and jimfs can. The home's root and what leads to it
 * are trusted, as they are in nobody's home.
 */
public interface OpenDirectory extends Closeable {

    /** Goes from a home's root to a directory in it, one real name after the other. */
    static OpenDirectory open(Path root, Path directory, String virtual) throws IOException {
        if (directory.equals(root)) {
            return new PathDirectory(root, true);
        }
        var here = SecureDirectory.hold(root);
        if (here == null) {
            return new PathDirectory(directory, false);
        }
        try {
            for (var name : root.relativize(directory)) {
                here = here.enter(name);
            }
            return here;
        } catch (NoSuchFileException | AccessDeniedException | NotDirectoryException e) {
            throw e;
        } catch (IOException e) {
            throw changed(virtual);
        }
    }

    /** {@return what to answer when a link appears where there was none a moment ago} */
    static FileSystemException changed(String virtual) {
        return new AccessDeniedException(virtual, null, "Replaced meanwhile, by a link perhaps; try again");
    }

    /** Takes the entries of a directory one by one. */
    @FunctionalInterface
    interface Visitor {

        /**
         * Looks at one entry.
         *
         * @param path the entry's name in the directory, for its methods
         * @param name the name to show
         */
        void visit(OpenDirectory directory, Path path, String name) throws IOException;
    }

    <V extends FileAttributeView> V view(Path name, Class<V> type) throws IOException;

    default BasicFileAttributes attributes(Path name) throws IOException {
        return view(name, BasicFileAttributeView.class).readAttributes();
    }

    /** {@return what a listing tells of a name} */
    FileEntry entry(Path name, String shown) throws IOException;

    /**
     * Opens a file.
     *
     * @param attributes what it gets if it is made
     */
    SeekableByteChannel open(Path name, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException;

    void delete(Path name, boolean directory) throws IOException;

    void move(Path name, OpenDirectory to, Path newName) throws IOException;

    /** Puts a file in the place of another one; whoever looks sees one of the two. */
    default void replace(Path name, Path target) throws IOException {
        move(name, this, target);
    }

    void makeDirectory(Path name) throws IOException;

    /** {@return the names in it; can be called once} */
    Iterable<Path> names() throws IOException;

    /** {@return where it is, for systems that can't do it otherwise} */
    Path path();

    @Override
    void close() throws IOException;
}
