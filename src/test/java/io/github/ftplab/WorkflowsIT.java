package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The workflows of GitHub Actions. */
@Timeout(180)
class WorkflowsIT {

    @Test
    void actionlintFindsNothing() {
        var installed = Path.of("target/peers/go/bin/actionlint").toAbsolutePath();
        var actionlint = Files.isExecutable(installed) ? installed : Programs.find("actionlint");
        var result = Programs.command(actionlint, "-no-color")
                .limit(Duration.ofSeconds(150))
                .run();
        assertThat(result.out() + result.err()).isEmpty();
        result.ok();
    }
}
