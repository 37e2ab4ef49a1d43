package io.github.ftplab.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Programs;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The extension in a project of its own, whose sources are the examples of the pages: see {@link ProjectPagesTest}. */
@Timeout(120)
class FtpExtensionIT {

    private static final Path LIBRARIES = Path.of("target/older");
    private static final String OLDEST = "junit-platform-console-standalone-1.10.5.jar";
    private static final Path PROJECT = Path.of("src/test/projects/junit/src/test");
    private static final Path SOURCES = Path.of("src/main/java/io/github/ftplab/junit");
    private static final Path CLASSES = Path.of("target/classes/io/github/ftplab/junit");

    @TempDir
    Path directory;

    /** With the thin jar and its dependencies on the oldest version of JUnit, with the jar that has all on the newest. */
    @ParameterizedTest
    @CsvSource({OLDEST + ", false", "junit-platform-console-standalone-6.1.3.jar, true"})
    void projectsTestsPassAndTheFailingOneHasItsReport(String junit, boolean isShaded) throws IOException {
        var path = new ArrayList<Path>();
        path.add(isShaded ? Programs.jar() : Path.of(System.getProperty("ftplab.thinJar")));
        path.addAll(ofThisJvm("ftpserver-core", "ftplet-api", "mina-core", "commons-net", "commons-io", "slf4j"));
        path.addAll(isShaded ? List.of() : ofThisJvm("bcpkix", "bcprov", "bcutil"));
        path.addAll(ofThisJvm("MockFtpServer"));
        path.add(library(junit));
        compile(PROJECT.resolve("java"), path);
        var run = Programs.command(
                        Programs.java(),
                        Programs.SHORT_LIVED,
                        "-Duser.timezone=Asia/Tokyo",
                        "-Djava.io.tmpdir=" + Files.createDirectory(directory.resolve("tmp")),
                        "-cp",
                        text(path) + File.pathSeparator + PROJECT.resolve("resources"),
                        "org.junit.platform.console.ConsoleLauncher",
                        "execute",
                        "--scan-classpath=" + classes(),
                        "--class-path=" + classes(),
                        "--disable-banner",
                        "--disable-ansi-colors",
                        "--details=summary")
                .limit(Duration.ofSeconds(100))
                .run();

        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines().map(String::strip))
                .as(run::toString)
                .contains("[        31 tests successful      ]", "[         1 tests failed          ]")
                .contains("JUnit Jupiter:FailingTest:ordersAreRead()")
                .anyMatch(line -> line.startsWith(
                        "Suppressed: io.github.ftplab.junit.ServerReport: what clients and FtpServer ftp://127.0.0.1:"))
                .anyMatch(line -> line.endsWith("> PASS ****"))
                .anyMatch(line -> line.endsWith("> RETR orders.csv"))
                .anyMatch(line -> line.contains("< 550 "));
        assertThat(directory.resolve("tmp")).isEmptyDirectory();
    }

    /** The build has one version of JUnit, the newest; the code is the same as when compiled against the oldest. */
    @Test
    void codeIsThatForTheOldestVersion() throws IOException {
        var path = new ArrayList<>(ofThisJvm("jspecify"));
        path.add(Path.of("target/classes"));
        path.add(library(OLDEST));
        compile(SOURCES, path);

        try (var built = Files.list(CLASSES)) {
            assertThat(built.toList())
                    .hasSizeGreaterThan(5)
                    .allSatisfy(file -> assertThat(code(file))
                            .contains("Compiled from")
                            .isEqualTo(code(
                                    classes().resolve("io/github/ftplab/junit").resolve(file.getFileName()))));
        }
    }

    /** {@return the members and instructions of a class, with what they refer to} */
    private static String code(Path file) {
        var out = new StringWriter();
        var printer = new PrintWriter(out);
        java.util.spi.ToolProvider.findFirst("javap").orElseThrow().run(printer, printer, "-p", "-c", file.toString());
        return out.toString();
    }

    private Path classes() {
        return directory.resolve("classes");
    }

    private void compile(Path sources, List<Path> classPath) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null);
                var found = Files.walk(sources)) {
            var java = found.filter(file -> file.toString().endsWith(".java")).toList();
            var options = List.of(
                    "--release",
                    "17",
                    "-parameters",
                    "-proc:none",
                    "-XDstringConcat=inline",
                    "-g",
                    "-d",
                    classes().toString(),
                    "-cp",
                    text(classPath));
            assertThat(compiler.getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(java))
                            .call())
                    .isTrue();
        }
    }

    private static String text(List<Path> path) {
        return String.join(File.pathSeparator, path.stream().map(Path::toString).toList());
    }

    private static Path library(String name) {
        var file = LIBRARIES.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw Programs.missing("no " + file + "; mvn verify puts it there");
        }
        return file;
    }

    /** {@return the entries of this JVM's class path whose file names begin with one of these} */
    private static List<Path> ofThisJvm(String... names) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(entry -> Stream.of(names)
                        .anyMatch(name -> entry.getFileName().toString().startsWith(name + "-")))
                .toList();
    }
}
