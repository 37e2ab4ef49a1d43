package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users are added, removed and changed while the server runs. */
@WithServer(letters = "elr")
class ServerUsersTest {

    @Given
    Path home;

    @Given
    FtpServer server;

    @BeforeEach
    void fill() throws IOException {
        Files.writeString(home.resolve("file.txt"), "hello\n");
    }

    @Test
    void addedUserLogsIn() throws IOException {
        try (var client = RawClient.connect(server)) {
            client.send("USER ann");
            assertThat(client.send("PASS carrot")).startsWith("530 ");
            assertThat(server.addUser("ann", "carrot", home, "elr")).hasToString("ann elr " + home);
            client.send("USER ann");
            assertThat(client.send("PASS carrot")).startsWith("230 ");
            assertThat(server.users()).hasSize(2);
        }
    }

    @Test
    void addedUserHasToBeAsOneOfTheBuilder() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.addUser("test", "x", home, "elr"))
                .withMessageContaining("there is a user test already");
        assertThatIllegalArgumentException().isThrownBy(() -> server.addUser(" ", "x", home, "elr"));
        assertThatIllegalArgumentException().isThrownBy(() -> server.addUser("ann", "x", home, "elx"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.addUser("ann", "x", home.resolve("missing"), "elr"));
        assertThat(server.users()).hasSize(1);
    }

    @Test
    void changedLettersCountFromTheNextCommand() throws IOException {
        try (var client = RawClient.login(server, "test", "potato")) {
            assertThat(client.send("DELE file.txt")).startsWith("550 Not enough privileges");
            assertThat(server.permissions("test", "eld")).hasToString("test eld " + home);
            assertThat(client.receive("RETR file.txt").opening()).startsWith("550 Not enough privileges");
            assertThat(client.send("DELE file.txt")).startsWith("250 ");
            server.permissions("test", "");
            assertThat(client.receive("LIST").opening()).startsWith("550 Not enough privileges");
        }
    }

    @Test
    void removedUserIsLoggedOutByTheNextCommand() throws IOException {
        try (var client = RawClient.login(server, "test", "potato")) {
            assertThat(client.send("CWD /")).startsWith("250 ");
            server.removeUser("test");
            assertThat(client.send("MDTM file.txt")).isEqualTo("530 This user was removed; log in as another one.");
            assertThat(client.send("PWD")).isEqualTo("530 Log in with USER and PASS first.");
            client.send("USER test");
            assertThat(client.send("PASS potato")).startsWith("530 ");
            assertThat(server.log().toString()).contains("USER 'test' was removed: logged out.");
            assertThat(server.users()).isEmpty();
        }
    }

    @Test
    void removedUserMayLogInAsAnother() throws IOException {
        try (var client = RawClient.login(server, "test", "potato")) {
            server.addUser("ann", "carrot", home, "elr");
            server.removeUser("test");
            assertThat(client.send("USER ann")).startsWith("331 ");
            assertThat(client.send("PASS carrot")).startsWith("230 ");
            assertThat(client.send("SIZE file.txt")).isEqualTo("213 6");
        }
    }

    @Test
    void userOfTheSameNameIsAnother() throws IOException {
        try (var client = RawClient.login(server, "test", "potato")) {
            server.removeUser("test");
            server.addUser("test", "other", home, "elradfmwMT");
            assertThat(client.send("DELE file.txt")).startsWith("530 ");
            assertThat(home.resolve("file.txt")).exists();
        }
    }

    @Test
    void removedUserHalfwayThroughTheLoginIsRefused() throws IOException {
        try (var client = RawClient.connect(server)) {
            assertThat(client.send("USER test")).startsWith("331 ");
            server.removeUser("test");
            assertThat(client.send("PASS potato")).startsWith("530 ");
        }
    }

    @Test
    void transferOfARemovedUserEnds() throws IOException {
        server.permissions("test", "elrw");
        try (var client = RawClient.login(server, "test", "potato");
                var data = client.passive()) {
            assertThat(client.send("STOR new.txt")).startsWith("150 ");
            data.getOutputStream().write(1);
            await().until(() -> server.sessions().get(0).transfer().isPresent());
            server.removeUser("test");
            assertThat(client.reply()).startsWith("426 ");
            assertThat(client.send("SIZE new.txt")).startsWith("530 ");
        }
    }

    @Test
    void otherServerOfTheSameBuilderIsNotConcerned() throws IOException {
        var builder = FtpServer.builder().user("test", "potato", home, "elr").port(0);
        try (var one = builder.start();
                var two = builder.start();
                var client = RawClient.login(two, "test", "potato")) {
            one.permissions("test", "");
            one.removeUser("test");
            assertThat(client.send("SIZE file.txt")).isEqualTo("213 6");
        }
    }

    @Test
    void unknownUserIsTold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.removeUser("tset"))
                .withMessage("there is no user \"tset\": the users are [test]");
        assertThatIllegalArgumentException().isThrownBy(() -> server.permissions("tset", "elr"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.permissions("test", "elx"))
                .withMessageContaining("unknown permission letter 'x'");
        assertThat(server.users()).hasToString("[test elr " + home + "]");
    }

    @Test
    void manyThreadsMayChangeUsersWhileClientsWork() throws IOException {
        var changes = new ArrayList<CompletableFuture<Void>>();
        for (int thread = 0; thread < 4; thread++) {
            var mine = "user" + thread;
            changes.add(CompletableFuture.runAsync(() -> {
                for (int round = 0; round < 200; round++) {
                    server.addUser(mine, "x", home, "elr");
                    server.permissions("test", round % 2 == 0 ? "elr" : "elrw");
                    server.removeUser(mine);
                }
            }));
        }
        try (var client = RawClient.login(server, "test", "potato")) {
            await().until(() -> {
                assertThat(client.send("SIZE file.txt")).isEqualTo("213 6");
                return changes.stream().allMatch(CompletableFuture::isDone);
            });
        }
        changes.forEach(CompletableFuture::join);
        assertThat(server.users()).hasSize(1);
    }
}
