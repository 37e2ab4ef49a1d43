package io.github.ftplab.internal.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.ftplab.testing.Programs;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The notebooks in JupyterLab, as {@code lab.py} opens it, in Chromium: run by clicks, in a light and in a dark theme.
 * Saves screenshots to {@code target/screenshots}.
 */
@Timeout(300)
class BrowserIT {

    private static final Path SCREENSHOTS = Path.of("target/screenshots");
    private static final Duration LIMIT = Duration.ofMinutes(8);

    @TempDir
    private static Path directory;

    private static JsonObject seen = new JsonObject();

    @BeforeAll
    @Timeout(600) // the first one makes the virtual environment; the class's limit is for tests only
    static void look() throws IOException {
        var chromium = Programs.find("chromium");
        var python = Programs.python("playwright");
        var notebooks = Files.createDirectory(directory.resolve("notebooks"));
        for (var name : List.of("01-ftp-tutorial.ipynb", "02-on-the-wire.ipynb")) {
            Files.copy(Path.of("notebooks", name), notebooks.resolve(name));
        }
        Files.copy(Path.of("notebooks/02-on-the-wire.ipynb"), notebooks.resolve("saved.ipynb"));
        interrupted().write(notebooks.resolve("interrupted.ipynb"));
        // By default, JupyterLab lays out only the visible cells.
        var settings =
                Files.createDirectories(directory.resolve("config/lab/user-settings/@jupyterlab/notebook-extension"));
        Files.writeString(settings.resolve("tracker.jupyterlab-settings"), "{\"windowingMode\": \"none\"}");
        var lab = Programs.command(
                        Programs.python(), "kernel/lab.py", notebooks.resolve("interrupted.ipynb"), "--no-browser")
                .environment(
                        "JAVA_HOME",
                        Programs.java().resolve("../..").normalize().toString())
                .environment("JUPYTER_CONFIG_DIR", directory.resolve("config").toString())
                .environment("JUPYTER_DATA_DIR", directory.resolve("data").toString())
                .environment("JUPYTER_RUNTIME_DIR", directory.resolve("runtime").toString())
                .environment("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + Files.createDirectory(directory.resolve("tmp")))
                .limit(LIMIT);
        try (var running = lab.start().awaitOutput("//127.0.0.1:")) {
            export(notebooks.resolve("saved.ipynb"));
            var address = running.awaitOutput("\n").output().replaceAll("(?s).*(http://127\\S+token=\\S+).*", "$1");
            var told = Programs.command(
                            python, "src/test/python/lab_in_browser.py", chromium, address, notebooks, SCREENSHOTS)
                    .limit(LIMIT)
                    .run()
                    .ok();
            seen = JsonParser.parseString(told.out()).getAsJsonObject();
        }
    }

    private static void export(Path notebook) {
        var python = Path.of(".venv", File.separatorChar == '\\' ? "Scripts/python.exe" : "bin/python");
        Programs.command(python, "-m", "jupyter", "nbconvert", "--to", "html", notebook)
                .limit(LIMIT)
                .run()
                .ok();
    }

    /** A notebook with a transfer that takes a minute unless it is stopped. */
    private static Notebook interrupted() throws IOException {
        return Notebook.empty()
                .withSlowServer()
                .withCell("long", "ftp.download(\"large.bin\", copies)")
                .withCell("next", "ftp.download(\"small.txt\", copies)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void listingIsATableThatIsSortedByAClick(String theme) {
        var wire = wire(theme);

        assertThat(strings(wire, "listing")).containsExactly("example.txt", "large.bin", "pub/");
        var sorted = wire.getAsJsonArray("sorted");
        var expected = List.of(
                List.of("Size", "ascending", List.of("pub/", "example.txt", "large.bin")),
                List.of("Size", "descending", List.of("large.bin", "example.txt", "pub/")),
                List.of("Name", "ascending", List.of("example.txt", "large.bin", "pub/")));
        for (int i = 0; i < expected.size(); i++) {
            var click = sorted.get(i).getAsJsonObject();
            assertThat(List.of(text(click, "column"), text(click, "order"), strings(click, "names")))
                    .isEqualTo(expected.get(i));
            assertThat(click.get("told").getAsInt()).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void diagramsAndPlotAreDrawn(String theme) {
        for (var diagram : wire(theme).getAsJsonObject("diagrams").entrySet()) {
            var picture = diagram.getValue().getAsJsonObject();
            assertThat(picture.get("drawn").getAsBoolean()).as(diagram.getKey()).isTrue();
            assertThat(picture.get("width").getAsDouble()).isGreaterThan(300);
            assertThat(picture.get("height").getAsDouble()).isGreaterThan(300);
        }
        assertThat(numbers(wire(theme), "plot"))
                .allMatch(length -> length > 150)
                .hasSize(2);
    }

    /** JupyterLab removes style and SVG from outputs that it does not trust. */
    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void untrustedNotebookShowsReadableTables(String theme) {
        var untrusted = theme(theme).getAsJsonObject("untrusted");

        assertThat(untrusted.get("rows").getAsInt()).isGreaterThan(20);
        assertThat(text(untrusted, "diagram")).containsPattern("PASV *▶").containsPattern("◀ *227 ");
        assertThat(text(untrusted, "plot")).contains("large.bin (2)", "MB/s").containsPattern("[▁▂▃▄▅▆▇█]{20}");
    }

    @Test
    void exportedPageShowsThePicturesWithoutANetwork() {
        var exported = seen.getAsJsonObject("exported");

        assertThat(exported.get("rows").getAsInt()).isGreaterThan(20);
        assertThat(exported.get("lines").getAsInt()).isEqualTo(2);
        assertThat(strings(exported, "wide")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void newestIsInSight(String theme) {
        assertThat(elements(wire(theme).getAsJsonArray("ends"))).hasSize(3).allMatch(JsonElement::getAsBoolean);
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void barMovesWhileTheCellRunsAndEnds(String theme) {
        var limited = numbers(wire(theme), "bars");

        assertThat(limited.stream().filter(value -> value > 0).distinct().count())
                .isGreaterThan(4);
        assertThat(text(wire(theme), "bar")).contains("large.bin", "done");
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void logHidesWhatIsUsualAndFindsText(String theme) {
        var rows = numbers(wire(theme), "log");

        assertThat(rows.get(0)).isGreaterThan(20);
        assertThat(rows.get(1)).as("lines that matter").isBetween(2.0, 5.0);
        assertThat(rows.get(2)).as("lines with STOR").isCloseTo(6, within(0.0));
        assertThat(rows.get(3)).as("all again").isEqualTo(rows.get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void tutorialShowsWhatItPromises(String theme) {
        var shown = theme(theme).getAsJsonObject("tutorial").getAsJsonObject("shown");

        assertThat(text(shown, "look")).contains("running", "Who may do what", "anonymous");
        assertThat(text(shown, "dir")).contains("- -rw", "example.txt", "221 Goodbye.");
        assertThat(text(shown, "upload-missing")).contains("there is no such file; nothing was sent");
        assertThat(text(shown, "refused")).contains("550", "'d'");
        assertThat(text(shown, "log")).contains("Server log", "RETR /example.txt");
        assertThat(text(shown, "stop")).contains("[]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void errorIsAMessageAndTheCallThatWasTyped(String theme) {
        var shown = theme(theme).getAsJsonObject("tutorial").getAsJsonObject("shown");

        for (var name : List.of("upload-missing", "refused")) {
            assertThat(text(shown, name).lines().filter(line -> line.startsWith("\tat ")))
                    .hasSize(2);
        }
    }

    /** WCAG 2.2, level AA. */
    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void textStandsOutFromWhatIsBehindIt(String theme) {
        for (var notebook : List.of("wire", "tutorial", "untrusted")) {
            assertTextStandsOut(theme(theme).getAsJsonObject(notebook));
        }
    }

    @Test
    void outputsFollowAChangeOfTheTheme() {
        assertTextStandsOut(seen.getAsJsonObject("changed"));
    }

    private static void assertTextStandsOut(JsonObject measured) {
        assertThat(measured.get("texts").getAsInt()).isGreaterThan(100);
        for (var worst : measured.getAsJsonArray("contrasts")) {
            var pair = worst.getAsJsonArray();
            assertThat(pair.get(0).getAsDouble()).as(pair.get(1).getAsString()).isGreaterThan(4.5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void nothingIsWiderThanItsPlace(String theme) {
        for (var notebook : List.of("wire", "tutorial", "untrusted")) {
            assertThat(strings(theme(theme).getAsJsonObject(notebook), "wide")).isEmpty();
        }
    }

    @Test
    void transferThatIsInterruptedLeavesTheNextCellWorking() {
        var interrupted = seen.getAsJsonObject("interrupted");

        assertThat(numbers(interrupted, "bars")).allMatch(value -> value < 60_000_000);
        assertThat(text(interrupted, "stopped")).contains("failed");
        assertThat(text(interrupted, "next")).contains("small.txt", "6 bytes", "whole");
    }

    @Test
    void helpMenuHasTheLinksOfTheKernel() {
        assertThat(strings(seen, "help"))
                .contains("FTP (RFC 959)", "FTP over TLS (RFC 4217)", "Apache Commons Net", "Apache FtpServer")
                .contains("JJava homepage")
                .anyMatch(text -> text.matches("Java \\d+ API"));
    }

    @Test
    void nothingIsLoadedFromElsewhereAndNothingIsComplainedAbout() {
        assertThat(strings(seen, "elsewhere")).isEmpty();
        assertThat(strings(seen, "complaints")).isEmpty();
    }

    private static JsonObject theme(String theme) {
        return seen.getAsJsonObject(theme);
    }

    private static JsonObject wire(String theme) {
        return theme(theme).getAsJsonObject("wire");
    }

    private static String text(JsonObject of, String name) {
        return of.get(name).getAsString();
    }

    private static List<String> strings(JsonObject of, String name) {
        return elements(of.getAsJsonArray(name)).stream()
                .map(JsonElement::getAsString)
                .toList();
    }

    private static List<Double> numbers(JsonObject of, String name) {
        return elements(of.getAsJsonArray(name)).stream()
                .map(JsonElement::getAsDouble)
                .toList();
    }

    private static List<JsonElement> elements(JsonArray array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
