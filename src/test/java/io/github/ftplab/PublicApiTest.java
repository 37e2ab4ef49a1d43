package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The public API is a list, so that no change of it goes unnoticed. A change that is meant is accepted by {@code mvn
 * test -Dtest=PublicApiTest -Dftplab.updateApi=true}, and committed with the list.
 */
class PublicApiTest {

    private static final Path LIST = Path.of("src/test/resources/public-api.txt");
    private static final Path CLASSES = Path.of("target/classes/io/github/ftplab");

    @Test
    void isWhatTheListSays() throws IOException {
        var api = types().flatMap(PublicApiTest::lines).toList();
        if (Boolean.getBoolean("ftplab.updateApi")) {
            Files.write(LIST, api);
        }

        assertThat(api)
                .as("the public API; -Dftplab.updateApi=true accepts a change")
                .isEqualTo(Files.readAllLines(LIST));
    }

    private static Stream<Class<?>> types() throws IOException {
        List<Path> files;
        try (var found = Files.list(CLASSES)) {
            files = found.filter(file -> file.toString().endsWith(".class")).toList();
        }
        return files.stream()
                .map(file -> file.getFileName().toString().replaceAll("\\.class$", ""))
                .filter(name -> !name.equals("package-info"))
                .sorted()
                .<Class<?>>map(PublicApiTest::load)
                .filter(PublicApiTest::isPublic);
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName("io.github.ftplab." + name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isPublic(Class<?> type) {
        var outer = type.getEnclosingClass();
        return Modifier.isPublic(type.getModifiers()) && !type.isAnonymousClass() && (outer == null || isPublic(outer));
    }

    private static Stream<String> lines(Class<?> type) {
        var members = Stream.of(
                        Arrays.stream(type.getDeclaredFields()),
                        Arrays.stream(type.getDeclaredConstructors()),
                        Arrays.stream(type.getDeclaredMethods()))
                .flatMap(found -> found)
                .map(Member.class::cast)
                .filter(member -> Modifier.isPublic(member.getModifiers()) && !member.isSynthetic())
                .map(member -> "    " + text(member))
                .sorted();
        return Stream.concat(Stream.of(simple(type.toGenericString())), members);
    }

    private static String text(Member member) {
        return simple(member instanceof Executable code ? code.toGenericString() : ((Field) member).toGenericString());
    }

    /** Leaves out the names of packages. */
    private static String simple(String text) {
        return text.replaceAll("\\b(?:[a-z]\\w*\\.)+(?=[A-Za-z])", "");
    }
}
