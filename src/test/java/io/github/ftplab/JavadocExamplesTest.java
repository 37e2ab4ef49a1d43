package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import io.github.ftplab.junit.ProjectPagesTest;
import io.github.ftplab.testing.Programs;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.util.ElementFilter;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each example in the public package's doc comments and in {@code docs} compiles and runs, and each public method
 * appears in one of them.
 */
@Timeout(300)
class JavadocExamplesTest {

    private static final Path SOURCES = Path.of("src/main/java/io/github/ftplab");
    private static final Pattern EXAMPLE = Pattern.compile("<pre>\\{@code(.*?)\\n *\\* *}</pre>", Pattern.DOTALL);

    private static final Path DOCS = Path.of("docs");

    /** A block of Java; if it is only compiled, a comment before it says why. */
    private static final Pattern BLOCK =
            Pattern.compile("(<!-- not run: [^\n]+ -->\n)?```java\n(.*?)```", Pattern.DOTALL);

    /** The examples that can only be compiled: a text that they contain, and the reason. */
    private static final Map<String, String> NOT_RUN = Map.of(
            "example.org",
            "there is no such server",
            ".p12",
            "needs a key store",
            ".pem\"), ",
            "needs a key",
            ".pem\", ",
            "needs a key",
            "clients-ca.pem",
            "needs certificates of clients");

    private static final Set<String> NEEDS_NONE = Set.of("toString", "equals", "hashCode", "iterator", "close");

    @TempDir
    Path directory;

    private final DiagnosticCollector<JavaFileObject> complaints = new DiagnosticCollector<>();

    /** An example as a class, named after the class whose comment contains it. */
    private static final class Example extends SimpleJavaFileObject {

        private final String name;
        private final String code;
        private final boolean mayRun;

        Example(String name, String comment, boolean mayRun) {
            super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
            this.name = name;
            this.code = comment.replaceAll("(?m)^ *\\* ?", "");
            this.mayRun = mayRun;
        }

        boolean isRun() {
            return mayRun && NOT_RUN.keySet().stream().noneMatch(code::contains);
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            var here = code.replace("\"127.0.0.1\", 2121", "\"127.0.0.1\", server.port()")
                    .replace("127.0.0.1:2121", "127.0.0.1:\" + server.port() + \"")
                    .replace(".start()", ".port(0).start()");
            var waits = code.contains(".tail(") || code.contains(".awaitClose(");
            return """
                    import io.github.ftplab.*;
                    import java.io.*;
                    import java.net.*;
                    import java.nio.charset.StandardCharsets;
                    import java.nio.file.*;
                    import java.security.KeyStore;
                    import java.time.*;
                    import java.util.*;
                    public final class %s extends JavadocExample {
                        public %s() throws IOException {}
                        @Override protected void run() throws Exception {
                            %s
                            %s
                            ;
                        }
                    }
                    """.formatted(name, name, waits ? "stopSoon();" : "", here);
        }
    }

    @Test
    void everyExampleRuns() throws IOException {
        var examples = new ArrayList<>(examples());
        examples.addAll(pageExamples());
        var classes = Files.createDirectory(directory.resolve("classes"));
        boolean compiled = compiler(examples, classes).call();
        assertThat(complaints.getDiagnostics()).isEmpty();
        assertThat(compiled).isTrue();

        var run = examples.stream()
                .filter(Example::isRun)
                .map(example -> example.name)
                .toList();
        var words = new ArrayList<Object>(List.of(Programs.java(), "-cp", classes + File.pathSeparator + classPath()));
        words.add(JavadocExample.class.getName());
        words.addAll(run);
        var result = Programs.command(words.toArray())
                .in(Files.createDirectory(directory.resolve("own")))
                .limit(Duration.ofSeconds(250))
                .run()
                .ok();
        assertThat(result.out().lines().filter(line -> line.startsWith("failed ")))
                .isEmpty();
        assertThat(result.out().lines().filter(line -> line.startsWith("ran ")).map(line -> line.substring(4)))
                .containsExactlyElementsOf(run);
        assertThat(NOT_RUN.keySet())
                .allSatisfy(text -> assertThat(examples).anyMatch(example -> example.code.contains(text)));
    }

