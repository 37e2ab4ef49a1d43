package io.github.ftplab.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.testing.Alone;
import io.github.ftplab.testing.Command;
import io.github.ftplab.testing.Programs;
import io.github.ftplab.testing.Promptly;
import io.github.ftplab.testing.Running;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code java -jar target/ftplab-all.jar serve}, as users start it: the real jar in a process of its own. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class ServeIT {

    private static final Pattern URI_TO_USE = Pattern.compile("Connect to (ftps?://\\S+/);");
    private static final String END = "Ctrl-C stops it.";

    @TempDir
    private Path directory;

    @BeforeEach
    void makeFile() throws IOException {
        Files.writeString(directory.resolve("example.txt"), "Hello\n");
    }

    @Test
    void curlDownloadsFromTheCurrentDirectory() {
        try (var server = serve("--port", "0").in(directory).start()) {
            var uri = uri(server);

            assertThat(curl(uri.resolve("example.txt")).run().ok().out()).isEqualTo("Hello\n");
            assertThat(curl(uri, "-T", directory.resolve("example.txt")).run().status())
                    .isNotZero();
            assertThat(server.out().lines())
                    .filteredOn(line -> line.contains(">>> starting FTP server on 127.0.0.1:"))
                    .hasSize(1);
            assertThat(server.out()).contains("anonymous (elr) is served " + directory.toAbsolutePath());
            assertThat(server.err()).isEmpty();
        }
    }

    /** Command lines of pyftpdlib can be kept. */
    @Test
    void everyOptionOfPyftpdlibIsAcceptedAndExplained() throws IOException {
        var help = Programs.command(Programs.python("pyftpdlib"), "-m", "pyftpdlib", "--help")
                .environment("COLUMNS", "200")
                .run()
                .ok()
                .out();
        var options = help.lines()
                .filter(line -> line.matches(" {2}-.*"))
                .map(line -> line.strip().split(" {2,}", 2)[0])
                .flatMap(line -> Pattern.compile("(?<!\\w)--?[A-Za-z][A-Za-z-]*")
                        .matcher(line)
                        .results()
                        .map(MatchResult::group))
                .toList();
        var serve = Objects.requireNonNull(Main.commandLine().getSubcommands().get("serve"));
        var explained = Files.readString(Path.of("docs/coming-from.md"));

        assertThat(options).contains("-D", "--encoding").hasSizeGreaterThan(30);
        assertThat(serve.getCommandSpec().optionsMap().keySet()).containsAll(options);
        assertThat(options)
                .filteredOn(option -> !List.of("-h", "--help").contains(option))
                .allSatisfy(option -> assertThat(explained).contains("`" + option + "`"));
    }

    @Test
    void userUploads() throws IOException {
        var file = Files.writeString(directory.resolve("new.txt"), "from curl");
        var home = Files.createDirectory(directory.resolve("home"));
        var log = directory.resolve("ftp.log");
        Files.writeString(log, "earlier\n");
        var user = "test:env=SERVE_IT_PASSWORD:elradfmwM:" + home;

        try (var server = serve("--port", "0", "--user", user, "--log", log)
                .environment("SERVE_IT_PASSWORD", "p0t:ato")
                .start()) {
            curl(uri(server), "-u", "test:p0t:ato", "-T", file).run().ok();

            assertThat(home.resolve("new.txt")).hasContent("from curl");
            server.awaitOutput("STOR /new.txt completed=1 bytes=9");
            await().untilAsserted(() -> assertThat(log)
                    .content(StandardCharsets.UTF_8)
                    .startsWith("earlier\n")
                    .contains(">>> starting FTP server", "USER 'test' logged in.", "STOR /new.txt completed=1"));
            assertThat(server.output()).doesNotContain("p0t");
            assertThat(log).content(StandardCharsets.UTF_8).doesNotContain("p0t");
        }
    }

    @Test
    void requiredTlsIsSpokenWithCurl() {
        try (var server = serve(directory, "--port", "0", "--require-tls").start()) {
            var file = uri(server).resolve("example.txt");

            assertThat(curl(file, "--ssl-reqd", "-k").run().ok().out()).isEqualTo("Hello\n");
            assertThat(curl(file).run().status()).isNotZero();
        }
    }

    /** Names of services in Compose files often have an underscore, which Java refuses in SNI. */
    @ParameterizedTest
    @ValueSource(strings = {"ftp_server", "localhost."})
    void hostNamesThatJavaRefusesAreServed(String name) {
        try (var server = serve(directory, "--port", "0", "--require-tls").start()) {
            var port = uri(server).getPort();
            var file = "ftp://%s:%d/example.txt".formatted(name, port);
            var result = Programs.command(
                            Programs.find("curl"),
                            "-sS",
                            "--max-time",
                            "20",
                            "-k",
                            "--ssl-reqd",
                            "--resolve",
                            name + ":" + port + ":127.0.0.1",
                            file)
                    .run();

            assertThat(result.ok().out()).isEqualTo("Hello\n");
        }
    }

    @Test
    void writtenCertificateIsTrustedByCurl() {
        var certificate = directory.resolve("server.pem");
        try (var server = serve(directory, "--port", "0", "--require-tls", "--write-cert", certificate)
                .start()) {
            var file = uri(server).resolve("example.txt");

            assertThat(curl(file, "--ssl-reqd", "--cacert", certificate)
                            .run()
                            .ok()
                            .out())
                    .isEqualTo("Hello\n");
        }
    }

    @Test
    void reachableServerWithoutTlsIsWarnedOfInOneLine() {
        try (var open = serve(directory, "--port", "0", "--host", "0.0.0.0").start();
                var secured = serve(directory, "--port", "0", "--host", "0.0.0.0", "--tls", "explicit")
                        .start()) {
            uri(open);
            uri(secured);

            assertThat(open.err())
                    .hasLineCount(1)
                    .startsWith("ftplab serve: warning: other machines can connect to 0.0.0.0")
                    .contains("without TLS");
            assertThat(secured.err()).isEmpty();
        }
    }

    /** The language has digits of its own, and the encoding of file names lacks most letters. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there file names have one encoding")
    void foreignLanguageAndOldEncodingHarmNothing() {
        var log = directory.resolve("ftp.log");
        var words = List.of("-Duser.language=ar", "-Duser.country=EG", "-jar", Programs.jar(), "serve", directory);
        try (var server = Programs.command(Stream.concat(
                                Stream.of(Programs.java()),
                                Stream.concat(words.stream(), Stream.of("--port", "0", "--log", log)))
                        .toArray())
                .environment("LC_ALL", "C")
                .start()) {
            var file = uri(server).resolve("example.txt");

            assertThat(curl(file).run().ok().out()).isEqualTo("Hello\n");
            server.awaitOutput("RETR /example.txt completed=1 bytes=6");
            assertThat(server.output().lines().filter(line -> line.contains("file names are limited")))
                    .singleElement()
                    .asString()
                    .startsWith("[W ")
                    .contains("LC_ALL=C.UTF-8");
            assertThat(server.output()).matches("\\p{ASCII}+");
            await().untilAsserted(() ->
                    assertThat(log).content(StandardCharsets.UTF_8).matches("\\p{ASCII}+"));
        }
    }

    /** Alone, as it measures a time. */
    @Alone
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGTERM")
    void sigtermTellsClientsAndEndsAtOnce() throws Exception {
        var log = directory.resolve("ftp.log");
        try (var server = serve(directory, "--port", "0", "--log", log).start();
                var client =
                        new Socket(InetAddress.getLoopbackAddress(), uri(server).getPort());
                var replies =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
            client.setSoTimeout(20_000);
            assertThat(replies.readLine()).startsWith("220 ");

            server.process().destroy();

            assertThat(server.process()
                            .waitFor(Promptly.within(Duration.ofSeconds(2)).toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(server.process().exitValue()).isEqualTo(143);
            assertThat(replies.readLine()).startsWith("421 ");
            assertThat(replies.readLine()).isNull();
            assertThat(server.out()).contains(">>> shutting down FTP server on ", "1 open connection(s)");
            assertThat(server.out().lines()).doesNotHaveDuplicates();
            assertThat(log).content(StandardCharsets.UTF_8).contains(">>> shutting down FTP server on ");
        }
    }

    @Test
    void takenPortIsToldInOneLine() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var result = serve(directory, "--port", other.getLocalPort()).run();

            assertThat(result.status()).isEqualTo(1);
            assertThat(result.out()).isEmpty();
            assertThat(result.err())
                    .hasLineCount(1)
                    .contains("ftplab serve: cannot listen on 127.0.0.1:" + other.getLocalPort(), "--port 0");
        }
    }

    /** Root may read everything, so this runs as another user. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no modes")
    void directoryThatMayNotBeReadIsToldInOneLine(@TempDir Path open) throws IOException {
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        var jar = Files.copy(Programs.jar(), open.resolve("ftplab-all.jar"));
        var closed = Files.createDirectory(open.resolve("closed"));
        Files.setPosixFilePermissions(closed, Set.of());
        var words = new ArrayList<Object>();
        if (Files.isReadable(closed)) {
            words.addAll(List.of(Programs.find("setpriv"), "--reuid=65534", "--regid=65534", "--clear-groups"));
        }
        words.addAll(List.of(Programs.java(), "-jar", jar, "serve", closed, "--port", "0"));

        var result = Programs.command(words.toArray()).run();

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).hasLineCount(1).contains("cannot serve " + closed + ": no permission to read it");
    }

    @Test
    void wrongLettersAreToldInOneLine() {
        var result = serve(directory, "--user", "test:potato:elrx").run();

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err())
                .hasLineCount(1)
                .contains("the LETTERS of test", "elradfmwMT")
                .doesNotContain("potato");
    }

    @Test
    void passwordIsNotAskedForWhereNobodyIs() {
        var result = serve(directory, "--user", "test::elr").run();

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).hasLineCount(1).contains("test has no password");
    }

    @Test
    void helpNamesEveryOption() {
        assertThat(serve("--help").run().ok().out())
                .contains("--user=NAME:PASSWORD:LETTERS[:HOME]", "--require-tls", "--log=FILE", "LETTERS are");
    }

    @Test
    void bashCompletesIt() {
        var script = Programs.command(Programs.java(), "-jar", Programs.jar(), "generate-completion")
                .run()
                .ok()
                .out();

        assertThat(script).contains("complete -F _complete_ftplab", "'--require-tls'");
    }

    private static Command serve(Object... options) {
        var words = new ArrayList<Object>(List.of(Programs.java(), "-jar", Programs.jar(), "serve"));
        words.addAll(List.of(options));
        return Programs.command(words.toArray());
    }

    private static Command curl(URI uri, Object... options) {
        var words = new ArrayList<Object>(List.of(Programs.find("curl"), "-sS", "--max-time", "20", uri));
        words.addAll(List.of(options));
        return Programs.command(words.toArray());
    }

    private static URI uri(Running server) {
        var match = URI_TO_USE.matcher(server.awaitOutput(END).out());
        assertThat(match.find()).isTrue();
        return URI.create(match.group(1));
    }
}
