package io.github.ftplab.internal.server.file;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A resolved path in a home directory, which may or may not exist; commands access files through it. No method follows
 * a symbolic link, even if one has been put into the path after it was resolved.
 */
public final class HomePath {

    private final Home home;
    private final Path path;
    private final String virtual;

    /** @param path the real path, except that the last name may be missing or a link */
    HomePath(Home home, Path path, String virtual) {
        this.home = home;
        this.path = path;
        this.virtual = virtual;
    }

    /** An action on an entry of an open directory. */
    @FunctionalInterface
    private interface Action<T> {
        T in(OpenDirectory directory, Path name) throws IOException;
    }

    /** {@return the path; for comparison only, as opening it might follow links} */
    Path path() {
        return path;
    }

    /** {@return the home that it is in} */
    Home home() {
        return home;
    }

    /** {@return the path as the user sees it} */
    public String virtual() {
        return virtual;
    }

    public boolean isHome() {
        return path.equals(home.root());
    }

    /** {@return the path as the file system spells it, which matters if it ignores case} */
    public Path spelled() {
        return spelled(path);
    }

    static Path spelled(Path path) {
        try {
            return path.toRealPath(LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            return path;
        }
    }

    /** {@return the attributes, or null if there is no such file} */
    public @Nullable BasicFileAttributes attributesIfExists() throws IOException {
        try {
            return attributes();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    public BasicFileAttributes attributes() throws IOException {
        if (isHome()) {
            return PathDirectory.root(path).attributes(path);
        }
        return here(OpenDirectory::attributes);
    }

    public boolean isDirectory() throws IOException {
        var attributes = attributesIfExists();
        return attributes != null && attributes.isDirectory();
    }

    /** {@return whether this is a directory; false if that can't be determined} */
    public boolean isKnownDirectory() {
        try {
            return isDirectory();
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * {@return whether the server process may enter the directory} Assumed for other file systems, as zipfs denies it
     * for every directory.
     */
    public boolean isEnterable() {
        return !path.getFileSystem().equals(FileSystems.getDefault()) || Files.isExecutable(path);
    }

    public boolean exists() throws IOException {
        return attributesIfExists() != null;
    }

    /**
     * Opens a regular file for reading. Directories are refused, and FIFOs and devices, which could block forever; the
     * check and the opening are made in the same open directory.
     *
     * @param named the path as the client sent it, for messages
     */
    public SeekableByteChannel openFile(String named) throws IOException {
        if (isHome()) {
            throw notRegular(named, true);
        }
        return here((directory, name) -> {
            var attributes = attributesIfExists(directory, name);
            if (attributes == null) {
                throw new NoSuchFileException(named);
            }
            if (!attributes.isRegularFile()) {
                throw notRegular(named, attributes.isDirectory());
            }
            return directory.open(name, Set.of(StandardOpenOption.READ));
        });
    }

    /**
     * Prepares an upload to a regular file, without changing an existing one yet.
     *
     * @param named the path as the client sent it, for messages
     * @param sync whether a complete file is written to the disk, with its name in the directory
     * @throws FileBusyException if another upload is writing to it
     */
    public UploadTarget upload(String named, UploadTarget.Mode mode, boolean sync) throws IOException {
        if (isHome()) {
            throw notRegular(named, true);
        }
        var directory = home.open(parent(), virtual);
        boolean used = false;
        try {
            var upload = UploadTarget.open(this, directory, name(), named, mode, sync);
            used = upload.usesDirectory();
            return upload;
        } catch (ReadOnlyFileSystemException e) {
            throw readOnly();
        } finally {
            if (!used) {
                directory.close();
            }
        }
    }

    static @Nullable BasicFileAttributes attributesIfExists(OpenDirectory directory, Path name) throws IOException {
        try {
            return directory.attributes(name);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    public static AccessDeniedException notRegular(String named, boolean directory) {
        return new AccessDeniedException(named, null, directory ? "Is a directory" : "Not a regular file");
    }

    /**
     * {@return the usable space of the file store in bytes} Queried by path, as an open directory does not provide it.
     */
    public long usableSpace() throws IOException {
        long bytes = Files.getFileStore(path).getUsableSpace();
        var quota = home.quota();
        if (quota != null) {
            bytes = Math.min(bytes, quota.free());
        }
        if (!path.toRealPath().equals(path.toRealPath(LinkOption.NOFOLLOW_LINKS))) {
            throw OpenDirectory.changed(virtual);
        }
        return bytes;
    }

    public void delete() throws IOException {
        home.change(() -> {
            deleteLocked();
            return true;
        });
        home.filesWentAway();
    }

    private void deleteLocked() throws IOException {
        boolean isDirectory = attributes().isDirectory();
        VoidAction action = (directory, name) -> directory.delete(name, isDirectory);
        try {
            run(action);
        } catch (DirectoryNotEmptyException e) {
            deleteStale(e);
            run(action);
        }
    }

    /**
     * Deletes staged files that a killed server has left: clients don't see them, so they must not prevent the removal.
     */
    private void deleteStale(DirectoryNotEmptyException failure) throws IOException {
        try (var directory = openDirectory()) {
            for (var entry : directory.names()) {
                var name = Objects.requireNonNull(entry.getFileName(), "only a root has no name");
                if (!StagedFile.isName(name.toString())) {
                    throw failure;
                }
                StagedFile.deleteIfStale(directory, name);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** Renames this to {@code target}, replacing it if it exists. */
    public void moveTo(HomePath target) throws IOException {
        if (!target.path.equals(path) && target.path.startsWith(path)) {
            throw new FileSystemException(virtual, null, "A directory can't be moved into itself");
        }
        home.change(() -> {
            if (!home.mayHold(path, parent()) || !home.mayHold(path, target.parent())) {
                throw new AccessDeniedException(
                        virtual, null, "A link that leads out of the home directory can't be renamed");
            }
            run((from, name) -> target.run((to, newName) -> from.move(name, to, newName)));
            return true;
        });
        // The target may have been replaced.
        home.filesWentAway();
    }

    public void makeDirectory() throws IOException {
        home.change(() -> {
            run(OpenDirectory::makeDirectory);
            return true;
        });
    }

    public void setModified(FileTime time) throws IOException {
        home.use(() -> {
            run((directory, name) -> {
                refuseSpecial(directory, name);
                directory.view(name, BasicFileAttributeView.class).setTimes(time, null, null);
            });
            return true;
        });
    }

    /**
     * Sets the mode.
     *
     * @throws UnsupportedOperationException if the file system does not support modes
     */
    public void setMode(Set<PosixFilePermission> mode) throws IOException {
        home.use(() -> {
            run((directory, name) -> {
                refuseSpecial(directory, name);
                directory.view(name, PosixFileAttributeView.class).setPermissions(mode);
            });
            return true;
        });
    }

    /**
     * Refuses FIFOs and devices: the JDK opens a file to change it, which for a FIFO blocks until the other end is
     * opened.
     */
    private void refuseSpecial(OpenDirectory directory, Path name) throws IOException {
        if (directory.attributes(name).isOther()) {
            throw notRegular(virtual, false);
        }
    }

    /** {@return the entry for a listing} */
    public FileEntry entry(String shown) throws IOException {
        if (isHome()) {
            return PathDirectory.root(path).entry(path, shown);
        }
        return here((directory, name) -> directory.entry(name, shown));
    }

    /** Passes this to a visitor, as an entry of its directory. */
    public void visit(OpenDirectory.Visitor visitor, String shown) throws IOException {
        run((directory, name) -> visitor.visit(directory, name, shown));
    }

    /** Opens this directory for reading. */
    public OpenDirectory openDirectory() throws IOException {
        return home.open(path, virtual);
    }

    private void run(VoidAction action) throws IOException {
        here((directory, name) -> {
            action.in(directory, name);
            return true;
        });
    }

    /** An action without a result. */
    @FunctionalInterface
    private interface VoidAction {
        void in(OpenDirectory directory, Path name) throws IOException;
    }

    private <T> T here(Action<T> action) throws IOException {
        if (isHome()) {
            throw new AccessDeniedException(virtual, null, "The home directory itself can't be changed");
        }
        try (var directory = home.open(parent(), virtual)) {
            return action.in(directory, name());
        } catch (ReadOnlyFileSystemException e) {
            throw readOnly();
        }
    }

    private FileSystemException readOnly() {
        return new FileSystemException(virtual, null, "Read-only file system");
    }

    private Path parent() {
        return Objects.requireNonNull(path.getParent(), "a path below the home has a parent");
    }

    Path name() {
        return Objects.requireNonNull(path.getFileName(), "a path below the home has a name");
    }

    @Override
    public String toString() {
        return virtual;
    }
}
