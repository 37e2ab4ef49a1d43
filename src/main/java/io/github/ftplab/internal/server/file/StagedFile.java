package io.github.ftplab.internal.server.file;

import io.github.ftplab.internal.protocol.Text;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The temporary file of an upload, in the directory of the file that it replaces when it is complete. Clients can't see
 * or access it. It is locked while in use, so that one left by a killed process is recognized.
 */
public final class StagedFile implements Closeable {

    private static final String PREFIX = ".ftplab-";
    private static final String SUFFIX = ".part";
    private static final int DIGITS = 16;
    private static final int LENGTH = PREFIX.length() + DIGITS + SUFFIX.length();

    /** Compiled for the first name of that length, or with other letters than those of ASCII. */
    private static final class Patterns {

        static final Pattern NAME = Pattern.compile("\\.ftplab-[0-9a-f]{16}\\.part", Pattern.CASE_INSENSITIVE);

        /** Characters that some file systems ignore when they compare names. */
        static final Pattern IGNORABLE = Pattern.compile("\\p{Cf}");
    }

    private static final int ATTEMPTS = 8;

    private static final Duration OLD = Duration.ofMinutes(1);

    /** Keeps other users of the machine from reading an incomplete file. */
    private static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final OpenDirectory directory;
    private final Path name;
    private final Path target;
    private final WriteLock lock;
    private final SeekableByteChannel channel;
    private @Nullable Set<PosixFilePermission> mode;
    private boolean moved;

    private StagedFile(OpenDirectory directory, Path name, Path target, WriteLock lock, SeekableByteChannel channel) {
        this.directory = directory;
        this.name = name;
        this.target = target;
        this.lock = lock;
        this.channel = channel;
    }

    /** {@return whether a directory entry has the name of a staged file} */
    public static boolean isName(String name) {
        return name.startsWith(PREFIX) && isNameInAnyCase(name);
    }

    /** {@return whether a name sent by a client may denote a staged file on some file system} */
    static boolean isReserved(String name) {
        if (Text.isAscii(name)) {
            return isNameInAnyCase(name);
        }
        var visible = Patterns.IGNORABLE.matcher(name).replaceAll("");
        return isNameInAnyCase(Normalizer.normalize(visible, Normalizer.Form.NFKC));
    }

    private static boolean isNameInAnyCase(String name) {
        return name.length() == LENGTH && Patterns.NAME.matcher(name).matches();
    }

    /**
     * Creates a staged file.
     *
     * @param directory the directory of the file to replace; must stay open until this is closed
     * @param target the name of the file to replace
     * @return null if the directory is not writable or the file's owner could not be preserved
     */
    static @Nullable StagedFile beside(OpenDirectory directory, Path target) throws IOException {
        for (int i = 1; ; i++) {
            try {
                return create(directory, target);
            } catch (FileAlreadyExistsException | FileBusyException | NoSuchFileException e) {
                // The name is taken, or a starting server of another process deleted the file as stale before it was
                // locked.
                if (i == ATTEMPTS) {
                    throw e;
                }
            } catch (FileSystemException e) {
                if (Files.isWritable(directory.path())) {
                    throw e;
                }
                return null;
            }
        }
    }

    private static @Nullable StagedFile create(OpenDirectory directory, Path target) throws IOException {
        var staged = open(directory, target);
        boolean usable = false;
        try {
            staged.lock.lock(staged.channel);
            usable = staged.copyOwner();
            return usable ? staged : null;
        } finally {
            if (!usable) {
                staged.close();
            }
        }
    }

    private static StagedFile open(OpenDirectory directory, Path target) throws IOException {
        var name = directory.path().getFileSystem().getPath(newName());
        var lock = WriteLock.of(directory.path().resolve(name), target.toString());
        try {
            var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            var channel = isPosix(directory) ? directory.open(name, options, PRIVATE) : directory.open(name, options);
            return new StagedFile(directory, name, target, lock, channel);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** {@return a name for a file or directory that clients must not see until it is complete} */
    static String newName() {
        return PREFIX + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()) + SUFFIX;
    }

    private static boolean isPosix(OpenDirectory directory) {
        return directory.path().getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Copies owner and group of the file to replace. {@return whether that succeeded} */
    private boolean copyOwner() throws IOException {
        if (!isPosix(directory)) {
            return true;
        }
        PosixFileAttributes old;
        try {
            old = attributes(target);
        } catch (NoSuchFileException e) {
            return true; // Deleted meanwhile: there is no owner to preserve.
        }
        mode = old.permissions();
        var own = attributes(name);
        var view = directory.view(name, PosixFileAttributeView.class);
        try {
            if (!own.owner().equals(old.owner())) {
                view.setOwner(old.owner());
            }
            if (!own.group().equals(old.group())) {
                view.setGroup(old.group());
            }
            return true;
        } catch (NoSuchFileException e) {
            throw e;
        } catch (FileSystemException e) {
            return false;
        }
    }

    private PosixFileAttributes attributes(Path file) throws IOException {
        return directory.view(file, PosixFileAttributeView.class).readAttributes();
    }

    SeekableByteChannel channel() {
        return channel;
    }

    /** Closes the file, at which some file systems write it and report a full disk; then sets its mode. */
    void complete() throws IOException {
        channel.close();
        if (mode != null) {
            directory.view(name, PosixFileAttributeView.class).setPermissions(latestMode(mode));
        }
    }

    /** {@return the mode of the file to replace, which may have been changed during the upload} */
    private Set<PosixFilePermission> latestMode(Set<PosixFilePermission> known) throws IOException {
        try {
            return attributes(target).permissions();
        } catch (NoSuchFileException e) {
            return known;
        }
    }

    /** Replaces the target. */
    void replace() throws IOException {
        directory.replace(name, target);
        moved = true;
    }

    /** Deletes the file, unless it has replaced the target. */
    @Override
    public void close() throws IOException {
        try (lock) {
            channel.close();
            if (!moved) {
                directory.delete(name, false);
            }
        } catch (NoSuchFileException e) {
            // Deleted with its directory.
        }
    }

    /** {@return whether no running MKD can have made a directory, as it renames it at once} */
    private static boolean isOld(BasicFileAttributes attributes) {
        return attributes.lastModifiedTime().toInstant().isBefore(Instant.now().minus(OLD));
    }

    /** Deletes a staged file that no upload holds, or a directory that MKD has left; keeps any other file. */
    static void deleteIfStale(OpenDirectory directory, Path name) throws IOException {
        if (!isName(name.toString())) {
            return;
        }
        var attributes = directory.attributes(name);
        if (attributes.isDirectory() && isOld(attributes)) {
            directory.delete(name, true);
        }
        if (!attributes.isRegularFile()) {
            return;
        }
        try (var lock = WriteLock.of(directory.path().resolve(name), name.toString());
                var channel = directory.open(name, Set.of(StandardOpenOption.WRITE))) {
            if (lock.tryLockFile(channel)) {
                directory.delete(name, false);
            }
        } catch (FileBusyException e) {
            // In use by an upload of this JVM.
        }
    }
}
