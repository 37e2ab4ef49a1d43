package io.github.ftplab.internal.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.ftplab.testing.Alone;
import io.github.ftplab.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code notebooks/01-ftp-tutorial.ipynb} on a real kernel, started as the README says. */
@Timeout(600)
class TutorialNotebookIT {

    private static final Path NOTEBOOKS = Path.of("notebooks");
    private static final Path NOTEBOOK = NOTEBOOKS.resolve("01-ftp-tutorial.ipynb");
    private static final Duration LIMIT = Duration.ofMinutes(8);

    @TempDir
    private static Path directory;

    private static List<String> namesBefore = List.of();
    private static Notebook executed = new Notebook(new JsonObject());

    @BeforeAll
    @Timeout(600) // the first one makes the virtual environment; the class's limit is for tests only
    static void executeOnce() throws IOException {
        namesBefore = names(NOTEBOOKS);
        executed = execute(NOTEBOOK, Programs.java());
    }

    @Test
    void savedOutputsAreWhatItPrints() throws IOException {
        assertThat(executed.outputsWithoutWhatVaries())
                .isEqualTo(Notebook.read(NOTEBOOK).outputsWithoutWhatVaries());
    }

    @Test
    void showsWhatTheTutorialPromises() {
        assertThat(executed.output("server").lines())
                .filteredOn(line -> !line.startsWith("[W"))
                .hasSize(4)
                .allMatch(line -> line.matches("\\[I \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d] .*"))
                .anyMatch(line -> line.matches(".*>>> starting FTP server on 127\\.0\\.0\\.1:\\d+, pid=\\d+ <<<"));
        assertThat(executed.output("dir")).containsPattern("(?m)^- -rw\\S+ +1 .* 6 .* example\\.txt$");
        assertThat(executed.output("dir")).endsWith("221 Goodbye.");
        assertThat(executed.output("download"))
                .contains("downloaded example.txt")
                .endsWith("221 Goodbye.");
        assertThat(executed.output("upload")).contains("uploaded ", "exampleFile.txt");
        assertThat(executed.output("upload-missing")).contains("there is no such file", "nothing was sent");
        assertThat(executed.output("refused")).contains("550", "'d'");
        assertThat(executed.output("stop")).isEqualTo("[]");
    }

    @Test
    void writesNothingBesideItself() throws IOException {
        assertThat(names(NOTEBOOKS)).isEqualTo(namesBefore);
    }

    /**
     * Users run cells twice, and not from top to bottom. The cell that starts the server comes first, and the one that
     * stops it last.
     */
    @Test
    void runsTwiceInOneKernelAndInAnyOrder() throws IOException {
        var notebook = Notebook.read(NOTEBOOK);
        var order = new ArrayList<>(notebook.codeCells());
        order.addAll(notebook.codeCells());
        var random = new Random(959);
        for (int round = 0; round < 4; round++) {
            var inner = new ArrayList<>(notebook.codeCells());
            inner.removeAll(List.of("server", "stop"));
            Collections.shuffle(inner, random);
            order.add("server");
            order.addAll(inner);
            order.add("stop");
        }
        var all = directory.resolve("any-order.ipynb");
        notebook.reordered(order).write(all);

        assertThat(execute(all, Programs.java()).codeCells()).hasSameSizeAs(order);
    }

    @Test
    void serverCellRunThreeTimesLeavesOneServer() throws IOException {
        var notebook = Notebook.read(NOTEBOOK);
        var three = directory.resolve("three.ipynb");
        notebook.reordered(List.of("server", "server", "server"))
                .withCell("running", "FtpServer.running().size()")
                .write(three);

        var result = execute(three, Programs.java());

        assertThat(result.output("running")).isEqualTo("1");
        assertThat(result.output("server-2")).contains("replacing", ">>> starting FTP server on");
    }

    @ParameterizedTest
    @ValueSource(strings = {"02-on-the-wire.ipynb", "03-stop-and-look.ipynb"})
    void laterNotebooksRunTwiceInOneKernel(String name) throws IOException {
        if (name.startsWith("03")) {
            Programs.find("curl");
        }
        var notebook = Notebook.read(NOTEBOOKS.resolve(name));
        var order = new ArrayList<>(notebook.codeCells());
        order.addAll(notebook.codeCells());
        var twice = directory.resolve("twice-" + name);
        notebook.reordered(order).write(twice);

        var result = execute(twice, Programs.java());

        assertThat(result.codeCells()).hasSameSizeAs(order);
        assertThat(result.reordered(notebook.codeCells()).outputsWithoutWhatVaries())
                .as("saved outputs")
                .isEqualTo(notebook.outputsWithoutWhatVaries());
        assertThat(result.mimeTypes()).containsExactlyInAnyOrder("text/html", "text/plain");
    }

    @Test
    void curlPrintsWhatANotebookAnswersInTheServersPlace() throws IOException {
        var lesson = Notebook.read(NOTEBOOKS.resolve("03-stop-and-look.ipynb"));

        assertThat(lesson.output("curl").lines().map(String::strip))
                .contains("> RETR example.txt", "< 150 Hello from the notebook! Here comes your file.");
        assertThat(lesson.output("both")).contains("injected", "150 Hello from the notebook!");
        assertThat(lesson.output("server-end")).contains("injected", "451 The disk is broken.");
        assertThat(lesson.output("client-end"))
                .contains("451 The disk is broken.")
                .doesNotContain("injected");
    }

    /** Runs alone, as lab.py reinstalls the kernel for another JDK in the environment that all tests share. */
    @Alone
    @Test
    void runsOnJdk25() throws IOException {
        var result = execute(NOTEBOOK, Programs.java25());

        assertThat(result.output("dir")).contains("example.txt").endsWith("221 Goodbye.");
        assertThat(result.output("stop")).isEqualTo("[]");
    }

    /** Runs a notebook as in the README, except for the temporary directory, so that nothing is left. */
    private static Notebook execute(Path notebook, Path java) throws IOException {
        var temporary = Files.createDirectories(directory.resolve("tmp"));
        var out = directory.resolve("out");
        Programs.command(Programs.python(), "kernel/lab.py", "--execute", notebook, "--output", out)
                .environment("JAVA_HOME", java.resolve("../..").normalize().toString())
                .environment("JDK_JAVA_OPTIONS", Programs.SHORT_LIVED + " -Djava.io.tmpdir=" + temporary)
                .limit(LIMIT)
                .run()
                .ok();
        return Notebook.read(out.resolve(notebook.getFileName()));
    }

    private static List<String> names(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
