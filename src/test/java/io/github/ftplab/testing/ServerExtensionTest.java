package io.github.ftplab.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.FtpClient;
import io.github.ftplab.FtpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.listeners.TestExecutionSummary.Failure;

/** The rules of {@link WithServer} that few tests depend on. */
class ServerExtensionTest {

    @ParameterizedTest
    @ValueSource(
            classes = {
                ClientAlone.class,
                ClientOfAScript.class,
                ClientOfTheClass.class,
                OneObject.class,
                FirstOfTwo.class,
                SecondOfTwo.class
            })
    void fieldsAreSetAndNothingIsLeft(Class<?> sample) {
        var summary = SampleTests.run(sample);

        assertThat(summary.getFailures()).extracting(Failure::getException).isEmpty();
        assertThat(summary.getTestsSucceededCount()).isPositive();
        assertThat(FtpServer.running()).isEmpty();
    }

    @Test
    void directoryIsDeletedWhateverItsModes(@TempDir Path directory) throws IOException {
        var root = Files.createDirectory(directory.resolve("root"));
        var closed = Files.createDirectory(root.resolve("closed"));
        Files.createFile(closed.resolve("file"));
        for (var each : List.of(closed, root)) {
            var file = each.toFile();
            assertThat(file.setReadable(false) && file.setWritable(false) && file.setExecutable(false))
                    .isTrue();
        }

        FileTree.delete(root);
        FileTree.delete(root);

        assertThat(directory).isEmptyDirectory();
    }

    @WithServer
    static class ClientAlone {

        @Given
        FtpClient ftp;

        @Test
        void isConnected() {
            assertThat(ftp.nlst()).isEmpty();
        }
    }

    @WithServer
    static class ClientOfAScript {

        @Given
        FakeServer server;

        @Given
        FtpClient ftp;

        @Given
        Path home;

        @Test
        void isConnectedToIt() {
            assertThat(ftp.login("test", "potato").pwd()).isEqualTo("/");
            assertThat(server.commands()).contains("PWD");
            assertThat(home).isEmptyDirectory();
            assertThat(FtpServer.running()).isEmpty();
        }
    }

    @WithServer
    static class ClientOfTheClass {

        @Given
        static FtpServer server;

        @Given
        Path home;

        @Given
        RawClient raw;

        @Given
        FtpClient ftp;

        @Test
        void isConnectedToItsServer() throws IOException {
            Files.createFile(home.resolve("file"));

            assertThat(ftp.nlst()).containsExactly("file");
            assertThat(raw.send("SIZE file")).startsWith("213 ");
            assertThat(server.sessions()).hasSize(2);
            assertThat(FtpServer.running()).containsExactly(server);
        }
    }

    @WithServer
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class OneObject {

        @Given
        Path home;

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        void hasANewHomeForEachTest(int number) throws IOException {
            assertThat(home).isEmptyDirectory();
            Files.createFile(home.resolve("file"));
        }
    }

    @WithServer
    abstract static class OneOfTwo {

        @Given
        static Path home;

        @Test
        void hasANewHome() throws IOException {
            assertThat(home).isEmptyDirectory();
            Files.createFile(home.resolve("file"));
        }
    }

    static class FirstOfTwo extends OneOfTwo {}

    static class SecondOfTwo extends OneOfTwo {}
}
