package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Programs;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The thin jar on the module path of a modular program, {@code src/test/consumer}. */
class ModulePathIT {

    /** The thin jar's dependencies, with the optional ones that the program uses. */
    private static final List<String> DEPENDENCIES = List.of(
            "ftpserver-core",
            "ftplet-api",
            "mina-core",
            "commons-net",
            "commons-io",
            "jimfs",
            "guava",
            "failureaccess",
            "fastcsv",
            "bcpkix-jdk18on",
            "bcutil-jdk18on",
            "bcprov-jdk18on",
            "slf4j-api");

    @TempDir
    Path directory;

    @Test
    void moduleThatRequiresOnlyTheLibraryRunsWithAllModulesAdded() throws IOException {
        var classes = compile("");
        var result = Programs.command(Stream.concat(
                                Stream.of(Programs.java(), "--add-modules", "ALL-MODULE-PATH"), arguments(classes))
                        .toArray())
                .run()
                .ok();

        assertThat(result.out().lines()).endsWith("true", "over TLS", "from a directory", "module io.github.ftplab");
    }

    @Test
    void moduleThatRequiresWhatTheLibraryNeedsRunsWithoutOptions() throws IOException {
        var classes = compile("""
                requires com.google.common;
                requires com.google.common.jimfs;
                requires de.siegmar.fastcsv;
                requires org.apache.commons.net;
                requires org.bouncycastle.pkix;
                requires org.slf4j;
                """);
        var result = Programs.command(Stream.concat(Stream.of(Programs.java()), arguments(classes))
                        .toArray())
                .run()
                .ok();

        assertThat(result.out().lines()).endsWith("true", "over TLS", "from a directory", "module io.github.ftplab");
    }

    /** {@return the options and arguments of {@code java} that run the program} */
    private Stream<Object> arguments(Path classes) {
        return Stream.of(
                "--module-path",
                modulePath() + File.pathSeparator + classes,
                "--module",
                "example.consumer/example.consumer.Main",
                directory);
    }

    /** Compiles the program, with further lines in its module-info. */
    private Path compile(String requires) throws IOException {
        var sources = Path.of("src/test/consumer");
        var description = Files.readString(sources.resolve("module-info.java")).replaceFirst("}\\s*$", requires + "}");
        var changed = Files.writeString(directory.resolve("module-info.java"), description);
        var classes = directory.resolve("classes");
        Programs.command(
                        Programs.java().resolveSibling("javac"),
                        "-Xlint:all",
                        "-Xlint:-requires-automatic",
                        "-Xlint:-requires-transitive-automatic",
                        "-Werror",
                        "-d",
                        classes,
                        "--module-path",
                        modulePath(),
                        changed,
                        sources.resolve("example/consumer/Main.java"))
                .run()
                .ok();
        return classes;
    }

    /** The module path for javac and java: the published thin jar and its dependencies. */
    private static String modulePath() {
        var path = new ArrayList<String>();
        path.add(Programs.thinJar().toString());
        for (var dependency : DEPENDENCIES) {
            path.addAll(onTheClassPath(dependency));
        }
        return String.join(File.pathSeparator, path);
    }

    private static List<String> onTheClassPath(String artifact) {
        var found = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> new File(entry).getName().matches(artifact + "-\\d.*\\.jar"))
                .toList();
        assertThat(found).as("the jar of " + artifact).hasSize(1);
        return found;
    }
}
