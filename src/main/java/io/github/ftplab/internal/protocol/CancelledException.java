package io.github.ftplab.internal.protocol;

import java.io.IOException;

/** Thrown in a command that its {@link Cancellation} has cancelled; the message says why. */
public final class CancelledException extends IOException {

    private static final long serialVersionUID = 1L;

    CancelledException(String reason) {
        super(reason);
    }
}
