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
 * hold one open (Windows, zipfs). In the latter case it is checked before and after each use that no link has been put
 * into the path.
 */
final class PathDirectory implements OpenDirectory {

    /** The scheme of zipfs. */
    private static final String ZIP = "jar";

    private static final Set<PosixFilePermission> ENTERABLE = PosixFilePermissions.fromString("rwxr-xr-x");

    private final Path directory;
    private final boolean isRoot;
    private @Nullable DirectoryStream<Path> stream;

    PathDirectory(Path directory, boolean isRoot) {
        this.directory = directory;
        this.isRoot = isRoot;
    }

    @Override
    public <V extends FileAttributeView> V view(Path name, Class<V> type) throws IOException {
        var view = Files.getFileAttributeView(checked(name), type, LinkOption.NOFOLLOW_LINKS);
        if (view == null) {
            throw new UnsupportedOperationException(type.getSimpleName());
        }
        return view;
    }

    @Override
    public FileEntry entry(Path name, String shown) throws IOException {
        return FileEntry.read(directory.resolve(name), shown);
    }

    @Override
    public SeekableByteChannel open(Path name, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        var file = checked(name);
        boolean standard = file.getFileSystem().equals(FileSystems.getDefault());
        var all = new HashSet<OpenOption>(options);
        SeekableByteChannel channel;
        if (standard) {
            all.add(LinkOption.NOFOLLOW_LINKS);
            channel = openStandard(file, all, attributes);
        } else if (Files.isSymbolicLink(file)) {
            throw options.contains(StandardOpenOption.CREATE_NEW)
                    ? new FileAlreadyExistsException(name.toString())
                    : OpenDirectory.changed(name.toString());
        } else {
            channel = openElsewhere(file, all, attributes);
        }
        try {
            check();
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
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
        Files.delete(checked(name));
    }

    @Override
    public void move(Path name, OpenDirectory to, Path newName) throws IOException {
        var source = checked(name);
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
        create(checked(name));
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
        check();
        stream = Files.newDirectoryStream(directory);
        return stream;
    }

    @Override
    public Path path() {
        return directory;
    }

    private Path checked(Path name) throws IOException {
        check();
        return directory.resolve(name);
    }

    private void check() throws IOException {
        if (!isRoot && !directory.toRealPath().equals(directory)) {
            throw OpenDirectory.changed(String.valueOf(directory.getFileName()));
        }
    }

    @Override
    public void close() throws IOException {
        if (stream != null) {
            stream.close();
        }
    }
}
