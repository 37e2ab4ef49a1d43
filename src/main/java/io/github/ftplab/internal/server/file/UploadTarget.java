package io.github.ftplab.internal.server.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file that an upload writes to. An existing file is replaced only when the upload is complete; a new file, and one
 * that is resumed or appended to, is written in place. The file is locked against other uploads meanwhile.
 *
 * <p>If the directory is not writable, or the owner of the existing file could not be preserved, that file is
 * overwritten in place. If a file is deleted or renamed during its upload, the result is as if that had happened
 * afterwards.
 */
public final class UploadTarget implements Closeable {

    private static final int ATTEMPTS = 8;

    private final HomePath path;
    private final WriteLock lock;
    private final Mode mode;
    private final boolean sync;
    private @Nullable OpenDirectory directory;
    /** The directory of a new file, if it is to be written to the disk. */
    private @Nullable OpenDirectory extended;

    private @Nullable SeekableByteChannel channel;
    private @Nullable StagedFile staged;
    private @Nullable BasicFileAttributes created;
    private Quota.@Nullable Upload limited;
    private long before;
    private boolean isNew;
    private boolean begun;
    private boolean closed;

    private UploadTarget(HomePath path, WriteLock lock, Mode mode, boolean sync) {
        this.path = path;
        this.lock = lock;
        this.mode = mode;
        this.sync = sync;
    }

    /** How an existing and a missing file are treated. */
    public enum Mode {
        /** STOR: replaces or creates the file. */
        REPLACE(StandardOpenOption.WRITE),
        /** REST and STOR: writes from an offset on; the file must exist. */
        RESUME(StandardOpenOption.WRITE),
        /** APPE: appends to or creates the file. */
        APPEND(StandardOpenOption.APPEND),
        /** STOU: creates the file, which must not exist. */
        CREATE(StandardOpenOption.WRITE);

        private final StandardOpenOption option;

        Mode(StandardOpenOption option) {
            this.option = option;
        }
    }

    /**
     * Opens the file, without changing an existing one.
     *
     * @param named the path as the client sent it, for messages
     * @param sync whether a complete file is written to the disk, with its name in the directory
     * @throws FileBusyException if another upload is writing to it
     */
    static UploadTarget open(HomePath path, OpenDirectory directory, Path name, String named, Mode mode, boolean sync)
            throws IOException {
        var upload = new UploadTarget(path, WriteLock.of(path.path(), named), mode, sync);
        try {
            for (int i = 1; !upload.open(directory, name, named); i++) {
                if (i == ATTEMPTS) {
                    throw new FileBusyException(named);
                }
            }
            return upload;
        } catch (IOException | RuntimeException e) {
            upload.close();
            throw e;
        }
    }

    /** Tries to open and lock the file. {@return whether it was not replaced meanwhile} */
    private boolean open(OpenDirectory in, Path name, String named) throws IOException {
        var there = mode == Mode.CREATE ? null : HomePath.attributesIfExists(in, name);
        if (there == null) {
            return create(in, name, named);
        }
        if (!there.isRegularFile()) {
            throw HomePath.notRegular(named, there.isDirectory());
        }
        lock.takeFile(there);
        before = there.size();
        if (mode == Mode.REPLACE) {
            directory = in;
            var system = in.path().getFileSystem();
            if (system.isReadOnly()) {
                throw new ReadOnlyFileSystemException();
            }
            // Only the default file system is shared with other processes; and zipfs would overwrite the file on close.
            if (!system.equals(FileSystems.getDefault())) {
                return true;
            }
        }
        try {
            channel = in.open(name, Set.of(mode.option));
        } catch (NoSuchFileException e) {
            lock.releaseFile();
            return false;
        }
        lock.lock(channel);
        if (isSame(there, HomePath.attributesIfExists(in, name))) {
            return true;
        }
        lock.releaseFile();
        channel.close();
        channel = null;
        return false;
    }

    private boolean create(OpenDirectory in, Path name, String named) throws IOException {
        if (mode == Mode.RESUME) {
            throw new NoSuchFileException(named);
        }
        try {
            channel = in.open(name, Set.of(StandardOpenOption.CREATE_NEW, mode.option));
        } catch (FileAlreadyExistsException e) {
            if (mode == Mode.CREATE) {
                throw e;
            }
            return false;
        }
        extended = sync ? in : null;
        created = HomePath.attributesIfExists(in, name);
        lock.takeFile(created);
        lock.lock(channel);
        before = 0;
        isNew = true;
        return true;
    }

