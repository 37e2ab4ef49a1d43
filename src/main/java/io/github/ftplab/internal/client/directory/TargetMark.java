package io.github.ftplab.internal.client.directory;

import io.github.ftplab.internal.client.listing.RemoteDirectory;
import io.github.ftplab.internal.protocol.FtpPath;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Detects whether a directory on the server is the local target of the download, which would then never end. Names
 * don't tell, but a file that is created in the target then appears in the server's listing.
 */
final class TargetMark {

    private static final String PREFIX = "ftplab-mark-";

    private TargetMark() {}

    /**
     * {@return the contents of a directory on the server; empty if it is the target} Only a directory with the target's
     * name is tested.
     */
    static Optional<RemoteDirectory> of(Path target, String directory, Supplier<RemoteDirectory> list)
            throws IOException {
        if (!Files.isDirectory(target) || !hasName(target.toRealPath(), FtpPath.name(directory))) {
            return Optional.of(list.get());
        }
        var mark = target.resolve(PREFIX + UUID.randomUUID());
        try {
            Files.createFile(mark);
        } catch (AccessDeniedException | ReadOnlyFileSystemException e) {
            // Nothing can be written into it, so the download will end.
            return Optional.of(list.get());
        }
        try {
            var entries = list.get();
            var name = mark.getFileName().toString();
            boolean isTarget =
                    entries.files().stream().anyMatch(file -> file.name().equals(name));
            return isTarget ? Optional.empty() : Optional.of(entries);
        } finally {
            Files.deleteIfExists(mark);
        }
    }

    private static boolean hasName(Path path, String name) {
        var last = path.getFileName();
        return last != null && last.toString().equalsIgnoreCase(name);
    }

    /** {@return whether a file is such a temporary mark} */
    static boolean is(String name) {
        return name.startsWith(PREFIX);
    }
}
