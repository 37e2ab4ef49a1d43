package io.github.ftplab.internal.server.file;

import java.io.Closeable;
import java.io.IOException;
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
 * Where the bytes of an upload go. What it replaces is replaced when the upload is complete, and not before; a file
 * that is new, and one that is added to, are written to where they are. Nobody else writes to the file meanwhile.
 *
 * <p>Where the directory can't be written to but the file can, or the file's owner could not be kept, the file is
 * written to in place. A file that is deleted or renamed during its upload is what it would be if that had come
 * afterwards.
 */
public final class UploadTarget implements Closeable {

    private static final int TRIES = 8;

    private final HomePath place;
    private final WriteLock lock;
    private final Way way;
    private @Nullable OpenDirectory directory;
    private @Nullable SeekableByteChannel channel;
    private @Nullable StagedFile staged;
    private @Nullable BasicFileAttributes made;
    private boolean isNew;
    private boolean begun;

    private UploadTarget(HomePath place, WriteLock lock, Way way) {
        this.place = place;
        this.lock = lock;
        this.way = way;
    }

    /** What becomes of a file that is there, and of one that is not. */
    public enum Way {
        /** STOR: replaced, or made. */
        REPLACE(StandardOpenOption.WRITE),
        /** REST and STOR: written to from an offset on; a missing one is an error. */
        RESUME(StandardOpenOption.WRITE),
        /** APPE: added to, or made. */
        APPEND(StandardOpenOption.APPEND),
        /** STOU: made; one that is there is an error. */
        CREATE(StandardOpenOption.WRITE);

        private final StandardOpenOption option;

        Way(StandardOpenOption option) {
            this.option = option;
        }
    }

    /**
     * Opens the file, and changes nothing in one that is there.
     *
     * @param named what the client calls it
     * @throws FileBusyException if somebody else writes to it
     */
    static UploadTarget open(HomePath place, OpenDirectory directory, Path name, String named, Way way)
            throws IOException {
        var upload = new UploadTarget(place, WriteLock.of(place.path(), named), way);
        try {
            for (int i = 1; !upload.open(directory, name, named); i++) {
                if (i == TRIES) {
                    throw new FileBusyException(named);
                }
            }
            return upload;
        } catch (IOException | RuntimeException e) {
            upload.close();
            throw e;
        }
    }

    /** {@return whether the file was the same from the first look to the last} */
    private boolean open(OpenDirectory in, Path name, String named) throws IOException {
        var there = way == Way.CREATE ? null : HomePath.look(in, name);
        if (there == null) {
            return create(in, name, named);
        }
        if (!there.isRegularFile()) {
            throw HomePath.notPlain(named, there.isDirectory());
        }
        lock.takeFile(there);
        if (way == Way.REPLACE) {
            directory = in;
            var system = in.path().getFileSystem();
            if (system.isReadOnly()) {
                throw new ReadOnlyFileSystemException();
            }
            // Elsewhere no other process is to be kept out, and zipfs would write to the file when this is closed.
            if (!system.equals(FileSystems.getDefault())) {
                return true;
            }
        }
        try {
            channel = in.open(name, Set.of(way.option));
        } catch (NoSuchFileException e) {
            lock.releaseFile();
            return false;
        }
        lock.lock(channel);
        if (isSame(there, HomePath.look(in, name))) {
            return true;
        }
        lock.releaseFile();
        channel.close();
        channel = null;
        return false;
    }

    private boolean create(OpenDirectory in, Path name, String named) throws IOException {
        if (way == Way.RESUME) {
            throw new NoSuchFileException(named);
        }
        try {
            channel = in.open(name, Set.of(StandardOpenOption.CREATE_NEW, way.option));
        } catch (FileAlreadyExistsException e) {
            if (way == Way.CREATE) {
                throw e;
            }
            return false;
        }
        made = HomePath.look(in, name);
        lock.takeFile(made);
        lock.lock(channel);
        isNew = true;
        return true;
    }

    private static boolean isSame(BasicFileAttributes one, @Nullable BasicFileAttributes other) {
        return other != null && Objects.equals(one.fileKey(), other.fileKey());
    }

    /** {@return whether the directory has to stay open until this is closed} */
    boolean usesDirectory() {
        return directory != null;
    }

    /** {@return how many bytes the file has that is written to} */
    public long size() throws IOException {
        return open().size();
    }

    private SeekableByteChannel open() {
        return Objects.requireNonNull(channel, "a file that is replaced is not written to");
    }

    /**
     * The data connection is open.
     *
     * @return what to write to; not every provider's channel can be moved or cut: that of zipfs can't, and begins empty
     */
    public SeekableByteChannel begin() throws IOException {
        begun = true;
        var here = directory;
        if (here == null) {
            return open();
        }
        staged = StagedFile.beside(here, place.name());
        if (staged != null) {
            return staged.channel();
        }
        if (channel == null) {
            channel = here.open(place.name(), Set.of(way.option));
        }
        if (channel.size() > 0) {
            channel.truncate(0);
        }
        return channel;
    }

    /** Tells whether the client is gone, so that what was received may not be all. */
    public @FunctionalInterface interface ClientCheck {
        boolean isGone() throws IOException;
    }

    /**
     * All is received: makes it the file.
     *
     * @param client asked last, before a file is replaced
     */
    public void complete(ClientCheck client) throws IOException {
        if (staged == null) {
            open().close();
            return;
        }
        // Before the file gives up its lock, as this may take a while.
        if (client.isGone()) {
            throw new IOException("the client has gone");
        }
        staged.complete();
        try {
            replace(staged);
        } catch (FileSystemException e) {
            var why = "The file can't be replaced (%s); it is as it was".formatted(FileFailures.reason(e));
            throw (IOException) new FileSystemException(place.virtual(), null, why).initCause(e);
        }
    }

    /** Tries again with the old file closed: some systems replace no file that is open. */
    private void replace(StagedFile complete) throws IOException {
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

    /** Leaves a file that was to be replaced as it was, unless all was received; and no new one that did not begin. */
    @Override
    public void close() throws IOException {
        try (lock) {
            closeAll(staged, channel, directory);
            if (isNew && !begun) {
                deleteWhatWasMade();
            }
        } catch (NoSuchFileException e) {
            // somebody else has deleted it
        }
    }

    /** Deletes the file if it is still the one that was made here, and empty: another may have been moved there since. */
    private void deleteWhatWasMade() throws IOException {
        var there = place.look();
        if (there != null && there.isRegularFile() && there.size() == 0 && (made == null || isSame(made, there))) {
            place.delete();
        }
    }

    /** Closes each, even if another one fails. */
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
