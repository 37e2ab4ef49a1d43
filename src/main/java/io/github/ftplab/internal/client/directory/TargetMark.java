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
 * Finds out whether a directory on the server is the very one on this side that a download goes into, which would go on
 * for ever. Nobody can see that from a name; but a file that is made here then shows there.
 */
final class TargetMark {

    private static final String PREFIX = "ftplab-mark-";

    private TargetMark() {}

    /**
     * {@return what is in a directory on the server, or nothing if that is the target} Only a directory that has the
     * target's name is put to the test.
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
            // Nothing can be downloaded into it, and so there is no end to fear for.
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

    /** {@return whether a file is such a mark, which is there for a moment} */
    static boolean is(String name) {
        return name.startsWith(PREFIX);
    }
}
