package io.github.ftplab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Alone;
import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A local process keeps replacing a directory in a home by a symbolic link to a place outside, and back, while a client
 * uses the directory: nothing outside is ever read or changed.
 */
@Alone
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need rights there, and directories in use can't be replaced")
@WithServer
class HomeRaceTest {

    private static final int ROUNDS = 400;
    private static final int SWAPS = 50;
    private static final Duration AT_MOST = Duration.ofSeconds(8);
    /** The time limit on a busy machine, where it takes longer until enough has happened. */
    private static final Duration BUSY = Duration.ofSeconds(45);
    /** Its length must not be a number that listings contain for other reasons, such as a day of the month. */
    private static final String SECRET = "secret, for nobody's eyes\n".repeat(41);

    private static final String OWN = "own\n";

    @Given
    Path home;

    @Given
    RawClient client;

    private Path outside;
    private Map<String, String> before;
    private Swapper swapper;

    @BeforeEach
    void start() throws IOException {
        outside = Files.createDirectory(home.resolveSibling("outside"));
        Files.writeString(outside.resolve("file.txt"), SECRET);
        Files.createDirectory(outside.resolve("sub"));
        Files.writeString(outside.resolve("only-outside.txt"), SECRET);
        for (var name : new String[] {"file.txt", "sub", "only-outside.txt", ""}) {
            Files.setLastModifiedTime(outside.resolve(name), FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
        }
        before = everythingOutside();
        Files.createDirectory(home.resolve("dir"));
        swapper = new Swapper(home.resolve("dir"), home.resolve("aside"), outside);
    }

    @AfterEach
    void stop() throws Exception {
        swapper.close();
    }

    @Test
    void retrievesNothingFromOutside() throws IOException {
        attack(
                () -> {
                    fill("file.txt");
                    var received = client.receive("RETR dir/file.txt");
                    assertThat(received.text()).isIn("", OWN);
                    return received.text().equals(OWN);
                },
                1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"STOR dir/file.txt", "APPE dir/file.txt", "STOR dir/new.txt", "STOU dir/new.txt"})
    void storesNothingOutside(String command) throws IOException {
        attack(() -> client.transmit(command, OWN.getBytes(UTF_8)).startsWith("226"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELE dir/file.txt",
                "DELE dir/only-outside.txt",
                "RMD dir/sub",
                "MKD dir/made",
                "MFMT 20300101000000 dir/file.txt",
                "SITE CHMOD 777 dir/file.txt"
            })
    void changesNothingOutside(String command) throws IOException {
        attack(() -> {
            fill("file.txt");
            return client.send(command).startsWith("2");
        });
    }

    @Test
    void movesNothingToOutside() throws IOException {
        attack(() -> {
            Files.writeString(home.resolve("mine.txt"), OWN);
            client.send("RNFR mine.txt");
            return client.send("RNTO dir/file.txt").startsWith("250");
        });
    }

    @Test
    void movesNothingFromOutside() throws IOException {
        attack(() -> {
            fill("file.txt");
            client.send("RNFR dir/file.txt");
            boolean moved = client.send("RNTO mine.txt").startsWith("250");
            if (moved) {
                assertThat(home.resolve("mine.txt")).hasContent(OWN);
            }
            return moved;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"LIST dir", "MLSD dir", "NLST dir", "LIST dir/*"})
    void listsNothingFromOutside(String command) throws IOException {
        attack(
                () -> {
                    fill("file.txt");
                    var lines = client.receive(command).text();
                    assertThat(lines).doesNotContain("only-outside").doesNotContain(" " + SECRET.length() + " ");
                    return lines.contains("file.txt");
                },
                1);
    }

    @Test
    void tellsNothingOfAFileOutside() throws IOException {
        attack(() -> {
            fill("file.txt");
            assertThat(client.send("SIZE dir/file.txt")).isNotEqualTo("213 " + SECRET.length());
            assertThat(client.send("MDTM dir/file.txt")).doesNotContain("20010203");
            assertThat(client.send("MLST dir/file.txt")).doesNotContain("20010203");
            return true;
        });
    }

    @Test
    void digestsNothingFromOutside() throws IOException {
        attack(
                () -> {
                    fill("file.txt");
                    assertThat(client.send("HASH dir/file.txt")).doesNotContain(" 0-" + SECRET.length() + " ");
                    var checksum = client.send("XCRC dir/file.txt");
                    assertThat(checksum).doesNotContain(crc(SECRET));
                    return checksum.equals("250 " + crc(OWN));
                },
                1);
    }

    @Test
    void statusTellsNothingFromOutside() throws IOException {
        attack(
                () -> {
                    fill("file.txt");
                    var lines = client.send("STAT dir");
                    assertThat(lines).doesNotContain("only-outside").doesNotContain(" " + SECRET.length() + " ");
                    return lines.contains("file.txt");
                },
                1);
    }

    private static String crc(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(UTF_8));
        return String.format("%08x", crc.getValue());
    }

    private void attack(Attempt attempt) throws IOException {
        attack(attempt, 0);
    }

    /** Repeats the attempt until it has succeeded at least this often. */
    private void attack(Attempt attempt, int least) throws IOException {
        swapper.start();
        long began = System.nanoTime();
        int done = 0;
        int rounds = 0;
        Duration past;
        do {
            if (attempt.run()) {
                done++;
            }
            rounds++;
            past = Duration.ofNanos(System.nanoTime() - began);
        } while ((rounds < ROUNDS && past.compareTo(AT_MOST) < 0)
                || ((swapper.swaps() <= SWAPS || done < least) && past.compareTo(BUSY) < 0));
        swapper.stop();
        assertThat(swapper.swaps()).as("swaps").isGreaterThan(SWAPS);
        assertThat(done).as("attempts that worked").isGreaterThanOrEqualTo(least);
        assertThat(everythingOutside()).isEqualTo(before);
    }

    /** Puts a file into the directory, wherever that is now. */
    private void fill(String name) {
        swapper.hold(() -> {
            var directory = Files.isSymbolicLink(home.resolve("dir")) ? home.resolve("aside") : home.resolve("dir");
            Files.writeString(directory.resolve(name), OWN);
        });
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

    @FunctionalInterface
    private interface Attempt {
        boolean run() throws IOException;
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    /** Keeps replacing a directory by a link and restoring it. */
    private static final class Swapper implements AutoCloseable {

        private static final long PAUSE_NANOS = 20_000;

        private final Path directory;
        private final Path aside;
        private final Path outside;
        private final AtomicBoolean over = new AtomicBoolean();
        private final AtomicInteger swaps = new AtomicInteger();
        private final Thread thread = new Thread(this::run, "swapper");

        Swapper(Path directory, Path aside, Path outside) {
            this.directory = directory;
            this.aside = aside;
            this.outside = outside;
        }

        void start() {
            thread.start();
        }

        int swaps() {
            return swaps.get();
        }

        synchronized void hold(Step step) {
            try {
                step.run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void run() {
            while (!over.get()) {
                hold(() -> {
                    Files.move(directory, aside);
                    Files.createSymbolicLink(directory, outside);
                });
                LockSupport.parkNanos(PAUSE_NANOS);
                hold(() -> {
                    Files.delete(directory);
                    Files.move(aside, directory);
                });
                swaps.incrementAndGet();
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }

        void stop() throws IOException {
            try {
                close();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void close() throws InterruptedException {
            over.set(true);
            thread.join();
        }
    }
}
