package io.github.ftplab.internal.server;

import java.util.function.Supplier;

/** A library that few programs need: ftplab-all.jar has it inside, and the thin jar asks for it when it is used. */
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
     * Runs what needs the library. The classes that name it must be loaded within the action and not before.
     *
     * @param purpose what it is needed for: {@code cannot …} begins the message
     * @throws IllegalStateException if the library, or one that it needs itself, is missing
     */
    public <T> T use(String purpose, Supplier<T> action) {
        try {
            return action.get();
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    "cannot %s: the library %s was not found; add the dependency %s"
                            .formatted(purpose, title, dependency),
                    e);
        }
    }
}