    private static boolean isSame(BasicFileAttributes one, @Nullable BasicFileAttributes other) {
        return other != null && Objects.equals(one.fileKey(), other.fileKey());
    }

    /** {@return whether the directory must stay open until this is closed} */
    boolean usesDirectory() {
        return directory != null || extended != null;
    }

    /** {@return the current size of the file that is written in place} */
    public long size() throws IOException {
        return open().size();
    }

    private SeekableByteChannel open() {
        return Objects.requireNonNull(channel, "a file to be replaced is not open for writing");
    }

    /**
     * Begins writing; called when the data connection is open.
     *
     * @return the channel to write to. Not every provider's channel can be positioned or truncated: that of zipfs
     *     can't, and starts empty
     */
    public SeekableByteChannel begin() throws IOException {
        begun = true;
        var file = opened();
        var quota = path.home().quota();
        if (quota == null) {
            return file;
        }
        limited = quota.begin(file, staged != null, before, mode == Mode.APPEND ? before : 0);
        return limited;
    }

    private SeekableByteChannel opened() throws IOException {
        var in = directory;
        if (in == null) {
            return open();
        }
        staged = StagedFile.beside(in, path.name());
        if (staged != null) {
            return staged.channel();
        }
        if (channel == null) {
            channel = in.open(path.name(), Set.of(mode.option));
        }
        if (channel.size() > 0) {
            channel.truncate(0);
        }
        return channel;
    }

    /** Tells whether the client has gone, in which case the upload may be incomplete. */
    @FunctionalInterface
    public interface ClientCheck {
        boolean isGone() throws IOException;
    }

    /**
     * Completes the upload; called when all bytes have been written.
     *
     * @param client checked before an existing file is replaced
     */
    public void complete(ClientCheck client) throws IOException {
        if (staged == null) {
            if (sync) {
                force(open());
            }
            open().close();
            if (extended != null) {
                extended.force();
            }
        } else {
            complete(staged, client);
        }
        if (limited != null) {
            limited.complete();
        }
    }

    private void complete(StagedFile staged, ClientCheck client) throws IOException {
        // Checked while the file is still locked, as this may take a while.
        if (client.isGone()) {
            throw new IOException("the client has gone");
        }
        if (sync) {
            force(staged.channel());
        }
        staged.complete();
        if (limited == null) {
            replace(staged);
        } else {
            limited.replace(this::sizeOfReplaced, () -> {
                replace(staged);
                return true;
            });
        }
        if (sync && directory != null) {
            directory.force();
        }
    }

    private long sizeOfReplaced() throws IOException {
        var there = path.attributesIfExists();
        return there == null ? 0 : there.size();
    }

    /** Writes what a channel has written to the disk, if it has one. */
    static void force(SeekableByteChannel written) throws IOException {
        if (written instanceof FileChannel file) {
            file.force(true);
        }
    }

    private void replace(StagedFile complete) throws IOException {
        try {
            replaceOpenOrClosed(complete);
        } catch (FileSystemException e) {
            var why = "The file can't be replaced (%s); it is unchanged".formatted(FileFailures.reason(e));
            throw (IOException) new FileSystemException(path.virtual(), null, why).initCause(e);
        }
    }

    /** Retries with the old file closed, as some systems can't replace an open file. */
    private void replaceOpenOrClosed(StagedFile complete) throws IOException {
        try {
            complete.replace();
        } catch (FileSystemException e) {
            if (channel == null) {
                throw e;
            }
            channel.close();
            complete.replace();
        }
    }

    /** Discards an incomplete replacement, and deletes a new file if writing never began. Idempotent. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (lock) {
            closeAll(limited, staged, channel, directory, extended);
            if (isNew && !begun) {
                deleteCreated();
            }
        } catch (NoSuchFileException e) {
            // Deleted meanwhile.
        }
    }

    /** Deletes the file if it is still the empty one created here: another may have been moved there since. */
    private void deleteCreated() throws IOException {
        var there = path.attributesIfExists();
        if (there != null
                && there.isRegularFile()
                && there.size() == 0
                && (created == null || isSame(created, there))) {
            path.delete();
        }
    }

    /** Closes all, even if one fails. */
    private static void closeAll(@Nullable Closeable... parts) throws IOException {
        IOException failure = null;
        for (var part : parts) {
            try {
                if (part != null) {
                    part.close();
                }
            } catch (IOException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
