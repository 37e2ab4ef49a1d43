package io.github.ftplab.internal.server.file;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.util.Set;

/**
 * An open directory of a home. Its methods take single names and never follow a symbolic link.
 *
 * <p>Where the file system supports it (glibc Linux, macOS from JDK 24 on, jimfs), the directory is held open and names
 * are resolved in it, so that nobody can replace it by another directory or a link. The home's root and its parents are
 * trusted, as no user can change them.
 */
public interface OpenDirectory extends Closeable {

    /** {@return the failure when a link has been put into a path after it was resolved} */
    static FileSystemException changed(String virtual) {
        return new AccessDeniedException(virtual, null, "Replaced meanwhile, perhaps by a link; try again");
    }

    /** Visits the entries of a directory. */
    @FunctionalInterface
    interface Visitor {

        /**
         * Visits an entry.
         *
         * @param path the entry's name, for the directory's methods
         * @param name the name to show
         */
        void visit(OpenDirectory directory, Path path, String name) throws IOException;
    }

    <V extends FileAttributeView> V view(Path name, Class<V> type) throws IOException;

    default BasicFileAttributes attributes(Path name) throws IOException {
        return view(name, BasicFileAttributeView.class).readAttributes();
    }

    /** {@return the entry for a listing} */
    FileEntry entry(Path name, String shown) throws IOException;

    /**
     * Opens a file.
     *
     * @param attributes the attributes of a file that is created
     */
    SeekableByteChannel open(Path name, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException;

    void delete(Path name, boolean directory) throws IOException;

    void move(Path name, OpenDirectory to, Path newName) throws IOException;

    /** Replaces a file by another one, atomically where the file system can. */
    default void replace(Path name, Path target) throws IOException {
        move(name, this, target);
    }

    void makeDirectory(Path name) throws IOException;

    /** {@return the names of the entries; can be called once} */
    Iterable<Path> names() throws IOException;

    /**
     * Writes the names of the entries to the disk. Does nothing on Windows, which can't, and where there is no disk: in
     * memory and in zip files.
     */
    default void force() throws IOException {
        if (hasDisk()) {
            try (var opened = FileChannel.open(path(), StandardOpenOption.READ)) {
                opened.force(true);
            }
        }
    }

    /** {@return whether {@link #force} does anything} */
    default boolean hasDisk() {
        return path().getFileSystem().equals(FileSystems.getDefault()) && File.separatorChar == '/';
    }

    /** {@return the directory's path, for operations that can only be done by path} */
    Path path();

    @Override
    void close() throws IOException;
}
