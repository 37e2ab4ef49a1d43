package io.github.ftplab.client;

import io.github.ftplab.RemoteFile;
import java.util.Optional;

/**
 * What a listing told of a file on the server before it is moved, so that the server need not be asked again.
 *
 * @param listed whether there was a listing; else nothing is known
 * @param file what it told; empty if the file is not there
 */
record Before(boolean listed, Optional<RemoteFile> file) {

    static final Before UNKNOWN = new Before(false, Optional.empty());

    static Before of(RemoteFile file) {
        return new Before(true, Optional.of(file));
    }
}
