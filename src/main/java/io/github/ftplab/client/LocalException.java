package io.github.ftplab.client;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file on this side could not be read or written; the network is not to blame. */
final class LocalException extends IOException {

    private static final long serialVersionUID = 1L;

    LocalException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
