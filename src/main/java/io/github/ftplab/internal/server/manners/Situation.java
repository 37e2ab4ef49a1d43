package io.github.ftplab.internal.server.manners;

import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a command was refused, where servers have different replies for it. */
public enum Situation {
    /** The user lacks a permission letter. */
    FORBIDDEN,
    /** There is no such file or directory. */
    MISSING,
    /** There is one already. */
    EXISTS,
    /** The directory is not empty. */
    NOT_EMPTY,
    OTHER;

    /** {@return the exception of the file system because of which another one was thrown, or else that one} */
    public static Exception root(Exception failure) {
        return failure.getCause() instanceof FileSystemException cause ? cause : failure;
    }

    /** {@return the situation that an exception of the file system describes} */
    public static Situation of(Exception thrown) {
        var failure = root(thrown);
        if (failure instanceof NoSuchFileException) {
            return MISSING;
        }
        if (failure instanceof FileAlreadyExistsException) {
            return EXISTS;
        }
        return failure instanceof DirectoryNotEmptyException ? NOT_EMPTY : OTHER;
    }
}
