package io.github.ftplab.internal.protocol;

import java.io.IOException;

/** A command ends before it is done, as its {@link Cancellation} asks for; the message says why. */
public final class CancelledException extends IOException {

    private static final long serialVersionUID = 1L;

    CancelledException(String reason) {
        super(reason);
    }
}
