package io.github.ftplab;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
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
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which package may depend on which: CONTRIBUTING, "Where things are". */
class ArchitectureTest {

    private static final String API = "io.github.ftplab";
    private static final String INTERNAL = "io.github.ftplab.internal..";
    private static final String PROTOCOL = "io.github.ftplab.internal.protocol..";
    private static final String SERVER = "io.github.ftplab.internal.server..";
    private static final String CLIENT = "io.github.ftplab.internal.client..";
    private static final String CLIENT_SETTINGS = "io.github.ftplab.internal.client.settings..";
    private static final String NOTEBOOK = "io.github.ftplab.internal.notebook..";
    private static final String CLI = "io.github.ftplab.internal.cli..";
    private static final String JUNIT = "io.github.ftplab.junit";

    private static final int MOST_FILES = 20;
    private static final int MOST_PUBLIC_FILES = 32;

    /** The classes that users call; only their files may be longer than others. */
    private static final List<Class<?>> LONGER =
            List.of(FtpClient.class, FtpClientBuilder.class, FtpServer.class, FtpServerBuilder.class);

    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(API);

    /** The entry points of the API, which use the engines; all other public types are values. */
    private static final DescribedPredicate<JavaClass> FACES = topLevel(Set.of(
            "FtpServer", "FtpServerBuilder", "FtpClient", "FtpClientBuilder", "BackgroundFtpClient", "RunningServers"));

    private static final DescribedPredicate<JavaClass> VALUES =
            JavaClass.Predicates.resideInAPackage(API).and(DescribedPredicate.not(FACES));

