package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.FileTree;
import io.github.ftplab.testing.MavenProject;
import java.io.IOException;
import java.nio.file.Path;
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
}
