package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.Servers;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A limit for the bytes in a user's home. */
@Timeout(60)
@WithServer
class QuotaTest {

    private static final String FULL = "552 Transfer aborted: The quota of 100 bytes is exceeded.";

    @Given
    Path home;

    @Given
    FtpServer server;

    @Given
    RawClient client;

    @Given
    Servers servers;

    @Given
    FtpServerBuilder options() throws IOException {
        Files.writeString(Files.createDirectories(home.resolve("sub")).resolve("old"), "x".repeat(40));
        return FtpServer.builder().user("test", "potato", home, "elradfmwMT").quota("test", 100);
    }

    private static String upload(RawClient client, String command, String text) throws IOException {
        return client.transmit(command, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** 40 bytes are there; each command sends a number of bytes. */
    @ParameterizedTest
    @CsvSource({
        "STOR new, 60, 226, 100",
        "STOR new, 61, 552, 40",
        "STOU new, 61, 552, 40",
        "STOR sub/old, 100, 226, 100",
        "STOR sub/old, 101, 552, 40",
        "STOR sub/old, 10, 226, 10",
        "STOR sub/old, 0, 226, 0",
        "APPE sub/old, 60, 226, 100",
        "APPE sub/old, 61, 552, 40",
        "APPE new, 61, 552, 40",
        "REST 30;STOR sub/old, 70, 226, 100",
        "REST 30;STOR sub/old, 71, 552, 40",
    })
    void uploadBeyondIsRefusedAndTheOldFileStaysWhole(String commands, int bytes, int code, long used)
            throws IOException {
        var words = commands.split(";", -1);
        for (int i = 0; i < words.length - 1; i++) {
            client.send(words[i]);
        }
        var reply = upload(client, words[words.length - 1], "y".repeat(bytes));

        assertThat(reply).startsWith(code + " ");
        assertThat(code == 226 || reply.equals(FULL)).isTrue();
        assertThat(client.send("SITE QUOTA")).isEqualTo("200 " + used + " of 100 bytes are used.");
        if (code == 552) {
            assertThat(home.resolve("sub/old")).hasContent("x".repeat(40));
        }
    }

    @Test
    void whatIsDeletedOrReplacedMayBeUsedAtOnce() throws IOException {
        assertThat(upload(client, "STOR a", "y".repeat(60))).startsWith("226 ");
        assertThat(upload(client, "STOR b", "y")).isEqualTo(FULL);
        client.send("DELE a");
        assertThat(upload(client, "STOR a", "y".repeat(60))).startsWith("226 ");
        client.send("RNFR a");
        client.send("RNTO sub/old");
        assertThat(upload(client, "STOR b", "y".repeat(40))).startsWith("226 ");
        assertThat(client.send("SITE QUOTA")).startsWith("200 100 of 100 ");
    }

    @Test
    void manyUploadsAddUp() throws IOException {
        for (var i = 0; i < 6; i++) {
            assertThat(upload(client, "STOR " + i, "y".repeat(10))).startsWith("226 ");
        }
        assertThat(upload(client, "STOR 6", "y")).isEqualTo(FULL);
        assertThat(upload(client, "STOR 5", "")).startsWith("226 ");
        assertThat(upload(client, "STOR 6", "y".repeat(10))).startsWith("226 ");
    }

    /** What an upload replaces is free for it only if it is still there at the end. */
    @ParameterizedTest
    @CsvSource({"DELE sub/old, 226, 100", "RNFR sub/old;RNTO sub/two, 552, 100", "NOOP, 226, 100"})
    void replacedFileCountsAfterItWasMoved(String commands, int code, long used) throws IOException {
        assertThat(upload(client, "STOR sub/old", "y".repeat(100))).startsWith("226 ");
        try (var other = RawClient.login(server, "test", "potato")) {
            try (var data = client.passive()) {
                client.write("STOR sub/old\r\n");
                assertThat(client.reply()).startsWith("150 ");
                data.getOutputStream().write("z".repeat(50).getBytes(StandardCharsets.US_ASCII));
                for (var command : commands.split(";", -1)) {
                    assertThat(other.send(command)).matches("[23].*");
                }
                data.getOutputStream().write("z".repeat(50).getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(client.reply()).startsWith(code + " ");
            assertThat(client.send("SITE QUOTA")).isEqualTo("200 " + used + " of 100 bytes are used.");
        }
    }

    /** 40 bytes are there, and 50 of the file that replaces them: 50 are left for others until it is there. */
    @ParameterizedTest
    @CsvSource({"50, 226", "51, 552"})
    void runningReplacementIsCountedOnce(int bytes, int code) throws IOException {
        assertThat(upload(client, "STOR other", "y")).startsWith("226 ");
        try (var other = RawClient.login(server, "test", "potato");
                var data = client.passive()) {
            client.write("STOR sub/old\r\n");
            assertThat(client.reply()).startsWith("150 ");
            data.getOutputStream().write("z".repeat(50).getBytes(StandardCharsets.US_ASCII));
            await().until(() -> used(other) == 51);

            assertThat(other.send("DELE other")).startsWith("250 ");
            assertThat(upload(other, "STOR new", "y".repeat(bytes))).startsWith(code + " ");

            data.shutdownOutput();
            assertThat(client.reply()).startsWith("226 ");
            assertThat(used(other)).isEqualTo(code == 226 ? 100 : 50);
        }
    }

    private static long used(RawClient client) throws IOException {
        return Long.parseLong(client.send("SITE QUOTA").split(" ", 3)[1]);
    }

    @Test
    void textIsCountedAsItIsStored() throws IOException {
        client.send("TYPE A");
        assertThat(upload(client, "STOR a", "y\r\n".repeat(30))).startsWith("226 ");
        assertThat(home.resolve("a")).hasSize(60);
    }

    @ParameterizedTest
    @CsvSource({
        "ALLO 60, 202",
        "ALLO 61, 552 Only 60 bytes are left of your quota of 100 bytes.",
        "ALLO 61 R 10, 552",
        "ALLO 99999999999999999999, 552",
        "ALLO x, 202",
        "AVBL, 213 60",
        "AVBL sub, 213 60",
    })
    void spaceIsKnownBefore(String command, String reply) throws IOException {
        assertThat(client.send(command)).startsWith(reply);
    }

    @Test
    void quotaChangesWhileTheServerRuns() throws IOException {
        assertThat(server.users()).hasToString("[test elradfmwMT " + home + ", quota 100 bytes]");
        server.quota("test", 30);
        assertThat(upload(client, "STOR a", "y")).startsWith("552 ");
        server.quota("test", 0);
        assertThat(upload(client, "STOR a", "y".repeat(200))).startsWith("226 ");
        assertThat(client.send("SITE QUOTA")).isEqualTo("200 You have no quota.");
        assertThat(client.send("ALLO 1000000")).startsWith("202 ");
        assertThat(server.users().get(0).quota()).isZero();
    }

    @Test
    void userOfAnAuthenticatorHasOneToo() throws IOException {
        var other = servers.start(builder -> builder.authenticate((user, password) ->
                Optional.of(ServerUser.of(user, home, Permission.ALL).withQuota(50))));
        try (var ann = RawClient.login(other, "ann", "any")) {
            assertThat(upload(ann, "STOR a", "y".repeat(11))).startsWith("552 ");
            assertThat(upload(ann, "STOR a", "y".repeat(10))).startsWith("226 ");
        }
    }

    @Test
    void homeInMemoryHasOneToo() throws IOException {
        var other = servers.start(builder ->
                builder.user("ann", "leek", FtpServer.inMemory(), "elradfmwMT").quota("ann", 10));
        try (var ann = RawClient.login(other, "ann", "leek")) {
            assertThat(upload(ann, "STOR a", "y".repeat(10))).startsWith("226 ");
            assertThat(upload(ann, "STOR a", "z".repeat(11))).startsWith("552 ");
            assertThat(ann.send("SIZE a")).isEqualTo("213 10");
        }
    }

    @Test
    void refusedUploadIsNoUploadEvent() throws IOException {
        upload(client, "STOR sub/old", "y".repeat(101));
        assertThat(server.events(ServerEvent.Upload.class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE})
    void negativeQuotaIsRefused(long bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.quota("test", bytes))
                .withMessage("a quota of " + bytes + " bytes is negative: the least is 0, for no limit");
        var user = ServerUser.of("ann", home, Permission.ALL);
        assertThatIllegalArgumentException().isThrownBy(() -> user.withQuota(bytes));
    }

    @Test
    void columnOfTheUsersFile() throws IOException {
        var file = home.resolveSibling("users.csv");
        Files.write(file, List.of("name,password,home,letters,quota", "ann,potato,home,elr,60", "bob,leek,home,elr,"));
        assertThat(servers.start(builder -> builder.users(file)).users())
                .extracting(ServerUser::quota)
                .containsExactly(100L, 60L, 0L);
    }
}
