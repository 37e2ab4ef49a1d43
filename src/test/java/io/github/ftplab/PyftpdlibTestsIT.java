package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs pyftpdlib's own functional tests, from its source distribution, against this server over the network. The plugin
 * {@code ftplab_instead.py} asks {@link ServersOnDemand} for a server wherever a test starts one; {@code
 * pyftpdlib-excluded.md} lists the excluded tests and the reasons.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PyftpdlibTestsIT {

    private static final String VERSION = "2.2.0";
    private static final Path OURS = Path.of("src/test/python").toAbsolutePath();
    private static final Path DISTRIBUTION =
            Path.of("target", "pyftpdlib-" + VERSION).toAbsolutePath();

    @Test
    void functionalTestsPass(@TempDir Path home) throws IOException {
        var python = Programs.python("pyftpdlib", "pytest", "psutil", "OpenSSL");
        var tests = unpackedSource(python).resolve("tests");
        try (var servers = new ServersOnDemand()) {
            var result = Programs.command(
                            python,
                            "-B",
                            "-m",
                            "pytest",
                            "-c",
                            OURS.resolve("pytest.ini"),
                            "--rootdir=" + tests,
                            "-p",
                            "ftplab_instead",
                            tests.resolve("test_functional.py"),
                            tests.resolve("test_functional_ssl.py"))
                    .in(home)
                    .environment("PYTHONPATH", OURS.toString())
                    .environment("FTPLAB_CONTROL", String.valueOf(servers.port()))
                    .environment(
                            "FTPLAB_EXCLUDED",
                            OURS.resolve("pyftpdlib-excluded.md").toString())
                    .limit(Duration.ofMinutes(4))
                    .run();
            System.out.println("pyftpdlib's tests: " + lastLine(result.out()));
            assertThat(result.status()).as(result.toString()).isZero();
        }
    }

    private static String lastLine(String output) {
        return output.strip().substring(output.strip().lastIndexOf('\n') + 1);
    }

    /** Only the source distribution contains the tests. It is downloaded once, to {@code target}. */
    private static Path unpackedSource(Path python) throws IOException {
        if (!Files.isDirectory(DISTRIBUTION)) {
            var download = Programs.command(
                            python,
                            "-m",
                            "pip",
                            "download",
                            "--quiet",
                            "--disable-pip-version-check",
                            "--no-deps",
                            "--no-binary=:all:",
                            "--dest=target",
                            "pyftpdlib==" + VERSION)
                    .limit(Duration.ofMinutes(2))
                    .run();
            if (download.status() != 0) {
                throw Programs.missing("pip can't download the source of pyftpdlib: " + download.err());
            }
            var archive = DISTRIBUTION.resolveSibling(DISTRIBUTION.getFileName() + ".tar.gz");
            Programs.command(python, "-m", "tarfile", "-e", archive, "target")
                    .run()
                    .ok();
        }
        return DISTRIBUTION;
    }
}
