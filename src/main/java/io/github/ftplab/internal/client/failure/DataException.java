package io.github.ftplab.internal.client.failure;

import java.io.IOException;

/** An error on a data connection; the session stays usable. */
public final class DataException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What a data connection was doing when it failed. */
    public enum Stage {
        LISTENING,
        OPENING,
        ENCRYPTING,
        MOVING,
        STALLED,
        TOO_LONG,
        SHORT,
        DIFFERENT,
        TRANSLATED,
        INTERRUPTED,
        ABORTED
    }

    private final Stage stage;

    public DataException(Stage stage, String message, Throwable cause) {
        super(message, cause);
        this.stage = stage;
    }

    public Stage stage() {
        return stage;
    }
}
