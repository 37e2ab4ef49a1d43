package io.github.ftplab.internal.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code kernel/}: the tests of the Python code, which are written in Python, and the packaging of the kernel. */
@Timeout(900)
class KernelPackageIT {

    private static final Duration LIMIT = Duration.ofMinutes(14);

    @TempDir
    private Path directory;

    @Test
    void pythonTestsPass() {
        var tests = Programs.command(Programs.python(), "-m", "unittest", "discover", "kernel/tests")
                .environment("FTPLAB_REQUIRE_ALL", "all".equals(System.getProperty("ftplab.require")) ? "1" : "")
                .limit(LIMIT)
                .run()
                .ok();

        assertThat(tests.err()).containsPattern("Ran \\d+ tests");
    }

    @Test
    void tutorialRunsOnPlainJJava() {
        var notebook = Path.of("notebooks/01-ftp-tutorial.ipynb");
        assertThat(Files.exists(notebook)).isTrue();

        var run = Programs.command(Programs.python(), "kernel/lab.py", "--kernel", "java", "--execute", notebook)
                .environment(
                        "JAVA_HOME",
                        Programs.java().resolve("../..").normalize().toString())
                .limit(LIMIT)
                .run()
                .ok();

        assertThat(run.out()).contains("221 Goodbye.");
    }

    /** The wheel is for users who have neither the sources nor Maven. Uninstalling it leaves nothing behind. */
    @Test
    void wheelRunsTheTutorialAndIsUninstalledCleanly() throws IOException {
        var venv = directory.resolve("venv");
        pip(Programs.python(), "wheel", "--quiet", "--no-deps", "--wheel-dir", directory, copy(directory));
        Programs.command(Programs.python(), "-m", "venv", venv)
                .limit(LIMIT)
                .run()
                .ok();
        var python = venv.resolve("bin/python");
        Path wheel;
        try (var files = Files.newDirectoryStream(directory, "*.whl")) {
            wheel = files.iterator().next();
        }
        pip(python, "install", "--quiet", wheel, "nbclient", "-c", "kernel/constraints.txt");
        Files.copy(Path.of("notebooks/01-ftp-tutorial.ipynb"), directory.resolve("tutorial.ipynb"));

        alone(directory, python, "-m", "ftplab_kernel", "install");
        alone(directory, python, "-m", "ftplab_kernel", "install", "--name", "ftplab-2");
        alone(directory, venv.resolve("bin/jupyter-execute"), "--inplace", "tutorial.ipynb");

        assertThat(Notebook.read(directory.resolve("tutorial.ipynb")).output("dir"))
                .endsWith("221 Goodbye.");
        assertThat(Files.readString(venv.resolve("share/jupyter/kernels/ftplab/kernel.json")))
                .doesNotContain(Path.of("").toAbsolutePath().toString());

        alone(directory, python, "-m", "ftplab_kernel", "uninstall");
        assertThat(venv.resolve("share/jupyter/kernels/ftplab-2/kernel.json")).exists();
        alone(directory, python, "-m", "ftplab_kernel", "uninstall", "--name", "ftplab-2");
        pip(python, "uninstall", "--quiet", "--yes", "ftplab-kernel");
        try (var left = Files.walk(venv)) {
            assertThat(left.map(path -> venv.relativize(path).toString())).noneMatch(path -> path.contains("ftplab"));
        }
    }

    /** Copies what the wheel is built from, beside the jar, as pip would leave a directory behind in the project. */
    private static Path copy(Path directory) throws IOException {
        var kernel = Files.createDirectories(directory.resolve("project/kernel"));
        var jar = Files.createDirectories(directory.resolve("project/target")).resolve("ftplab-all.jar");
        Files.copy(Programs.jar(), jar);
        var sources = Files.createDirectory(kernel.resolve("ftplab_kernel"));
        for (var name : List.of("pyproject.toml", "setup.py", "README.md")) {
            Files.copy(Path.of("kernel", name), kernel.resolve(name));
        }
        try (var files = Files.newDirectoryStream(Path.of("kernel/ftplab_kernel"), "*.*")) {
            for (var file : files) {
                Files.copy(file, sources.resolve(file.getFileName()));
            }
        }
        return kernel;
    }

    private static void pip(Path python, Object... arguments) {
        Programs.command(words(List.of(python, "-m", "pip", "--disable-pip-version-check", "--no-input"), arguments))
                .limit(LIMIT)
                .run()
                .ok();
    }

    /** Runs a program with only Java on the PATH. */
    private static void alone(Path directory, Object... words) {
        Programs.command(words)
                .in(directory)
                .environment("PATH", Programs.java().resolveSibling("").toString())
                .environment("JAVA_HOME", "")
                .environment("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + directory)
                .limit(LIMIT)
                .run()
                .ok();
    }

    private static Object[] words(List<?> first, Object... more) {
        return Stream.concat(first.stream(), Stream.of(more)).toArray();
    }
}
