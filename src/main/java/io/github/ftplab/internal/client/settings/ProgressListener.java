package io.github.ftplab.internal.client.settings;

import io.github.ftplab.TransferProgress;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/**
 * Shows how far transfers have come where a session was not told whom to tell: a notebook's bar. It is found by its
 * service file, so that the client need not know it.
 */
public interface ProgressListener extends Consumer<TransferProgress> {

    /** Nobody is told. */
    Consumer<TransferProgress> NOBODY = progress -> {};

    /** {@return the one that is there, else nobody} */
    static Consumer<TransferProgress> found() {
        try {
            return ServiceLoader.load(ProgressListener.class, ProgressListener.class.getClassLoader())
                    .findFirst()
                    .map(onlooker -> (Consumer<TransferProgress>) onlooker)
                    .orElse(NOBODY);
        } catch (ServiceConfigurationError e) {
            return ProgressListener.NOBODY;
        }
    }
}
