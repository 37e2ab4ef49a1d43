package io.github.ftplab.internal.server.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A limit for the bytes in the files of a home, whoever put them there. What uploads add is counted as it is written.
 * The files themselves are counted before an upload if the last count is old, or if files were deleted since or an
 * upload ended otherwise than it began. No upload that is running waits for that. Thread-safe.
 */
public final class Quota {

    private static final long COUNT_IS_OLD = TimeUnit.SECONDS.toNanos(1);

    private final Path root;
    private final long limit;
    /** Held while files are moved, deleted or replaced; taken before the other two. */
    private final Object moving = new Object();

    /** Held while the files are counted; taken before this object's own lock. */
    private final Object counting = new Object();

    private long used;
    private long counted;
    private boolean isStale = true;

    /** The running uploads whose bytes are in staged files, which are not counted. */
    private final Set<Upload> staged = new HashSet<>();

    /** What has come since the count began and may not be in it; too much rather than too little, until the next count. */
    private long since;

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
    public long used() throws IOException {
        synchronized (counting) {
            synchronized (this) {
                if (!isStale && System.nanoTime() - counted <= COUNT_IS_OLD) {
                    return used;
                }
                isStale = false;
                since = 0;
            }
            boolean done = false;
            try {
                long found = count(root);
                done = true;
                return update(found);
            } finally {
                if (!done) {
                    changed();
                }
            }
        }
    }

    private synchronized long update(long found) {
        counted = System.nanoTime();
        used = found + since + staged.stream().mapToLong(Upload::growth).sum();
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
    <T> T change(HomeLock.Step<T> step) throws IOException {
        synchronized (moving) {
            return step.run();
        }
    }

    /**
     * Begins an upload.
     *
     * @param file where it writes to
     * @param isStaged whether that is a staged file
     * @param before the size of the file that it replaces, continues or appends to; 0 if there is none
     * @param position where it begins to write
     */
    Upload begin(SeekableByteChannel file, boolean isStaged, long before, long position) throws IOException {
        used();
        var upload = new Upload(file, before, position);
        if (isStaged) {
            synchronized (this) {
                staged.add(upload);
            }
        }
        return upload;
    }

    private synchronized void take(Upload upload, long bytes) throws StorageFullException {
        if (used + bytes > limit) {
            throw new StorageFullException(limit);
        }
        used += bytes;
        upload.taken += bytes;
        since += staged.contains(upload) ? 0 : bytes;
    }

    /** Ends an upload to a staged file. */
    private synchronized void end(Upload upload, boolean isKept) {
        if (!staged.remove(upload)) {
            return;
        }
        if (isKept) {
            since += upload.growth();
        } else {
            used -= upload.growth();
        }
    }

    /**
     * {@return the size of all files in a directory but staged ones} Links are not followed, and what can't be read is not
     * counted.
     */
    private static long count(Path directory) throws IOException {
        var total = new long[1];
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                boolean isCounted =
                        attributes.isRegularFile() && !StagedFile.isName(String.valueOf(file.getFileName()));
                total[0] += isCounted ? attributes.size() : 0;
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
                take(this, end - taken);
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
            synchronized (moving) {
                long now = size.run();
                if (now < before && now < position) {
                    changed();
                    if (used() + before - now > limit) {
                        throw new StorageFullException(limit);
                    }
                    changed();
                }
                replacement.run();
                end(this, true);
            }
        }

        /** {@return how many bytes it has added to the file that it replaces} */
        private long growth() {
            return taken - before;
        }

        /** Tells that the file is complete. */
        void complete() {
            isComplete = position == taken;
        }

        /** Ends the upload; the file is closed by whoever opened it. */
        @Override
        public void close() {
            end(this, false);
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
