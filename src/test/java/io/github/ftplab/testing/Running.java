package io.github.ftplab.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A command that runs in the background. Closing it kills it and its children at once. */
public final class Running implements AutoCloseable {

    private final String command;
    private final Process process;
    private final Path files;
    private final Duration limit;

    Running(String command, Process process, Path files, Duration limit) {
        this.command = command;
        this.process = process;
        this.files = files;
        this.limit = limit;
    }

    /** {@return its handle} */
    public Process process() {
        return process;
    }

    /** {@return what it wrote to its standard output so far, with plain line feeds} */
    public String out() {
        return read("out");
    }

    /** {@return what it wrote to its standard error so far} */
    public String err() {
        return read("err");
    }

    /** {@return both} */
    public String output() {
        return out() + err();
    }

    /**
     * Waits for a text in its output, as {@link #awaitThat} does.
     *
     * @throws AssertionError if the command ends without it or exceeds its time limit
     */
    public Running awaitOutput(String text) {
        return awaitThat("write \"" + text + '"', limit, () -> output().contains(text));
    }

    /**
     * Waits for a condition. If the wait fails, closes the command, as a caller that is still starting it has no handle
     * to do so.
     *
     * @param what what the command should do: completes "it did not …"
     * @throws AssertionError if the command ends without it
     */
    public Running awaitThat(String what, Duration atMost, Callable<Boolean> done) {
        boolean came = false;
        try {
            await("%s: %s".formatted(command, what))
                    .atMost(atMost)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> {
                        var ended = !process.isAlive();
                        var found = done.call();
                        if (ended && !found) {
                            throw new AssertionError("%s ended with %d and did not %s:%n%s"
                                    .formatted(command, process.exitValue(), what, output()));
                        }
                        return found;
                    });
            came = true;
        } finally {
            if (!came) {
                close();
            }
        }
        return this;
    }

    @Override
    public void close() {
        var all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        try {
            process.waitFor(10, TimeUnit.SECONDS);
            for (var name : new String[] {"in", "out", "err"}) {
                Files.deleteIfExists(files.resolve(name));
            }
            Files.deleteIfExists(files);
        } catch (IOException stillOpen) {
            // Windows keeps the file until the killed process has released it; it is in the temporary directory.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String read(String name) {
        try {
            return new String(Files.readAllBytes(files.resolve(name)), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return command + " (pid " + process.pid() + ")";
    }
}
