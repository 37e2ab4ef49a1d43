package io.github.ftplab.internal.server;

import io.github.ftplab.internal.library.Library;
import java.util.function.Supplier;

/**
 * A library that few programs need: ftplab-all.jar contains it; with the thin jar, an error names the dependency to add
 * when it is used.
 */
public enum OptionalLibrary {
    FASTCSV("FastCSV", "de.siegmar:fastcsv"),
    JIMFS("jimfs", "com.google.jimfs:jimfs");

    private final String title;
    private final String dependency;

    OptionalLibrary(String title, String dependency) {
        this.title = title;
        this.dependency = dependency;
    }

    /**
     * Runs an action that needs the library. Classes that refer to the library must be loaded within the action, not
     * before.
     *
     * @param purpose what the library is needed for; continues {@code cannot …} in the message
     * @throws IllegalStateException if the library, or a dependency of it, is missing or too old
     */
    public <T> T use(String purpose, Supplier<T> action) {
        try {
            return action.get();
        } catch (LinkageError e) {
            if (Library.isOther(e)) {
                throw new IllegalStateException("cannot %s: %s".formatted(purpose, Library.explain(e)), e);
            }
            if (!(e instanceof NoClassDefFoundError)) {
                throw e;
            }
            throw new IllegalStateException(
                    "cannot %s: the library %s was not found; add the dependency %s"
                            .formatted(purpose, title, dependency),
                    e);
        }
    }
}
