package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.Servers;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Users whom a function knows. */
@WithServer
class ServerAuthenticatorTest {

    @Given
    Path home;

    @Given
    Servers servers;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch slow = new CountDownLatch(1);

    private Optional<ServerUser> find(String user, String password) {
        asked.add(user);
        if (user.equals("slow")) {
            try {
                slow.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (user.equals("broken")) {
            throw new IllegalStateException("the directory service is down");
        }
        return password.equals("tomato")
                ? Optional.of(ServerUser.of(user, home, Permission.parse("elr")))
                : Optional.empty();
    }

    private FtpServer start() {
        return servers.start(builder -> builder.authenticate(this::find));
    }

    private static String login(RawClient client, String user, String password) throws IOException {
        client.send("USER " + user);
        return client.send("PASS " + password);
    }

    @Test
    void decidesAboutUsersWhoAreNotListed() throws IOException {
        Files.writeString(home.resolve("a.txt"), "hello\n");
        var server = start();
        try (var client = RawClient.connect(server)) {
            assertThat(login(client, "ann", "potato")).startsWith("530 ");
            assertThat(login(client, "ann", "tomato")).startsWith("230 ");
            assertThat(client.receive("RETR a.txt").text()).isEqualTo("hello\r\n");
            assertThat(client.send("DELE a.txt")).startsWith("550 ");
            assertThat(server.sessions().get(0).client().user()).isEqualTo("ann");
            assertThat(login(client, "test", "potato")).startsWith("230 ");
        }
        assertThat(asked).containsExactly("ann", "ann");
        assertThat(server.users()).extracting(ServerUser::name).containsExactly("test");
    }

    @Test
    void slowAnswerHoldsNobodyElse() throws IOException {
        var server = start();
        try (var one = RawClient.connect(server);
                var other = RawClient.connect(server)) {
            one.send("USER slow");
            one.write("PASS tomato\r\n");
            await().until(() -> asked.contains("slow"));
            assertThat(login(other, "ann", "tomato")).startsWith("230 ");
            assertThat(other.send("PWD")).startsWith("257 ");
            slow.countDown();
            assertThat(one.reply()).startsWith("230 ");
        }
    }

    @Test
    void failureIsLoggedAndLetsNobodyIn() throws IOException {
        var server = start();
        try (var client = RawClient.connect(server)) {
            assertThat(login(client, "broken", "tomato")).isEqualTo("451 PASS: Internal server error.");
            assertThat(client.send("PWD")).startsWith("530 ");
        }
        assertThat(server.transcript().toString()).contains("451 PASS").doesNotContain("tomato");
        assertThat(server.events(ServerEvent.LoginFailed.class)).hasSize(1);
        assertThat(server.log().toString()).contains("the directory service is down");
    }

    @Test
    void serverNeedsNoListedUser() throws IOException {
        try (var server = FtpServer.builder().port(0).authenticate(this::find).start();
                var client = RawClient.connect(server)) {
            assertThat(login(client, "ann", "tomato")).startsWith("230 ");
        }
        assertThat(FtpServer.builder().authenticate(this::find)).asString().contains("own authentication");
    }
}
