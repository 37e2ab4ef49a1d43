package io.github.ftplab;

import static io.github.ftplab.Trigger.on;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.Programs;
import io.github.ftplab.testing.WithServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** curl is held in one step, its reply edited in the next, and prints that. */
@WithServer
class HeldCurlIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Given
    Path home;

    @Given
    FtpServer server;

    @Test
    void curlIsHeldAfter150AndPrintsTheReplyThatIsEditedMeanwhile() throws Exception {
        Files.writeString(home.resolve("a.txt"), "hello\n");
        server.breakAt(on("RETR").beforeData());
        var curl = Programs.command(
                Programs.find("curl"), "-sSv", "--max-time", 30, "-u", "test:potato", server.uri() + "a.txt");
        try (var running = curl.start()) {
            var held = server.awaitHeld(SOON);
            running.awaitOutput("< 150 ");
            assertThat(held.command()).isEqualTo("RETR a.txt");
            assertThat(running.process().isAlive()).isTrue();

            held.reply("450 The teacher says no.");

            running.awaitOutput("< 450 The teacher says no.");
            assertThat(running.process().waitFor(SOON.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(running.process().exitValue()).isNotZero();
            assertThat(running.out()).doesNotContain("hello");
        }

        assertThat(server.transcript().diagram().toString())
                .contains("* [injected] held before the data connection of RETR a.txt")
                .contains("* [injected] reply(\"450 The teacher says no.\")")
                .contains("450 The teacher says no. ─");
        server.clearBreaks();
        assertThat(curl.run().ok().out()).isEqualTo("hello\n");
    }
}
