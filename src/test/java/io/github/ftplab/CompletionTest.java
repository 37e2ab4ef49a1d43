package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** The completions of JShell, and of the kernels built on it: all of the API and nothing else. */
class CompletionTest {

    /** The text before the dot, its class, and whether it is a value or the class itself. */
    static final List<Arguments> TYPED = List.of(
            Arguments.of("ftp", FtpClient.class, false),
            Arguments.of("ftp.inBackground()", BackgroundFtpClient.class, false),
            Arguments.of("server", FtpServer.class, false),
            Arguments.of("clientBuilder", FtpClientBuilder.class, false),
            Arguments.of("serverBuilder", FtpServerBuilder.class, false),
            Arguments.of("FtpClient.builder()", FtpClientBuilder.class, false),
            Arguments.of("FtpServer.builder()", FtpServerBuilder.class, false),
            Arguments.of("FtpClient", FtpClient.class, true),
            Arguments.of("FtpServer", FtpServer.class, true));

    private static final Pattern COMMA = Pattern.compile(",\\s*");
    private static final Pattern METHOD = Pattern.compile("(\\w+)\\((.*)\\)");

    private static final JShell JSHELL =
            JShell.builder().executionEngine("local").build();

    @BeforeAll
    static void declareVariables() {
        JSHELL.addToClasspath(System.getProperty("java.class.path"));
        Stream.of(
                        "import io.github.ftplab.*;",
                        "FtpClient ftp;",
                        "FtpServer server;",
                        "FtpClientBuilder clientBuilder;",
                        "FtpServerBuilder serverBuilder;")
                .flatMap(line -> JSHELL.eval(line).stream())
                .forEach(event -> assertThat(event.status()).isEqualTo(Snippet.Status.VALID));
    }

    @AfterAll
    static void close() {
        JSHELL.close();
    }

    @ParameterizedTest(name = "{0}.")
    @FieldSource("TYPED")
    void everyPublicMemberIsOfferedAndNothingElse(String before, Class<?> type, boolean ofTheClass) {
        var expected = methods(type, ofTheClass).map(Method::getName).collect(Collectors.toCollection(TreeSet::new));
        if (ofTheClass) {
            expected.add("class");
            Stream.of(type.getFields()).forEach(field -> expected.add(field.getName()));
            Stream.of(type.getClasses()).forEach(inner -> expected.add(inner.getSimpleName()));
        } else {
            Stream.of(Object.class.getMethods()).forEach(method -> expected.add(method.getName()));
        }

        assertThat(offered(before + ".")).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}.")
    @FieldSource("TYPED")
    void signatureOfEveryPublicMethodIsShown(String before, Class<?> type, boolean ofTheClass) {
        var expected =
                methods(type, ofTheClass).map(CompletionTest::signature).collect(Collectors.toCollection(TreeSet::new));
        var shown = new TreeSet<String>();
        for (var name : methods(type, ofTheClass).map(Method::getName).collect(Collectors.toSet())) {
            var code = before + "." + name + "(";
            analysis().documentation(code, code.length(), false).stream()
                    .map(found -> signature(found.signature()))
                    .forEach(shown::add);
        }

        assertThat(shown).containsAll(expected);
    }

    @Test
    void typesThatAreOfferedArePublic() {
        assertThat(offered("io.github.ftplab.").stream().filter(name -> Character.isUpperCase(name.charAt(0))))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(Modifier.isPublic(
                                Class.forName("io.github.ftplab." + name).getModifiers()))
                        .isTrue());
    }

    /**
     * {@return the methods, without those of Object} Bridges count: javac generates one for each method of a
     * package-private superclass.
     */
    private static Stream<Method> methods(Class<?> type, boolean ofTheClass) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getDeclaringClass() != Object.class)
                .filter(method -> Modifier.isStatic(method.getModifiers()) == ofTheClass);
    }

    private static SortedSet<String> offered(String code) {
        return analysis().completionSuggestions(code, code.length(), new int[1]).stream()
                .map(SourceCodeAnalysis.Suggestion::continuation)
                .map(text -> text.replaceAll("\\(.*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static SourceCodeAnalysis analysis() {
        return JSHELL.sourceCodeAnalysis();
    }

    private static String signature(Method method) {
        return Stream.of(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(",", method.getName() + "(", ")"));
    }

    /**
     * Extracts it from {@code Transfer FtpClient.download(String name, Path target, TransferOption... options)}, for
     * example.
     */
    private static String signature(String shown) {
        var plain = shown;
        while (plain.contains("<")) {
            plain = plain.replaceAll("<[^<>]*>", "");
        }
        var method = METHOD.matcher(plain);
        assertThat(method.find()).as(shown).isTrue();
        return COMMA.splitAsStream(method.group(2))
                .map(parameter -> parameter.replace("...", "[]").replaceAll("\\s+\\w+$|\\w+\\.", ""))
                .collect(Collectors.joining(",", method.group(1) + "(", ")"));
    }
}
