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

    private static final Duration SOON = Duration.ofSeconds(30);

    @Given
    Path home;

    @Given
    FtpServer server;

    @Test
    void curlIsHeldAt150AndPrintsTheReplyThatIsEditedMeanwhile() throws Exception {
        Files.writeString(home.resolve("a.txt"), "hello\n");
        server.breakAt(on("RETR"));
        var curl = Programs.command(
                Programs.find("curl"), "-sSv", "--max-time", 30, "-u", "test:potato", server.uri() + "a.txt");
        try (var running = curl.start()) {
            var held = server.awaitHeld(SOON);
            assertThat(held.command()).isEqualTo("RETR a.txt");
            held.step(SOON);
            assertThat(held.message()).startsWith("150 ");
            assertThat(running.process().isAlive()).isTrue();

            held.reply("150 Hello from the teacher.");

            running.awaitOutput("< 150 Hello from the teacher.");
            assertThat(running.process().waitFor(SOON.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(running.out()).isEqualTo("hello\n");
        }

        assertThat(server.transcript().diagram().toString())
                .contains("* [injected] held before RETR a.txt")
                .contains("* [injected] reply(\"150 Hello from the teacher.\")")
                .contains("150 Hello from the teacher. \u2500");
    }

    @Test
    void curlPrintsTheRefusalThatIsGivenWhileItIsHeld() throws Exception {
        Files.writeString(home.resolve("a.txt"), "hello\n");
        server.breakAt(on("RETR"));
        var curl = Programs.command(
                Programs.find("curl"), "-sSv", "--max-time", 30, "-u", "test:potato", server.uri() + "a.txt");
        try (var running = curl.start()) {
            server.awaitHeld(SOON).reply("450 busy");

            running.awaitOutput("< 450 busy");
            assertThat(running.process().waitFor(SOON.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(running.process().exitValue()).isNotZero();
        }
        server.clearBreaks();
        assertThat(curl.run().ok().out()).isEqualTo("hello\n");
    }
}
