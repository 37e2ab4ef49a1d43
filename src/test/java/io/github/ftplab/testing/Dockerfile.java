package io.github.ftplab.testing;

import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * Runs the steps of a Dockerfile without Docker: each stage has a directory for its root, the images' programs are those
 * of this machine, and the steps that need a root of their own are left out.
 */
public final class Dockerfile {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final Path context;
    private final Path directory;
    private final Path bin;
    private final List<String> ignored;
    private final List<String> leftOut = new ArrayList<>();
    private List<String> command = List.of();
    private String stage = "";
    private String workDirectory = "/";

    /**
     * @param context the directory with the Dockerfile
     * @param directory for the stages' roots
     * @param bin comes first on the PATH
     */
    public Dockerfile(Path context, Path directory, Path bin) throws IOException {
        this.context = context;
        this.directory = directory;
        this.bin = bin;
        ignored = Files.readAllLines(context.resolve(".dockerignore"));
    }

    /**
     * Runs all steps.
     *
     * @param needsRoot whether a command is left out
     */
    public void build(Predicate<String> needsRoot) throws IOException {
        int stages = 0;
        for (var line : Files.readAllLines(context.resolve("Dockerfile"))) {
            var words = List.of(line.split(" +"));
            var rest = line.replaceFirst("^\\S+ +", "");
            switch (words.get(0)) {
                case "FROM" -> {
                    stage = words.size() > 3 ? words.get(3) : "stage-" + stages;
                    workDirectory = "/";
                    stages++;
                }
                case "WORKDIR" -> workDirectory = rest;
                case "COPY" -> copy(words.subList(1, words.size()));
                case "RUN" -> {
                    if (needsRoot.test(rest)) {
                        leftOut.add(rest);
                    } else {
                        command("sh", "-c", rest).run().ok();
                    }
                }
                case "CMD" ->
                    command = StreamSupport.stream(
                                    JsonParser.parseString(rest)
                                            .getAsJsonArray()
                                            .spliterator(),
                                    false)
                            .map(word -> word.getAsString())
                            .toList();
                case "", "#", "USER", "EXPOSE" -> {
                    // Nothing to do without a container.
                }
                default -> throw new AssertionError("a step that this test does not know: " + line);
            }
        }
    }

    /** {@return the commands that were left out} */
    public List<String> leftOut() {
        return leftOut;
    }

    /** {@return the command of the image} */
    public List<String> command() {
        return command;
    }

    /** {@return a command to run in the last stage's working directory} */
    public Command command(Object... words) {
        return Programs.command(words)
                .in(here())
                .environment("PATH", bin + File.pathSeparator + System.getenv("PATH"))
                .environment("JAVA_HOME", Programs.javaHome().toString())
                .environment("HOME", here().toString())
                .environment("XDG_CACHE_HOME", here().resolve(".cache").toString())
                .limit(LIMIT);
    }

    /** {@return the last stage's working directory} */
    public Path here() {
        try {
            return Files.createDirectories(in(stage, workDirectory));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path in(String stage, String path) {
        return directory.resolve(stage).resolve(path.replaceFirst("^/+", ""));
    }

    private void copy(List<String> words) throws IOException {
        var target = words.get(words.size() - 1);
        var sources = words.subList(0, words.size() - 1);
        if (sources.get(0).startsWith("--from=")) {
            var from = in(sources.get(0).substring("--from=".length()), sources.get(1));
            FileTree.copy(from, target(from, target));
            return;
        }
        for (var source : sources) {
            try (var files = Files.walk(context.resolve(source))) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    var name = context.relativize(file);
                    if (!isIgnored(name)) {
                        var below = context.resolve(source).relativize(file).toString();
                        FileTree.copy(
                                file,
                                below.isEmpty()
                                        ? target(file, target)
                                        : here().resolve(target).resolve(below));
                    }
                }
            }
        }
    }

    /** {@return where a file is copied to: into a directory if the target ends in a slash or is the current one} */
    private Path target(Path file, String target) {
        var to = here().resolve(target);
        return target.matches(".*/|[.]") ? to.resolve(file.getFileName()) : to;
    }

    /** {@return whether the last line of .dockerignore that fits the file or a directory above it has no {@code !}} */
    private boolean isIgnored(Path name) {
        boolean found = false;
        for (var line : ignored) {
            boolean kept = line.startsWith("!");
            if (fits(kept ? line.substring(1) : line, name)) {
                found = !kept;
            }
        }
        return found;
    }

    private static boolean fits(String pattern, Path name) {
        var system = FileSystems.getDefault();
        var exact = system.getPathMatcher("glob:" + pattern);
        var atTop = system.getPathMatcher("glob:" + pattern.replaceFirst("^[*][*]/", ""));
        for (var path = name; path != null; path = path.getParent()) {
            if (exact.matches(path) || atTop.matches(path)) {
                return true;
            }
        }
        return false;
    }
}
