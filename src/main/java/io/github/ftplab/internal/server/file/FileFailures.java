package io.github.ftplab.internal.server.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Map;
import java.util.Objects;

/** Reasons of file system failures that may be shown to clients: they never contain a real path. */
public final class FileFailures {

    private static final Map<Class<? extends Exception>, String> REASONS = Map.of(
            NoSuchFileException.class, "No such file or directory",
            AccessDeniedException.class, "Permission denied",
            DirectoryNotEmptyException.class, "Directory not empty",
            FileAlreadyExistsException.class, "File exists",
            NotDirectoryException.class, "Not a directory",
            FileSystemLoopException.class, "Symbolic link that can't be resolved",
            NotLinkException.class, "Symbolic link that can't be resolved",
            ReadOnlyFileSystemException.class, "Read-only file system");

    private FileFailures() {}

    public static String reason(Exception e) {
        if (e instanceof FileSystemException f && f.getReason() != null) {
            return f.getReason();
        }
        for (var known : REASONS.entrySet()) {
            if (known.getKey().isInstance(e)) {
                return known.getValue();
            }
        }
        if (e instanceof FileSystemException) {
            return "Refused by the file system";
        }
        if (e instanceof IOException) {
            return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
        }
        return e.getClass().getSimpleName();
    }
}
