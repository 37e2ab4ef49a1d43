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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Compares the public API with a list, so that no change goes unnoticed. An intended change is accepted by {@code mvn
 * test -Dtest=PublicApiTest -Dftplab.updateApi=true}, and committed with the list.
 */
class PublicApiTest {

    private static final Path LIST = Path.of("src/test/resources/public-api.txt");

    @Test
    void isWhatTheListSays() throws IOException {
        var api = Stream.concat(PublicTypes.all(), PublicTypes.ofJUnit())
                .flatMap(PublicApiTest::lines)
                .toList();
        if (Boolean.getBoolean("ftplab.updateApi")) {
            Files.write(LIST, api);
        }

        assertThat(api)
                .as("the public API; -Dftplab.updateApi=true accepts a change")
                .isEqualTo(Files.readAllLines(LIST));
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

    /** Removes the names of packages. */
    private static String simple(String text) {
        return text.replaceAll("\\b(?:[a-z]\\w*\\.)+(?=[A-Za-z])", "");
    }
}
