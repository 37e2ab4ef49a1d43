package io.github.ftplab.internal.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.github.ftplab.FtpServer;
import io.github.ftplab.ServerEvent;
import io.github.ftplab.ServerLimits;
import io.github.ftplab.testing.Command;
import io.github.ftplab.testing.Programs;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rapaio.jupyter.kernel.display.spi.DisplayProvider;

/**
 * Java kernels as installed, to which a line in the notebook adds only the jar: all show the same. IJava is in no
 * package registry; {@link KernelLooksTest} tests the renderer that it is built on.
 */
@Timeout(300)
class KernelsIT {

    private static final String TEXT = Renderers.TEXT;
    private static final Set<String> TABLE = Set.of(Renderers.HTML, TEXT);
    private static final Duration LIMIT = Duration.ofMinutes(8);

    /** The code of a cell, and the MIME types of its value. */
    private static final Map<String, Set<String>> VALUES = new LinkedHashMap<>();

    static {
        VALUES.put("server", TABLE);
        VALUES.put("server.users()", TABLE);
        VALUES.put("ftp.list()", TABLE);
        VALUES.put("ftp.download(\"small.txt\", copies)", TABLE);
        VALUES.put("ftp.download(\"small.txt\", copies).plot()", TABLE);
        VALUES.put("ftp.uploadDirectory(copies, \"all\")", TABLE);
        VALUES.put("server.sessions()", TABLE);
        VALUES.put("ftp.transcript()", TABLE);
        VALUES.put("ftp.transcript().diagram()", TABLE);
        VALUES.put("ftp.quit()", TABLE);
        VALUES.put("server.log()", TABLE);
        VALUES.put("FtpServer.running()", TABLE);
    }

    private static final Map<Kernel, Notebook> EXECUTED = new ConcurrentHashMap<>();

    @TempDir
    private static Path directory;

    private enum Kernel {
        JJAVA_17,
        JJAVA_25,
        RAPAIO
    }

    @BeforeAll
    @Timeout(600) // the first one makes the virtual environment; the class's limit is for tests only
    static void makeEnvironment() throws IOException {
        PythonTests.makeEnvironment(directory);
    }

    @ParameterizedTest
    @EnumSource
    void everyKernelShowsTheSame(Kernel kernel) throws Exception {
        var executed = executed(kernel);
        var shown = new LinkedHashMap<String, Set<String>>();
        int number = 0;
        for (var value : VALUES.keySet()) {
            shown.put(value, executed.mimeTypes("value-" + number++));
        }

        assertThat(shown).isEqualTo(VALUES);
    }

    @ParameterizedTest
    @EnumSource
    void failureIsAMessageAndTheCallThatWasTyped(Kernel kernel) throws Exception {
        var trace = executed(kernel).trace("failure");

        assertThat(trace).contains("cannot delete missing.txt", "550 ");
        assertThat(trace).doesNotContain("io.github.ftplab.internal");
    }

    /** On rapaio, an interrupt makes the kernel unable to run more cells: see the README. */
    @ParameterizedTest
    @EnumSource(
            value = Kernel.class,
            names = {"JJAVA_17", "JJAVA_25"})
    void transferThatIsInterruptedLeavesTheNextCellWorking(Kernel kernel) throws Exception {
        assertThat(executed(kernel).trace("long")).contains("interrupted");
        assertThat(executed(kernel).output("after")).contains("downloaded small.txt");
    }

    /**
     * Rapaio ends no cell that was interrupted and runs no other, whatever the cell did; but the transfer ends, and with
     * it what holds the server.
     */
    @Test
    @Tag("full")
    void interruptOnRapaioEndsTheTransfer() throws Exception {
        var home = Files.createDirectory(directory.resolve("home"));
        Files.write(home.resolve("large.bin"), new byte[30_000_000]);
        var rate = ServerLimits.DEFAULT.rates(500_000, 500_000);
        try (var server =
                FtpServer.builder().port(0).anonymous(home).limits(rate).start()) {
            var notebook = withLibrary(Kernel.RAPAIO)
                    .withCell(
                            "client",
                            "var ftp = FtpClient.connect(\"127.0.0.1\", %d).anonymous();".formatted(server.port()))
                    .withCell(
                            "long", "ftp.download(\"large.bin\", Files.createTempDirectory(\"copies\"))", "interrupt");
            try (var kernel = command(Kernel.RAPAIO, notebook).start()) {
                kernel.awaitThat(
                        "end the transfer",
                        LIMIT,
                        () -> !server.events(ServerEvent.IncompleteDownload.class)
                                .isEmpty());
            }
        }
    }

