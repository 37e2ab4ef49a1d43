package io.github.ftplab.internal.client.transfer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The temporary files of all downloads of this program: deletes them when it ends, and those that a killed program has
 * left.
 */
final class PartFiles {

    /** A byte beyond any file, as on some systems a lock prevents reading. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 2;

    /** How often a directory is searched at most, as it may be large and each of its files be downloaded. */
    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);

    private static final int MOST_REMEMBERED = 256;

    private static final Set<Path> OPEN = new HashSet<>();

    private static final Map<Path, Long> SEARCHED = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Long> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    private static boolean ending;

    static {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(PartFiles::deleteAll, "ftplab-part-files"));
        } catch (IllegalStateException e) {
            ending = true;
        }
    }

    private PartFiles() {}

    /** Notes a file that is about to be created. */
    static synchronized void begin(Path file) throws IOException {
        if (ending) {
            throw new IOException("this program is ending");
        }
        OPEN.add(file.toAbsolutePath());
    }

    /** Notes that the file is gone. */
    static synchronized void end(Path file) {
        OPEN.remove(file.toAbsolutePath());
    }

    private static synchronized void deleteAll() {
        ending = true;
        for (var file : OPEN) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                // In use on Windows, perhaps: the next download there deletes it.
            }
        }
    }

    /**
     * Locks a file for the life of its channel.
     *
     * @return null if another program or another channel holds it
     */
    static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(LOCKED_BYTE, 1, false);
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Deletes what killed programs have left in a directory. */
    static void clear(@Nullable Path directory) {
        if (directory == null || !isDue(directory)) {
            return;
        }
        try (var left = Files.newDirectoryStream(directory, PartFile::isTemporary)) {
            left.forEach(PartFiles::deleteUnlessHeld);
        } catch (IOException e) {
            // It does not exist yet, or may not be read: the download itself reports what matters.
        }
    }

    private static synchronized boolean isDue(Path directory) {
        long now = System.nanoTime();
        var before = SEARCHED.get(directory);
        if (before != null && now - before < INTERVAL) {
            return false;
        }
        SEARCHED.put(directory, now);
        return true;
    }

    private static synchronized boolean isOwn(Path file) {
        return OPEN.contains(file.toAbsolutePath());
    }

    private static void deleteUnlessHeld(Path file) {
        // Closing another channel to a file of this program would drop its lock.
        if (isOwn(file) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (lock(channel) != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UnsupportedOperationException e) {
            // Not to be opened, or no lock there: left alone.
        }
    }
}
