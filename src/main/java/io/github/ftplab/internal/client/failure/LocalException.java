package io.github.ftplab.internal.client.failure;

import io.github.ftplab.internal.protocol.Text;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An error with a local file, not with the network. */
public final class LocalException extends IOException {

    private static final long serialVersionUID = 1L;

    /** {@return that the target of a download can't be written} */
    public static LocalException unwritable(IOException e) {
        return new LocalException(
                "the local file can't be written (" + Text.reason(e)
                        + "); free some space, or choose another directory",
                e);
    }

    /** {@return that the source of an upload can't be read} */
    public static LocalException unreadable(IOException e) {
        return new LocalException(
                "the local file can't be read to its end (" + Text.reason(e)
                        + "); the server may have kept the first part",
                e);
    }

    public LocalException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
