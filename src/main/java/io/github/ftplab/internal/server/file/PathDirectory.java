package io.github.ftplab.internal.server.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A directory accessed by its path: a home's root, which no user can replace, or any directory where the system can't
 * hold one open (macOS before JDK 24, Windows, musl, zipfs). In the latter case it is checked with each use that no link
 * has been put into the path, and the {@link HomeLock} keeps clients from doing so until the use is over. Another process
 * of this machine could still do it in between.
 */
final class PathDirectory implements OpenDirectory {

    /** The scheme of zipfs. */
    private static final String ZIP = "jar";

    private static final Set<PosixFilePermission> ENTERABLE = PosixFilePermissions.fromString("rwxr-xr-x");

    private final Path directory;
    private final @Nullable HomeLock lock;
    private long checkedAt = -1;
    private @Nullable DirectoryStream<Path> stream;

    private PathDirectory(Path directory, @Nullable HomeLock lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /** {@return the root of a home} */
    static PathDirectory root(Path root) {
        return new PathDirectory(root, null);
    }

    /** {@return a directory below the root of a home} */
    static PathDirectory below(HomeLock lock, Path directory) {
        return new PathDirectory(directory, lock);
    }

    /** Runs a step with this directory's path checked, and keeps clients from changing it meanwhile. */
    private <T> T use(HomeLock.Step<T> step) throws IOException {
        if (lock == null) {
            return step.run();
        }
        return lock.use(() -> {
            check();
            return step.run();
        });
    }

    @Override
    public <V extends FileAttributeView> V view(Path name, Class<V> type) throws IOException {
        check();
        var view = Files.getFileAttributeView(directory.resolve(name), type, LinkOption.NOFOLLOW_LINKS);
        if (view == null) {
            throw new UnsupportedOperationException(type.getSimpleName());
        }
        return view;
    }

    @Override
    public BasicFileAttributes attributes(Path name) throws IOException {
        var file = directory.resolve(name);
        return use(() -> Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    }

    /** Checks the path only if a client has changed a directory since: a large directory has many entries. */
    @Override
    public FileEntry entry(Path name, String shown) throws IOException {
        var file = directory.resolve(name);
        if (lock == null) {
            return FileEntry.read(file, shown);
        }
        return lock.use(() -> {
            if (lock.changes() != checkedAt) {
                check();
            }
            return FileEntry.read(file, shown);
        });
    }

    @Override
    public SeekableByteChannel open(Path name, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        var file = directory.resolve(name);
        return use(() -> {
            var channel = openWithoutLinks(file, options, attributes);
            try {
                check();
                return channel;
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        });
    }

    private static SeekableByteChannel openWithoutLinks(
            Path file, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        var all = new HashSet<OpenOption>(options);
        if (file.getFileSystem().equals(FileSystems.getDefault())) {
            all.add(LinkOption.NOFOLLOW_LINKS);
            return openStandard(file, all, attributes);
        }
        if (Files.isSymbolicLink(file)) {
            var name = String.valueOf(file.getFileName());
            throw options.contains(StandardOpenOption.CREATE_NEW)
                    ? new FileAlreadyExistsException(name)
                    : OpenDirectory.changed(name);
        }
        return openElsewhere(file, all, attributes);
    }

    private static SeekableByteChannel openStandard(Path file, Set<OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        try {
            return Files.newByteChannel(file, options, attributes);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw OpenDirectory.changed(String.valueOf(file.getFileName()));
        }
    }

    /** Prefers a file channel, as a byte channel of zipfs can only write sequentially. */
    private static SeekableByteChannel openElsewhere(Path file, Set<OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        if (!options.contains(StandardOpenOption.READ)) {
            try {
                return FileChannel.open(file, options, attributes);
            } catch (UnsupportedOperationException e) {
                // This file system has no file channels.
            }
        }
        return Files.newByteChannel(file, options, attributes);
    }

    @Override
    public void delete(Path name, boolean directory) throws IOException {
        use(() -> {
            Files.delete(this.directory.resolve(name));
            return true;
        });
    }

    @Override
    public void move(Path name, OpenDirectory to, Path newName) throws IOException {
        use(() -> {
            if (to instanceof PathDirectory target) {
                target.check();
            }
            moveChecked(name, to, newName);
            return true;
        });
    }

    private void moveChecked(Path name, OpenDirectory to, Path newName) throws IOException {
        var source = directory.resolve(name);
        if (to instanceof SecureDirectory) {
            try (var held = SecureDirectory.hold(directory)) {
                Objects.requireNonNull(held, "both directories belong to one home, which supports secure directories")
                        .move(name, to, newName);
            }
            return;
        }
        var target = to.path().resolve(newName);
        if (source.getFileSystem().provider().getScheme().equals(ZIP) && Files.isDirectory(source)) {
            moveTree(source, target);
            return;
        }
        try {
            Files.move(source, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(source, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Moves a directory with its contents, which zipfs does not. */
    private static void moveTree(Path source, Path target) throws IOException {
        Files.createDirectory(target);
        try (var children = Files.newDirectoryStream(source)) {
            for (var child : children) {
                var moved = target.resolve(String.valueOf(child.getFileName()));
                if (Files.isDirectory(child)) {
                    moveTree(child, moved);
                } else {
                    Files.move(child, moved);
                }
            }
        }
        Files.delete(source);
    }

    @Override
    public void makeDirectory(Path name) throws IOException {
        use(() -> {
            create(directory.resolve(name));
            return true;
        });
    }

    /** Creates a directory with usual permissions, which jimfs does not set by default. */
    static void create(Path directory) throws IOException {
        var system = directory.getFileSystem();
        if (!system.equals(FileSystems.getDefault())
                && system.supportedFileAttributeViews().contains("posix")) {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(ENTERABLE));
        } else {
            Files.createDirectory(directory);
        }
    }

    @Override
    @SuppressWarnings("StreamResourceLeak") // closed with this directory
    public Iterable<Path> names() throws IOException {
        return use(() -> stream = Files.newDirectoryStream(directory));
    }

    @Override
    public Path path() {
        return directory;
    }

    private void check() throws IOException {
        if (lock == null) {
            return;
        }
        if (!directory.toRealPath().equals(directory)) {
            throw OpenDirectory.changed(String.valueOf(directory.getFileName()));
        }
        checkedAt = lock.changes();
    }

    @Override
    public void close() throws IOException {
        if (stream != null) {
            stream.close();
        }
    }
}
