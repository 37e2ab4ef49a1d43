package io.github.ftplab.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.testing.Alone;
import io.github.ftplab.testing.Flood;
import io.github.ftplab.testing.Programs;
import io.github.ftplab.testing.Promptly;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.Running;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Clients that send and don't read, against {@code serve} in a JVM with little memory. */
@Alone
@Timeout(180)
class ServeFloodIT {

    private static final Pattern PORT = Pattern.compile("Connect to ftp://.*:(\\d+)/;");
    private static final Pattern USED = Pattern.compile("used (\\d+)K");
    private static final List<String> NOBODY = List.of();
    private static final List<String> USER = List.of("USER test", "PASS potato");
    private static final List<String> ANONYMOUS = List.of("USER anonymous", "PASS x", "EPSV");
    /**
     * The time limit of a login, or of stopping the server, during floods; on a busy machine, a multiple of the time
     * without floods.
     */
    private static final Duration AT_MOST = Promptly.within(Duration.ofSeconds(2));

    private static final int TIMES_ALONE = 10;
    private static final long MOST = 12 << 20;

    @TempDir
    Path home;

    /** A kind of flood: the login, the first text, and the text that is sent again and again. */
    private record Kind(List<String> login, String first, String again) {}

    private static final List<Kind> KINDS = List.of(
            new Kind(NOBODY, "", "HELP\r\n"),
            new Kind(NOBODY, "", "FEAT\r\n"),
            new Kind(NOBODY, "", "NOOP\r\n"),
            new Kind(NOBODY, "", "garbage\r\n"),
            new Kind(NOBODY, "", "x"),
            new Kind(NOBODY, "", "\n"),
            new Kind(USER, "", "PWD\r\n"),
            new Kind(USER, "", "STAT\r\n"),
            new Kind(USER, "", "STAT /\r\n"),
            new Kind(USER, "", "MLST file\r\n"),
            new Kind(USER, "", "TYPE I\r\n"),
            new Kind(USER, "", "EPSV\r\n"),
            new Kind(USER, "", "CWD " + "x".repeat(8000) + "\r\n"),
            new Kind(ANONYMOUS, "RETR file\r\n", "A\r\n"),
            new Kind(ANONYMOUS, "RETR file\r\n", "STAT\r\n"));

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGTERM")
    void floodsCostOthersNothingAndTheServerEndsAmongThem() throws Exception {
        Files.writeString(home.resolve("file"), "content");
        try (var server = serve()) {
            var address = address(server);
            // Initializes what is needed once, so that it does not count against the floods.
            floodAndLogIn(address, KINDS.subList(0, 1));
            long before = usedKilobytes(server);
            for (int i = 0; i < KINDS.size(); i += 3) {
                floodAndLogIn(address, KINDS.subList(i, i + 3));
            }
            long after = usedKilobytes(server);
            System.out.printf("heap before the floods: %d KiB, after: %d KiB%n", before, after);
            assertThat(after - before).isLessThan(16 * 1024);

            var atMost = limit(timeToEndAlone());
            var floods = open(address, KINDS);
            try {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> floods.stream().allMatch(Flood::isStill));
                var began = System.nanoTime();
                server.process().destroy();
                assertThat(server.process().waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS))
                        .as("ended within %s", atMost)
                        .isTrue();
                System.out.printf("ended among the floods after %.0f ms%n", (System.nanoTime() - began) / 1e6);
                assertThat(server.process().exitValue()).isEqualTo(143);
            } finally {
                floods.forEach(Flood::close);
            }
            assertThat(server.output()).doesNotContain("OutOfMemory", "unexpected error");
        }
    }

    /**
     * Runs four floods of each kind, half of them over TLS, while another client keeps logging in until the server
     * accepts nothing more from them.
     */
    private void floodAndLogIn(InetSocketAddress address, List<Kind> kinds) throws IOException {
        var alone = Duration.ZERO;
        for (int i = 0; i < 5; i++) {
            alone = longer(alone, logIn(address));
        }
        var atMost = limit(alone);
        var floods = open(address, kinds);
        var longest = Duration.ZERO;
        try {
            boolean still;
            do {
                still = floods.stream().allMatch(Flood::isStill);
                longest = longer(longest, logIn(address));
            } while (!still);
        } finally {
            floods.forEach(Flood::close);
        }
        System.out.printf(
                "login beside %s: at most %d ms%n",
                kinds.stream().map(ServeFloodIT::name).toList(), longest.toMillis());
        assertThat(longest).isLessThan(atMost);
    }

    /** {@return the time to log in and receive a small file} */
    private static Duration logIn(InetSocketAddress address) throws IOException {
        long began = System.nanoTime();
        try (var other = RawClient.login(address, "test", "potato")) {
            assertThat(other.receive("RETR file").text()).isEqualTo("content");
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** {@return the time to stop a server without floods} */
    private Duration timeToEndAlone() throws InterruptedException {
        try (var server = serve()) {
            long began = System.nanoTime();
            server.process().destroy();
            assertThat(server.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
            return Duration.ofNanos(System.nanoTime() - began);
        }
    }

    private static Duration limit(Duration alone) {
        return longer(AT_MOST, alone.multipliedBy(TIMES_ALONE));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static String name(Kind kind) {
        var text = (kind.first() + kind.again()).strip().replace("\r\n", " ");
        return text.substring(0, Math.min(16, text.length()));
    }

    private static List<Flood> open(InetSocketAddress address, List<Kind> kinds) throws IOException {
        var floods = new ArrayList<Flood>();
        try {
            for (var kind : kinds) {
                for (int i = 0; i < 4; i++) {
                    floods.add(Flood.open(address, i % 2 == 1, kind.login()).begin(kind.first(), kind.again(), MOST));
                }
            }
        } catch (IOException e) {
            floods.forEach(Flood::close);
            throw e;
        }
        return floods;
    }

    /** Measured after a garbage collection. */
    private static long usedKilobytes(Running server) {
        var jcmd = Programs.java().resolveSibling("jcmd");
        var pid = server.process().pid();
        Programs.command(jcmd, pid, "GC.run").run().ok();
        var used = USED.matcher(
                Programs.command(jcmd, pid, "GC.heap_info").run().ok().out());
        assertThat(used.find()).isTrue();
        return Long.parseLong(used.group(1));
    }

    private Running serve() {
        return Programs.command(
                        Programs.java(),
                        "-Xmx128m",
                        "-jar",
                        Programs.jar(),
                        "serve",
                        home,
                        "--port",
                        "0",
                        "--tls",
                        "explicit",
                        "--anonymous",
                        "elr",
                        "--user",
                        "test:potato:elradfmwM")
                .start()
                .awaitOutput("Ctrl-C stops it.");
    }

    private static InetSocketAddress address(Running server) {
        var match = PORT.matcher(server.out());
        assertThat(match.find()).isTrue();
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(match.group(1)));
    }
}
