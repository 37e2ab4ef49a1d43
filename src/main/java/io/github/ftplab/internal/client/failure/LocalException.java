package io.github.ftplab.internal.client.failure;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file on this side could not be read or written; the network is not to blame. */
public final class LocalException extends IOException {

    private static final long serialVersionUID = 1L;

    public LocalException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
