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
 * The right to write to one file. Within this JVM, whatever server or user: by the file's path, and by what the file
 * system knows it by, so that a hard link or another spelling is the same file. Among JVMs: by a lock of the system,
 * where it has locks. Released when closed.
 */
final class WriteLock implements Closeable {

    private static final Set<Key> HELD = ConcurrentHashMap.newKeySet();

    /**
     * Locks of some systems keep others from reading what is locked, so that this is a byte which no file has. Whoever
     * locks a whole file locks it too.
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

    /** A file, there or not, by its real path or by its key. */
    private record Key(FileSystem system, Object file) {}

    /**
     * Takes the right to write to what has this path, or will have it.
     *
     * @param path a real path
     * @param named what the client calls it
     * @throws FileBusyException if somebody else has the right
     */
    static WriteLock of(Path path, String named) throws FileBusyException {
        var taken = new WriteLock(named, path.getFileSystem());
        taken.take(path);
        return taken;
    }

    /** Takes the right to the file under whatever name; a system without keys has only paths. */
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

    /** Gives back the right to all that was taken, but for the path. */
    void releaseFile() throws IOException {
        unlock();
        while (keys.size() > 1) {
            HELD.remove(keys.remove(keys.size() - 1));
        }
    }

    /** Keeps other processes out, where the file system has locks. */
    void lock(SeekableByteChannel channel) throws FileBusyException {
        if (isOnDisk() && channel instanceof FileChannel file) {
            try {
                lock = tryLock(file);
            } catch (IOException e) {
                return; // a network's file system without locks: only this JVM is kept out
            }
            if (lock == null) {
                throw new FileBusyException(named);
            }
        }
    }

    /** Locks a file that another process may hold. {@return whether it is ours now, as far as the system can tell} */
    boolean takeIfFree(SeekableByteChannel channel) {
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
            keys.forEach(HELD::remove);
            keys.clear();
        }
    }
}
