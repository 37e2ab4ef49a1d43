package io.github.ftplab.internal.server.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an upload writes to, in the directory of the file that it is to replace, until it is complete. Clients neither
 * see it nor reach it by name. It is locked while it is in use, so that one which a killed process left can be told.
 */
public final class StagedFile implements Closeable {

    private static final String PREFIX = ".ftplab-";
    private static final String SUFFIX = ".part";
    private static final int DIGITS = 16;
    private static final Pattern NAME = Pattern.compile("\\.ftplab-[0-9a-f]{16}\\.part", Pattern.CASE_INSENSITIVE);

    /** Some file systems leave such characters out when they compare names. */
    private static final Pattern IGNORABLE = Pattern.compile("\\p{Cf}");

    private static final int TRIES = 8;

    /** Nobody else reads what is not complete. */
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

    /** {@return whether an entry of a directory is such a file} */
    public static boolean isName(String name) {
        return name.length() == PREFIX.length() + DIGITS + SUFFIX.length()
                && name.startsWith(PREFIX)
                && NAME.matcher(name).matches();
    }

    /** {@return whether a name that a client sends may lead to such a file, on whatever file system} */
    static boolean isReserved(String name) {
        if (name.chars().allMatch(c -> c < 0x80)) {
            return NAME.matcher(name).matches();
        }
        var folded = Normalizer.normalize(IGNORABLE.matcher(name).replaceAll(""), Normalizer.Form.NFKC);
        return NAME.matcher(folded).matches();
    }

    /**
     * Makes one.
     *
     * @param directory where the file is; stays open until this is closed
     * @param target the file's name
     * @return null if the directory can't be written to, or if it would replace a file of an owner who can't be kept
     */
    static @Nullable StagedFile beside(OpenDirectory directory, Path target) throws IOException {
        for (int i = 1; ; i++) {
            try {
                return create(directory, target);
            } catch (FileAlreadyExistsException | FileBusyException | NoSuchFileException e) {
                // One of this name is there; or another process that starts has taken it for stale before it was
                // locked.
                if (i == TRIES) {
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
        boolean kept = false;
        try {
            staged.lock.lock(staged.channel);
            kept = staged.keepOwner();
            return kept ? staged : null;
        } finally {
            if (!kept) {
                staged.close();
            }
        }
    }

    private static StagedFile open(OpenDirectory directory, Path target) throws IOException {
        var digits = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        var name = directory.path().getFileSystem().getPath(PREFIX + digits + SUFFIX);
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

    private static boolean isPosix(OpenDirectory directory) {
        return directory.path().getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Gives it the owner and the group of what it is to replace. {@return whether that could be done} */
    private boolean keepOwner() throws IOException {
        if (!isPosix(directory)) {
            return true;
        }
        PosixFileAttributes old;
        try {
            old = attributes(target);
        } catch (NoSuchFileException e) {
            return true; // somebody else has deleted it: there is nothing to keep
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

    /** Closes the file, as some systems write it only then, and only then say that their disk is full. */
    void complete() throws IOException {
        channel.close();
        if (mode != null) {
            directory.view(name, PosixFileAttributeView.class).setPermissions(latestMode(mode));
        }
    }

    /** Somebody may have changed it during the upload. */
    private Set<PosixFilePermission> latestMode(Set<PosixFilePermission> known) throws IOException {
        try {
            return attributes(target).permissions();
        } catch (NoSuchFileException e) {
            return known;
        }
    }

    /** Takes the place of what stands there. */
    void replace() throws IOException {
        directory.replace(name, target);
        moved = true;
    }

    /** Deletes it, if it has not replaced the other file. */
    @Override
    public void close() throws IOException {
        try (lock) {
            channel.close();
            if (!moved) {
                directory.delete(name, false);
            }
        } catch (NoSuchFileException e) {
            // the directory has gone, and it with it
        }
    }

    /** Deletes a file of that name which nobody holds; anything else stays. */
    static void deleteIfStale(OpenDirectory directory, Path name) throws IOException {
        if (!isName(name.toString()) || !directory.attributes(name).isRegularFile()) {
            return;
        }
        try (var lock = WriteLock.of(directory.path().resolve(name), name.toString());
                var channel = directory.open(name, Set.of(StandardOpenOption.WRITE))) {
            if (lock.takeIfFree(channel)) {
                directory.delete(name, false);
            }
        } catch (FileBusyException e) {
            // an upload of this JVM has it
        }
    }
}