    private static Notebook executed(Kernel kernel) throws Exception {
        var known = EXECUTED.get(kernel);
        if (known == null) {
            known = execute(kernel);
            EXECUTED.put(kernel, known);
        }
        return known;
    }

    private static Notebook execute(Kernel kernel) throws Exception {
        command(kernel, notebook(kernel)).run().ok();
        return Notebook.read(output(kernel));
    }

    private static Path output(Kernel kernel) {
        return directory.resolve("out").resolve(kernel.name() + ".ipynb");
    }

    /** {@return what runs a notebook in a kernel, and saves it as {@link #output}} */
    private static Command command(Kernel kernel, Notebook notebook) throws Exception {
        var spec = Files.createDirectories(
                directory.resolve("jupyter/kernels/" + kernel.name().toLowerCase(Locale.ROOT)));
        Files.writeString(spec.resolve("kernel.json"), new Gson().toJson(kernelSpec(kernel)));
        var file = directory.resolve(kernel.name() + ".ipynb");
        notebook.write(file);
        return Programs.command(
                        Programs.inVenv(Path.of(".venv"), "python"),
                        "src/test/python/in_kernel.py",
                        "--kernel",
                        spec.getFileName(),
                        "--timeout",
                        120,
                        "--output",
                        directory.resolve("out"),
                        file)
                .environment("JUPYTER_PATH", directory.resolve("jupyter").toString())
                .environment(
                        "JDK_JAVA_OPTIONS",
                        Programs.SHORT_LIVED + " -Djava.io.tmpdir=" + Files.createDirectories(directory.resolve("tmp")))
                .limit(LIMIT);
    }

    private static Notebook notebook(Kernel kernel) throws IOException {
        var notebook = withLibrary(kernel)
                .withSlowServer()
                .withCell("failure", "ftp.delete(\"missing.txt\")", "raises-exception");
        if (kernel != Kernel.RAPAIO) {
            notebook = notebook.withCell("long", "ftp.download(\"large.bin\", copies)", "raises-exception", "interrupt")
                    .withCell("after", "ftp.download(\"small.txt\", copies)");
        }
        int number = 0;
        for (var value : VALUES.keySet()) {
            notebook = notebook.withCell("value-" + number++, value);
        }
        return notebook.withCell("stop", "server.stop();");
    }

    private static Notebook withLibrary(Kernel kernel) throws IOException {
        var magic = kernel == Kernel.RAPAIO ? "%jars " : "%classpath ";
        return Notebook.empty()
                .withCell("library", magic + Programs.jar())
                .withCell("imports", "import io.github.ftplab.*;\nimport java.nio.file.*;");
    }

    private static JsonObject kernelSpec(Kernel kernel) throws URISyntaxException {
        var java = kernel == Kernel.JJAVA_25 ? Programs.java25() : Programs.java();
        var argv = new ArrayList<>(List.of(java.toString(), "-jar"));
        if (kernel == Kernel.RAPAIO) {
            // This dependency contains the kernel itself, with everything that it needs.
            argv.add(Path.of(DisplayProvider.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString());
        } else {
            var jjava = Path.of(".venv/share/jupyter/kernels/java").toAbsolutePath();
            argv.add(jjava.resolve("jjava-launcher.jar").toString());
            argv.add(jjava.resolve("jjava.jar").toString());
        }
        argv.add("{connection_file}");
        var json = new JsonObject();
        json.add("argv", new Gson().toJsonTree(argv));
        json.addProperty("display_name", kernel.name());
        json.addProperty("language", "java");
        json.addProperty("interrupt_mode", "message");
        if (kernel == Kernel.RAPAIO) {
            json.add(
                    "env",
                    new Gson()
                            .toJsonTree(Map.of(
                                    "RJK_MIMA_CACHE", directory.resolve("mima").toString())));
        }
        return json;
    }
}