    @Test
    void everythingButTheApiIsInternal() {
        check(classes().should().resideInAnyPackage(API, JUNIT, API + ".course", INTERNAL));
    }

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
        check(noClasses().that().resideInAPackage(SERVER).should().dependOnClassesThat(resideInAnyPackage(CLIENT)));
    }

    @Test
    void clientDoesNotKnowTheServer() {
        check(noClasses().that().resideInAPackage(CLIENT).should().dependOnClassesThat(resideInAnyPackage(SERVER)));
    }

    @Test
    void enginesKnowNoFace() {
        check(noClasses()
                .that()
                .resideInAnyPackage(SERVER, CLIENT, PROTOCOL)
                .should()
                .dependOnClassesThat(FACES));
    }

    @Test
    void valuesKnowNoEngineAndNoFace() {
        check(noClasses()
                .that(VALUES)
                .should()
                .dependOnClassesThat(resideInAnyPackage(SERVER, CLIENT, NOTEBOOK, CLI)
                        .and(DescribedPredicate.not(resideInAnyPackage(CLIENT_SETTINGS)))
                        .or(FACES)));
    }

    @Test
    void protocolKnowsTheJdkOnly() {
        check(classes()
                .that()
                .resideInAPackage(PROTOCOL)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(PROTOCOL, "java..", "javax..", "org.jspecify.."));
    }

    /** The JDK's methods accept signs and the digits of any script. */
    @Test
    void numbersAreReadByOneRule() {
        var readers = DescribedPredicate.<JavaMethodCall>describe("reads a number", call -> {
            var target = call.getTarget();
            return Set.of("java.lang.Integer", "java.lang.Long")
                            .contains(target.getOwner().getName())
                    && Set.of("parseInt", "parseLong", "valueOf", "decode").contains(target.getName())
                    && target.getRawParameterTypes().get(0).isAssignableTo(CharSequence.class);
        });
        check(noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.github.ftplab.internal.protocol.FtpTime")
                .and()
                .doNotHaveFullyQualifiedName("io.github.ftplab.internal.protocol.UnixMode")
                .should()
                .callMethodWhere(readers)
                .because("Text.number() takes ASCII digits only"));
    }

    @Test
    void settingsAndFailuresAreAtTheBottom() {
        var bottom = new String[] {
            "io.github.ftplab.internal.*.settings", "io.github.ftplab.internal.*.failure", PROTOCOL,
        };
        check(noClasses()
                .that()
                .resideInAnyPackage("io.github.ftplab.internal.*.settings", "io.github.ftplab.internal.*.failure")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(SERVER, CLIENT).and(DescribedPredicate.not(resideInAnyPackage(bottom)))));
    }

    @Test
    void nothingBelowUsesTheRootOfASide() {
        for (var side : List.of("client", "server")) {
            var root = "io.github.ftplab.internal." + side;
            check(noClasses()
                    .that()
                    .resideInAPackage(root + ".*..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(root));
        }
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
    void extensionForJUnitUsesThePublicApiOnly() {
        check(noClasses().that().resideInAPackage(JUNIT).should().dependOnClassesThat(resideInAnyPackage(INTERNAL)));
    }

    /** Programs without JUnit are not affected. */
    @Test
    void nothingElseUsesJUnitOrItsExtension() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(JUNIT)
                .should()
                .dependOnClassesThat(resideInAnyPackage(JUNIT, "org.junit..", "org.opentest4j..")));
    }

    @Test
    void packagesHaveNoCircles() {
        check(slices().matching("io.github.ftplab.internal.(**)").should().beFreeOfCycles());
    }

    @Test
    void noTwoTypesShareAName() {
        var byName = MAIN.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(groupingBy(JavaClass::getSimpleName, mapping(JavaClass::getName, toList())));

        assertThat(byName.values()).allSatisfy(types -> assertThat(types).hasSize(1));
    }

    @Test
    void packagesAreSmall() {
        var byPackage = MAIN.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(groupingBy(JavaClass::getPackageName, mapping(JavaClass::getSimpleName, toList())));

        assertThat(byPackage)
                .allSatisfy((name, types) -> assertThat(types)
                        .as(name)
                        .hasSizeLessThanOrEqualTo(name.equals(API) ? MOST_PUBLIC_FILES : MOST_FILES));
    }

    /** Superclasses count too: JShell on JDK 17 does not complete members inherited from a class that isn't public. */
    @Test
    void publicSignaturesNameOnlyPublicTypes() {
        check(classes().that().resideInAnyPackage(API, JUNIT).and().arePublic().should(nameOnlyTypesThatUsersMaySee()));
    }

    /**
     * Values that the API only returns are classes with a factory, so that a component can be added later. Users create
     * these records themselves.
     */
    @Test
    void onlyValuesThatPeopleMakeAreRecords() {
        assertThat(PublicTypes.all().filter(Class::isRecord))
                .containsExactlyInAnyOrder(ServerLimits.class, ServerLimits.Rates.class);
    }

    /** Comments are not counted, so that documentation never forces a class to be split. */
    @Test
    void noFileHasTooManyLinesOfCode() throws IOException {
        try (var files = Files.walk(Path.of("src/main/java"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".java")))
                    .contains(LONGER.stream()
                            .map(face -> Path.of("src/main/java", face.getName().replace('.', '/') + ".java"))
                            .toArray(Path[]::new))
                    .allSatisfy(file -> assertThat(linesOfCode(file))
                            .as("lines of code in %s", file)
                            .isLessThanOrEqualTo(isFace(file) ? 450 : 300));
        }
    }

    private static boolean isFace(Path file) {
        return LONGER.stream().anyMatch(face -> file.endsWith(face.getSimpleName() + ".java"));
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
        // Some packages are still empty.
        rule.allowEmptyShould(true).check(MAIN);
    }

    private static DescribedPredicate<JavaClass> topLevel(Set<String> names) {
        return DescribedPredicate.describe("are part of " + names, found -> {
            var name = found.getName();
            int end = name.indexOf('$');
            var top = end < 0 ? name : name.substring(0, end);
            return names.stream().anyMatch(one -> top.equals(API + "." + one));
        });
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
