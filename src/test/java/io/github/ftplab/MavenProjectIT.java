package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.FileTree;
import io.github.ftplab.testing.MavenProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A project of a user, {@code src/test/projects/maven}, with the jar that this build has made: its tests log with
 * Logback at INFO, as most do.
 */
@Timeout(600)
class MavenProjectIT {

    @TempDir
    Path directory;

    @Test
    void testsWithServersAreSilentAtInfo() throws IOException {
        var repository = directory.resolve("repository");
        MavenProject.putBuilt(repository);
        var copy = directory.resolve("project");
        FileTree.copy(Path.of("src/test/projects/maven"), copy);

        var run = new MavenProject(copy, repository, "built").run("test");

        assertThat(run.out()).isEqualTo("the tests ran\n");
        assertThat(run.err()).isEmpty();
        assertThat(copy.resolve("target/surefire-reports/example.UploadTest.txt"))
                .content()
                .contains("Tests run: 31, Failures: 0, Errors: 0, Skipped: 0");
    }

    /** Those that FtpExtensionIT runs without Maven. */
    @Tag("full")
    @Test
    void examplesOfTheJUnitPagesPass() throws IOException {
        var repository = directory.resolve("repository");
        MavenProject.putBuilt(repository);
        var copy = directory.resolve("project");
        FileTree.copy(Path.of("src/test/projects/junit"), copy);

        var run = new MavenProject(copy, repository, "junit").run("test");

        assertThat(run.err()).isEmpty();
        try (var reports = Files.list(copy.resolve("target/surefire-reports"))) {
            var texts = reports.filter(file -> file.toString().endsWith(".txt")).toList();
            assertThat(texts)
                    .hasSizeGreaterThan(9)
                    .allSatisfy(file -> assertThat(file).content().contains("Failures: 0, Errors: 0, Skipped: 0"));
        }
    }
}
