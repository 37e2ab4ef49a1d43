package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.internal.library.Library;
import io.github.ftplab.testing.Programs;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Older versions of libraries, which another dependency of a program may bring: each comes first on the class path of a
 * JVM of its own. Either everything works, or the call says which version it needs; nothing hangs.
 */
@Timeout(120)
class OlderLibrariesIT {

    private static final Path OLDER = Path.of("target/older");
    private static final Duration PROMPTLY = Duration.ofSeconds(60);

    @TempDir
    Path home;

    /** Runs in the other JVM, and prints for each part of the library how it went. */
    static final class Main {

        private Main() {}

        public static void main(String[] args) throws Exception {
            var home = Path.of(args[0]);
            for (var i = 0; i < 2; i++) { // a class that could not be initialized fails differently the second time
                attempt("memory", () -> FtpServer.inMemory().toString());
                attempt("plain", () -> transfer(builder(home)));
                attempt("tls", () -> transfer(builder(home).tls().requireTls()));
            }
            attempt("left", () -> String.valueOf(FtpServer.running()));
        }

        private static FtpServerBuilder builder(Path home) {
            return FtpServer.builder().port(0).user("test", "potato", home, "elradfmwMT");
        }

        private static void attempt(String part, Callable<String> action) {
            try {
                System.out.println(part + ": " + action.call());
            } catch (Throwable e) {
                System.out.println(part + ": " + e);
            }
        }

        private static String transfer(FtpServerBuilder options) throws Exception {
            try (var server = options.start();
                    var ftp = server.connect("test", "potato")) {
                ftp.writeText("a.txt", "hello");
                ftp.rename("a.txt", "b.txt");
                var found = ftp.nlst().size() + ftp.dir().lines().size() + " " + ftp.readText("b.txt");
                ftp.delete("b.txt");
                if (server.uri().getScheme().equals("ftp") && options.toString().contains("TLS")) {
                    return found;
                }
                try (var active = FtpClient.builder()
                        .active()
                        .connect("127.0.0.1", server.port())
                        .login("test", "potato")) {
                    return found + active.nlst().size();
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    mina-core-2.2.4        | MINA          | plain tls
                    commons-net-3.6        | COMMONS_NET   | plain tls
                    commons-net-3.8.0      | COMMONS_NET   | plain tls
                    commons-net-3.9.0      |               |
                    commons-net-3.11.1     |               |
                    bcprov-jdk18on-1.71    | BOUNCY_CASTLE | tls
                    guava-20.0             |               |
                    """)
    void olderLibraryWorksOrTheErrorNamesTheVersion(String jar, Library failing, String parts) {
        var older = OLDER.resolve(jar + ".jar");
        if (!Files.isRegularFile(older)) {
            throw Programs.missing("no " + older + "; mvn verify puts it there");
        }
        var out = run(older + File.pathSeparator + System.getProperty("java.class.path"));

        for (var part : List.of("memory", "plain", "tls")) {
            boolean fails = parts != null && Arrays.asList(parts.split(" ")).contains(part);
            assertThat(out.lines().filter(line -> line.startsWith(part + ": ")))
                    .hasSize(2)
                    .allSatisfy(line -> {
                        if (fails) {
                            assertThat(line)
                                    .contains("Exception")
                                    .contains("cannot ", "and the class path has " + jar + ".jar")
                                    .contains(
                                            "add the dependency " + failing.coordinates() + ", or use ftplab-all.jar");
                        } else {
                            assertThat(line).isIn("memory: /in-memory", "plain: 2 hello0", "tls: 2 hello");
                        }
                    });
        }
        assertThat(out).endsWith("left: []\n");
    }

    @Test
    void newestVersionsWorkInTheSameTest() {
        assertThat(run(System.getProperty("java.class.path")).lines().distinct())
                .containsExactly("memory: /in-memory", "plain: 2 hello0", "tls: 2 hello", "left: []");
    }

    @ParameterizedTest
    @EnumSource
    void namedVersionIsThatOfThisBuild(Library library) {
        var words = library.coordinates().split(":", 3);
        assertThat(System.getProperty("java.class.path").split(File.pathSeparator))
                .extracting(entry -> new File(entry).getName())
                .contains(words[1] + "-" + words[2] + ".jar");
    }

    private String run(String classPath) {
        return Programs.command(Programs.java(), Programs.SHORT_LIVED, "-cp", classPath, Main.class.getName(), home)
                .limit(PROMPTLY)
                .run()
                .ok()
                .out();
    }
}
