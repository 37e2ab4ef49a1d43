package io.github.ftplab.internal.client.settings;

import io.github.ftplab.TransferProgress;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/**
 * The default progress listener, such as a notebook's progress bar. It is found by its service file, so the client does
 * not depend on it.
 */
public interface ProgressListener extends Consumer<TransferProgress> {

    /** Ignores progress. */
    Consumer<TransferProgress> NONE = progress -> {};

    /** {@return the installed listener, else one that does nothing} */
    static Consumer<TransferProgress> found() {
        try {
            return ServiceLoader.load(ProgressListener.class, ProgressListener.class.getClassLoader())
                    .findFirst()
                    .map(listener -> (Consumer<TransferProgress>) listener)
                    .orElse(NONE);
        } catch (ServiceConfigurationError e) {
            return NONE;
        }
    }
}
