package io.github.ftplab.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.Gson;
import io.github.ftplab.testing.Command;
import io.github.ftplab.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar target/ftplab-all.jar jshell}, as users start it: the real jar in a process of its own. */
@Timeout(240)
class JShellIT {

    @TempDir
    private Path directory;

    private Path temporary = Path.of("");

    @BeforeEach
    void makeDirectories() throws IOException {
        temporary = Files.createDirectory(directory.resolve("tmp"));
        Files.createDirectory(directory.resolve("ftp-root"));
        Files.writeString(directory.resolve("ftp-root/example.txt"), "Hello\n");
    }

    @AfterEach
    void nothingIsLeftInTheTemporaryDirectory() throws IOException {
        try (var left = Files.list(temporary)) {
            assertThat(left.map(Path::getFileName).map(Path::toString))
                    .filteredOn(name -> name.startsWith("ftplab"))
                    .isEmpty();
        }
    }

    /** The tutorial's steps, each line with JShell's response. */
    @Test
    void tutorialRuns() {
        var session = piped(Programs.java(), """
                var server = FtpServer.builder().port(0).user("test", "potato", Path.of("ftp-root"), "elradfmwM").start();
                var ftp = FtpClient.connect("127.0.0.1", server.port()).login("test", "potato");
                for (var line : ftp.dir().lines()) System.out.println("- " + line);
                ftp.download("example.txt")
                Files.readString(Path.of("example.txt"))
                ftp.download("example.txt", Path.of("copy.txt"))
                ftp.upload(Path.of("exampleFile.txt"))
                Files.writeString(Path.of("exampleFile.txt"), "from JShell");
                ftp.upload(Path.of("exampleFile.txt"))
                ftp.quit()
                server.stop()
                FtpServer.running()
                """);

        assertThat(session)
                .containsSubsequence(
                        ">>> starting FTP server on 127.0.0.1:",
                        "concurrency model: threads",
                        "masquerade (NAT) address: None",
                        "passive ports: None",
                        "server ==> ",
                        "ftp ==> ",
                        "- -rw",
                        " example.txt\n",
                        "==> \"Hello\\n\"\n",
                        "Exception io.github.ftplab.FtpException$LocalFile: ",
                        "==> 221 Goodbye.\n",
                        "==> []\n");
        assertThat(directory.resolve("copy.txt")).hasContent("Hello\n");
        assertThat(directory.resolve("ftp-root/exampleFile.txt")).hasContent("from JShell");
    }

    /** Only part of the library that creates certificates is in the jar. */
    @Test
    void certificatesAreMadeAndReadFromTheJar() {
        var session = piped(Programs.java(), """
                import java.security.*;
                import java.security.cert.*;
                import javax.net.ssl.*;
                var server = FtpServer.builder().port(0).anonymous(Path.of("ftp-root")).implicitTls().start();
                Files.writeString(Path.of("server.pem"), server.certificatePem());
                var trusted = KeyStore.getInstance("PKCS12");
                trusted.load(null);
                trusted.setCertificateEntry("server", CertificateFactory.getInstance("X.509").generateCertificate(Files.newInputStream(Path.of("server.pem"))));
                var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                managers.init(trusted);
                var tls = SSLContext.getInstance("TLS");
                tls.init(null, managers.getTrustManagers(), null);
                new Scanner(tls.getSocketFactory().createSocket("127.0.0.1", server.port()).getInputStream()).nextLine()
                for (var kind : List.of("RSA", "EC")) Files.writeString(Path.of(kind + ".pem"), "-----BEGIN PRIVATE KEY-----\\n" + Base64.getMimeEncoder().encodeToString(KeyPairGenerator.getInstance(kind).generateKeyPair().getPrivate().getEncoded()) + "\\n-----END PRIVATE KEY-----\\n");
                FtpServer.builder().tls(Path.of("server.pem"), Path.of("RSA.pem"))
                FtpServer.builder().tls(Path.of("server.pem"), Path.of("EC.pem"))
                """);

        assertThat(session)
                .containsSubsequence(
                        "==> \"220 ",
                        "the key in RSA.pem does not match the certificate in server.pem",
                        "the key in EC.pem does not match the certificate in server.pem");
    }

    @Test
    void linesOfTheGreetingWork() {
        // Another program may use port 2121 here; the server then takes a free port.
        var session = piped(
                Programs.java(),
                JShellCommand.GREETING
                        .lines()
                        .filter(line -> line.startsWith("  "))
                        .map(String::strip)
                        .reduce("", (lines, line) -> lines + line + "\n"));

        assertThat(session).doesNotContain("|  ").containsSubsequence("server ==> ", "ftp ==> ", "==> ", "ftp-root");
    }

    @Test
    void runsOnJdk25() {
        assertThat(piped(Programs.java25(), "Permission.parse(\"elr\")\nRuntime.version().feature() >= 25\n"))
                .contains("==> [CHANGE_DIRECTORY, LIST, RETRIEVE]\n", "==> true\n");
    }

