package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link FtpServerBuilder#before}: functions that veto or answer commands. */
@WithServer
class CommandCheckTest {

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch slow = new CountDownLatch(1);

    @Given
    Path home;

    @Given
    FtpServer server;

    @Given
    RawClient client;

    @Given
    FtpServerBuilder options() {
        return FtpServer.builder()
                .user("test", "potato", home, "elradfmwMT")
                .user("reader", "potato", home, "elr")
                .before("stor", (who, path) -> {
                    asked.add(who.user() + " " + path);
                    return path.endsWith(".exe") ? answer(553, "No programs.") : Optional.empty();
                })
                .before("STOR", (who, path) -> answer(553, "Second."))
                .before("MKD", (who, path) -> {
                    throw new IllegalStateException("broken");
                })
                .before("XPWD", (who, path) -> answer(257, "Nowhere."))
                .before("RMD", (who, path) -> answer(150, "Not final."))
                .before("NOOP", (who, argument) -> {
                    waitUntilReleased();
                    return Optional.empty();
                })
                .before("SYST", (who, argument) -> answer(215, "first", "inner", "last"))
                .before("SITE GREET", (who, argument) -> answer(200, "hello, " + argument))
                .before("XYZ", (who, argument) -> Optional.empty());
    }

    private static Optional<Reply> answer(int code, String... lines) {
        return Optional.of(Reply.of(code, List.of(lines)));
    }

    private void waitUntilReleased() {
        try {
            slow.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"PWD, 257", "XPWD, 257", "RMD d, 451", "XRMD d, 451", "MKD d, 451", "XMKD d, 451"})
    void commandIsCheckedUnderItsOldNameToo(String command, int code) throws IOException {
        assertThat(client.send(command)).startsWith(code + " ").doesNotContain("/");
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void firstAnswerIsSentAndTheCommandDoesNotRun() throws IOException {
        client.send("MKD d");
        assertThat(client.transmit("STOR a.exe", new byte[1])).isEqualTo("553 No programs.");
        assertThat(client.transmit("STOR a.txt", new byte[1])).isEqualTo("553 Second.");

        assertThat(asked).containsExactly("test /a.exe", "test /a.txt");
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void isAskedOnlyIfTheClientMayUseTheCommand() throws IOException {
        try (var other = RawClient.connect(server)) {
            assertThat(other.send("STOR a")).startsWith("530 ");
            other.send("USER reader");
            other.send("PASS potato");
            assertThat(other.send("STOR a")).startsWith("550 ");
        }
        assertThat(client.send("STOR")).startsWith("501 ");

        assertThat(asked).isEmpty();
    }

    @Test
    void failureIsAnsweredAndLogged() throws IOException {
        assertThat(client.send("MKD d")).startsWith("451 ");
        assertThat(client.send("RMD d")).startsWith("451 ");

        assertThat(server.log().toString()).contains("MKD failed: java.lang.IllegalStateException: broken");
        assertThat(client.send("PWD")).startsWith("257 ");
    }

    @Test
    void slowCheckHoldsItsOwnClientOnly() throws IOException {
        client.write("NOOP\r\n");
        await().until(() -> server.commands("NOOP").size() == 1);
        try (var other = RawClient.login(server, "test", "potato")) {
            assertThat(other.send("PWD")).startsWith("257 ");
        }

        slow.countDown();
        assertThat(client.reply()).startsWith("200 ");
    }

    @Test
    void commandsMayBeAdded() throws IOException {
        assertThat(client.send("SITE GREET x")).isEqualTo("200 hello, x");
        assertThat(client.send("XYZ")).startsWith("500 ");
        assertThat(client.send("SYST")).isEqualTo("215-first\n inner\n215 last");
    }

    @Test
    void wrongVerbIsRefused() {
        BiFunction<ServerEvent.Client, String, Optional<Reply>> any = (who, argument) -> Optional.empty();

        assertThatThrownBy(() -> FtpServer.builder().before("STOR x", any))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(FtpServer.builder().before("STOR", any)).asString().contains("own checks: 1");
    }
}
