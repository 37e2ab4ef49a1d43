package io.github.ftplab.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.ServerEvent;
import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.Servers;
import io.github.ftplab.testing.WithServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What {@code serve -D} shows. */
@WithServer
class LiveLogTest {

    @Given
    Servers servers;

    @Test
    void commandsAndRepliesAreShownInOrderWithTheEntries() throws IOException, TimeoutException, InterruptedException {
        var bytes = new ByteArrayOutputStream();
        var log = new LiveLog(List.of(new PrintStream(bytes, true, StandardCharsets.UTF_8)));
        var running = new AtomicReference<io.github.ftplab.FtpServer>();
        var server = servers.start(
                builder -> builder.on(ServerEvent.OfMessage.class, message -> log.write(running.get(), message)));
        running.set(server);
        try (var client = RawClient.login(server, "test", "potato")) {
            client.send("FEAT");
            client.send("NOOP");
        }
        server.awaitEvents(ServerEvent.Disconnect.class, 1, Duration.ofSeconds(30));

        var lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).allMatch(line -> line.matches("\\[[DI] \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d] .*"));
        assertThat(lines.stream().map(line -> line.replaceFirst(".*?]( 127.0.0.1:\\d+-)?", "")))
                .containsSubsequence(
                        "[] -> 220 FtpLab ready.",
                        "[] <- USER test",
                        "[] -> 331 Password, please.",
                        "[] <- PASS ****",
                        "[test] -> 230 Logged in.",
                        "[test] <- FEAT",
                        "[test] -> 211-Features:",
                        "[test] -> 211 End",
                        "[test] <- NOOP",
                        "[test] -> 200 OK.");
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("[I ", "USER 'test' logged in.")
                .doesNotContain("potato");
    }
}
