package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.github.ftplab.testing.Command;
import io.github.ftplab.testing.ConsoleLogging;
import io.github.ftplab.testing.Programs;
import io.github.ftplab.testing.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an embedding program finds in its SLF4J log, in a JVM with an SLF4J provider. */
@Timeout(60)
class ServerLoggingTest {

    private static final Duration PROMPTLY = Duration.ofSeconds(30);

    @TempDir
    Path home;

    /** Runs in the other JVM: sessions of every kind, from beginning to end. */
    static final class Main {

        private Main() {}

        public static void main(String[] args) throws Exception {
            var home = Path.of(args[0]);
            if (args.length > 1) {
                logInWith(args[1], home);
                return;
            }
            try (var server = FtpServer.builder()
                    .user("test", "potato", home, "elradfmwMT")
                    .port(0)
                    .start()) {
                try (var client = RawClient.login(server, "test", "potato")) {
                    client.transmit("STOR a.txt", "a".getBytes(StandardCharsets.UTF_8));
                    client.receive("RETR a.txt");
                    client.receive("LIST");
                    client.send("REIN");
                    client.send("USER test");
                    client.send("PASS potato");
                    server.removeUser("test");
                    client.send("PWD");
                    client.send("QUIT");
                }
                // Clients that vanish, some with replies on their way, and one that is still connected when the server
                // stops.
                RawClient.connect(server).close();
                for (int i = 0; i < 100; i++) {
                    vanish(server);
                }
                try (var client = RawClient.connect(server)) {
                    System.out.println(client.greeting());
                    server.close();
                }
            }
        }

        /** Sends commands and resets the connection, so that the server can't write its replies. */
        private static void vanish(FtpServer server) throws IOException {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                socket.setSoLinger(true, 0);
                socket.getOutputStream().write("NOOP\r\n".repeat(30).getBytes(StandardCharsets.US_ASCII));
            }
        }

        private static void logInWith(String password, Path home) throws Exception {
            var limits = ServerLimits.DEFAULT.loginDelay(Duration.ZERO);
            try (var server = FtpServer.builder()
                            .user("test", "potato", home)
                            .port(0)
                            .limits(limits)
                            .start();
                    var client = RawClient.connect(server)) {
                client.greeting();
                client.send("USER test\u001b[31m");
                client.send("PASS " + password);
            }
        }
    }

    /** Normal events are DEBUG, warnings WARN. Nothing else logs, Apache FtpServer included. */
    @Test
    void logIsOneLogger() {
        var result = run("io.github.ftplab.FtpServer", home, "tomato");

        assertThat(result.out().lines())
                .allMatch(line -> line.matches("\\[(DEBUG|WARN)] io\\.github\\.ftplab\\.FtpServer: .*"))
                .anyMatch(line -> line.startsWith("[DEBUG]") && line.contains(">>> starting FTP server on 127.0.0.1:"))
                .anyMatch(line -> line.startsWith("[DEBUG]") && line.contains("FTP session opened"))
                .anyMatch(line -> line.startsWith("[WARN]") && line.contains("USER 'test␛[31m' failed login."))
                .noneMatch(line -> line.contains("tomato"));
        assertThat(result.err()).isEmpty();
    }

    /** As a test that embeds a server wants it. */
    @Test
    void startAndSessionsAreSilentAtInfo() {
        var result = run("none", home);

        assertThat(result.out().lines()).singleElement(STRING).startsWith("220 ");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void sessionsLogNoWarning() {
        var result = run("io.github.ftplab.FtpServer", home);

        assertThat(result.out())
                .contains("[DEBUG] ", "220 ", " RETR ", "USER 'test' logged in.")
                .doesNotContain("[WARN]", "[ERROR]");
        assertThat(result.err()).isEmpty();
    }

    /** @param debug the logger whose level is DEBUG; that of all others is INFO */
    private static Command.Result run(String debug, Object... arguments) {
        return Programs.command(Stream.concat(
                                Stream.of(
                                        Programs.java(),
                                        "-Dslf4j.provider=" + ConsoleLogging.class.getName(),
                                        "-Dslf4j.internal.verbosity=WARN",
                                        "-Dftplab.testing.debug=" + debug,
                                        "-Dfile.encoding=UTF-8",
                                        "-Dstdout.encoding=UTF-8",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        Main.class.getName()),
                                Stream.of(arguments))
                        .toArray())
                .limit(PROMPTLY)
                .run()
                .ok();
    }
}
