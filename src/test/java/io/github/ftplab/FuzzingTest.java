package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Fuzzes what reads what a client or an operator writes. Jazzer runs in a JVM of its own, as it instruments classes, and
 * one JVM fuzzes one target; it begins with the inputs in {@code src/test/resources/fuzz}. Keep an input that it found
 * there, so that it is tried for ever after.
 */
class FuzzingTest {

    private static final String PACKAGE = "io.github.ftplab.internal.server.";

    @TempDir
    private Path directory;

    @Timeout(120)
    @ParameterizedTest
    @ValueSource(strings = {"control.CommandCodecFuzzer", "file.HomePathFuzzer", "user.UsersFileFuzzer"})
    void findsNothingInSeconds(String target) throws IOException {
        // In a few seconds, a JVM that optimizes is not even through with what it begins with.
        fuzz(target, Duration.ofSeconds(3), Programs.SHORT_LIVED);
    }

    @Tag("full")
    @Timeout(600)
    @ParameterizedTest
    @ValueSource(strings = {"control.CommandCodecFuzzer", "file.HomePathFuzzer", "user.UsersFileFuzzer"})
    void findsNothingInMinutes(String target) throws IOException {
        fuzz(target, Duration.ofMinutes(4));
    }

    private void fuzz(String target, Duration time, String... options) throws IOException {
        var maps = Path.of("/proc/self/maps");
        if (Files.exists(maps) && Files.readString(maps).contains("/ld-musl-")) {
            throw Programs.missing("Jazzer has native parts, on Linux for glibc only");
        }
        var name = target.substring(target.indexOf('.') + 1);
        var corpus = Files.createDirectory(directory.resolve("corpus"));
        var words = new ArrayList<Object>(List.of(Programs.java(), "-cp", System.getProperty("java.class.path")));
        words.addAll(List.of(options));
        words.addAll(List.of("-Xmx512m", "-Djava.io.tmpdir=" + directory));
        words.add("com.code_intelligence.jazzer.Jazzer");
        words.addAll(List.of("--target_class=" + PACKAGE + target, "--instrumentation_includes=io.github.ftplab.**"));
        // These look for paths and patterns that an attacker has made: here each of them is.
        words.add("--disabled_hooks=com.code_intelligence.jazzer.sanitizers.FilePathTraversal"
                + ":com.code_intelligence.jazzer.sanitizers.RegexInjection");
        words.addAll(List.of("-max_total_time=" + time.toSeconds(), "-timeout=5", "-max_len=2000"));
        words.add("-artifact_prefix=" + directory + "/");
        words.addAll(List.of(corpus, Path.of("src/test/resources/fuzz", name).toAbsolutePath()));
        var result = Programs.command(words.toArray())
                .in(directory)
                .limit(time.plusSeconds(100))
                .run();
        assertThat(result.status()).as(result.toString()).isZero();
        assertThat(result.err()).containsPattern("Done \\d+ runs in ");
    }
}
