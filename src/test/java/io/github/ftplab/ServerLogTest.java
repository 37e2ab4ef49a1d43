package io.github.ftplab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@WithServer(letters = "elradfmwM")
class ServerLogTest {

    private static final int LINES_OF_THE_START = 4;
    private static final String CLIENT = "\\[I [-0-9]+ [:0-9]+\\] 127\\.0\\.0\\.1:\\d+-\\[%s\\] ";

    @Given
    Path home;

    @Given
    FtpServer server;

    @Test
    void lastAndFilterSelectLines() {
        var log = ServerLog.of(Stream.of("RETR a", "STOR b", "retr c")
                .map(text -> ServerLog.Entry.of(Instant.EPOCH, ServerLog.Level.INFO, text))
                .toList());

        assertThat(log.filter("RETR").entries())
                .extracting(ServerLog.Entry::text)
                .containsExactly("RETR a", "retr c");
        assertThat(log.last(2).entries()).extracting(ServerLog.Entry::text).containsExactly("STOR b", "retr c");
        assertThat(log.last(9)).isEqualTo(log);
        assertThatIllegalArgumentException().isThrownBy(() -> log.last(-1)).withMessageContaining("-1");
    }

    @Test
    void sessionReadsAsPyftpdlibWritesIt() throws IOException {
        Files.writeString(home.resolve("example.txt"), "hello\n");
        try (var client = RawClient.login(server, "test", "potato")) {
            client.receive("RETR example.txt");
            client.transmit("STOR new.txt", "more".getBytes(UTF_8));
            client.send("MKD dir");
            client.send("CWD dir");
            client.send("QUIT");
            assertThat(client.isEnded()).isTrue();
        }
        await().untilAsserted(() -> assertThat(lines()).hasSize(7));
        var nobody = CLIENT.formatted("");
        var test = CLIENT.formatted("test");
        var seconds = "seconds=\\d+\\.\\d{3}";
        var lines = lines();
        assertThat(lines.get(0)).matches(nobody + "FTP session opened \\(connect\\)");
        assertThat(lines.get(1)).matches(test + "USER 'test' logged in\\.");
        assertThat(lines.get(2)).matches(test + "RETR /example\\.txt completed=1 bytes=6 " + seconds);
        assertThat(lines.get(3)).matches(test + "STOR /new\\.txt completed=1 bytes=4 " + seconds);
        assertThat(lines.get(4)).matches(test + "MKD /dir 257");
        assertThat(lines.get(5)).matches(test + "CWD /dir 250");
        assertThat(lines.get(6)).matches(test + "FTP session closed \\(disconnect\\)\\.");
    }

    @Test
    void whatWasRefusedIsThere() throws IOException {
        try (var client = RawClient.login(server, "test", "potato")) {
            client.send("DELE missing");
            client.send("MFMT 20200101000000 x");
        }
        assertThat(server.log().toString())
                .containsIgnoringCase("DELE /missing 550 'no such file or directory'")
                .contains("550 'lacks the letter T'");
    }

    @Test
    void passwordIsNowhere() throws IOException {
        try (var client = RawClient.connect(server)) {
            var replies = List.of(
                    client.send("USER test"),
                    client.send("PASS s3cret-wrong"),
                    client.send("USER test"),
                    client.send("PASS potato"),
                    client.send("PASS potato"),
                    client.send("STOR"),
                    client.send("HELP"));
            assertThat(String.join("\n", replies)).doesNotContain("s3cret").doesNotContain("potato");
        }
        assertThat(server.log().toString())
                .contains("USER 'test' failed login.")
                .contains("[W ")
                .doesNotContain("s3cret")
                .doesNotContain("potato");
        assertThat(server + " " + server.users() + " " + server.log())
                .doesNotContain("s3cret")
                .doesNotContain("potato");
    }

    @Test
    void nameForgesNoLine() throws IOException {
        try (var client = RawClient.login(server, "test", "potato")) {
            client.send("MKD a\r[I 2026-01-01 00:00:00] forged");
            client.send("USER x\r[I 2026-01-01 00:00:00] forged");
            client.send("PASS x");
        }
        assertThat(server.log().toString().lines()).noneMatch(line -> line.startsWith("[I 2026-01-01"));
        assertThat(server.log().toString()).doesNotContain("\r");
    }

    @Test
    void longNamesAreShortened() throws IOException {
        var name = "x".repeat(8_000);
        try (var client = RawClient.login(server, "test", "potato")) {
            for (var command : List.of("CWD ", "DELE ", "SITE CHMOD 644 ", "MFMT 20200101000000 ")) {
                client.send(command + name);
            }
            client.send("USER " + name);
            client.send("PASS x");
        }
        assertThat(server.log().entries())
                .allSatisfy(entry -> assertThat(entry.text()).hasSizeLessThan(700));
        assertThat(server.log().toString()).contains("characters) 550 ").contains("… (8000 characters)' failed login.");
    }

    @Test
    void endIsRecordedOnce() {
        server.stop();
        server.stop();
        assertThat(lines()).hasSize(1);
        assertThat(lines().get(0))
                .matches(
                        "\\[I .*\\] >>> shutting down FTP server on 127\\.0\\.0\\.1:%d, 0 open connection\\(s\\), pid=%d <<<"
                                .formatted(
                                        server.port(), ProcessHandle.current().pid()));
    }

    @Test
    void everyFollowerGetsEveryLine() {
        var first = new CopyOnWriteArrayList<ServerLog.Entry>();
        var second = new CopyOnWriteArrayList<ServerLog.Entry>();
        try (var followed = FtpServer.builder()
                .anonymous(home)
                .port(0)
                .onLog(first::add)
                .onLog(second::add)
                .start()) {
            var lines = followed.log().entries();
            await().untilAsserted(() -> {
                assertThat(first).isNotEmpty().isSubsetOf(lines);
                assertThat(second).isEqualTo(first);
            });
        }
    }

    @Test
    void snapshotStaysAsItWas() throws IOException {
        var before = server.log();
        RawClient.login(server, "test", "potato").close();
        assertThat(before.lines()).hasSize(LINES_OF_THE_START);
        assertThat(before.entries().get(0).level()).isEqualTo(ServerLog.Level.INFO);
        assertThat(before).hasToString(String.join("\n", before.lines()));
    }

    private List<String> lines() {
        var lines = server.log().lines();
        return lines.subList(LINES_OF_THE_START, lines.size());
    }
}