    @Test
    void sessionReadsAsIfTypedAndSaysNothingElse() {
        assertThat(piped(Programs.java(), "var reply = Reply.of(221, List.of(\"Goodbye.\"))\nreply.code()\n"))
                .isEqualTo("""
                        jshell> var reply = Reply.of(221, List.of("Goodbye."))
                        reply ==> 221 Goodbye.
                        jshell> reply.code()
                        $2 ==> 221
                        jshell>\s
                        """);
    }

    /** One session tests several facts, as starting one takes seconds. */
    @TestFactory
    Stream<DynamicTest> severalFactsOfOneSession() {
        var session = piped(Programs.java(), """
                Permission.class.getProtectionDomain().getCodeSource().getLocation()
                "example.txt ".repeat(500)
                Permission.parse("x")
                nonsense
                Permission.LIST
                var server = FtpServer.builder().port(0).anonymous(Path.of("ftp-root")).start();
                /reset
                FtpServer.running()
                """);
        return Stream.of(
                dynamicTest("libraryComesFromTheJar", () -> assertThat(session).contains("/ftplab-all.jar\n")),
                dynamicTest(
                        "longValueIsShownInFull",
                        () -> assertThat(session).contains("==> \"" + "example.txt ".repeat(500))),
                dynamicTest(
                        "failureIsShownAndTheSessionGoesOn",
                        () -> assertThat(session)
                                .containsSubsequence(
                                        "|  Exception java.lang.IllegalArgumentException: unknown permission letter 'x'",
                                        "|  Error:\n|  cannot find symbol",
                                        "==> LIST\n")),
                dynamicTest(
                        "resetStopsTheServersAndKeepsTheImports",
                        () -> assertThat(session).containsSubsequence("jshell> /reset\n", "==> []\n")));
    }

