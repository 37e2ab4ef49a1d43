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
 * Deletes {@linkplain StagedFile staged files} that killed processes have left in homes. Runs in the background, one
 * home after the other, as homes may be large.
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

    /** Deletes them in a home of the default file system; others don't outlive the process. */
    public synchronized void deleteIn(Home home) {
        var root = home.root();
        if (root.getFileSystem().equals(FileSystems.getDefault()) && !isBelowAnother(root)) {
            roots.add(root);
            thread.execute(() -> deleteAll(home));
        }
    }

    private boolean isBelowAnother(Path root) {
        for (var other : roots) {
            if (root.startsWith(other)) {
                return true;
            }
        }
        return false;
    }

    private void deleteAll(Home home) {
        try {
            Files.walkFileTree(home.root(), new Visitor(home));
        } catch (IOException e) {
            throw new AssertionError("the visitor never throws", e);
        }
    }

    /** Stops early. */
    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** Walks through a home without following links. */
    private final class Visitor extends SimpleFileVisitor<Path> {

        private final Home home;

        Visitor(Home home) {
            this.home = home;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            if (!directory.equals(home.root()) && StagedFile.isName(String.valueOf(directory.getFileName()))) {
                delete(directory);
                return FileVisitResult.SKIP_SUBTREE;
            }
            return proceed();
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (StagedFile.isName(String.valueOf(file.getFileName()))) {
                delete(file);
            }
            return proceed();
        }

        /** Deletes in an open directory, as a link may have been put into the path. */
        private void delete(Path file) {
            var parent = Objects.requireNonNull(file.getParent(), "a path below the home has a parent");
            var name = Objects.requireNonNull(file.getFileName(), "a path below the home has a name");
            try (var directory = home.open(parent, "")) {
                StagedFile.deleteIfStale(directory, name);
            } catch (IOException e) {
                // Not permitted, or deleted meanwhile: the next server tries again.
            }
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return proceed();
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
            return proceed();
        }

        private FileVisitResult proceed() {
            return thread.isShutdown() ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }
    }
}
