package io.github.ftplab.server;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Deletes the {@linkplain StagedFile staged files} that killed processes left in a home. */
final class DesertedFiles extends SimpleFileVisitor<Path> {

    private final Path root;
    private final BooleanSupplier over;

    private DesertedFiles(Path root, BooleanSupplier over) {
        this.root = root;
        this.over = over;
    }

    /**
     * Goes through a whole home, which may take long. Only homes on disk outlive a process.
     *
     * @param over whether to end early
     */
    static void delete(Home home, BooleanSupplier over) {
        var root = home.root();
        if (root.getFileSystem().equals(FileSystems.getDefault())) {
            try {
                Files.walkFileTree(root, new DesertedFiles(root, over));
            } catch (IOException e) {
                throw new AssertionError("each of the visitor's methods goes on", e);
            }
        }
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (StagedFile.isName(String.valueOf(file.getFileName()))) {
            delete(file);
        }
        return goOn();
    }

    /** Found by path, and deleted in a folder that is held, as all of a home is. */
    private void delete(Path file) {
        var parent = Objects.requireNonNull(file.getParent(), "what is in a home has a parent");
        try (var folder = Folder.open(root, parent, "")) {
            StagedFile.deleteIfDeserted(folder, Objects.requireNonNull(file.getFileName()));
        } catch (IOException e) {
            // It is somebody else's, or has gone: whoever comes next tries again.
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
        return over.getAsBoolean() ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
    }
}
