package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.testing.Alone;
import io.github.ftplab.testing.Peer;
import io.github.ftplab.testing.Programs;
import io.github.ftplab.testing.Running;
import io.github.ftplab.testing.load.Load;
import io.github.ftplab.testing.load.ServerProcess;
import io.github.ftplab.testing.servers.Pyftpdlib;
import io.github.ftplab.testing.servers.RealServer;
import io.github.ftplab.testing.servers.Vsftpd;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sixty clients, twenty each of our own, ftplib and curl, half of them over TLS, which store and retrieve, and are killed
 * or abort in the middle of uploads. Every file whose acknowledgment a client read is what was sent. An upload that was
 * broken off replaces none where a server can tell it from a complete one, which is everywhere but after a kill in plain
 * FTP: there it is the old file or the beginning of the new one. The server's threads, descriptors and heap are what they
 * were.
 *
 * <p>Server and clients take what other tests leave of the processors, so the test need not be alone. The figures need to.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "what a process uses is read in /proc")
class SixtyClientsIT {

    private static final Pattern PORT = Pattern.compile("Connect to ftp://.*:(\\d+)/;");
    private static final String PAGE = """
            # Sixty clients

            Twenty clients each of FtpLab's own, Python's ftplib and curl store and retrieve for a minute, each in its own
            directory, without TLS. Nine in ten files have less than 4 KB, one up to 1 MB. In every tenth step a client
            sends half of a file and is then killed, or aborts, and compares what the server has of that name with what was
            acknowledged last. In the end all files are compared once more.

            The servers take turns, three times twenty seconds each; vsftpd has `async_abor_enable`. Written on %d processors,
            with Java %d, by

            ```
            python3 kernel/bench.py --load
            ```

            When the run began, the machine's load average was %s. Where that is far from 0, other programs took a part of the
            processors: the counts and times of the servers can then be compared with each other only roughly, and with those
            of another run not at all.

            | server | stored | retrieved | MB | broken off | replaced | cut short | refused | errors | median | 99 %% | memory |
            |---|---|---|---|---|---|---|---|---|---|---|---|
            %s

            *Replaced* counts the files that were not what was acknowledged last, although the server was told by ABOR or by
            the end of the control connection that the upload was not complete. *Cut short* are those of clients that were
            killed, which no server can tell from complete ones: see [uploads](uploads.md).
            *Refused* counts uploads that the server refused, as it had not yet noticed the end of a killed client. An
            *error* ends the client's turn, so that it does no more in these twenty seconds. *Memory* is what the server and its
            child processes have in memory after the last turn. The times are those of an upload, in milliseconds: the median,
            and what one in a hundred exceeded. Clients and server share the processors.
            """;

    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** What else the machine does is then the same for all servers. */
    private static final int ROUNDS = 3;

    private static final int HEAP_GROWTH_BYTES = 16 << 20;

    /** Other tests that run at the same time come first. */
    private static final List<String> NICE = List.of("nice", "-n", "10");

    @TempDir
    private Path directory;

    @Test
    @Timeout(240)
    void minuteOfSixtyClientsHarmsNothing() throws Exception {
        check(MINUTE);
    }

    @Tag("full")
    @Test
    @Timeout(900)
    void tenMinutesOfSixtyClientsHarmNothing() throws Exception {
        check(Duration.ofMinutes(10));
    }

    private void check(Duration time) throws Exception {
        try (var server = serve(NICE, "--tls", "explicit")) {
            var process = new ServerProcess(running(server).process());
            var load = new Load(server, true, NICE);
            load.warmUp();
            long heap = process.liveBytes();
            long threads = process.busyThreads();
            long descriptors = process.descriptors();
            load.run(time);
            var result = load.result();
            System.out.println(row("FtpLab", result, process));
            assertThat(result.errors()).isEmpty();
            assertThat(result.replaced()).as("files that no server should have").isEmpty();
            assertThat(result.operations().values()).allMatch(count -> count > 20);
            assertThat(result.brokenOff()).isGreaterThan(20);
            await("threads and descriptors").untilAsserted(() -> {
                assertThat(process.descriptors()).isLessThanOrEqualTo(descriptors);
                assertThat(process.busyThreads()).isLessThanOrEqualTo(threads);
            });
            assertThat(process.liveBytes()).as("heap").isLessThan(heap + HEAP_GROWTH_BYTES);
            assertThat(running(server).output()).doesNotContain("OutOfMemory");
        }
        try (var files = Files.walk(directory)) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith(".ftplab-")))
                    .isEmpty();
        }
    }

    /** Writes {@code docs/load.md} with {@code -Dftplab.updateLoad=true}, otherwise {@code target/load.md}. */
    @Alone
    @Tag("full")
    @Test
    @Timeout(600)
    void figuresAreWrittenBesideThoseOfOtherServers() throws Exception {
        double busy = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        var servers = new ArrayList<Peer>();
        try {
            servers.add(serve(List.of()));
            servers.add(start(new Pyftpdlib()));
            // By default it does not look for ABOR during an upload, and the client waits for ever.
            servers.add(start(new Vsftpd(), "async_abor_enable=YES"));
            var loads = servers.stream()
                    .map(server -> new Load(server, false, List.of()))
                    .toList();
            for (int round = 0; round < ROUNDS; round++) {
                for (var load : loads) {
                    load.run(MINUTE.dividedBy(ROUNDS));
                }
            }
            var rows = new ArrayList<String>();
            for (int i = 0; i < servers.size(); i++) {
                var server = servers.get(i);
                rows.add(row(
                        server.name(),
                        loads.get(i).result(),
                        new ServerProcess(running(server).process())));
            }
            Files.writeString(
                    Path.of(Boolean.getBoolean("ftplab.updateLoad") ? "docs/load.md" : "target/load.md"),
                    PAGE.formatted(
                            Runtime.getRuntime().availableProcessors(),
                            Runtime.version().feature(),
                            String.format(Locale.ROOT, "%.1f", busy),
                            String.join("\n", rows)));
            assertThat(rows).hasSize(3);
        } finally {
            for (var server : servers) {
                server.close();
            }
        }
    }

    private Peer start(RealServer kind, String... options) throws IOException {
        var files = Files.createDirectory(directory.resolve(kind.name()));
        return kind.start(Files.createDirectory(files.resolve("home")), files, Optional.empty(), options);
    }

    private static String row(String name, Load.Result result, ServerProcess process) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %d | %d | %d | %d | %d | %.1f | %.1f | %d MiB |",
                name,
                result.stored(),
                result.retrieved(),
                result.megabytes(),
                result.brokenOff(),
                result.replaced().size(),
                result.cutShort(),
                result.refused(),
                result.errors().size(),
                result.medianMillis(),
                result.slowMillis(),
                process.residentMegabytes());
    }

    private Peer serve(List<String> prefix, String... options) throws IOException {
        var home = Files.createDirectory(directory.resolve("home"));
        var words = new ArrayList<Object>(prefix);
        words.addAll(List.of(Programs.java(), "-Xmx256m", "-jar", Programs.jar(), "serve", home, "--port", 0));
        words.addAll(List.of("--user", "test:potato:elradfmwMT"));
        words.addAll(List.of(options));
        var running = Programs.command(words.toArray()).start().awaitOutput("Ctrl-C stops it.");
        var match = PORT.matcher(running.out());
        assertThat(match.find()).isTrue();
        return new Peer("FtpLab", Integer.parseInt(match.group(1)), home, "test", "potato", running);
    }

    private static Running running(Peer server) {
        return (Running) server.running();
    }
}
