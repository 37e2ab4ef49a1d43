package io.github.ftplab.internal.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Programs;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The tests of the code in {@code kernel/}, which is written in Python as they are. */
final class PythonTests {

    /** Those that mostly run kernels. */
    static final List<String> OF_KERNELS =
            List.of("test_conformance", "test_execute", "test_kernel", "test_protocol", "test_students");

    private static final Path DIRECTORY = Path.of("kernel/tests").toAbsolutePath();
    private static final Duration LIMIT = Duration.ofMinutes(8);

    private PythonTests() {}

    /** {@return all modules but those of kernels} */
    static List<String> others() throws IOException {
        try (var files = Files.list(DIRECTORY)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("test_\\w+\\.py"))
                    .map(name -> name.substring(0, name.length() - ".py".length()))
                    .filter(name -> !OF_KERNELS.contains(name))
                    .sorted()
                    .toList();
        }
    }

    /** Makes {@code .venv}, unless it is there: many tests use its packages. */
    static void makeEnvironment(Path directory) throws IOException {
        var nothing = directory.resolve("nothing.ipynb");
        Notebook.empty().withCell("one", "1").write(nothing);
        Programs.command(Programs.python(), "kernel/lab.py", "--execute", nothing)
                .environment(
                        "JAVA_HOME",
                        Programs.java().resolve("../..").normalize().toString())
                .limit(LIMIT)
                .run()
                .ok();
    }

    static void run(String module) {
        var path = System.getenv("PYTHONPATH");
        var tests = Programs.command(Programs.python(), "-m", "unittest", module)
                .environment(
                        "PYTHONPATH",
                        // An empty element would be the current directory.
                        path == null || path.isEmpty() ? DIRECTORY.toString() : DIRECTORY + File.pathSeparator + path)
                .environment("FTPLAB_REQUIRE_ALL", "all".equals(System.getProperty("ftplab.require")) ? "1" : "")
                .limit(LIMIT)
                .run()
                .ok();

        assertThat(tests.err()).containsPattern("Ran [1-9]\\d* tests?");
    }
}
