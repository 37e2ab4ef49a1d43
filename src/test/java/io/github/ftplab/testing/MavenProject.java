package io.github.ftplab.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A Maven project outside this one, which uses the library from a directory as repository. Its local repository is in
 * {@code target} and kept there, so that nothing gets into the user's own, and each file is downloaded once; what this
 * build has downloaded is copied.
 */
public final class MavenProject {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final Path directory;
    private final Path published;
    private final Path local;

    /**
     * @param directory where its pom is
     * @param published the directory that has the library
     * @param local the name of its local repository; tests that may run at the same time need different ones
     */
    public MavenProject(Path directory, Path published, String local) throws IOException {
        this.directory = directory;
        this.published = published;
        this.local = Path.of("target/repositories", local).toAbsolutePath();
        // As it would not be looked for again.
        FileTree.delete(this.local.resolve("io/github/ftplab"));
    }

    /** Runs Maven, which prints errors only. */
    public Command.Result run(Object... arguments) {
        var words = new ArrayList<Object>(List.of(
                "-Dmaven.repo.local=" + local,
                "-Dpublished=" + published.toUri(),
                "-Dcached=" + downloaded().toUri()));
        words.addAll(List.of(arguments));
        return maven(directory, words.toArray());
    }

    /** Runs Maven on a project, with the JDK of this test, and prints errors only. */
    public static Command.Result maven(Path directory, Object... arguments) {
        var words = new ArrayList<Object>(List.of(Programs.find("mvn"), "-B", "-q"));
        words.addAll(List.of(arguments));
        var result = Programs.command(words.toArray())
                .in(directory)
                .environment("JAVA_HOME", Programs.javaHome().toString())
                .limit(LIMIT)
                .run()
                .ok();
        return new Command.Result(result.command(), result.status(), plain(result.out()), plain(result.err()));
    }

    /** Maven sets the terminal's colours back even if there is nothing to colour, and no terminal. */
    private static String plain(String text) {
        return text.replaceAll("\u001b\\[[\\d;]*m", "");
    }

    /** {@return the local repository of this build, which Surefire names} */
    public static Path downloaded() {
        var named = System.getProperty("localRepository");
        return named == null ? Path.of(System.getProperty("user.home"), ".m2", "repository") : Path.of(named);
    }

    /** {@return the version of the library} */
    public static String version() throws IOException {
        var found = Pattern.compile("<version>(.*)</version>").matcher(Files.readString(Path.of("pom.xml")));
        if (!found.find()) {
            throw new AssertionError("no version in pom.xml");
        }
        return found.group(1);
    }

    /** Copies the jar that this build has made, and its pom, to where Maven looks for them in a repository. */
    public static void putBuilt(Path repository) throws IOException {
        var version = version();
        var folder = Files.createDirectories(repository.resolve("io/github/ftplab/ftplab/" + version));
        Files.copy(Path.of("pom.xml"), folder.resolve("ftplab-" + version + ".pom"));
        Files.copy(Programs.thinJar(), folder.resolve("ftplab-" + version + ".jar"));
    }
}
