package io.github.ftplab.internal.cli;

import static java.util.Objects.requireNonNull;

import io.github.ftplab.internal.notebook.code.JShellSources;
import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.tool.JavaShellToolBuilder;

/**
 * JShell's own tool, run in this JVM with the library on the snippets' class path.
 *
 * <p>The snippets run in a second JVM, JShell's default. That costs about half a second, but Ctrl-C ends a snippet,
 * {@code System.exit} does not end the shell, {@code /reset} stops the servers, and shutdown hooks run.
 *
 * <p>JShell is configured by files only: a startup file, which it reads again after {@code /reset}, and files to load.
 * {@code feedback.jsh} is loaded. It defines a feedback mode like JShell's "normal", but without a welcome, without
 * empty lines around the prompt, and with long listings in full. It can't be derived from "normal", as JShell defines
 * its own modes after it loads files.
 */
final class JShellSession implements AutoCloseable {

    private static final String IMPORTS = "import io.github.ftplab.*;\nimport java.time.*;\n";

    private static final String EXIT = "/exit\n";

    /** Of the JDK, which tells at the first start that it has made a directory for JShell's history. */
    private static final Logger PREFERENCES = Logger.getLogger("java.util.prefs");

    private final JavaShellToolBuilder tool;
    private final Path directory;

    private JShellSession(JavaShellToolBuilder tool) throws IOException {
        this.tool = tool;
        directory = Files.createTempDirectory("ftplab-jshell");
    }

    /** Runs JShell at a terminal, with line editing and the user's history. */
    static int interact() throws Exception {
        PREFERENCES.setLevel(Level.WARNING);
        return converse(JavaShellToolBuilder.builder());
    }

    /** Runs lines from a stream, echoed as if they were typed. The user's JShell settings are ignored. */
    static int pipe(InputStream lines) throws Exception {
        // Not System.in itself: JShell would treat it as a terminal, and echo differently on each JDK.
        return converse(withoutPreferences().in(new BufferedInputStream(lines), null));
    }

    /** Runs the lines of a file, which can read standard input. */
    static int run(Path script) throws Exception {
        var tool = withoutPreferences().in(InputStream.nullInputStream(), System.in);
        try (var session = new JShellSession(tool)) {
            return session.start(script.toString(), session.file("exit.jsh", EXIT));
        }
    }

    private static int converse(JavaShellToolBuilder tool) throws Exception {
        try (var session = new JShellSession(tool)) {
            return session.start("--feedback", "ftplab", session.file("feedback.jsh", feedback()));
        }
    }

    private static JavaShellToolBuilder withoutPreferences() {
        return JavaShellToolBuilder.builder().persistence(new HashMap<>());
    }

    private int start(String... more) throws Exception {
        var imports = file("imports.jsh", IMPORTS);
        var options = Stream.of("--class-path", classPath(), "--startup", "DEFAULT", "--startup", imports);
        // The snippets' JVM writes to pipes, so it can't detect a terminal for the progress bar itself.
        var watched = Terminal.console().stream().flatMap(console -> Terminal.properties(System.getenv("TERM")));
        JShellSources.offer();
        return tool.start(Stream.of(options, watched, symbols(), Stream.of(more))
                .flatMap(words -> words)
                .toArray(String[]::new));
    }

    /** Writes symbols in ASCII if the output lacks them; {@return the options for the snippets' JVM} */
    private Stream<String> symbols() {
        var charset = Terminal.charset();
        if (AsciiSymbols.areNotNeeded(charset)) {
            return Stream.empty();
        }
        tool.out(AsciiSymbols.before(System.out, charset));
        tool.err(AsciiSymbols.before(System.err, charset));
        // JDK 17 would write question marks for what the system's character set lacks; later JDKs write UTF-8.
        return Stream.of("-R-Dfile.encoding=UTF-8");
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private static String feedback() throws IOException {
        try (var lines = JShellSession.class.getResourceAsStream("feedback.jsh")) {
            return new String(requireNonNull(lines, "feedback.jsh").readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        try (var files = Files.list(directory)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    /** {@return this JVM's class path: the all-in-one jar or, in a build, classes and dependencies} */
    private static String classPath() throws IOException {
        var given = System.getProperty("java.class.path", "");
        return Stream.concat(Stream.of(home()), Arrays.stream(given.split(File.pathSeparator)))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath().normalize().toString())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String home() throws IOException {
        var source = JShellSession.class.getProtectionDomain().getCodeSource();
        try {
            return source == null ? "" : Path.of(source.getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IOException("cannot find the location of the library: " + source.getLocation(), e);
        }
    }
}
