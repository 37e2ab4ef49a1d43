package io.github.ftplab.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class ProgramsTest {

    @TempDir
    private Path directory;

    @Test
    void commandGivesItsStatusAndOutput() {
        var result = java("System.out.println(new java.util.Scanner(System.in).nextLine()); System.exit(3);")
                .input("hello\n")
                .run();

        assertThat(result.out()).isEqualTo("hello\n");
        assertThat(result.status()).isEqualTo(3);
        assertThatThrownBy(result::ok).isInstanceOf(AssertionError.class).hasMessageContaining("status 3");
    }

    @Test
    void commandThatTakesTooLongIsEnded() {
        var endless = java("System.out.println(\"waiting\"); Thread.currentThread().join();");

        assertThatThrownBy(() -> endless.limit(Duration.ofSeconds(3)).run())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("did not end within PT3S");
    }

    @Test
    void closingEndsACommandInTheBackground() {
        var running = java("System.out.println(\"ready\"); Thread.currentThread().join();")
                .start();
        try (running) {
            assertThat(running.awaitOutput("ready").process().isAlive()).isTrue();
        }
        assertThat(running.process().isAlive()).isFalse();
    }

    @Test
    void waitingForATextFailsWhenTheCommandHasEnded() {
        try (var running = java("System.out.println(\"bye\");").start()) {
            assertThatThrownBy(() -> running.awaitOutput("ready")).hasMessageContaining("did not write \"ready\"");
        }
    }

    @Test
    void commandThatDoesNotDoWhatIsAwaitedIsEnded() {
        var running = java("Thread.currentThread().join();").start();

        assertThatThrownBy(() -> running.awaitThat("listen", Duration.ofMillis(100), () -> false))
                .hasMessageContaining("listen");
        assertThat(running.process().isAlive()).isFalse();
    }

    @Test
    void missingProgramSkipsOrFailsTheTest() {
        var all = "all".equals(System.getProperty("ftplab.require"));

        assertThatThrownBy(() -> Programs.find("no-such-program"))
                .isInstanceOf(all ? AssertionFailedError.class : TestAbortedException.class)
                .hasMessageContaining("no-such-program");
    }

    private Command java(String statements) {
        try {
            var source = Files.writeString(
                    directory.resolve("Main.java"),
                    "class Main { public static void main(String[] a) throws Exception { %s } }".formatted(statements));
            return Programs.command(Programs.java(), source);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
