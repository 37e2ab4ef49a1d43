package io.github.ftplab.internal.client.transfer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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

    /** How long a directory is not searched again at least, as each of its files may be downloaded. */
    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);

    /** The same, as a multiple of the time that the search took, as it may be large. */
    private static final long INTERVAL_BY_TIME = 100;

    /** The beginnings of the names of file systems that other machines may write to, and whose locks may be local. */
    private static final List<String> SHARED = List.of("nfs", "cifs", "smb", "afp", "ncp", "9p", "fuse");

    /** How old what another machine may have left must be. */
    private static final Duration OLD = Duration.ofDays(1);

    private static final int MOST_REMEMBERED = 256;

    private static final Set<Path> OPEN = new HashSet<>();

    /** When each directory may be searched again, by {@link System#nanoTime}. */
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
        long began = System.nanoTime();
        try (var left = Files.newDirectoryStream(directory, PartFile::isTemporary)) {
            for (var file : left) {
                var type = Files.getFileStore(directory).type();
                if (isDecidedByLock(type, Files.getLastModifiedTime(file).toInstant())) {
                    deleteUnlessHeld(file);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // It does not exist yet, or may not be read: the download itself reports what matters.
        }
        searched(directory, System.nanoTime() - began);
    }

    /**
     * {@return whether a lock tells if a file is in use} Where another machine may write to it, that is believed only of
     * one that nobody has written to for long.
     *
     * @param type the name of the file system
     * @param written when the file was written to last
     */
    static boolean isDecidedByLock(String type, Instant written) {
        var name = type.toLowerCase(Locale.ROOT);
        return SHARED.stream().noneMatch(name::startsWith)
                || written.isBefore(Instant.now().minus(OLD));
    }

    private static synchronized boolean isDue(Path directory) {
        long now = System.nanoTime();
        var due = SEARCHED.get(directory);
        if (due != null && now - due < 0) {
            return false;
        }
        SEARCHED.put(directory, now + INTERVAL);
        return true;
    }

    private static synchronized void searched(Path directory, long took) {
        SEARCHED.put(directory, System.nanoTime() + Math.max(INTERVAL, took * INTERVAL_BY_TIME));
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
