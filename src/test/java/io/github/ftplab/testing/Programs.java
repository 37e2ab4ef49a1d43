package io.github.ftplab.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.opentest4j.AssertionFailedError;

/**
 * The programs that integration tests need. If one is missing, the test that asks for it is skipped, with the reason;
 * with {@code -Dftplab.require=all} it fails instead.
 *
 * <pre>{@code
 * var listing = Programs.command(Programs.find("curl"), "-s", server.uri()).run().ok().out();
 *
 * try (var vsftpd = Programs.command(Programs.find("vsftpd"), configuration).start()) {
 *     …
 * }
 * }</pre>
 */
public final class Programs {

    /**
     * Makes a JVM start with a third less work, as it does not optimize: worthwhile if it lives only for seconds.
     * ServeIT, ServeFloodIT, ServeLoadIT, ExecutableJarIT, BrowserIT and KernelPackageIT start theirs as users do.
     */
    public static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1";

    static final boolean WINDOWS = File.separatorChar == '\\';

    /** Of files that can be run by name; Maven is a script. */
    private static final List<String> ENDINGS = WINDOWS ? List.of(".exe", ".cmd", ".bat") : List.of("");

    private static final Map<List<String>, Optional<Path>> PYTHONS = new ConcurrentHashMap<>();

    private Programs() {}

    /** {@return a command to run or start} Words may be strings, paths, numbers, URIs. */
    public static Command command(Object... words) {
        return new Command(Arrays.stream(words).map(String::valueOf).toList());
    }

    /** {@return the program of this name} Also looks where daemons are installed, which the PATH of a user may lack. */
    public static Path find(String name) {
        return search(name).orElseThrow(() -> missing("no program named " + name + " on the PATH"));
    }

    /** {@return a Python 3 that can import these modules} The one in {@code target/peers} comes first: see .ci/run. */
    public static Path python(String... modules) {
        return PYTHONS.computeIfAbsent(List.of(modules), Programs::searchPython)
                .orElseThrow(() -> missing("no Python 3 with " + List.of(modules) + " in target/peers or on the PATH"));
    }

    /** {@return the {@code java} that runs this test} */
    public static Path java() {
        return java(javaHome());
    }

    /** {@return the home of the JDK that runs this test} */
    public static Path javaHome() {
        return Path.of(System.getProperty("java.home"));
    }

    /**
     * {@return the {@code java} of a JDK 25 or newer} Named by {@code -Dftplab.jdk25=HOME}, unless it runs this test.
     */
    public static Path java25() {
        if (Runtime.version().feature() >= 25) {
            return java();
        }
        return Optional.ofNullable(System.getProperty("ftplab.jdk25"))
                .filter(home -> !home.isBlank())
                .map(home -> java(Path.of(home)))
                .orElseThrow(() -> missing("no JDK 25; name one with -Dftplab.jdk25=HOME"));
    }

    /** {@return the shaded jar, {@code target/ftplab-all.jar}} */
    public static Path jar() {
        var jar = Path.of(System.getProperty("ftplab.jar", "target/ftplab-all.jar"))
                .toAbsolutePath();
        if (!Files.isRegularFile(jar)) {
            throw missing("no " + jar + "; mvn package makes it");
        }
        return jar;
    }

    /** {@return the jar without its dependencies, {@code target/ftplab-VERSION.jar}} */
    public static Path thinJar() {
        var jar = Path.of(System.getProperty("ftplab.thinJar", ""));
        if (!Files.isRegularFile(jar)) {
            throw missing("no jar " + jar + "; mvn verify makes it and says where it is");
        }
        return jar.toAbsolutePath();
    }

    /** {@return a program of a Python virtual environment} */
    public static Path inVenv(Path venv, String program) {
        return WINDOWS
                ? venv.resolve("Scripts").resolve(program + ".exe")
                : venv.resolve("bin").resolve(program);
    }

    /**
     * Skips the test by throwing; if everything is required, returns an error to throw.
     *
     * @param reason what is missing
     */
    public static Error missing(String reason) {
        if ("all".equals(System.getProperty("ftplab.require"))) {
            return new AssertionFailedError(reason + " (everything is required here: -Dftplab.require=all)");
        }
        return Assumptions.abort(reason);
    }

    private static Path java(Path home) {
        return home.resolve("bin").resolve(WINDOWS ? "java.exe" : "java");
    }

    static Optional<Path> search(String name) {
        var directories =
                new ArrayList<>(List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)));
        directories.addAll(List.of("/usr/local/sbin", "/usr/sbin", "/sbin"));
        return directories.stream()
                .filter(directory -> !directory.isEmpty())
                .flatMap(directory -> ENDINGS.stream().map(ending -> Path.of(directory, name + ending)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Optional<Path> searchPython(List<String> modules) {
        var peers = inVenv(Path.of("target/peers"), "python").toAbsolutePath();
        var installed = Stream.of("python3", "python").flatMap(name -> search(name).stream());
        return Stream.concat(Stream.of(peers).filter(Files::isExecutable), installed)
                .filter(python -> imports(python, modules))
                .findFirst();
    }

    private static boolean imports(Path python, List<String> modules) {
        var script = "import sys; assert sys.version_info >= (3, 10)"
                + (modules.isEmpty() ? "" : "; import " + String.join(", ", modules));
        return command(python, "-c", script).limit(Duration.ofSeconds(30)).run().status() == 0;
    }
}
