package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.FileTree;
import io.github.ftplab.testing.MavenProject;
import io.github.ftplab.testing.Programs;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the profile {@code release} publishes, into a directory, and projects that use it from there. */
@Tag("full")
@Timeout(900)
class PublishedIT {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Path PROJECTS = Path.of("src/test/projects").toAbsolutePath();

    @TempDir
    static Path directory;

    private static Path published;

    @TempDir
    Path work;

    /** In a copy, as the build would write to the directory from which this test runs. */
    @BeforeAll
    @Timeout(900)
    static void publish() throws IOException {
        var copy = directory.resolve("copy");
        for (var name : List.of("pom.xml", "LICENSE", "NOTICE", ".mvn", "src/main")) {
            FileTree.copy(Path.of(name), copy.resolve(name));
        }
        published = directory.resolve("published");
        MavenProject.maven(
                copy,
                "-Prelease",
                "-Dgpg.skip",
                "-Dspotless.check.skip",
                "-Dmaven.test.skip",
                "-DaltDeploymentRepository=local::" + published.toUri(),
                "deploy");
    }

    @Test
    void everythingThatMavenCentralAsksForIsThere() throws IOException {
        var version = MavenProject.version();
        var folder = published.resolve("io/github/ftplab/ftplab").resolve(version);
        for (var part : List.of(".pom", ".jar", "-sources.jar", "-javadoc.jar", "-all.jar")) {
            assertThat(folder.resolve("ftplab-" + version + part)).isNotEmptyFile();
            assertThat(folder.resolve("ftplab-" + version + part + ".sha1")).isNotEmptyFile();
        }
        var documented = Programs.command(
                        Programs.java().resolveSibling("jar"),
                        "tf",
                        folder.resolve("ftplab-" + version + "-javadoc.jar"))
                .run()
                .ok()
                .out();
        assertThat(documented).contains("io/github/ftplab/FtpServer.html").doesNotContain("internal");
    }

    @Test
    void testsOfAMavenProjectAreSilentAtInfo() throws IOException {
        FileTree.copy(PROJECTS.resolve("maven"), work.resolve("project"));

        var run = new MavenProject(work.resolve("project"), published, "published").run("test");

        assertThat(run.out()).isEqualTo("the tests ran\n");
        assertThat(run.err()).isEmpty();
    }

    /** With the library and its dependencies, and with the jar that has copies of them. */
    @ParameterizedTest
    @ValueSource(strings = {"", ":all@jar"})
    void programOfAGradleProjectIsSilentAtInfo(String form) throws IOException {
        var gradle = Programs.find("gradle");
        var java = Programs.javaHome().toString();
        var version = Programs.command(gradle, "--version")
                .environment("JAVA_HOME", java)
                .limit(LIMIT)
                .run();
        if (version.status() != 0) {
            throw Programs.missing("Gradle does not run on the JDK in " + java + ": " + version);
        }
        FileTree.copy(PROJECTS.resolve("gradle"), work.resolve("project"));

        var run = Programs.command(
                        gradle,
                        "--no-daemon",
                        "--quiet",
                        "--gradle-user-home",
                        work.resolve("gradle-home"),
                        "-Pftplab=io.github.ftplab:ftplab:" + MavenProject.version() + form,
                        "-Ppublished=" + published.toUri(),
                        "-Pcached=" + MavenProject.downloaded().toUri(),
                        "-Phome=" + work.resolve("home"),
                        "run")
                .in(work.resolve("project"))
                .environment("JAVA_HOME", java)
                .limit(LIMIT)
                .run()
                .ok();

        assertThat(run.out()).isEqualTo("received: hello\n");
    }

    /**
     * Whichever is first in the pom decides about the versions of the others' dependencies. In zones other than UTC,
     * filters by age choose the right files, as the server lists in the zone of its clients.
     */
    @ParameterizedTest
    @CsvSource({
        "ftplab, 3.13.0",
        "commons-vfs2, 3.13.0",
        "spring-integration-ftp, 3.11.1",
        "camel-ftp, 3.11.1",
    })
    void otherLibrariesWorkWhicheverIsFirstInThePomInEveryZone(String first, String commonsNet) throws IOException {
        var project = Files.createDirectory(work.resolve("project"));
        Files.writeString(project.resolve("pom.xml"), withFirst(first));
        var classPath = compile(project, PROJECTS.resolve("integrations/Main.java"));
        assertThat(classPath).contains("commons-net-" + commonsNet + ".jar");
        for (var zone : List.of("Europe/Berlin", "America/New_York", "UTC")) {
            var home = Files.createDirectory(work.resolve(zone.replace('/', '-')));

            var run = Programs.command(Programs.java(), "-Duser.timezone=" + zone, "-cp", classPath, "Main", home)
                    .limit(LIMIT)
                    .run()
                    .ok();

            assertThat(run.out().lines())
                    .as("with %s first, in %s", first, zone)
                    .containsExactly(
                            "vfs: [moved.txt, new.txt, stored.txt]",
                            "spring: [moved.txt, new.txt, stored.txt]",
                            "camel: [moved.out, new.txt, stored.dat]");
        }
    }

    /** {@return the pom of the integrations, with one of its dependencies before the others} */
    private static String withFirst(String artifact) throws IOException {
        var parts = Files.readString(PROJECTS.resolve("integrations/pom.xml"))
                .split("(?=    <dependency>\n)|(?=  </dependencies>)");
        var own = Arrays.stream(parts)
                .filter(part -> part.contains("<artifactId>" + artifact + "<"))
                .findFirst()
                .orElseThrow();
        var ordered = new ArrayList<>(List.of(parts));
        ordered.remove(own);
        ordered.add(1, own);
        return String.join("", ordered);
    }

    /** Compiles a source file against a project's dependencies. {@return the class path to run it with} */
    private String compile(Path project, Path source) throws IOException {
        var list = work.resolve("class-path.txt");
        new MavenProject(project, published, "published")
                .run(
                        "-Dmdep.outputFile=" + list,
                        "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath");
        var classes = work.resolve("classes");
        var path = Files.readString(list).strip();
        Programs.command(Programs.java().resolveSibling("javac"), "-d", classes, "-cp", path, source)
                .run()
                .ok();
        return classes + File.pathSeparator + path;
    }
}
