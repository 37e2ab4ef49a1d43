package io.github.ftplab.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An external command. {@link #run()} waits for it; {@link #start()} leaves it running until it is closed. Its output
 * goes to files, so that it never blocks for lack of a reader.
 */
public final class Command {

    private final List<String> words;
    private final Map<String, String> environment = new HashMap<>();
    private @Nullable Path directory;
    private String input = "";
    private Duration limit = Duration.ofSeconds(60);

    Command(List<String> words) {
        this.words = words;
    }

    /** Sets the working directory; by default that of the test. */
    public Command in(Path directory) {
        this.directory = directory;
        return this;
    }

    /** Sets an environment variable. */
    public Command environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Sets its standard input; empty by default. */
    public Command input(String text) {
        input = text;
        return this;
    }

    /**
     * Sets how long {@link #run()} waits for its end, and {@link Running#awaitOutput} for a text; 60 seconds by
     * default.
     */
    public Command limit(Duration limit) {
        this.limit = limit;
        return this;
    }

    /**
     * Runs it to its end.
     *
     * @throws AssertionError if it exceeds its time limit; it is then ended, with its children
     */
    public Result run() {
        try (var running = start()) {
            if (!running.process().waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(
                        "%s did not end within %s; its output so far:%n%s".formatted(this, limit, running.output()));
            }
            return new Result(toString(), running.process().exitValue(), running.out(), running.err());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + this, e);
        }
    }

    /** Starts it in the background. */
    public Running start() {
        try {
            var files = Files.createTempDirectory("ftplab-test");
            var in = Files.writeString(files.resolve("in"), input, StandardCharsets.UTF_8);
            var builder = new ProcessBuilder(words)
                    .redirectInput(in.toFile())
                    .redirectOutput(files.resolve("out").toFile())
                    .redirectError(files.resolve("err").toFile());
            if (directory != null) {
                builder.directory(directory.toFile());
            }
            builder.environment().putAll(environment);
            return new Running(toString(), builder.start(), files, limit);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + this, e);
        }
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }

    /**
     * How a command ended.
     *
     * @param command the program and its arguments
     * @param status its exit status; 0 is success
     * @param out what it wrote to its standard output, with plain line feeds
     * @param err what it wrote to its standard error
     */
    public record Result(String command, int status, String out, String err) {

        /** {@return this, if the status is 0} */
        public Result ok() {
            if (status != 0) {
                throw new AssertionError(toString());
            }
            return this;
        }

        @Override
        public String toString() {
            return "%s: status %d%n%s%n%s".formatted(command, status, out, err);
        }
    }
}