    @Test
    void everyPublicMethodHasAnExample() throws IOException {
        var task = compiler(examples(), directory);
        Set<Element> shown = new HashSet<>();
        var trees = Trees.instance(task);
        var scanner = new TreePathScanner<Void, Set<Element>>() {
            @Override
            public Void visitMethodInvocation(MethodInvocationTree call, Set<Element> found) {
                found.add(trees.getElement(getCurrentPath()));
                return super.visitMethodInvocation(call, found);
            }

            @Override
            public Void visitMemberReference(MemberReferenceTree reference, Set<Element> found) {
                found.add(trees.getElement(getCurrentPath()));
                return super.visitMemberReference(reference, found);
            }
        };
        var parsed = new ArrayList<CompilationUnitTree>();
        task.parse().forEach(parsed::add);
        task.analyze();
        assertThat(complaints.getDiagnostics()).isEmpty();
        parsed.forEach(unit -> scanner.scan(unit, shown));

        var missing = task.getElements().getPackageElement("io.github.ftplab").getEnclosedElements().stream()
                .filter(type -> Files.exists(SOURCES.resolve(type.getSimpleName() + ".java")))
                .flatMap(type -> withInner((TypeElement) type))
                .flatMap(JavadocExamplesTest::methods)
                .filter(method -> !shown.contains(method))
                .map(method -> method.getEnclosingElement() + "." + method)
                .toList();
        assertThat(missing).as("public methods without an example").isEmpty();
    }

    /** JShell takes a line that begins with a dot for a new snippet: chains end their lines with the dot. */
    @Test
    void everyExampleCanBePastedIntoJShell() throws IOException {
        var examples = new ArrayList<>(examples());
        examples.addAll(pageExamples());

        assertThat(examples)
                .allSatisfy(example -> assertThat(
                                example.code.lines().filter(line -> line.strip().startsWith(".")))
                        .as(example.name)
                        .isEmpty());
    }

    private static Stream<TypeElement> withInner(TypeElement type) {
        var inner = ElementFilter.typesIn(type.getEnclosedElements()).stream().flatMap(JavadocExamplesTest::withInner);
        return Stream.concat(Stream.of(type), inner);
    }

    private static Stream<ExecutableElement> methods(TypeElement type) {
        boolean seen = type.getModifiers().contains(Modifier.PUBLIC);
        return ElementFilter.methodsIn(type.getEnclosedElements()).stream()
                .filter(method -> method.getModifiers().contains(Modifier.PUBLIC))
                .filter(method -> seen || !method.getModifiers().contains(Modifier.ABSTRACT))
                .filter(method -> !NEEDS_NONE.contains(method.getSimpleName().toString()))
                .filter(method -> !isComponent(method, type))
                .filter(method -> type.getKind() != ElementKind.ENUM
                        || !method.getSimpleName().toString().matches("values|valueOf"));
    }

    /**
     * {@return whether it returns a component of a value, which is a record or a class with equals} These need no
     * example.
     */
    private static boolean isComponent(ExecutableElement method, TypeElement type) {
        boolean isValue = type.getKind() == ElementKind.RECORD || hasEquals(type);
        return isValue
                && method.getParameters().isEmpty()
                && ElementFilter.fieldsIn(type.getEnclosedElements()).stream()
                        .filter(field -> !field.getModifiers().contains(Modifier.STATIC))
                        .anyMatch(field -> field.getSimpleName().equals(method.getSimpleName()));
    }

    /** Whether it, or a class that it extends, defines equals. */
    private static boolean hasEquals(TypeElement type) {
        return ElementFilter.methodsIn(type.getEnclosedElements()).stream()
                        .anyMatch(method -> method.getSimpleName().contentEquals("equals"))
                || (type.getSuperclass() instanceof DeclaredType extended
                        && extended.asElement() instanceof TypeElement above
                        && !above.getQualifiedName().contentEquals("java.lang.Object")
                        && hasEquals(above));
    }

    private JavacTask compiler(List<Example> examples, Path classes) {
        var options = List.of("-proc:none", "-cp", classPath(), "-d", classes.toString());
        var compiler = ToolProvider.getSystemJavaCompiler();
        return (JavacTask) compiler.getTask(null, null, complaints, options, null, examples);
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }

    private static List<Example> pageExamples() throws IOException {
        var examples = new ArrayList<Example>();
        try (var pages = Files.list(DOCS)) {
            for (var page : pages.filter(
                            file -> file.toString().endsWith(".md") && !ProjectPagesTest.PAGES.contains(file))
                    .sorted()
                    .toList()) {
                var name = page.getFileName().toString().replaceAll("\\W", "_");
                var found = BLOCK.matcher(Files.readString(page));
                for (int i = 1; found.find(); i++) {
                    examples.add(new Example("Page_" + name + i, found.group(2), found.group(1) == null));
                }
            }
        }
        assertThat(examples).isNotEmpty();
        return examples;
    }

    private static List<Example> examples() throws IOException {
        var examples = new ArrayList<Example>();
        try (var files = Files.list(SOURCES)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                var found = EXAMPLE.matcher(Files.readString(file));
                var name = file.getFileName().toString().replace(".java", "");
                for (int i = 1; found.find(); i++) {
                    examples.add(new Example(name + "Example" + i, found.group(1), true));
                }
            }
        }
        assertThat(examples).isNotEmpty();
        return examples;
    }
}
