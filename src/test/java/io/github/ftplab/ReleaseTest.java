package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is published has one version and one licence, and the files for containers name files that exist. */
class ReleaseTest {

    private static String first(String file, String pattern) throws IOException {
        var found = Pattern.compile(pattern).matcher(Files.readString(Path.of(file)));
        assertThat(found.find()).as("%s in %s", pattern, file).isTrue();
        return found.group(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    kernel/ftplab_kernel/__init__.py | __version__ = "(.*)"
                    jbang-catalog.json               | io\\.github\\.ftplab:ftplab:([^:]*):all
                    docs/embedding.md                | <version>(.*)</version>
                    docs/embedding.md                | io\\.github\\.ftplab:ftplab:([^:"]*)"
                    docs/embedding.md                | io\\.github\\.ftplab:ftplab:([^:"]*):all@jar
                    src/test/projects/maven/pom.xml  | <artifactId>ftplab</artifactId>\\s*<version>(.*)</version>
                    src/test/projects/integrations/pom.xml | <artifactId>ftplab</artifactId>\\s*<version>(.*)</version>
                    """)
    void versionIsThatOfThePom(String file, String pattern) throws IOException {
        assertThat(first(file, pattern)).isEqualTo(first("pom.xml", "<version>(.*)</version>"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"LICENSE", "NOTICE"})
    void wheelHasTheLicenceOfTheProject(String file) {
        assertThat(Path.of("kernel", file)).hasSameTextualContentAs(Path.of(file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<url>",
                "<developer>",
                "<connection>scm:git:",
                "<developerConnection>",
                "<license>",
                "<description>"
            })
    void pomHasWhatMavenCentralAsksFor(String element) {
        assertThat(Path.of("pom.xml")).content().contains(element);
    }

    @Test
    void dockerfileCopiesWhatExistsAndIsNotIgnored() throws IOException {
        var kept = Files.readAllLines(Path.of(".dockerignore"));
        var copied = Files.readAllLines(Path.of("Dockerfile")).stream()
                .filter(line -> line.startsWith("COPY ") && !line.contains("--from"))
                .map(line -> line.split(" "))
                .flatMap(words -> List.of(words).subList(1, words.length - 1).stream())
                .toList();
        assertThat(copied)
                .contains("pom.xml", "src/main", "kernel", "notebooks")
                .allSatisfy(name -> {
                    assertThat(Path.of(name)).exists();
                    assertThat(kept).contains("!" + name);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {".devcontainer/devcontainer.json", "jbang-catalog.json", "kernel/kernelspec/kernel.json"})
    void fileIsJson(String file) throws IOException {
        assertThat(JsonParser.parseString(Files.readString(Path.of(file))).isJsonObject())
                .isTrue();
    }

    @Test
    void developmentContainerRunsTheScriptOfBinder() throws IOException {
        assertThat(Files.readString(Path.of(".devcontainer/devcontainer.json"))).contains(".binder/postBuild");
        assertThat(Path.of(".binder/postBuild")).isExecutable();
        assertThat(Path.of(".binder/apt.txt")).content().contains("maven", "openjdk-17-jdk-headless");
    }
}
