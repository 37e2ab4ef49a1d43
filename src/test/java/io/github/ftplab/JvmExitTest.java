package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.testing.Command;
import io.github.ftplab.testing.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server keeps no JVM alive, and ends with its JVM; tested in separate JVMs. */
@Timeout(60)
class JvmExitTest {

    private static final Duration PROMPTLY = Duration.ofSeconds(30);

    @TempDir
    Path home;

    /** Runs in the other JVM. */
    static final class Main {

        private Main() {}

        /** Starts a server. If there is a second argument, waits for a file of this name in the home. */
        public static void main(String[] args) throws Exception {
            var home = Path.of(args[0]);
            var server =
                    FtpServer.builder().user("test", "potato", home).port(0).start();
            System.out.println("port " + server.port() + ".");
            if (args.length > 1) {
                while (Files.notExists(home.resolve(args[1]))) {
                    TimeUnit.MILLISECONDS.sleep(20);
                }
                System.exit(0);
            }
        }
    }

    @Test
    void mainThatReturnsEndsTheJvmWithTheServerRunning() {
        var result = child().limit(PROMPTLY).run().ok();
        assertThat(result.out()).matches("port \\d+\\.\\R");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void exitStopsTheServerAndTellsWhoIsConnected() throws Exception {
        try (var running = child("go").start().awaitOutput("port ");
                var socket = connect(running.out());
                var lines =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).startsWith("220 ");
            Files.createFile(home.resolve("go"));
            assertThat(lines.readLine()).startsWith("421 ");
            assertThat(lines.readLine()).isNull();
            assertThat(running.process().waitFor(PROMPTLY.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(running.process().exitValue()).isZero();
        }
    }

    /** Ends the JVM as notebooks end a kernel, by SIGTERM. Windows has no such signal and simply kills it. */
    @Test
    void signalStopsTheServerAndTellsWhoIsConnected() throws Exception {
        try (var running = child("never").start().awaitOutput("port ");
                var socket = connect(running.out());
                var lines =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).startsWith("220 ");
            running.process().destroy();
            if (running.process().supportsNormalTermination()) {
                assertThat(lines.readLine()).startsWith("421 ");
            }
            await().atMost(PROMPTLY).until(() -> !running.process().isAlive());
        }
    }

    private Command child(String... arguments) {
        var java = Programs.java();
        var classPath = System.getProperty("java.class.path");
        return arguments.length == 0
                ? Programs.command(java, "-cp", classPath, Main.class.getName(), home)
                : Programs.command(java, "-cp", classPath, Main.class.getName(), home, arguments[0]);
    }

    private static Socket connect(String output) throws IOException {
        var port = output.replaceFirst("(?s).*port (\\d+)\\..*", "$1");
        var socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
        socket.setSoTimeout((int) PROMPTLY.toMillis());
        return socket;
    }
}
