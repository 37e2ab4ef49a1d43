package io.github.ftplab.internal.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Programs;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code kernel/}: the packaging of the kernel, and the tutorial on a kernel that is not ours. */
@Timeout(900)
class KernelPackageIT {

    private static final Duration LIMIT = Duration.ofMinutes(14);

    @TempDir
    private Path directory;

    @Test
    void tutorialRunsOnPlainJJava() {
        var notebook = Path.of("notebooks/01-ftp-tutorial.ipynb");
        assertThat(Files.exists(notebook)).isTrue();

        var run = Programs.command(Programs.python(), "kernel/lab.py", "--kernel", "java", "--execute", notebook)
                .environment("JAVA_HOME", Programs.javaHome().toString())
                .limit(LIMIT)
                .run()
                .ok();

        assertThat(run.out()).contains("221 Goodbye.");
    }

    /** The wheel is for users who have neither the sources nor Maven. Uninstalling it leaves nothing behind. */
    @Test
    void wheelRunsTheTutorialAndIsUninstalledCleanly() throws IOException {
        var venv = directory.resolve("venv");
        Programs.command(Programs.python(), "-m", "venv", venv)
                .limit(LIMIT)
                .run()
                .ok();
        var python = Programs.inVenv(venv, "python");
        // From the source distribution, which has to be complete for that.
        pip(python, "install", "--quiet", "setuptools>=77");
        Programs.command(
                        python,
                        "-c",
                        "import sys; from setuptools import build_meta; build_meta.build_sdist(sys.argv[1])",
                        directory)
                .in(copy(directory))
                .limit(LIMIT)
                .run()
                .ok();
        var sdist = only(directory, "*.tar.gz");
        pip(python, "wheel", "--quiet", "--no-deps", "--wheel-dir", directory, sdist);
        var wheel = only(directory, "*.whl");
        pip(python, "install", "--quiet", wheel, "nbclient", "-c", "kernel/constraints.txt");
        Files.copy(Path.of("notebooks/01-ftp-tutorial.ipynb"), directory.resolve("tutorial.ipynb"));

        // Without any further step, the kernel is listed and starts.
        alone(directory, Programs.inVenv(venv, "jupyter-execute"), "--inplace", "tutorial.ipynb");
        assertThat(Notebook.read(directory.resolve("tutorial.ipynb")).output("dir"))
                .endsWith("221 Goodbye.");
        assertThat(Files.readString(venv.resolve("share/jupyter/kernels/ftplab/kernel.json")))
                .contains("\"python\"");
        assertThat(licences(venv)).containsExactly("LICENSE", "NOTICE");

        alone(directory, Programs.inVenv(venv, "ftplab-lab"), "--prepare", "lessons");
        assertThat(directory.resolve("lessons")).isDirectoryContaining("glob:**/01-ftp-tutorial.ipynb");
        var cache = OS.MAC.isCurrentOs() ? directory.resolve("Library/Caches") : directory.resolve("cache");
        if (!OS.WINDOWS.isCurrentOs()) { // where a JVM can't be told to write an archive
            assertThat(cache.resolve("ftplab")).isDirectoryRecursivelyContaining("glob:**/classes-*");
            assertThat(Files.readString(venv.resolve("share/jupyter/kernels/ftplab/kernel.json")))
                    .contains(cache.resolve("ftplab").toString());
        }
        assertThat(Files.readString(venv.resolve("share/jupyter/kernels/ftplab/kernel.json")))
                .doesNotContain("\"python\"");
        Files.copy(
                Path.of("notebooks/01-ftp-tutorial.ipynb"),
                directory.resolve("tutorial.ipynb"),
                StandardCopyOption.REPLACE_EXISTING);
        alone(directory, python, "-m", "ftplab_kernel", "install", "--name", "ftplab-2");
        alone(directory, Programs.inVenv(venv, "jupyter-execute"), "--inplace", "tutorial.ipynb");

        assertThat(Notebook.read(directory.resolve("tutorial.ipynb")).output("dir"))
                .endsWith("221 Goodbye.");
        assertThat(Files.readString(venv.resolve("share/jupyter/kernels/ftplab/kernel.json")))
                .doesNotContain(Path.of("").toAbsolutePath().toString());

        alone(directory, python, "-m", "ftplab_kernel", "uninstall");
        assertThat(cache).isEmptyDirectory();
        assertThat(venv.resolve("share/jupyter/kernels/ftplab-2/kernel.json")).exists();
        alone(directory, python, "-m", "ftplab_kernel", "uninstall", "--name", "ftplab-2");
        pip(python, "uninstall", "--quiet", "--yes", "ftplab-kernel");
        try (var left = Files.walk(venv)) {
            assertThat(left.map(path -> venv.relativize(path).toString())).noneMatch(path -> path.contains("ftplab"));
        }
    }

    private static Path only(Path directory, String pattern) throws IOException {
        try (var files = Files.newDirectoryStream(directory, pattern)) {
            return files.iterator().next();
        }
    }

    private static List<String> licences(Path venv) throws IOException {
        try (var files = Files.walk(venv)) {
            return files.filter(file -> file.toString()
                            .replace(File.separatorChar, '/')
                            .matches(".*/ftplab_kernel-[^/]*/licenses/[^/]*"))
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    /** Copies what the wheel is built from, beside the jar, as pip would leave a directory behind in the project. */
    private static Path copy(Path directory) throws IOException {
        var kernel = Files.createDirectories(directory.resolve("project/kernel"));
        var jar = Files.createDirectories(directory.resolve("project/target")).resolve("ftplab-all.jar");
        Files.copy(Programs.jar(), jar);
        var sources = Files.createDirectory(kernel.resolve("ftplab_kernel"));
        Files.createDirectory(kernel.resolve("kernelspec"));
        for (var name :
                List.of("pyproject.toml", "setup.py", "README.md", "LICENSE", "NOTICE", "kernelspec/kernel.json")) {
            Files.copy(Path.of("kernel", name), kernel.resolve(name));
        }
        var lessons = Files.createDirectories(directory.resolve("project/notebooks"));
        try (var notebooks = Files.newDirectoryStream(Path.of("notebooks"), "*.ipynb")) {
            for (var notebook : notebooks) {
                Files.copy(notebook, lessons.resolve(notebook.getFileName()));
            }
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

    /** Runs a program with only Java on the PATH, and with a home and a cache directory of its own. */
    private static void alone(Path directory, Object... words) {
        Programs.command(words)
                .in(directory)
                .environment("PATH", Programs.java().resolveSibling("").toString())
                .environment("JAVA_HOME", "")
                .environment("HOME", directory.toString())
                .environment("XDG_CACHE_HOME", directory.resolve("cache").toString())
                .environment("LOCALAPPDATA", directory.resolve("cache").toString())
                .environment("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + directory)
                .limit(LIMIT)
                .run()
                .ok();
    }

    private static Object[] words(List<?> first, Object... more) {
        return Stream.concat(first.stream(), Stream.of(more)).toArray();
    }
}
