package io.github.ftplab.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows, as somebody who has nothing but the jar tries it. */
class ReadmeIT {

    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path directory;

    /** Pasted into one session of {@code ftplab jshell}, in an empty directory. */
    @Test
    void itsJavaRuns() throws IOException {
        var blocks = JAVA.matcher(Files.readString(Path.of("README.md"))).results();
        var lines = blocks.map(block -> block.group(1)).collect(Collectors.joining("\n"));
        assertThat(lines).contains("FtpServer.builder()", "server.connect(");

        var session = Programs.command(Programs.java(), Programs.SHORT_LIVED, "-jar", Programs.jar(), "jshell")
                .in(directory)
                .input(lines)
                .limit(Duration.ofSeconds(150))
                .run()
                .ok();

        assertThat(session.err()).isEmpty();
        assertThat(session.out())
                .containsSubsequence(
                        ">>> starting FTP server on 127.0.0.1:",
                        "- -rw-",
                        " example.txt\n",
                        "==> downloaded example.txt ",
                        "example.txt (6 bytes, ",
                        "==> 221 Goodbye.\n",
                        ">>> starting FTP server on 127.0.0.1:")
                .doesNotContainPattern("(?i)exception|error|cannot find");
        assertThat(directory.resolve("example.txt")).hasContent("hello\n");
        assertThat(directory.resolve("uploads/report.txt")).hasContent("hello");
    }
}
