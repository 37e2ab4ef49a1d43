package io.github.ftplab.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code kernel/}: the tests of the Python parts, which are written in Python, and the notebook's way to other kernels. */
@Timeout(900)
class KernelPackageIT {

    private static final Duration LIMIT = Duration.ofMinutes(14);

    @Test
    void pythonTestsPass() {
        var tests = Programs.command(Programs.python(), "-m", "unittest", "discover", "kernel/tests")
                .environment("FTPLAB_REQUIRE_ALL", "all".equals(System.getProperty("ftplab.require")) ? "1" : "")
                .limit(LIMIT)
                .run()
                .ok();

        assertThat(tests.err()).containsPattern("Ran \\d+ tests");
    }

    @Test
    void tutorialRunsOnPlainJJava() {
        var notebook = Path.of("notebooks/01-ftp-tutorial.ipynb");
        assertThat(Files.exists(notebook)).isTrue();

        var run = Programs.command(Programs.python(), "kernel/lab.py", "--kernel", "java", "--execute", notebook)
                .limit(LIMIT)
                .run()
                .ok();

        assertThat(run.out()).contains("221 Goodbye.");
    }
}
