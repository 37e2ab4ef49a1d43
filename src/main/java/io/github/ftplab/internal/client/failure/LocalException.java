package io.github.ftplab.internal.client.failure;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An error with a local file, not with the network. */
public final class LocalException extends IOException {

    private static final long serialVersionUID = 1L;

    public LocalException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
