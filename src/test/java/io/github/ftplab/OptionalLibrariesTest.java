package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The thin jar without its optional dependencies: an error names the missing one where it is needed. */
class OptionalLibrariesTest {

    private static final List<String> OPTIONAL = List.of("jimfs", "guava", "failureaccess", "fastcsv");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"jimfs", "guava"})
    void inMemoryNamesJimfs(String missing) throws Exception {
        try (var loader = without(List.of(missing))) {
            for (var i = 0; i < 2; i++) { // a class that could not be initialized fails differently the second time
                assertThatThrownBy(() -> probe(loader, InMemory.class).apply(directory))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("cannot make a home in memory: the library jimfs was not found; "
                                + "add the dependency com.google.jimfs:jimfs");
            }
        }
    }

    @Test
    void usersNamesFastCsv() throws Exception {
        var file = Files.writeString(directory.resolve("users.csv"), "name,password,home,letters\nann,potato,.,elr\n");
        try (var loader = without(List.of("fastcsv"))) {
            for (var i = 0; i < 2; i++) {
                assertThatThrownBy(() -> probe(loader, Users.class).apply(file))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("cannot read the users in %s: the library FastCSV was not found; ".formatted(file)
                                + "add the dependency de.siegmar:fastcsv");
            }
        }
    }

    @Test
    void everythingElseWorksWithoutThem() throws Exception {
        Files.writeString(directory.resolve("example.txt"), "hello");
        try (var loader = without(OPTIONAL)) {
            assertThat(probe(loader, Transfers.class).apply(directory)).isEqualTo("hello");
        }
    }

    @Test
    void withThemBothWork() throws Exception {
        var file = Files.writeString(directory.resolve("users.csv"), "name,password,home,letters\nann,potato,.,elr\n");
        try (var loader = without(List.of())) {
            assertThat(probe(loader, InMemory.class).apply(directory)).isEqualTo("/in-memory");
            assertThat(probe(loader, Users.class).apply(file)).isEqualTo("read");
        }
    }

    /** {@return a loader that loads the class path again, except for the jars whose names begin with one of these} */
    private static URLClassLoader without(List<String> missing) {
        var path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> missing.stream()
                        .noneMatch(each -> new File(entry).getName().startsWith(each + "-")))
                .map(OptionalLibrariesTest::url)
                .toArray(URL[]::new);
        return new URLClassLoader(path, ClassLoader.getPlatformClassLoader());
    }

    private static URL url(String entry) {
        try {
            return new File(entry).toURI().toURL();
        } catch (MalformedURLException e) {
            throw new AssertionError(entry, e);
        }
    }

    /** Loads one of the classes below with this loader, so that it uses the loader's copy of the library. */
    @SuppressWarnings("unchecked")
    private static Function<Path, String> probe(ClassLoader loader, Class<? extends Function<Path, String>> type)
            throws ReflectiveOperationException {
        return (Function<Path, String>)
                loader.loadClass(type.getName()).getDeclaredConstructor().newInstance();
    }

    /** Creates a home in memory. */
    public static final class InMemory implements Function<Path, String> {
        @Override
        public String apply(Path ignored) {
            return FtpServer.inMemory().toString();
        }
    }

    /** Reads a users file. */
    public static final class Users implements Function<Path, String> {
        @Override
        public String apply(Path file) {
            FtpServer.builder().users(file);
            return "read";
        }
    }

    /** Copies a file over TLS and back. */
    public static final class Transfers implements Function<Path, String> {
        @Override
        public String apply(Path home) {
            var builder = FtpServer.builder().port(0).user("ann", "potato", home, "elradfmwMT");
            try (var server = builder.tls().requireTls().start();
                    var ftp = server.connect("ann", "potato")) {
                ftp.download("example.txt", home.resolve("copy.txt"));
                ftp.upload(home.resolve("copy.txt"), "other.txt");
                return Files.readString(home.resolve("other.txt"));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }
}
