package io.github.ftplab.internal.server.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An exclusive write lock on one file. Within this JVM, across servers and users: by the file's path and its file key,
 * so that hard links and other spellings count as the same file. Across processes: by a file lock, where the file
 * system has locks. Released by {@link #close}.
 */
final class WriteLock implements Closeable {

    private static final Set<Key> HELD = ConcurrentHashMap.newKeySet();

    /**
     * The byte that is locked. It lies beyond any file, as on some systems a lock prevents reading; a program that
     * locks the whole file still conflicts with it.
     */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 2;

    private final String named;
    private final FileSystem system;
    private final List<Key> keys = new ArrayList<>(2);
    private @Nullable FileLock lock;

    private WriteLock(String named, FileSystem system) {
        this.named = named;
        this.system = system;
    }

    /** Identifies a file, which may not exist yet, by its real path or its file key. */
    private record Key(FileSystem system, Object file) {

        /** Written out like {@link #hashCode}, as those of records have the JVM make dozens of classes at the first use. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && system.equals(that.system) && file.equals(that.file);
        }

        @Override
        public int hashCode() {
            return 31 * system.hashCode() + file.hashCode();
        }
    }

    /**
     * Locks a path within this JVM.
     *
     * @param path a real path; the file may not exist yet
     * @param named the path as the client sent it, for messages
     * @throws FileBusyException if it is locked already
     */
    static WriteLock of(Path path, String named) throws FileBusyException {
        var taken = new WriteLock(named, path.getFileSystem());
        taken.take(path);
        return taken;
    }

    /** Locks an existing file by its key within this JVM. Does nothing if the file system has no keys. */
    void takeFile(@Nullable BasicFileAttributes file) throws FileBusyException {
        var key = file == null ? null : file.fileKey();
        if (key != null) {
            take(key);
        }
    }

    private void take(Object file) throws FileBusyException {
        var key = new Key(system, file);
        if (!HELD.add(key)) {
            throw new FileBusyException(named);
        }
        keys.add(key);
    }

    /** Releases all but the lock on the path. */
    void releaseFile() throws IOException {
        unlock();
        while (keys.size() > 1) {
            HELD.remove(keys.remove(keys.size() - 1));
        }
    }

    /** Locks out other processes, where the file system has locks. */
    void lock(SeekableByteChannel channel) throws FileBusyException {
        if (isOnDisk() && channel instanceof FileChannel file) {
            try {
                lock = tryLock(file);
            } catch (IOException e) {
                return; // A network file system without locks: only this JVM is locked out.
            }
            if (lock == null) {
                throw new FileBusyException(named);
            }
        }
    }

    /** Tries to lock a file that another process may hold. {@return whether that succeeded} */
    boolean tryLockFile(SeekableByteChannel channel) {
        try {
            if (channel instanceof FileChannel file) {
                lock = tryLock(file);
            }
            return lock != null;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(LOCKED_BYTE, 1, false);
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private boolean isOnDisk() {
        return system.equals(FileSystems.getDefault());
    }

    private void unlock() throws IOException {
        var held = lock;
        lock = null;
        if (held != null && held.acquiredBy().isOpen()) {
            held.release();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            unlock();
        } finally {
            for (var key : keys) {
                HELD.remove(key);
            }
            keys.clear();
        }
    }
}
