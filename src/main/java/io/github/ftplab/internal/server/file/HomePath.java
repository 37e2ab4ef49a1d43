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
import java.nio.file.OpenOption;
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
 * A file or directory of a home, there or not: what commands work with. No method follows a symbolic link, wherever in
 * the path it has been put meanwhile.
 */
public final class HomePath {

    private final Home home;
    private final Path path;
    private final String virtual;

    /** @param path real, but for its last name, which may be missing or a link */
    HomePath(Home home, Path path, String virtual) {
        this.home = home;
        this.path = path;
        this.virtual = virtual;
    }

    /** What is done in the directory that holds a name. */
    @FunctionalInterface
    private interface Action<T> {
        T in(OpenDirectory directory, Path name) throws IOException;
    }

    /** {@return where it is; to compare, not to open} */
    Path path() {
        return path;
    }

    /** {@return the path as the user sees it} */
    public String virtual() {
        return virtual;
    }

    public boolean isHome() {
        return path.equals(home.root());
    }

    /** {@return the path in the spelling of the file system, where upper and lower case are one name there} */
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

    /** {@return what is there, or null if nothing is} */
    public @Nullable BasicFileAttributes look() throws IOException {
        try {
            return attributes();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    public BasicFileAttributes attributes() throws IOException {
        if (isHome()) {
            return new PathDirectory(path, true).attributes(path);
        }
        return here(OpenDirectory::attributes);
    }

    public boolean isDirectory() throws IOException {
        var attributes = look();
        return attributes != null && attributes.isDirectory();
    }

    /** {@return the same; a place that can't be looked at counts as a file} */
    public boolean isDirectoryNow() {
        try {
            return isDirectory();
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether the server's own user may enter the directory; zipfs says no of every one. */
    public boolean isEnterable() {
        return !path.getFileSystem().equals(FileSystems.getDefault()) || Files.isExecutable(path);
    }

    public boolean exists() throws IOException {
        return look() != null;
    }

    /** {@return a channel with a position and a size that can be set, on each file system that can do so} */
    SeekableByteChannel open(Set<? extends OpenOption> options) throws IOException {
        return here((directory, name) -> directory.open(name, options));
    }

    /**
     * Opens a plain file to be read, looked at and opened in one directory that is held: a directory has no contents,
     * and reading a FIFO or a device would never end.
     *
     * @param named what the client calls it
     */
    public SeekableByteChannel openFile(String named) throws IOException {
        if (isHome()) {
            throw notPlain(named, true);
        }
        return here((directory, name) -> {
            var there = look(directory, name);
            if (there == null) {
                throw new NoSuchFileException(named);
            }
            if (!there.isRegularFile()) {
                throw notPlain(named, there.isDirectory());
            }
            return directory.open(name, Set.of(StandardOpenOption.READ));
        });
    }

    /**
     * Opens a plain file to be written to, and changes nothing in one that is there.
     *
     * @param named what the client calls it
     * @throws FileBusyException if somebody else writes to it
     */
    public UploadTarget upload(String named, UploadTarget.Way way) throws IOException {
        if (isHome()) {
            throw notPlain(named, true);
        }
        var directory = OpenDirectory.open(home.root(), parent(), virtual);
        boolean used = false;
        try {
            var upload = UploadTarget.open(this, directory, name(), named, way);
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

    static @Nullable BasicFileAttributes look(OpenDirectory directory, Path name) throws IOException {
        try {
            return directory.attributes(name);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    public static AccessDeniedException notPlain(String named, boolean directory) {
        return new AccessDeniedException(named, null, directory ? "Is a directory" : "Not a regular file");
    }

    /**
     * {@return how many bytes can still be stored where this is} Asked by path, as a directory held open can't tell.
     */
    public long usableSpace() throws IOException {
        long bytes = Files.getFileStore(path).getUsableSpace();
        if (!path.toRealPath().equals(path.toRealPath(LinkOption.NOFOLLOW_LINKS))) {
            throw OpenDirectory.changed(virtual);
        }
        return bytes;
    }

    public void delete() throws IOException {
        boolean isDirectory = attributes().isDirectory();
        Step step = (directory, name) -> directory.delete(name, isDirectory);
        try {
            run(step);
        } catch (DirectoryNotEmptyException e) {
            deleteStale(e);
            run(step);
        }
    }

    /** What a killed server left in a directory, which the client can't see, does not keep it from being removed. */
    private void deleteStale(DirectoryNotEmptyException otherwise) throws IOException {
        try (var directory = openDirectory()) {
            for (var entry : directory.names()) {
                var name = Objects.requireNonNull(entry.getFileName(), "only a root has no name");
                if (!StagedFile.isName(name.toString())) {
                    throw otherwise;
                }
                StagedFile.deleteIfStale(directory, name);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** Takes the place of what stands there. */
    public void moveTo(HomePath target) throws IOException {
        if (!target.path.equals(path) && target.path.startsWith(path)) {
            throw new FileSystemException(virtual, null, "A directory can't be moved into itself");
        }
        run((from, name) -> target.run((to, newName) -> from.move(name, to, newName)));
    }

    public void makeDirectory() throws IOException {
        run(OpenDirectory::makeDirectory);
    }

    public void setModified(FileTime time) throws IOException {
        run((directory, name) -> {
            refuseSpecial(directory, name);
            directory.view(name, BasicFileAttributeView.class).setTimes(time, null, null);
        });
    }

    /**
     * Sets the mode.
     *
     * @throws UnsupportedOperationException if the file system has no modes
     */
    public void setMode(Set<PosixFilePermission> mode) throws IOException {
        run((directory, name) -> {
            refuseSpecial(directory, name);
            directory.view(name, PosixFileAttributeView.class).setPermissions(mode);
        });
    }

    /** The JDK opens what it changes, and opening a FIFO waits until somebody opens the other end. */
    private void refuseSpecial(OpenDirectory directory, Path name) throws IOException {
        if (directory.attributes(name).isOther()) {
            throw notPlain(virtual, false);
        }
    }

    /** {@return what a listing tells of it} */
    public FileEntry entry(String shown) throws IOException {
        if (isHome()) {
            return new PathDirectory(path, true).entry(path, shown);
        }
        return here((directory, name) -> directory.entry(name, shown));
    }

    /** Shows a file as an entry of its directory. */
    public void visit(OpenDirectory.Visitor visitor, String shown) throws IOException {
        run((directory, name) -> visitor.visit(directory, name, shown));
    }

    /** {@return the directory itself, to be read} */
    public OpenDirectory openDirectory() throws IOException {
        return OpenDirectory.open(home.root(), path, virtual);
    }

    private void run(Step step) throws IOException {
        here((directory, name) -> {
            step.in(directory, name);
            return true;
        });
    }

    /** An action without a result. */
    @FunctionalInterface
    private interface Step {
        void in(OpenDirectory directory, Path name) throws IOException;
    }

    private <T> T here(Action<T> action) throws IOException {
        if (isHome()) {
            throw new AccessDeniedException(virtual, null, "The home itself can't be changed");
        }
        try (var directory = OpenDirectory.open(home.root(), parent(), virtual)) {
            return action.in(directory, name());
        } catch (ReadOnlyFileSystemException e) {
            throw readOnly();
        }
    }

    private FileSystemException readOnly() {
        return new FileSystemException(virtual, null, "Read-only file system");
    }

    private Path parent() {
        return Objects.requireNonNull(path.getParent(), "what is in a home has a parent");
    }

    Path name() {
        return Objects.requireNonNull(path.getFileName(), "what is in a home has a name");
    }

    @Override
    public String toString() {
        return virtual;
    }
}
