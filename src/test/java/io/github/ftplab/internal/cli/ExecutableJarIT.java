package io.github.ftplab.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Programs;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** The contents of {@code target/ftplab-all.jar}. */
class ExecutableJarIT {

    /**
     * Annotations are for compilers, and the JVM ignores those that it does not find. Jimfs needs ICU only to compare
     * names by Unicode case folding, which is not used here. Each adapter is loaded only by its own kernel, which
     * provides its classes.
     */
    private static final Pattern LEFT_OUT = Pattern.compile(
            "(org\\.jspecify|errorprone|j2objc)\\.annotations\\.|javax\\.annotation\\.|com\\.ibm\\.icu\\."
                    + "|ftplab\\.junit\\.\\S+ +-> org\\.(junit|opentest4j)\\."
                    + "|notebook\\.ijava\\.\\S+ +-> io\\.github\\.spencerpark\\.jupyter\\."
                    + "|notebook\\.jjava\\.\\S+ +-> org\\.dflib\\.jjava\\."
                    + "|notebook\\.rapaio\\.\\S+ +-> org\\.rapaio\\.jupyter\\.");

    @Test
    void everyClassIsInTheLibrarysOwnPackages() throws IOException {
        try (var jar = new JarFile(Programs.jar().toFile())) {
            assertThat(jar.stream().map(ZipEntry::getName))
                    .filteredOn(name -> name.endsWith(".class"))
                    .isNotEmpty()
                    .allMatch(name -> name.startsWith("io/github/ftplab/"));
        }
    }

    @Test
    void nothingItUsesIsMissing() {
        var jdeps = ToolProvider.findFirst("jdeps").orElseThrow();
        var report = new StringWriter();
        jdeps.run(
                new PrintWriter(report),
                new PrintWriter(report),
                "--missing-deps",
                Programs.jar().toString());

        assertThat(report.toString().lines())
                .filteredOn(
                        line -> line.contains("->") && !LEFT_OUT.matcher(line).find())
                .containsExactly(Programs.jar().getFileName() + " -> not found");
    }

    /** Signatures would be invalid in a merged jar, and a registered security provider would affect the whole JVM. */
    @Test
    void nothingIsSignedOrRegistered() throws IOException {
        try (var jar = new JarFile(Programs.jar().toFile())) {
            assertThat(jar.stream().map(ZipEntry::getName))
                    .noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|RSA|DSA|EC)"))
                    .doesNotContain("META-INF/services/java.security.Provider");
        }
    }

    @Test
    void licencesOfWhatIsInsideAreKept() throws IOException {
        assertThat(text("META-INF/LICENSE")).contains("Apache License").contains("Version 2.0");
        assertThat(text("META-INF/LICENSE-slf4j")).contains("QOS.ch");
        assertThat(text("META-INF/LICENSE-bouncycastle")).contains("Bouncy Castle");
        assertThat(text("META-INF/NOTICE"))
                .contains("FtpLab", "Apache FtpServer Core", "Apache MINA Core", "Apache Commons Net");
    }

    @Test
    void versionIsTheJars() {
        var result = Programs.command(Programs.java(), "-jar", Programs.jar(), "--version")
                .run()
                .ok();

        assertThat(result.out()).matches("ftplab \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R");
    }

    @Test
    void withoutACommandItShowsWhichThereAre() {
        var result = Programs.command(Programs.java(), "-jar", Programs.jar()).run();

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("Usage: ftplab").contains("jshell");
    }

    private static String text(String entry) throws IOException {
        try (var jar = new JarFile(Programs.jar().toFile())) {
            return new String(jar.getInputStream(jar.getEntry(entry)).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
