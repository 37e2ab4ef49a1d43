package io.github.ftplab.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages whose examples are tests of a project, which {@link FtpExtensionIT} runs. */
public class ProjectPagesTest {

    /** Those pages, whose examples no other test has to run. */
    public static final List<Path> PAGES = List.of(Path.of("docs/junit.md"), Path.of("docs/from-mockftpserver.md"));

    private static final Path PROJECT = Path.of("src/test/projects/junit/src/test/java");
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @ParameterizedTest
    @MethodSource("pages")
    void everyExampleIsInTheProject(Path page) throws IOException {
        var sources = new ArrayList<String>();
        try (var files = Files.walk(PROJECT)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                sources.add(unindented(Files.readString(file)));
            }
        }
        var examples = BLOCK.matcher(Files.readString(page)).results().map(found -> unindented(found.group(1)));

        assertThat(examples)
                .isNotEmpty()
                .allSatisfy(example -> assertThat(sources).as(example).anyMatch(source -> source.contains(example)));
    }

    static List<Path> pages() {
        return PAGES;
    }

    private static String unindented(String text) {
        return text.replaceAll("(?m)^ +", "");
    }
}
