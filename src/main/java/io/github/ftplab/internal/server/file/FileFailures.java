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
import java.util.Objects;

/** Reasons of file system failures that may be shown to clients: they never contain a real path. */
public final class FileFailures {

    private FileFailures() {}

    public static String reason(Exception e) {
        if (e instanceof FileSystemException f && f.getReason() != null) {
            return f.getReason();
        }
        if (e instanceof NoSuchFileException) {
            return "No such file or directory";
        }
        if (e instanceof AccessDeniedException) {
            return "Permission denied";
        }
        if (e instanceof DirectoryNotEmptyException) {
            return "Directory not empty";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "File exists";
        }
        if (e instanceof NotDirectoryException) {
            return "Not a directory";
        }
        if (e instanceof FileSystemLoopException || e instanceof NotLinkException) {
            return "Symbolic link that can't be resolved";
        }
        if (e instanceof ReadOnlyFileSystemException) {
            return "Read-only file system";
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
