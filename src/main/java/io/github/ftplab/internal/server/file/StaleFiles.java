package io.github.ftplab.internal.server.file;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Deletes the {@linkplain StagedFile staged files} that killed processes left in homes. In the background, one home
 * after the other, as they may be large.
 */
public final class StaleFiles implements AutoCloseable {

    private final ThreadPoolExecutor thread;
    private final Set<Path> roots = new HashSet<>();

    public StaleFiles(ThreadFactory threads) {
        thread = new ThreadPoolExecutor(
                0,
                1,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                threads,
                new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Looks for them in a home, if it is on disk: no other outlives a process. */
    public synchronized void deleteIn(Home home) {
        var root = home.root();
        if (root.getFileSystem().equals(FileSystems.getDefault())
                && roots.stream().noneMatch(root::startsWith)) {
            roots.add(root);
            thread.execute(() -> deleteIn(root));
        }
    }

    private void deleteIn(Path root) {
        try {
            Files.walkFileTree(root, new Visitor(root));
        } catch (IOException e) {
            throw new AssertionError("each of the visitor's methods goes on", e);
        }
    }

    /** Ends early. */
    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** Goes through a home, and follows no links. */
    private final class Visitor extends SimpleFileVisitor<Path> {

        private final Path root;

        Visitor(Path root) {
            this.root = root;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (StagedFile.isName(String.valueOf(file.getFileName()))) {
                delete(file);
            }
            return goOn();
        }

        /** Found by path, and deleted in a directory that is held, as a link may have come into the path. */
        private void delete(Path file) {
            var parent = Objects.requireNonNull(file.getParent(), "what is in a home has a parent");
            var name = Objects.requireNonNull(file.getFileName(), "what is in a home has a name");
            try (var directory = OpenDirectory.open(root, parent, "")) {
                StagedFile.deleteIfStale(directory, name);
            } catch (IOException e) {
                // It is somebody else's, or has gone: the next server tries again.
            }
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return goOn();
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
            return goOn();
        }

        private FileVisitResult goOn() {
            return thread.isShutdown() ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }
    }
}
