package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServerTailTest {

    @Test
    void endsWhenTheServerStopsAndHasItsLastLine() throws InterruptedException, ExecutionException {
        try (var server =
                FtpServer.builder().port(0).anonymous(FtpServer.inMemory()).start()) {
            var tail = CompletableFuture.supplyAsync(() -> tail(server, Duration.ofMinutes(5)));
            server.stop();

            // Whether tail() began before or after the stop, it shows everything that came since.
            assertThat(tail.get().entries()).allMatch(entry -> !entry.text().contains("starting"));
        }
    }

    @Test
    void endsAfterItsTime() throws InterruptedException {
        try (var server =
                FtpServer.builder().port(0).anonymous(FtpServer.inMemory()).start()) {
            assertThat(server.tail(Duration.ofMillis(1)).entries()).isEmpty();
            assertThat(server.isRunning()).isTrue();
        }
    }

    private static ServerLog tail(FtpServer server, Duration duration) {
        try {
            return server.tail(duration);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
