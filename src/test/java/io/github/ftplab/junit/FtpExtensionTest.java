package io.github.ftplab.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.FtpClient;
import io.github.ftplab.FtpException;
import io.github.ftplab.FtpServer;
import io.github.ftplab.FtpServerBuilder;
import io.github.ftplab.Permission;
import io.github.ftplab.ServerEvent;
import io.github.ftplab.ServerUser;
import io.github.ftplab.Trigger;
import io.github.ftplab.testing.FileTree;
import io.github.ftplab.testing.NothingLeft;
import io.github.ftplab.testing.Promptly;
import io.github.ftplab.testing.SampleTests;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.junit.platform.launcher.listeners.TestExecutionSummary.Failure;

class FtpExtensionTest {

    private static final Map<String, String> CONCURRENT = Map.of(
            "junit.jupiter.execution.parallel.enabled", "true",
            "junit.jupiter.execution.parallel.mode.default", "concurrent",
            "junit.jupiter.execution.parallel.config.executor-service", "FORK_JOIN_POOL",
            "junit.jupiter.execution.parallel.config.strategy", "fixed",
            "junit.jupiter.execution.parallel.config.fixed.parallelism", "8");

    @ParameterizedTest
    @CsvSource({
        "EachTestHasItsOwn, 6",
        "OneForTheClass, 2",
        "AnnotatedClass, 3",
        "Parameters, 3",
        "ParameterOfBeforeAll, 2",
        "Enclosing, 3",
        "OneObject, 4",
        "TwoServers, 1",
        "FirstOfTwo, 1",
        "SecondOfTwo, 1",
        "Users, 3",
        "AnyUser, 1",
        "Contents, 3",
        "InMemory, 1",
        "Secure, 2",
        "Options, 2",
        "OptionsOfTheClass, 1",
        "Factory, 2",
        "Events, 1",
    })
    void testsPassAndNothingIsLeft(String sample, int tests) {
        var summary = SampleTests.run(sample(sample));

        assertThat(summary.getFailures()).extracting(Failure::getException).isEmpty();
        assertThat(summary.getTestsSucceededCount()).isEqualTo(tests);
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @CsvSource({"Meeting, 4", "EachTestHasItsOwn, 6", "OneForTheClass, 2", "AnnotatedClass, 3", "Parameters, 3"})
    void testsMayRunConcurrently(String sample, int tests) {
        var summary = SampleTests.run(sample(sample), CONCURRENT);

        assertThat(summary.getFailures()).extracting(Failure::getException).isEmpty();
        assertThat(summary.getTestsSucceededCount()).isEqualTo(tests);
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            WrongType        | @Ftp has nothing for field WrongType.port of type String: it must be an FtpServer, an FtpClient or a Path
            FinalField       | @Ftp cannot set the final field FinalField.server
            FieldWithValue   | @Ftp cannot set field FieldWithValue.home, which has a value already: from the test class itself
            InConstructor    | @Ftp on a parameter of a constructor: put it on a field, or on a parameter of a method
            TwoForAClient    | @Ftp cannot tell which of
            NoPassword       | @Ftp: the form of a user is NAME:PASSWORD[:LETTERS[:DIRECTORY]], such as ann:potato:elr
            UnknownLetter    | x
            NoResource       | @Ftp: there is no resource /nope on the class path: /ftp is src/test/resources/ftp, and ftp is beside NoResource
            NoPath           | @Ftp: the text "hello" is neither PATH=CONTENTS, such as a.txt=hello, nor PATH/
            OutsideOfHome    | @Ftp: ../a.txt is outside of the server's files
            OnATestMethod    | @Ftp on the method test, which does not take one FtpServerBuilder: put it on a field or a parameter instead
            """)
    void mistakeIsExplainedAndNothingIsLeft(String sample, String message) {
        var summary = SampleTests.run(sample(sample));

        assertThat(summary.getFailures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.getException()).hasMessageContaining(message));
        assertNothingIsLeft();
    }

    @Test
    void passwordIsInNoMessage() {
        assertThat(failure(SampleTests.run(UnknownLetter.class)).toString()).doesNotContain("turnip");
        assertThat(failure(SampleTests.run(NoPassword.class)).toString()).doesNotContain("turnip");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FailingTest", "FailingBefore", "FailingAfter"})
    void failureHasWhatWasSaid(String sample) {
        var failure = failure(SampleTests.run(sample(sample)));

        assertThat(failure).hasMessage("wrong");
        assertThat(failure.getSuppressed())
                .singleElement()
                .satisfies(report -> assertThat(report)
                        .hasMessageStartingWith("what clients and FtpServer ftp://127.0.0.1:")
                        .hasMessageContaining("> PASS ****")
                        .hasMessageContaining("> DELE nope\n")
                        .hasMessageContaining("< 550 ")
                        .hasMessageContaining("[W ")
                        .hasNoCause()
                        .extracting(Throwable::getStackTrace)
                        .isEqualTo(new StackTraceElement[0]));
        assertNothingIsLeft();
    }

    @Test
    void failureHasWhatWasSaidInItsOwnTest() {
        var failures = SampleTests.run(FailingTwice.class).getFailures();

        assertThat(failures).hasSize(2).allSatisfy(failure -> {
            var own = failure.getException().getMessage();
            assertThat(failure.getException().getSuppressed())
                    .singleElement()
                    .extracting(Throwable::getMessage)
                    .asString()
                    .containsOnlyOnce("> MKD ")
                    .contains("> MKD " + own);
        });
    }

    @Test
    void failureHasTheFaultsThatNeverHappened() {
        var report = String.valueOf(failure(SampleTests.run(FailingWithFaults.class))
                .getSuppressed()[0]
                .getMessage());

        assertThat(report.lines().filter(line -> line.startsWith("never happened: ")))
                .containsExactly("never happened: on(\"RETR\").reply(\"450 Busy.\")");
    }

    @Test
    void failureWithoutAClientSaysSo() {
        assertThat(failure(SampleTests.run(FailingWithoutAClient.class)).getSuppressed())
                .singleElement()
                .extracting(Throwable::getMessage)
                .asString()
                .endsWith("said:\n(nothing: no client connected)");
    }

    @Test
    void reportIsOnlyOfTheLastEntries() {
        var report = String.valueOf(failure(SampleTests.run(FailingAfterMuch.class))
                .getSuppressed()[0]
                .getMessage());

        assertThat(report.lines().count()).isBetween(200L, 210L);
        assertThat(report)
                .containsPattern("… \\d+ earlier entries\n")
                .contains("> MKD a299\n")
                .doesNotContain("> MKD a1\n");
    }

    @Test
    void abortedTestHasNoReport() {
        var summary = SampleTests.run(Aborted.class);

        assertThat(summary.getTestsAbortedCount()).isOne();
    }

    @Test
    void directoryOfAJarIsCopied() throws IOException {
        var home = FtpServer.inMemory();
        TestFiles.copy(Test.class, "/org/junit/jupiter/api/condition", home);
        TestFiles.copy(Test.class, "Test.class", home);

        assertThat(home.resolve("EnabledOnOs.class")).isNotEmptyFile();
        assertThat(home.resolve("Test.class")).isNotEmptyFile();
        assertThat(home.resolve("org")).doesNotExist();
        assertThat(Files.getLastModifiedTime(home.resolve("Test.class")).toInstant())
                .isBefore(Instant.now().minus(Duration.ofHours(1)));
    }

    @Test
    void filesWithoutPermissionsAreDeletedToo() throws IOException {
        var directory = Files.createTempDirectory("ftplab-junit-");
        var closed = Files.createDirectory(directory.resolve("closed"));
        Files.createFile(closed.resolve("file"));
        assertThat(closed.toFile().setWritable(false) && closed.toFile().setReadable(false))
                .isTrue();

        TestFiles.delete(directory);

        assertThat(directory).doesNotExist();
    }

    private static Class<?> sample(String name) {
        try {
            return Class.forName(FtpExtensionTest.class.getName() + "$" + name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static Throwable failure(TestExecutionSummary summary) {
        assertThat(summary.getFailures()).hasSize(1);
        return summary.getFailures().get(0).getException();
    }

    private static void assertNothingIsLeft() {
        assertThat(FtpServer.running()).isEmpty();
        await().untilAsserted(() -> assertThat(NothingLeft.threads()).isEmpty());
        assertThat(Path.of(System.getProperty("java.io.tmpdir")))
                .isDirectoryNotContaining("glob:**/ftplab-junit-" + "*");
    }

    static class EachTestHasItsOwn {

        static final Set<FtpServer> SEEN = ConcurrentHashMap.newKeySet();

        @Ftp
        FtpServer server;

        @Ftp
        FtpClient ftp;

        @Ftp
        Path home;

        @BeforeAll
        static void forget() {
            SEEN.clear();
        }

        @BeforeEach
        void isThereAlready() {
            assertThat(server.isRunning()).isTrue();
            assertThat(home).isEmptyDirectory();
            ftp.writeText("a.txt", "hello");
            assertThat(home.resolve("a.txt")).hasContent("hello");
            assertThat(SEEN.add(server)).isTrue();
        }

        @AfterEach
        void isThereStill() {
            assertThat(ftp.nlst()).containsExactly("a.txt");
        }

        @Test
        void first() {
            assertThat(server.users()).hasToString("[test elradfmwMT " + home + "]");
        }

        @Test
        void second() {
            assertThat(server.port()).isPositive();
        }

        @RepeatedTest(2)
        void repeated() {
            assertThat(server.sessions()).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"a", "b"})
        void parameterized(String name) {
            ftp.mkdir(name);
            assertThat(home.resolve(name)).isDirectory();
            ftp.rmdir(name);
        }
    }

    static class OneForTheClass {

        static final Set<FtpServer> SEEN = ConcurrentHashMap.newKeySet();

        @Ftp(text = "a.txt=hello")
        static FtpServer server;

        @Ftp
        static Path home;

        @Ftp
        FtpClient ftp;

        @BeforeAll
        static void isThereAlready() {
            SEEN.clear();
            assertThat(home.resolve("a.txt")).hasContent("hello");
        }

        @AfterAll
        static void wasOneOnly() {
            assertThat(server.isRunning()).isTrue();
            assertThat(SEEN).containsExactly(server);
            assertThat(server.stats().logins()).isEqualTo(2);
        }

        @Test
        void first() {
            SEEN.add(server);
            assertThat(ftp.readText("a.txt")).isEqualTo("hello");
        }

        @Test
        void second() {
            first();
        }
    }

    @Ftp(user = "ann:potato", text = "a.txt=hello")
    static class AnnotatedClass {

        static final Set<FtpServer> SEEN = ConcurrentHashMap.newKeySet();

        @Ftp
        FtpServer server;

        @BeforeAll
        static void see(@Ftp FtpServer server) {
            SEEN.clear();
            SEEN.add(server);
        }

        @Test
        void fieldHasTheServerOfTheClass(@Ftp FtpClient ftp) {
            assertThat(SEEN).containsExactly(server);
            assertThat(ftp.user()).contains("ann");
        }

        @Test
        void settingsMeanAnother(@Ftp(text = "b.txt=b") FtpServer other) {
            assertThat(SEEN).doesNotContain(other);
        }

        @Nested
        class Within {

            @Ftp
            FtpServer same;

            @Test
            void nestedClassHasTheServerOfTheEnclosingOne() {
                assertThat(same).isSameAs(server);
                assertThat(SEEN).containsExactly(same);
            }
        }
    }

    static class Parameters {

        FtpServer before;

        @BeforeEach
        void remember(@Ftp FtpServer server) {
            before = server;
        }

        @Test
        void allAreOfOneServer(@Ftp FtpServer server, @Ftp FtpClient ftp, @Ftp Path home) throws IOException {
            assertThat(server).isSameAs(before);
            Files.createFile(home.resolve("a"));
            assertThat(ftp.nlst()).containsExactly("a");
        }

        @ParameterizedTest
        @CsvSource({"1, a", "2, b"})
        void comeAfterArguments(int number, String name, @Ftp Path home) {
            assertThat(home).isEmptyDirectory();
            assertThat(name).hasSize(1).isBetween("a", "b");
        }
    }

    static class ParameterOfBeforeAll {

        static FtpServer first;

        @BeforeAll
        static void remember(@Ftp FtpServer server) {
            first = server;
        }

        @Test
        void isOfTheClass(@Ftp FtpServer same) {
            assertThat(same).isSameAs(first);
        }

        @Test
        void runs() {
            assertThat(first.isRunning()).isTrue();
        }
    }

    static class Enclosing {

        @Ftp(text = "outer=")
        FtpServer server;

        @Test
        void test() {
            assertThat(FtpServer.running()).containsExactly(server);
        }

        @Nested
        class Without {

            @Ftp
            FtpClient ftp;

            @Test
            void usesTheEnclosingOne() {
                assertThat(ftp.port()).isEqualTo(server.port());
            }
        }

        @Nested
        class With {

            @Ftp(text = "inner=")
            FtpServer own;

            @Ftp
            FtpClient ftp;

            @Test
            void usesItsOwn() {
                assertThat(FtpServer.running()).containsExactly(server, own);
                assertThat(ftp.nlst()).containsExactly("inner");
            }
        }
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class OneObject {

        @Ftp
        FtpClient ftp;

        @BeforeAll
        void isNotYetThere() {
            assertThat(ftp).isNull();
        }

        @AfterAll
        void isNoLongerThere() {
            isNotYetThere();
        }

        @RepeatedTest(2)
        void isNew() {
            assertThat(ftp.nlst()).isEmpty();
            ftp.mkdir("a");
        }

        @Nested
        class Within {

            @RepeatedTest(2)
            void isNewToo() {
                isNew();
            }
        }
    }

    static class TwoServers {

        @Ftp
        FtpServer from;

        @Ftp
        FtpServer to;

        @Ftp(text = "a=")
        FtpClient third;

        @Test
        void areTwo() {
            assertThat(from).isNotSameAs(to);
            assertThat(third.nlst()).containsExactly("a");
            assertThat(FtpServer.running()).hasSize(3);
        }
    }

    abstract static class OneOfTwo {

        @Ftp
        static Path home;

        @Test
        void hasANewHome() throws IOException {
            assertThat(home).isEmptyDirectory();
            Files.createFile(home.resolve("file"));
        }
    }

    static class FirstOfTwo extends OneOfTwo {}

    static class SecondOfTwo extends OneOfTwo {}

    static class Users {

        @Ftp(
                user = {"ann:pot:elradfmwMT", "bob:leek", "upload:turnip:elw:/incoming/new"},
                text = "a.txt=hello")
        FtpServer server;

        @Ftp
        Path home;

        @Test
        void haveTheirLettersAndHomes() {
            assertThat(server.users())
                    .containsExactly(
                            ServerUser.of("ann", home, Permission.ALL),
                            ServerUser.of("bob", home, Permission.READ_ONLY),
                            ServerUser.of("upload", home.resolve("incoming/new"), Permission.parse("elw")));
        }

        @Test
        void haveTheirPasswords() {
            try (var ftp = server.connect("upload", "turnip")) {
                ftp.writeText("b.txt", "b");
            }
            assertThat(home.resolve("incoming/new/b.txt")).hasContent("b");
        }

        @Test
        void areRefusedWithoutDelay() {
            long begun = System.nanoTime();
            // With the usual delay, which grows, that would take three quarters of a minute.
            for (int i = 0; i < 12; i++) {
                assertThatThrownBy(() -> server.connect("bob", "carrot")).isInstanceOf(FtpException.Refused.class);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Promptly.AT_MOST);
        }
    }

    static class AnyUser {

        @Test
        void mayLogIn(@Ftp(anyUser = true) FtpServer server, @Ftp FtpClient own) {
            for (var name : List.of("anonymous", "ann")) {
                try (var ftp = server.connect(name, "whatever")) {
                    ftp.writeText(name, "hello");
                }
            }
            assertThat(own.nlst()).containsExactlyInAnyOrder("anonymous", "ann");
        }
    }

    static class Contents {

        @Test
        void ofADirectory(
                @Ftp(
                                files = "/ftp",
                                text = {"pub/b.csv=3;4\n", "incoming/"})
                        Path home)
                throws IOException {
            assertThat(FileTree.contents(home))
                    .isEqualTo(Map.of(
                            "example.txt",
                            "hello\n",
                            "pub/",
                            "",
                            "pub/a.csv",
                            "1;2\n",
                            "pub/b.csv",
                            "3;4\n",
                            "incoming/",
                            ""));
        }

        @Test
        void ofAFile(@Ftp(files = "/ftp/example.txt", inMemory = true) FtpClient ftp) {
            assertThat(ftp.readText("example.txt")).isEqualTo("hello\n");
        }

        @Test
        void ofAZipFile(@Ftp(files = "/ftp.zip") FtpClient ftp) {
            assertThat(ftp.readText("pub/a.csv")).isEqualTo("1;2\n");
            // Zip files have local times.
            assertThat(ftp.modified("pub/a.csv"))
                    .isEqualTo(LocalDateTime.of(2024, 5, 6, 7, 8, 10)
                            .atZone(ZoneId.systemDefault())
                            .toInstant());
        }
    }

    static class InMemory {

        @Ftp(inMemory = true)
        FtpClient ftp;

        @Ftp
        Path home;

        @Test
        void isNotOnDisk() throws IOException {
            assertThat(home.getFileSystem()).isNotSameAs(FileSystems.getDefault());
            Files.writeString(home.resolve("a"), "hello");
            assertThat(ftp.readText("a")).isEqualTo("hello");
        }
    }

    static class Secure {

        @Test
        void isDemanded(@Ftp(requireTls = true) FtpServer server, @Ftp FtpClient ftp) {
            assertThat(ftp.nlst()).isEmpty();
            try (var plain = FtpClient.connect("127.0.0.1", server.port())) {
                assertThatThrownBy(() -> plain.login("test", "potato")).isInstanceOf(FtpException.class);
            }
        }

        @Test
        void isOffered(@Ftp(tls = true) FtpServer server, @Ftp(implicitTls = true) FtpServer implicit) {
            assertThat(server.certificate()).isNotNull();
            assertThat(server.uri()).hasScheme("ftp");
            assertThat(implicit.uri()).hasScheme("ftps");
        }
    }

    static class Options {

        @Ftp
        FtpServer server;

        @Ftp
        FtpClient ftp;

        private final String banner = "Hello";

        @Ftp
        static void ofAll(FtpServerBuilder builder) {
            builder.anonymous(Path.of(""));
        }

        @Ftp
        void options(FtpServerBuilder builder) {
            builder.texts(banner, "Welcome", "Bye");
        }

        @Test
        void areTakenFromMethods() {
            assertThat(ftp.welcome().toString()).contains("Hello");
            assertThat(server.users()).hasSize(2);
        }

        @Nested
        class Within {

            @Test
            void andFromThoseOfEnclosingClasses(@Ftp(text = "a=") FtpClient own) {
                assertThat(own.welcome().toString()).contains("Hello");
            }
        }
    }

    static class OptionsOfTheClass {

        @Ftp
        static FtpClient ftp;

        @Ftp
        static void options(FtpServerBuilder builder) {
            builder.banner("Hello");
        }

        @Test
        void areTakenFromStaticMethods() {
            assertThat(ftp.welcome().toString()).contains("Hello");
        }
    }

    static class Factory {

        @Ftp
        FtpClient ftp;

        @TestFactory
        List<DynamicTest> all() {
            return List.of(
                    DynamicTest.dynamicTest("writes", () -> ftp.writeText("a", "hello")),
                    DynamicTest.dynamicTest(
                            "reads", () -> assertThat(ftp.readText("a")).isEqualTo("hello")));
        }
    }

    static class Events {

        @Ftp
        FtpServer server;

        @Test
        void areAwaited() throws Exception {
            var ftp = server.connect("test", "potato").inBackground();
            var written = ftp.writeText("a.txt", "hello");

            assertThat(server.awaitEvents(ServerEvent.Upload.class, 1, Duration.ofSeconds(30)))
                    .extracting(ServerEvent.Upload::path)
                    .containsExactly("/a.txt");
            written.get(30, TimeUnit.SECONDS);
            assertThat(server.events(ServerEvent.Upload.class)).hasSize(1);
        }
    }

    /** Four tests that wait for each other. */
    static class Meeting {

        static final CountDownLatch ALL = new CountDownLatch(4);
        static final Set<FtpServer> SEEN = ConcurrentHashMap.newKeySet();

        @Ftp
        FtpServer server;

        @Ftp
        FtpClient ftp;

        @RepeatedTest(4)
        void eachHasItsOwn() throws InterruptedException {
            ALL.countDown();
            assertThat(ALL.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(SEEN.add(server)).isTrue();
            assertThat(ftp.port()).isEqualTo(server.port());
            assertThat(server.sessions()).hasSize(1);
        }
    }

    static class WrongType {

        @Ftp
        String port;

        @Test
        void test() {}
    }

    static class FinalField {

        @Ftp
        final @Nullable FtpServer server = null;

        @Test
        void test() {}
    }

    static class FieldWithValue {

        @Ftp
        Path home = Path.of("");

        @Test
        void test() {}
    }

    static class InConstructor {

        InConstructor(@Ftp FtpServer server) {
            assertThat(server).isNotNull();
        }

        @Test
        void test() {}
    }

    static class TwoForAClient extends TwoServers {

        @Ftp
        FtpClient ftp;
    }

    static class NoPassword {

        @Test
        void test(@Ftp(user = {"ann", "bob:turnip"}) FtpServer server) {}
    }

    static class UnknownLetter {

        @Test
        void test(@Ftp(user = "ann:turnip:elrx") FtpServer server) {}
    }

    static class NoResource {

        @Test
        void test(@Ftp(files = "/nope") FtpServer server) {}
    }

    static class NoPath {

        @Test
        void test(@Ftp(text = "hello") FtpServer server) {}
    }

    static class OutsideOfHome {

        @Test
        void test(@Ftp(text = "../a.txt=hello") FtpServer server) {}
    }

    static class OnATestMethod {

        @Test
        @Ftp
        void test(@Ftp FtpServer server) {}
    }

    abstract static class Failing {

        @Ftp
        FtpClient ftp;

        void fail() {
            assertThatThrownBy(() -> ftp.delete("nope")).isInstanceOf(FtpException.Refused.class);
            assertThatThrownBy(() -> FtpClient.connect("127.0.0.1", ftp.port()).login("test", "leek"))
                    .isInstanceOf(FtpException.Refused.class);
            throw new IllegalStateException("wrong");
        }
    }

    static class FailingTest extends Failing {

        @Test
        void test() {
            fail();
        }
    }

    static class FailingBefore extends Failing {

        @BeforeEach
        void before() {
            fail();
        }

        @Test
        void test() {}
    }

    static class FailingAfter extends Failing {

        @AfterEach
        void after() {
            fail();
        }

        @Test
        void test() {}
    }

    @Ftp
    static class FailingTwice {

        @ParameterizedTest
        @ValueSource(strings = {"first", "second"})
        void test(String name, @Ftp FtpClient ftp) {
            ftp.mkdir(name);
            throw new IllegalStateException(name);
        }
    }

    static class FailingWithoutAClient {

        @Test
        void test(@Ftp FtpServer server) {
            throw new IllegalStateException("wrong");
        }
    }

    static class FailingWithFaults {

        @Test
        void test(@Ftp FtpServer server, @Ftp FtpClient ftp) {
            server.fault(Trigger.on("MKD").reply("450 Busy."));
            server.fault(Trigger.on("RETR").reply("450 Busy."));
            ftp.mkdir("a");
        }
    }

    static class FailingAfterMuch {

        @Test
        void test(@Ftp FtpClient ftp) {
            for (var i = 0; i < 300; i++) {
                ftp.mkdir("a" + i);
            }
            throw new IllegalStateException("wrong");
        }
    }

    static class Aborted {

        @Test
        void test(@Ftp FtpServer server) {
            Assumptions.abort("not today");
        }
    }
}
