package io.github.ftplab.internal.client.settings;

import io.github.ftplab.TransferProgress;
import java.util.Optional;
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

    /** {@return what shows a line to the user for whom the current thread runs, from any thread; may do nothing} */
    Consumer<String> noticesHere();

    /** {@return the installed listener, else one that does nothing} */
    static Consumer<TransferProgress> found() {
        return installed()
                .map(listener -> (Consumer<TransferProgress>) listener)
                .orElse(NONE);
    }

    /** {@return what the installed listener shows lines by; without one, they are not shown} */
    static Consumer<String> notices() {
        return installed().map(ProgressListener::noticesHere).orElse(line -> {});
    }

    private static Optional<ProgressListener> installed() {
        return Installed.LISTENER;
    }

    /** The installed listener, looked for once: threads that share a session ask for it whenever one has to wait. */
    final class Installed {

        private static final Optional<ProgressListener> LISTENER = find();

        private Installed() {}

        private static Optional<ProgressListener> find() {
            try {
                return ServiceLoader.load(ProgressListener.class, ProgressListener.class.getClassLoader())
                        .findFirst();
            } catch (ServiceConfigurationError e) {
                return Optional.empty();
            }
        }
    }
}
