package io.github.ftplab;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.properties.HasModifiers;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which room may know which (see DESIGN, "Rooms"), and how long a file may be. */
class ArchitectureTest {

    private static final String API = "io.github.ftplab";
    private static final String SERVER = "io.github.ftplab.server..";
    private static final String CLIENT = "io.github.ftplab.client..";
    private static final String PROTOCOL = "io.github.ftplab.protocol..";
    private static final String NOTEBOOK = "io.github.ftplab.notebook..";
    private static final String CLI = "io.github.ftplab.cli..";

    /** What users call; the only files that may be longer than others. */
    private static final List<Class<?>> FACES =
            List.of(FtpClient.class, FtpClientBuilder.class, FtpServer.class, FtpServerBuilder.class);

    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(API);

    @Test
    void onlyTheServerUsesApacheFtpServer() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(SERVER)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.ftpserver..", "org.apache.mina.."));
    }

    @Test
    void onlyTheClientUsesCommonsNet() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(CLIENT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.commons.net.."));
    }

    @Test
    void onlyTheCommandLineUsesPicocli() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(CLI)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli.."));
    }

    @Test
    void serverDoesNotKnowTheClient() {
        check(noClasses()
                .that()
                .resideInAPackage(SERVER)
                .should()
                .dependOnClassesThat(resideInAnyPackage(CLIENT).or(typeOrNested(FtpClient.class))));
    }

    @Test
    void clientDoesNotKnowTheServer() {
        check(noClasses()
                .that()
                .resideInAPackage(CLIENT)
                .should()
                .dependOnClassesThat(resideInAnyPackage(SERVER).or(typeOrNested(FtpServer.class))));
    }

    @Test
    void protocolKnowsTheJdkOnly() {
        check(classes()
                .that()
                .resideInAPackage(PROTOCOL)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(PROTOCOL, "java..", "org.jspecify.."));
    }

    @Test
    void nothingButTheCommandLineKnowsHowValuesLookInANotebook() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(NOTEBOOK, CLI)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(NOTEBOOK));
    }

    @Test
    void commandLineUsesThePublicApiOnly() {
        check(noClasses()
                .that()
                .resideInAPackage(CLI)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SERVER, CLIENT));
    }

    @Test
    void roomsHaveNoCycles() {
        check(slices().matching("io.github.ftplab.(*)..").should().beFreeOfCycles());
    }

    /** Superclasses count too: JShell on JDK 17 does not complete what is inherited from one that isn't public. */
    @Test
    void publicSignaturesNameOnlyPublicTypes() {
        check(classes().that().resideInAPackage(API).and().arePublic().should(nameOnlyTypesThatUsersMaySee()));
    }

    /** Documentation is not counted, so that it never splits a class. */
    @Test
    void noFileHasTooManyLinesOfCode() throws IOException {
        try (var files = Files.walk(Path.of("src/main/java"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".java")))
                    .contains(FACES.stream()
                            .map(face -> Path.of("src/main/java", face.getName().replace('.', '/') + ".java"))
                            .toArray(Path[]::new))
                    .allSatisfy(file -> assertThat(linesOfCode(file))
                            .as("lines of code in %s", file)
                            .isLessThanOrEqualTo(isFace(file) ? 450 : 300));
        }
    }

    private static boolean isFace(Path file) {
        return FACES.stream().anyMatch(face -> file.endsWith(face.getSimpleName() + ".java"));
    }

    private static long linesOfCode(Path file) throws IOException {
        return COMMENT.matcher(Files.readString(file))
                .replaceAll("")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.matches("(//|import |package ).*"))
                .count();
    }

    private static void check(ArchRule rule) {
        // Some rooms are not built yet.
        rule.allowEmptyShould(true).check(MAIN);
    }

    private static DescribedPredicate<JavaClass> typeOrNested(Class<?> type) {
        return DescribedPredicate.describe(
                "are part of " + type.getSimpleName(),
                found -> found.getName().equals(type.getName())
                        || found.getName().startsWith(type.getName() + "$"));
    }

    private static ArchCondition<JavaClass> nameOnlyTypesThatUsersMaySee() {
        var seen = resideInAnyPackage(API, "java..", "javax..")
                .and(DescribedPredicate.describe("are public", ArchitectureTest::isPublic));
        return new ArchCondition<>("name only types that users may see") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                signatures(type)
                        .flatMap(named -> named.getAllInvolvedRawTypes().stream())
                        .map(JavaClass::getBaseComponentType)
                        .filter(named -> !named.isPrimitive() && !seen.test(named))
                        .forEach(hidden -> events.add(SimpleConditionEvent.violated(
                                type, type.getName() + " has " + hidden.getName() + " in a public signature")));
            }
        };
    }

    private static Stream<JavaType> signatures(JavaClass type) {
        var supertypes = Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
        var fields =
                type.getFields().stream().filter(ArchitectureTest::isVisible).map(field -> field.getType());
        var codeUnits = type.getCodeUnits().stream()
                .filter(ArchitectureTest::isVisible)
                .flatMap(unit -> Stream.of(
                                Stream.of(unit.getReturnType()),
                                unit.getParameterTypes().stream(),
                                unit.getExceptionTypes().stream().map(thrown -> (JavaType) thrown))
                        .flatMap(types -> types));
        return Stream.of(supertypes, fields, codeUnits).flatMap(types -> types);
    }

    private static boolean isPublic(HasModifiers member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC);
    }

    private static boolean isVisible(HasModifiers member) {
        return isPublic(member) || member.getModifiers().contains(JavaModifier.PROTECTED);
    }
}
