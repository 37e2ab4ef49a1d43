package io.github.ftplab.internal.server.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;

/**
 * Tells whether other users of this machine can read a file with secrets, by its mode. Where the file system has none, as
 * on Windows, it is not known: the names of Windows' groups depend on its language, so that its access control lists
 * can't be judged.
 */
public final class FileExposure {

    private FileExposure() {}

    /**
     * {@return a warning that names the file and its mode; empty if none of the readers may read it, or that is not known}
     *
     * @param secret what the file contains
     * @param readers who should not read it
     */
    public static Optional<String> warning(Path file, String secret, Set<PosixFilePermission> readers) {
        try {
            var mode = Files.getPosixFilePermissions(file);
            return Collections.disjoint(mode, readers)
                    ? Optional.empty()
                    : Optional.of(
                            "other users of this machine can read %s in %s (mode %s): make it private with chmod 600"
                                    .formatted(secret, file, PosixFilePermissions.toString(mode)));
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }
}
