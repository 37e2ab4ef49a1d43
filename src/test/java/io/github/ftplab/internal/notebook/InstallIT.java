package io.github.ftplab.internal.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.github.ftplab.testing.Command;
import io.github.ftplab.testing.Dockerfile;
import io.github.ftplab.testing.FileTree;
import io.github.ftplab.testing.Programs;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Installation without a clone, and the steps of the containers, each in a fresh Python environment with JupyterLab.
 * {@link KernelPackageIT} has what needs no JupyterLab.
 */
@Tag("full")
@Timeout(1200)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the steps of containers are for a POSIX shell")
class InstallIT {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    @TempDir
    Path directory;

    private Path venv;
    private Path sources;

    @BeforeEach
    @Timeout(300)
    void makeEnvironmentAndCopy() throws IOException {
        sources = directory.resolve("sources");
        for (var name : List.of(
                ".binder",
                ".dockerignore",
                ".mvn",
                "Dockerfile",
                "LICENSE",
                "NOTICE",
                "kernel",
                "notebooks",
                "pom.xml",
                "src/main")) {
            FileTree.copy(Path.of(name), sources.resolve(name));
        }
        venv = directory.resolve("venv");
        Programs.command(Programs.python(), "-m", "venv", venv)
                .limit(LIMIT)
                .run()
                .ok();
    }

    @Test
    void wheelAndJupyterLabAreEnoughForTheLessons() throws IOException {
        Files.createDirectories(sources.resolve("target"));
        Files.copy(Programs.jar(), sources.resolve("target/ftplab-all.jar"));
        var home = Files.createDirectory(directory.resolve("home"));
        in(home, "pip", "install", "--quiet", "../sources/kernel[lab]", "-c", "../sources/kernel/constraints.txt");
        FileTree.delete(sources);

        assertThat(in(home, "jupyter", "kernelspec", "list").out()).contains("ftplab ");
        in(home, "ftplab-lab", "--prepare");
        runLessons(home, home.resolve("ftplab-lessons"));
        startLab(command(home, "ftplab-lab", "--", "--no-browser", "--allow-root", "--port=0"));

        in(home, "python", "-m", "ftplab_kernel", "uninstall");
        in(home, "pip", "uninstall", "--quiet", "--yes", "ftplab-kernel");
        try (var left = Files.walk(directory)) {
            assertThat(left.map(path -> directory.relativize(path).toString()))
                    .as("what has our name, but for the lessons")
                    .filteredOn(path -> path.contains("ftplab"))
                    .allMatch(path -> path.startsWith("home/ftplab-lessons"));
        }
    }

    /** The development container runs Binder's script; both have the same JupyterLab. */
    @Test
    void stepsOfTheDevelopmentContainerAndOfBinderInstallTheKernel() throws IOException {
        var container = JsonParser.parseString(Files.readString(Path.of(".devcontainer/devcontainer.json")))
                .getAsJsonObject();
        var step = container.get("postCreateCommand").getAsString();
        var lab = Files.readString(Path.of(".binder/requirements.txt")).strip();
        assertThat(step).isEqualTo("pip install --quiet '" + lab + "' && .binder/postBuild");

        in(sources, "sh", "-c", step);

        runLessons(sources, sources.resolve("notebooks"));
        startLab(command(sources, "jupyter", "lab", "--no-browser", "--allow-root", "--port=0"));
    }

    /** All but the installation of Debian's packages and of a user. */
    @Test
    void stepsOfTheDockerfileInstallTheKernel() throws IOException {
        var docker = new Dockerfile(sources, directory.resolve("image"), venv.resolve("bin"));

        docker.build(step -> step.startsWith("apt-get ") || step.startsWith("useradd "));

        assertThat(docker.leftOut()).hasSize(2);
        runLessons(docker.here(), docker.here().resolve("ftplab-lessons"));
        assertThat(docker.command()).containsExactly("ftplab-lab", "--", "--ip=0.0.0.0", "--no-browser");
        // On this machine only, and on any port.
        var words = new ArrayList<>(docker.command());
        words.set(0, venv.resolve("bin/ftplab-lab").toString());
        words.set(2, "--ip=127.0.0.1");
        words.addAll(List.of("--port=0", "--allow-root"));
        startLab(docker.command(words.toArray()));
    }

    /** Runs all lessons, as {@code jupyter execute} does, each from top to bottom. */
    private void runLessons(Path home, Path lessons) throws IOException {
        try (var all = Files.newDirectoryStream(lessons, "*.ipynb")) {
            for (var lesson : all) {
                command(lessons, "jupyter", "execute", "--inplace", lesson.getFileName())
                        .environment("HOME", home.toString())
                        .environment("XDG_CACHE_HOME", home.resolve(".cache").toString())
                        .run()
                        .ok();
            }
        }
        assertThat(Notebook.read(lessons.resolve("01-ftp-tutorial.ipynb")).output("dir"))
                .endsWith("221 Goodbye.");
    }

    /** Starts JupyterLab and ends it again. */
    private static void startLab(Command command) {
        try (var lab = command.start()) {
            lab.awaitOutput("/lab?token=");
        }
    }

    private Command.Result in(Path home, Object... words) {
        return command(home, words).run().ok();
    }

    /** {@return a command with the environment first on the PATH, in a home directory of its own} */
    private Command command(Path home, Object... words) {
        var program = Programs.inVenv(venv, words[0].toString());
        var first = Files.isExecutable(program) ? program : words[0];
        return Programs.command(Stream.concat(Stream.of(first), Stream.of(words).skip(1))
                        .toArray())
                .in(home)
                .environment("PATH", program.getParent() + File.pathSeparator + System.getenv("PATH"))
                .environment("JAVA_HOME", Programs.javaHome().toString())
                .environment("HOME", home.toString())
                .environment("XDG_CACHE_HOME", home.resolve(".cache").toString())
                .limit(LIMIT);
    }
}
