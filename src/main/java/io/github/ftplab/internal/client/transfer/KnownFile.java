package io.github.ftplab.internal.client.transfer;

import io.github.ftplab.RemoteFile;
import java.util.Optional;

/**
 * What a listing told of a file on the server before it is moved, so that the server need not be asked again.
 *
 * @param listed whether there was a listing; else nothing is known
 * @param file what it told; empty if the file is not there
 */
public record KnownFile(boolean listed, Optional<RemoteFile> file) {

    static final KnownFile UNKNOWN = new KnownFile(false, Optional.empty());

    public static KnownFile of(RemoteFile file) {
        return new KnownFile(true, Optional.of(file));
    }
}
