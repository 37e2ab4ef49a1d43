package io.github.ftplab.internal.server.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A limit for the bytes in the files of a home, whoever put them there. What uploads add is counted as it is written.
 * The files themselves are counted before an upload if the last count is old, or if files were deleted since or an
 * upload ended otherwise than it began. Thread-safe.
 */
public final class Quota {

    private static final long COUNT_IS_OLD = TimeUnit.SECONDS.toNanos(1);

    private final Path root;
    private final long limit;
    private long used;
    private long counted;
    private boolean isStale = true;

    /** @param root the home's real path */
    Quota(Path root, long limit) {
        this.root = root;
        this.limit = limit;
    }

    /** {@return how many bytes the files may have} */
    public long limit() {
        return limit;
    }

    /** {@return how many bytes the files have} */
    public synchronized long used() throws IOException {
        if (isStale || System.nanoTime() - counted > COUNT_IS_OLD) {
            used = count(root);
            counted = System.nanoTime();
            isStale = false;
        }
        return used;
    }

    /** {@return how many bytes the files may grow} */
    public long free() throws IOException {
        return Math.max(0, limit - used());
    }

    /** Tells that files were deleted. */
    public synchronized void changed() {
        isStale = true;
    }

    /** Runs a step that moves or deletes files, while no upload replaces one. */
    synchronized <T> T change(HomeLock.Step<T> step) throws IOException {
        return step.run();
    }

    /**
     * Checks that the files have room for one more.
     *
     * @param size the size of the file that it replaces; 0 if there is none
     */
    private void requireRoomInsteadOf(long size) throws IOException {
        changed();
        if (used() - size > limit) {
            throw new StorageFullException(limit);
        }
    }

    /**
     * Begins an upload.
     *
     * @param file where it writes to
     * @param before the size of the file that it replaces, continues or appends to; 0 if there is none
     * @param position where it begins to write
     */
    Upload begin(SeekableByteChannel file, long before, long position) throws IOException {
        used();
        return new Upload(file, before, position);
    }

    private synchronized void take(long bytes) throws StorageFullException {
        if (used + bytes > limit) {
            throw new StorageFullException(limit);
        }
        used += bytes;
    }

    /** {@return the size of all files in a directory} Links are not followed, and what can't be read is not counted. */
    private static long count(Path directory) throws IOException {
        var total = new long[1];
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                total[0] += attributes.isRegularFile() ? attributes.size() : 0;
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        return total[0];
    }

    /** The channel of an upload: takes from the quota what the file grows by. Used by one thread. */
    final class Upload implements SeekableByteChannel {

        private final SeekableByteChannel file;
        private final long before;
        private long taken;
        private long position;
        private boolean isComplete;

        private Upload(SeekableByteChannel file, long before, long position) {
            this.file = file;
            this.before = before;
            this.taken = before;
            this.position = position;
        }

        /** @throws StorageFullException if the bytes are too many; none of them is written */
        @Override
        public int write(ByteBuffer bytes) throws IOException {
            long end = position + bytes.remaining();
            if (end > taken) {
                take(end - taken);
                taken = end;
            }
            int count = file.write(bytes);
            position += count;
            return count;
        }

        @Override
        public SeekableByteChannel position(long newPosition) throws IOException {
            file.position(newPosition);
            position = newPosition;
            return this;
        }

        /**
         * Replaces the file by the upload. That file's bytes were free for the upload, so that it must still be there: if
         * a client has moved or deleted it meanwhile, all bytes of the upload count.
         *
         * @param size finds the size of the file now; 0 if there is none
         * @throws StorageFullException if the upload is too large
         */
        void replace(HomeLock.Step<Long> size, HomeLock.Step<Boolean> replacement) throws IOException {
            synchronized (Quota.this) {
                long now = size.run();
                if (now < before && now < position) {
                    requireRoomInsteadOf(now);
                    changed();
                }
                replacement.run();
            }
        }

        /** Tells that the file is complete. */
        void complete() {
            isComplete = position == taken;
        }

        /** Ends the upload; the file is closed by whoever opened it. */
        @Override
        public void close() {
            if (!isComplete) {
                changed();
            }
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            return file.read(into);
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public SeekableByteChannel truncate(long size) throws IOException {
            file.truncate(size);
            return this;
        }

        @Override
        public boolean isOpen() {
            return file.isOpen();
        }
    }
}
