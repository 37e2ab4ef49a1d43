package io.github.ftplab.internal.client.transfer;

import io.github.ftplab.RemoteFile;
import java.util.Optional;

/**
 * What a listing says about a file on the server before its transfer, which saves queries.
 *
 * @param listed whether there was a listing; otherwise nothing is known
 * @param file the entry; empty if the file does not exist
 */
public record KnownFile(boolean listed, Optional<RemoteFile> file) {

    static final KnownFile UNKNOWN = new KnownFile(false, Optional.empty());

    public static KnownFile of(RemoteFile file) {
        return new KnownFile(true, Optional.of(file));
    }
}
