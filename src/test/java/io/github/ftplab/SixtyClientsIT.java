package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.testing.Alone;
import io.github.ftplab.testing.Peer;
import io.github.ftplab.testing.Programs;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.Running;
import io.github.ftplab.testing.load.Load;
import io.github.ftplab.testing.load.ServerProcess;
import io.github.ftplab.testing.servers.Pyftpdlib;
import io.github.ftplab.testing.servers.RealServer;
import io.github.ftplab.testing.servers.Vsftpd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sixty clients, twenty each of our own, ftplib and curl, which store and retrieve, and are killed or abort in the
 * middle of uploads. Every acknowledged file is what was sent; no upload that was not acknowledged has replaced one; and
 * the server's threads, descriptors and heap are what they were.
 */
@Alone
@EnabledOnOs(value = OS.LINUX, disabledReason = "what a process uses is read in /proc")
class SixtyClientsIT {

    private static final Pattern PORT = Pattern.compile("Connect to ftp://.*:(\\d+)/;");
    private static final String PAGE = """
            # Sixty clients

            Twenty clients each of FtpLab's own, Python's ftplib and curl store and retrieve for a minute, each in its own
            directory. Nine in ten files have less than 4 KB, one up to 1 MB. In every tenth step a client sends half of a
            file and is then killed, or aborts, and compares what the server has of that name with what was acknowledged
            last. In the end all files are compared once more.

            Written on %d processors, with Java %d, by

            ```
            mvn verify -Pfull -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test='SixtyClientsIT#figures*' -Dftplab.updateLoad=true
            ```

            *Replaced* counts the files that were not what was acknowledged last; *refused* counts uploads that the server
            refused, as it had not yet noticed the end of a killed client. The times are those of an upload, in
            milliseconds: the median, and what one in a hundred exceeded. Clients and server share the processors.

            | server | stored | retrieved | MB | broken off | replaced | refused | errors | median | 99 %% | memory |
            |---|---|---|---|---|---|---|---|---|---|---|
            %s
            """;

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int HEAP_GROWTH_BYTES = 16 << 20;

    @TempDir
    private Path directory;

    @Tag("full")
    @Test
    @Timeout(150)
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
        try (var server = serve()) {
            var process = new ServerProcess(running(server).process());
            warmUp(server);
            long heap = process.liveBytes();
            long threads = process.busyThreads();
            long descriptors = process.descriptors();
            var result = Load.run(server, time);
            System.out.println(row("FtpLab", result, process));
            assertThat(result.errors()).isEmpty();
            assertThat(result.replaced())
                    .as("files that are not what was acknowledged")
                    .isEmpty();
            assertThat(result.operations().values()).allMatch(count -> count > 20);
            assertThat(result.brokenOff()).isGreaterThan(20);
            await("threads and descriptors").atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
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
    @Tag("full")
    @Test
    @Timeout(600)
    void figuresAreWrittenBesideThoseOfOtherServers() throws Exception {
        var rows = new ArrayList<String>();
        rows.add(figures("FtpLab", this::serve));
        for (var kind : List.<RealServer>of(new Pyftpdlib(), new Vsftpd())) {
            var files = Files.createDirectory(directory.resolve(kind.name()));
            var home = Files.createDirectory(files.resolve("home"));
            rows.add(figures(kind.name(), () -> kind.start(home, files, Optional.empty())));
        }
        Files.writeString(
                Path.of(Boolean.getBoolean("ftplab.updateLoad") ? "docs/load.md" : "target/load.md"),
                PAGE.formatted(
                        Runtime.getRuntime().availableProcessors(),
                        Runtime.version().feature(),
                        String.join("\n", rows)));
        assertThat(rows).hasSize(3);
    }

    private static String figures(String name, Callable<Peer> start) throws Exception {
        try (var server = start.call()) {
            return row(
                    name,
                    Load.run(server, MINUTE),
                    new ServerProcess(running(server).process()));
        }
    }

    private static String row(String name, Load.Result result, ServerProcess process) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %d | %d | %d | %d | %.1f | %.1f | %d MiB |",
                name,
                result.stored(),
                result.retrieved(),
                result.megabytes(),
                result.brokenOff(),
                result.replaced().size(),
                result.refused(),
                result.errors().size(),
                result.medianMillis(),
                result.slowMillis(),
                process.residentMegabytes());
    }

    private Peer serve() throws IOException {
        var home = Files.createDirectory(directory.resolve("home"));
        var running = Programs.command(
                        Programs.java(),
                        "-Xmx256m",
                        "-jar",
                        Programs.jar(),
                        "serve",
                        home,
                        "--port",
                        0,
                        "--user",
                        "test:potato:elradfmwMT")
                .start()
                .awaitOutput("Ctrl-C stops it.");
        var match = PORT.matcher(running.out());
        assertThat(match.find()).isTrue();
        return new Peer("FtpLab", Integer.parseInt(match.group(1)), home, "test", "potato", running);
    }

    private static Running running(Peer server) {
        return (Running) server.running();
    }

    private static void warmUp(Peer server) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
        try (var client = RawClient.login(address, server.user(), server.password())) {
            client.transmit("STOR warm", new byte[100]);
            client.receive("RETR warm");
            client.send("DELE warm");
        }
    }
}
