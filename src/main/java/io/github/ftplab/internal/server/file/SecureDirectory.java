package io.github.ftplab.internal.server.file;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A directory that is held open: names are resolved in it, whatever happens to its path. */
final class SecureDirectory implements OpenDirectory {

    private final SecureDirectoryStream<Path> stream;
    private final Path root;
    private final Path path;

    private SecureDirectory(SecureDirectoryStream<Path> stream, Path root, Path path) {
        this.stream = stream;
        this.root = root;
        this.path = path;
    }

    /** Opens a directory by descending from the home's root, one name at a time. */
    static SecureDirectory open(Path root, Path directory, String virtual) throws IOException {
        var here = Objects.requireNonNull(hold(root), "the home supports secure directories");
        try {
            for (var name : root.relativize(directory)) {
                here = here.enter(name);
            }
            return here;
        } catch (NoSuchFileException | AccessDeniedException | NotDirectoryException e) {
            throw e;
        } catch (IOException e) {
            throw OpenDirectory.changed(virtual);
        }
    }

    /** Opens a home's root. {@return it, or null if the file system does not support secure directories} */
    @SuppressWarnings("StreamResourceLeak") // closed with the directory
    static @Nullable SecureDirectory hold(Path root) throws IOException {
        var stream = Files.newDirectoryStream(root);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return new SecureDirectory(secure, root, root);
        }
        stream.close();
        return null;
    }

    /** Opens a subdirectory and closes this directory, even on failure. */
    SecureDirectory enter(Path name) throws IOException {
        try (stream) {
            return new SecureDirectory(
                    stream.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS), root, path.resolve(name));
        }
    }

    @Override
    public <V extends FileAttributeView> V view(Path name, Class<V> type) {
        var view = stream.getFileAttributeView(name, type, LinkOption.NOFOLLOW_LINKS);
        if (view == null) {
            throw new UnsupportedOperationException(type.getSimpleName());
        }
        return view;
    }

    /**
     * Reads some attributes by path, as a secure directory does not provide them all; the file key tells whether the
     * path denotes the same file.
     */
    @Override
    public FileEntry entry(Path name, String shown) throws IOException {
        var held = view(name, BasicFileAttributeView.class).readAttributes();
        var entry = FileEntry.read(path.resolve(name), shown, held);
        if (!Objects.equals(held.fileKey(), entry.key())) {
            throw new NoSuchFileException(shown);
        }
        return entry;
    }

    @Override
    public SeekableByteChannel open(Path name, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        var all = new HashSet<OpenOption>(options);
        all.add(LinkOption.NOFOLLOW_LINKS);
        try {
            return stream.newByteChannel(name, all, attributes);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw OpenDirectory.changed(name.toString());
        }
    }

    @Override
    public void delete(Path name, boolean directory) throws IOException {
        if (directory) {
            stream.deleteDirectory(name);
        } else {
            stream.deleteFile(name);
        }
    }

    @Override
    public void move(Path name, OpenDirectory to, Path newName) throws IOException {
        try (var root = to instanceof SecureDirectory ? null : hold(to.path())) {
            var target = root == null ? (SecureDirectory) to : root;
            move(stream, name, target.stream, newName);
        }
    }

    /** Replaces an existing target, which Linux does and jimfs refuses. */
    private static void move(SecureDirectoryStream<Path> from, Path name, SecureDirectoryStream<Path> to, Path newName)
            throws IOException {
        try {
            from.move(name, to, newName);
        } catch (FileAlreadyExistsException e) {
            to.deleteFile(newName);
            from.move(name, to, newName);
        }
    }

    /** Replaces by path on jimfs, which does so atomically but can't replace in a secure directory. */
    @Override
    public void replace(Path name, Path target) throws IOException {
        try {
            stream.move(name, stream, target);
        } catch (FileAlreadyExistsException e) {
            checkPath(target);
            Files.move(path.resolve(name), path.resolve(target), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /**
     * Creates the directory in the root under the name of a staged file, which clients can't see, and moves it here, as
     * a secure directory can't create one.
     */
    @Override
    public void makeDirectory(Path name) throws IOException {
        if (exists(name)) {
            throw new FileAlreadyExistsException(name.toString());
        }
        try {
            makeInRoot(name);
        } catch (AccessDeniedException | AtomicMoveNotSupportedException e) {
            makeByPath(name);
        }
    }

    private void makeInRoot(Path name) throws IOException {
        var made = root.resolve(StagedFile.newName());
        PathDirectory.create(made);
        try (var from = Objects.requireNonNull(hold(root))) {
            from.move(Objects.requireNonNull(made.getFileName()), this, name);
        } catch (IOException e) {
            Files.delete(made);
            throw e;
        }
    }

    /** The fallback if the root is not writable or on another volume. */
    private void makeByPath(Path name) throws IOException {
        checkPath(name);
        PathDirectory.create(path.resolve(name));
    }

    /** Checks that the path still leads to this directory. */
    private void checkPath(Path name) throws IOException {
        var here = stream.getFileAttributeView(BasicFileAttributeView.class).readAttributes();
        var there = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!Objects.equals(here.fileKey(), there.fileKey())) {
            throw OpenDirectory.changed(name.toString());
        }
    }

    private boolean exists(Path name) throws IOException {
        try {
            attributes(name);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public Iterable<Path> names() {
        return stream;
    }

    @Override
    public void force() throws IOException {
        if (hasDisk()) {
            var itself = path.getFileSystem().getPath(".");
            try (var opened = stream.newByteChannel(itself, Set.of(StandardOpenOption.READ))) {
                UploadTarget.force(opened);
            }
        }
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
