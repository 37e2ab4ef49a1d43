package io.github.ftplab.internal.notebook.code;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives JShell the sources of the public API, from which it takes Javadoc and the names of parameters; by itself it
 * looks only in the JDK's. The jar has them below {@code META-INF/sources}.
 */
public final class JShellSources {

    private static final String SOURCES = "META-INF/sources";

    private JShellSources() {}

    /**
     * Offers the sources to each JShell of this JVM that has not yet shown any Javadoc. Has no effect on a version of
     * JShell without this field, which exists for the JDK's tests, or if its module is not open.
     */
    public static void offer() {
        try {
            var field = Class.forName("jdk.jshell.SourceCodeAnalysisImpl").getDeclaredField("availableSourcesOverride");
            field.setAccessible(true);
            field.set(null, new Sources());
        } catch (ReflectiveOperationException | RuntimeException e) {
            // Javadoc is then missing, and nothing else.
        }
    }

    /** Found when JShell first needs them, as the JDK's archive is large. */
    private static final class Sources extends AbstractList<Path> {

        private @Nullable List<Path> found;

        @Override
        public Path get(int index) {
            return found().get(index);
        }

        @Override
        public int size() {
            return found().size();
        }

        private synchronized List<Path> found() {
            var known = found;
            if (known == null) {
                known = new ArrayList<>();
                library().ifPresent(known::add);
                known.addAll(modules());
                found = known;
            }
            return known;
        }
    }

    /** {@return where the library's sources are, if this jar has them} */
    private static Optional<Path> library() {
        try {
            var place = Path.of(JShellSources.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            var root = Files.isDirectory(place) ? place : root(FileSystems.newFileSystem(place));
            return Optional.of(root.resolve(SOURCES)).filter(Files::isDirectory);
        } catch (IOException | URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** {@return the directories of the modules in the JDK's sources; empty if they are not installed} */
    private static List<Path> modules() {
        var archive = Path.of(System.getProperty("java.home"), "lib", "src.zip");
        if (!Files.isReadable(archive)) {
            return List.of();
        }
        // Stays open, as the compiler reads from it.
        try (var entries = Files.list(root(FileSystems.newFileSystem(archive)))) {
            return entries.filter(Files::isDirectory).toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    private static Path root(FileSystem archive) {
        return archive.getRootDirectories().iterator().next();
    }
}
