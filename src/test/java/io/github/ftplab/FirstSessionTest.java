package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Programs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.net.ftp.FTPClient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the JVM has to load for its first server and session, which is most of what they cost a test. These are counts,
 * as times differ. Who needs one more class raises the bound; who needs twenty looks for another way.
 */
class FirstSessionTest {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static List<String> loaded = List.of();

    /** Starts a server, uploads a file, downloads it and stops the server. */
    public static final class Main {

        public static void main(String[] args) throws Exception {
            var server = FtpServer.builder()
                    .port(0)
                    .user("test", "potato", args[0], "elradfmwMT")
                    .start();
            var ftp = new FTPClient();
            ftp.connect("127.0.0.1", server.port());
            require(ftp.login("test", "potato"));
            ftp.enterLocalPassiveMode();
            require(ftp.storeFile("a.txt", new ByteArrayInputStream("hello".getBytes(StandardCharsets.UTF_8))));
            var found = new ByteArrayOutputStream();
            require(ftp.retrieveFile("a.txt", found));
            require(found.toString(StandardCharsets.UTF_8).equals("hello"));
            ftp.logout();
            ftp.disconnect();
            server.stop();
        }

        private static void require(boolean condition) {
            if (!condition) {
                throw new AssertionError("the session failed");
            }
        }
    }

    @BeforeAll
    static void runFirstSession(@TempDir Path home) {
        var run = Programs.command(
                        Programs.java(),
                        "-Xlog:class+load:stdout:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        home)
                .limit(LIMIT)
                .run()
                .ok();
        loaded = run.out()
                .lines()
                .filter(line -> line.contains(" source: "))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    @Test
    void theListIsThatOfTheSession() {
        assertThat(loaded).contains("java.lang.Object", "io.github.ftplab.FtpServer", Main.class.getName());
    }

    @Test
    void cryptographyIsNotLoaded() {
        assertThat(loadedOf("org.bouncycastle.", "javax.crypto.Mac", "javax.crypto.Cipher", "javax.net.ssl.SSLContext"))
                .isEmpty();
    }

    @Test
    void whatIsNotUsedIsNotLoaded() {
        assertThat(loadedOf(
                        "io.github.ftplab.internal.cli.",
                        "io.github.ftplab.internal.client.",
                        "io.github.ftplab.internal.notebook.",
                        "io.github.ftplab.internal.server.manners.ServerManners",
                        "io.github.ftplab.internal.server.replay.SessionReplay",
                        "io.github.ftplab.junit.",
                        "com.google.",
                        "de.siegmar.",
                        "jdk.jfr.internal.",
                        "java.lang.runtime.ObjectMethods"))
                .isEmpty();
    }

    /** The JVM makes a class for each place with a lambda or a method reference, which takes it longer than to load one. */
    @Test
    void fewLambdasAreMet() {
        assertThat(loadedOf("io.github.ftplab.").filter(FirstSessionTest::isLambda))
                .hasSizeLessThanOrEqualTo(60);
    }

    @Test
    void fewClassesAreLoaded() {
        assertThat(loadedOf("io.github.ftplab.").filter(name -> !isLambda(name)))
                .hasSizeLessThanOrEqualTo(210);
    }

    private static Stream<String> loadedOf(String... prefixes) {
        return loaded.stream().filter(name -> Stream.of(prefixes).anyMatch(name::startsWith));
    }

    private static boolean isLambda(String name) {
        return name.contains("$$Lambda");
    }
}