    @Test
    void scriptShowsOnlyWhatItPrints() throws IOException {
        var script = script("var x = Permission.ALL.size();\nSystem.out.println(x);\nx + 1\n");

        var result = jshell(Programs.java(), script.toString()).run().ok();

        assertThat(result.out()).isEqualTo("10\n");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void scriptReadsTheStandardInput() throws IOException {
        var script = script("System.out.println(new Scanner(System.in).nextLine().toUpperCase());\n");

        assertThat(jshell(Programs.java(), script.toString())
                        .input("hello\n")
                        .run()
                        .ok()
                        .out())
                .isEqualTo("HELLO\n");
    }

    @Test
    void scriptChoosesItsExitStatus() throws IOException {
        assertThat(jshell(Programs.java(), script("/exit 3\n").toString()).run().status())
                .isEqualTo(3);
    }

    @Test
    void missingScriptIsOneLineAndStatus1() {
        var result = jshell(Programs.java(), "missing.jsh").run();

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .startsWith("ftplab jshell: cannot read the script missing.jsh: there is no such file")
                .hasLineCount(1);
    }

    @Test
    void directoryIsNoScript() {
        var result = jshell(Programs.java(), "ftp-root").run();

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("it is a directory").hasLineCount(1);
    }

    @Test
    void javaWithoutJShellSaysWhatToInstall() {
        var result = Programs.command(Programs.java(), "--limit-modules", "java.se", "-jar", Programs.jar(), "jshell")
                .run();

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .startsWith("ftplab jshell: this Java has no JShell")
                .contains("JDK")
                .hasLineCount(1);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs a pseudo-terminal")
    void greetsAtATerminalUnlessToldNotTo() {
        assertThat(atTerminal(""))
                .contains("FtpLab in JShell")
                .contains("FtpServer.serve(")
                .as("what the JDK logs when it stores the first history of a user")
                .doesNotContain("INFO");
        assertThat(atTerminal("", "--no-startup-message")).doesNotContain("FtpLab in JShell");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs a pseudo-terminal")
    void transferThatTakesAWhileShowsABarAtATerminalOnly() throws IOException {
        Files.write(directory.resolve("ftp-root/big.bin"), new byte[300_000]);
        var lines = """
                var server = FtpServer.builder().anonymous(Path.of("%s")).port(0).start()
                var ftp = FtpClient.builder().downloadRate(150_000).connect("127.0.0.1", server.port()).anonymous()
                ftp.download("big.bin", Path.of("%s"))
                """.formatted(directory.resolve("ftp-root"), directory.resolve("copy.bin"));
        assertThat(atTerminal(lines))
                .containsPattern("\\rbig\\.bin .* of 300 KB, .* left")
                .contains("downloaded big.bin");
        assertThat(piped(Programs.java(), lines)).contains("downloaded big.bin").doesNotContain(" of 300 KB");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the locale is set by a variable of POSIX")
    void symbolsAreAsciiWhereTheCharacterSetLacksThem() {
        var session = jshell(Programs.java())
                .environment("LC_ALL", "C")
                .input("""
                        Transcript.of(Instant.EPOCH, List.of(Transcript.Sent.of(Instant.EPOCH, "NOOP")), 2).diagram()
                        System.out.println("a \\u2192 b")
                        """)
                .run()
                .ok()
                .out();

        assertThat(session)
                .contains("| -- NOOP -> |", "... 2 earlier entries", "\na -> b\n")
                .matches("\\p{ASCII}*");
    }

    /** One session tests both, as starting one takes seconds. */
    @TestFactory
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs a pseudo-terminal")
    Stream<DynamicTest> severalFactsOfANarrowTerminal() throws IOException {
        Files.write(directory.resolve("ftp-root/a-file-with-a-long-name.bin"), new byte[300_000]);
        var session = typed(
                40,
                List.of(
                        List.of("jshell> ", "FtpClient.connect(\t"),
                        List.of("see documentation", "\t"),
                        List.of("Connects to port 21 of a server.", "\u0003"), // Ctrl-C clears the line
                        List.of(
                                "jshell> ",
                                "var s = FtpServer.builder().port(0).anonymous(Path.of(\"ftp-root\")).start()\r"),
                        List.of("s ==>", "s.rates(\"anonymous\", 150_000, 0)\r"),
                        List.of("jshell> ", "var f = FtpClient.connect(\"127.0.0.1\", s.port()).anonymous()\r"),
                        List.of("f ==>", "f.download(\"a-file-with-a-long-name.bin\", \"copy.bin\")\r"),
                        List.of("downloaded", "/exit\r")));
        var ticks = session.substring(session.indexOf("\u001B[?7l"), session.lastIndexOf("\u001B[?7h"));
        return Stream.of(
                dynamicTest("tabShowsJavadoc", () -> assertThat(session).contains("host - its name or address")),
                dynamicTest(
                        "progressStaysOnItsLine",
                        () -> assertThat(ticks.split("\r\u001B\\[\\?7l\u001B\\[K", -1))
                                .hasSizeGreaterThan(2)
                                .noneMatch(tick -> tick.contains("\n"))));
    }

    /** The README's instructions for starting JShell directly. */
    @Test
    void startupFileImportsTheLibraryIntoAnotherJShell() {
        var jshell = Programs.java()
                .resolveSibling(Programs.java().getFileName().toString().replace("java", "jshell"));
        var session = Programs.command(
                        jshell,
                        "-J-Djava.util.prefs.userRoot=" + directory,
                        "-R-Djava.io.tmpdir=" + temporary,
                        "-J" + Programs.SHORT_LIVED,
                        "-R" + Programs.SHORT_LIVED,
                        "--class-path",
                        Programs.jar(),
                        "--startup",
                        Path.of("kernel/ftplab.jsh").toAbsolutePath())
                .in(directory)
                .input("""
                        var server = FtpServer.builder().port(0).user("test", "potato", Path.of("ftp-root"), "elr").start()
                        server.connect("test", "potato").list()
                        FtpServer.stopAll()
                        FtpServer.running()
                        """)
                .limit(Duration.ofSeconds(100))
                .run()
                .ok();

        assertThat(session.out()).containsSubsequence("server ==> FtpServer ftp://127.0.0.1:", "example.txt", "==> []");
    }

    private String piped(Path java, String lines) {
        var result = jshell(java).input(lines).run().ok();
        assertThat(result.err()).isEmpty();
        return result.out();
    }

    private Command jshell(Path java, String... arguments) {
        var words = new ArrayList<Object>(List.of(java, Programs.SHORT_LIVED, "-Djava.io.tmpdir=" + temporary));
        words.addAll(List.of("-jar", Programs.jar(), "jshell"));
        words.addAll(List.of(arguments));
        return Programs.command(words.toArray()).in(directory).limit(Duration.ofSeconds(100));
    }

    /** {@return what a terminal shows when these lines are typed, followed by {@code /exit}} */
    private String atTerminal(String lines, String... arguments) {
        var java = Stream.of(
                Programs.java().toString(),
                Programs.SHORT_LIVED,
                // Keeps Java's own settings in the test's directory.
                "-Djava.util.prefs.userRoot=" + directory,
                "-jar",
                Programs.jar().toString(),
                "jshell");
        var words =
                Stream.concat(java, Stream.of(arguments)).map("'%s'"::formatted).toList();
        var script = "import os, pty; os.environ['TERM'] = 'dumb'; pty.spawn(%s)".formatted(words);
        return Programs.command(Programs.python("pty"), "-c", script)
                .input(lines + "/exit\n")
                .limit(Duration.ofSeconds(100))
                .run()
                .ok()
                .out();
    }

    /** {@return what a terminal is sent when, after each text, the one beside it is typed} */
    private String typed(int columns, List<List<String>> steps) {
        return Programs.command(
                        Programs.python("pty"),
                        Path.of("src/test/python/in_terminal.py").toAbsolutePath(),
                        columns,
                        Programs.java(),
                        Programs.SHORT_LIVED,
                        "-Djava.io.tmpdir=" + temporary,
                        "-Djava.util.prefs.userRoot=" + directory,
                        "-jar",
                        Programs.jar(),
                        "jshell")
                .in(directory)
                .input(new Gson().toJson(steps))
                .limit(Duration.ofSeconds(100))
                .run()
                .ok()
                .out();
    }

    private Path script(String lines) throws IOException {
        return Files.writeString(directory.resolve("script.jsh"), lines);
    }
}
