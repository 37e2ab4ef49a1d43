package io.github.ftplab.internal.server.file;

import io.github.ftplab.internal.protocol.Text;
import java.nio.file.FileSystemException;

/** The files of a user may not grow further (RFC 959, reply 552). */
public final class StorageFullException extends FileSystemException {

    private static final long serialVersionUID = 1L;

    /** @param quota how many bytes the user's files may have */
    StorageFullException(long quota) {
        super(null, null, "The quota of " + Text.bytes(quota) + " is exceeded");
    }
}
