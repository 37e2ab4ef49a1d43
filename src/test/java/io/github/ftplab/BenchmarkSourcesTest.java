package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java sources of the benchmarks, which are otherwise compiled only when the benchmarks run. */
class BenchmarkSourcesTest {

    private static final Path SOURCES = Path.of("src/bench");
    private static final Path ROWS = Path.of("kernel/benchtools/client_rows.py");

    private static final String UNDERSTOOD = "case \"([a-z-]+)\"|equals\\(\"([a-z-]+)\"\\)";

    static Stream<Path> directories() throws IOException {
        try (var entries = Files.list(SOURCES)) {
            return entries.filter(Files::isDirectory).sorted().toList().stream();
        }
    }

    @Test
    void thereAreFour() throws IOException {
        assertThat(directories().map(path -> path.getFileName().toString()))
                .containsExactly("first", "jmh", "library", "stock");
    }

    @ParameterizedTest
    @MethodSource("directories")
    void compiles(Path directory, @TempDir Path classes) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var errors = new DiagnosticCollector<JavaFileObject>();
        try (var files = compiler.getStandardFileManager(null, null, null);
                var entries = Files.walk(directory)) {
            var sources =
                    entries.filter(path -> path.toString().endsWith(".java")).toList();
            var options = List.of(
                    "-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"), "-d", classes.toString());

            assertThat(sources).isNotEmpty();
            compiler.getTask(null, files, errors, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
        }
        assertThat(errors.getDiagnostics())
                .filteredOn(each -> each.getKind() == Diagnostic.Kind.ERROR)
                .isEmpty();
    }

    /** In the rows {@code name} stands for both clients. Only our own is run in new JVMs, by {@code fresh}. */
    @ParameterizedTest
    @CsvSource({
        "'jvm\\((?:OURS|name), |fresh\\(', library/LibraryClient.java",
        "'jvm\\((?:STOCK|name), ', stock/StockClient.java"
    })
    void clientsUnderstandWhatTheRowsSend(String call, Path client) throws IOException {
        var sent = found("(?:" + call + ")\"([a-z-]+)\"|java\\.do\\(\"([a-z-]+)\"", ROWS);

        assertThat(sent).contains("download", "list", "start");
        assertThat(found(UNDERSTOOD, SOURCES.resolve(client))).isEqualTo(sent);
    }

    private static Set<String> found(String pattern, Path file) throws IOException {
        var words = new TreeSet<String>();
        Pattern.compile(pattern)
                .matcher(Files.readString(file))
                .results()
                .forEach(match -> words.add(match.group(1) == null ? match.group(2) : match.group(1)));
        return words;
    }
}
