package io.github.ftplab.internal.server.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.FtpServer;
import io.github.ftplab.FtpServerBuilder;
import io.github.ftplab.testing.Alone;
import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A home whose directories can't be held open, as on Windows: no client gets out of it by replacing a directory. */
@Alone
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need rights there")
@WithServer
class HomeByPathTest {

    private static final int ROUNDS = 150;
    private static final int SWAPS = 300;
    private static final Duration AT_MOST = Duration.ofSeconds(40);

    /** Its length must not be a number that listings contain for other reasons. */
    private static final String SECRET = "secret, for nobody's eyes\n".repeat(41);

    private static final byte[] OWN = "own\n".getBytes(UTF_8);

    private static final List<String> CHANGES = List.of(
            "DELE dir/sub/file.txt",
            "DELE dir/sub/only-outside.txt",
            "RMD dir/sub/inner",
            "MKD dir/sub/made",
            "MFMT 20300101000000 dir/sub/file.txt",
            "SITE CHMOD 777 dir/sub/file.txt");

    @Given
    Path home;

    @Given
    FtpServer server;

    @Given
    RawClient client;

    private Path outside;
    private Map<String, String> before;

    @Given
    FtpServerBuilder options() {
        System.setProperty(Home.BY_PATH, "true");
        try {
            return FtpServer.builder().user("test", "potato", home, "elradfmwMT");
        } finally {
            System.clearProperty(Home.BY_PATH);
        }
    }

    @BeforeEach
    void fill() throws IOException {
        outside = Files.createDirectory(home.resolveSibling("outside"));
        Files.writeString(outside.resolve("file.txt"), SECRET);
        Files.writeString(outside.resolve("only-outside.txt"), SECRET);
        Files.createDirectory(outside.resolve("inner"));
        for (var name : List.of("file.txt", "only-outside.txt", "inner", "")) {
            Files.setLastModifiedTime(outside.resolve(name), FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
        }
        before = everythingOutside();
        Files.createDirectories(home.resolve("dir/sub"));
        Files.createDirectory(home.resolve("evil"));
        Files.createSymbolicLink(home.resolve("evil/sub"), outside);
    }

    /** One client keeps exchanging two directories, of which one contains a link to the outside; another uses the path. */
    @Test
    void exchangedDirectoryLeadsNobodyOut() throws Exception {
        var over = new AtomicBoolean();
        var pool = Executors.newSingleThreadExecutor();
        try {
            var swaps = pool.submit(() -> swap(over));
            long end = System.nanoTime() + AT_MOST.toNanos();
            int worked = 0;
            for (int round = 0; round < ROUNDS || (worked < 10 && System.nanoTime() < end); round++) {
                worked += use() ? 1 : 0;
            }
            over.set(true);
            assertThat(swaps.get(30, TimeUnit.SECONDS)).isGreaterThan(SWAPS);
            assertThat(worked).isGreaterThanOrEqualTo(10);
        } finally {
            over.set(true);
            pool.shutdown();
        }
        assertThat(everythingOutside()).isEqualTo(before);
    }

    private int swap(AtomicBoolean over) throws IOException {
        int swaps = 0;
        try (var swapper = RawClient.login(server, "test", "potato")) {
            for (; !over.get(); swaps++) {
                rename(swapper, "dir", "aside");
                rename(swapper, "evil", "dir");
                rename(swapper, "dir", "evil");
                rename(swapper, "aside", "dir");
            }
        }
        return swaps;
    }

    private static void rename(RawClient client, String from, String to) throws IOException {
        assertThat(client.send("RNFR " + from)).startsWith("350 ");
        assertThat(client.send("RNTO " + to)).startsWith("250 ");
    }

    /** {@return whether the file was read, and not only refused} */
    private boolean use() throws IOException {
        client.transmit("STOR dir/sub/file.txt", OWN);
        client.transmit("APPE dir/sub/other.txt", OWN);
        var received = client.receive("RETR dir/sub/file.txt");
        assertThat(received.text()).isIn("", "own\n");
        for (var command : List.of("LIST dir/sub", "MLSD dir/sub")) {
            assertThat(client.receive(command).text())
                    .doesNotContain("only-outside")
                    .doesNotContain(" " + SECRET.length() + " ")
                    .doesNotContain("size=" + SECRET.length());
        }
        assertThat(client.send("SIZE dir/sub/file.txt")).isNotEqualTo("213 " + SECRET.length());
        assertThat(client.send("MDTM dir/sub/file.txt")).doesNotContain("20010203");
        assertThat(client.send("MLST dir/sub/file.txt")).doesNotContain("20010203");
        assertThat(client.send("XCRC dir/sub/only-outside.txt")).startsWith("550 ");
        for (var command : CHANGES) {
            client.send(command);
        }
        return received.text().equals("own\n");
    }

    @Test
    void linkThatLeadsOutIsNotRenamed() throws IOException {
        Files.createSymbolicLink(home.resolve("out"), outside);
        Files.createSymbolicLink(home.resolve("nowhere"), outside.resolve("missing"));
        Files.createSymbolicLink(home.resolve("dir/up"), Path.of("../evil"));
        for (var renamed :
                Map.of("out", "new", "nowhere", "new", "dir/up", "up").entrySet()) {
            assertThat(client.send("RNFR " + renamed.getKey())).startsWith("350 ");
            assertThat(client.send("RNTO " + renamed.getValue()))
                    .isEqualTo("550 " + renamed.getValue()
                            + ": A link that leads out of the home directory can't be renamed.");
        }
        Files.createSymbolicLink(home.resolve("in"), Path.of("dir"));
        rename(client, "in", "within");
        rename(client, "dir/up", "dir/sub-up");
    }

    private Map<String, String> everythingOutside() throws IOException {
        var all = new TreeMap<String, String>();
        try (var paths = Files.walk(outside)) {
            for (var path : paths.toList()) {
                var text = Files.isDirectory(path) ? "" : Files.readString(path);
                all.put(
                        outside.relativize(path).toString(),
                        Files.getLastModifiedTime(path) + " " + Files.getPosixFilePermissions(path) + " " + text);
            }
        }
        return all;
    }
}
