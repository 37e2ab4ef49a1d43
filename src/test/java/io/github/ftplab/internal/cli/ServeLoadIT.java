package io.github.ftplab.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Alone;
import io.github.ftplab.testing.Programs;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.Running;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many clients at once, against {@code serve} in a JVM of its own. */
@Alone
@Timeout(180)
class ServeLoadIT {

    private static final Pattern PORT = Pattern.compile("Connect to ftp://.*:(\\d+)/;");

    @TempDir
    Path home;

    @Test
    void thousandIdleSessionsFitIntoTwoGigabytesAndTheNextLoginIsServed() throws IOException {
        try (var server = serve("-Xmx2g")) {
            var address = address(server);
            var before = loginMillis(address);
            var idle = new ArrayList<RawClient>();
            try {
                for (int i = 0; i < 1000; i++) {
                    idle.add(RawClient.login(address, "test", "potato"));
                }
                var after = loginMillis(address);
                System.out.printf("login: %.1f ms, beside 1000 idle sessions %.1f ms%n", before, after);
                for (var client : idle) {
                    assertThat(client.send("NOOP")).startsWith("200 ");
                }
            } finally {
                idle.forEach(RawClient::close);
            }
            assertThat(server.output()).doesNotContain("OutOfMemory");
        }
    }

    /** The best of ten attempts, as anything may delay a single one. */
    private static double loginMillis(InetSocketAddress address) throws IOException {
        var best = Double.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
            var began = System.nanoTime();
            RawClient.login(address, "test", "potato").close();
            best = Math.min(best, (System.nanoTime() - began) / 1e6);
        }
        return best;
    }

    @Test
    void twoHundredTransferAtOnceWithoutAnError() throws Exception {
        int count = 200;
        var content = new byte[500_000];
        new Random(1).nextBytes(content);
        try (var server = serve("-Xmx2g")) {
            var address = address(server);
            var all = new CyclicBarrier(count);
            var tasks = new ArrayList<Callable<String>>();
            for (int i = 0; i < count; i++) {
                var name = "file" + i;
                tasks.add(() -> {
                    try (var client = RawClient.login(address, "test", "potato")) {
                        all.await(60, TimeUnit.SECONDS); // or else a login that failed would not be told
                        var stored = client.transmit("STOR " + name, content);
                        var back = client.receive("RETR " + name);
                        assertThat(back.bytes()).isEqualTo(content);
                        return stored.substring(0, 4) + back.reply().substring(0, 4);
                    }
                });
            }
            var pool = Executors.newFixedThreadPool(count);
            try {
                for (var done : pool.invokeAll(tasks)) {
                    assertThat(done.get()).isEqualTo("226 226 ");
                }
            } finally {
                pool.shutdownNow();
            }
        }
        try (var files = Files.list(home)) {
            assertThat(files).hasSize(count);
        }
    }

    private Running serve(String option) {
        return Programs.command(
                        Programs.java(),
                        option,
                        "-jar",
                        Programs.jar(),
                        "serve",
                        home,
                        "--port",
                        "0",
                        "--user",
                        "test:potato:elradfmwM",
                        "--max-connections",
                        "1100")
                .start()
                .awaitOutput("Ctrl-C stops it.");
    }

    private static InetSocketAddress address(Running server) {
        var match = PORT.matcher(server.out());
        assertThat(match.find()).isTrue();
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(match.group(1)));
    }
}
