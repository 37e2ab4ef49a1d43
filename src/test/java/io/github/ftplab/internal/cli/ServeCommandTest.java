package io.github.ftplab.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.FtpServer;
import io.github.ftplab.FtpServerBuilder;
import io.github.ftplab.ServerLog;
import io.github.ftplab.ServerUser;
import io.github.ftplab.testing.Certificates;
import io.github.ftplab.testing.NothingLeft;
import io.github.ftplab.testing.RawClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The options of {@code serve}: the servers that they configure, and the messages about wrong ones. */
@ExtendWith(NothingLeft.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ServeCommandTest {

    @TempDir
    private Path directory;

    @Test
    void withoutUsersEverybodyMayRead() {
        try (var server = start()) {
            assertThat(server.users()).hasToString("[anonymous elr " + directory + "]");
            assertThat(server.address().isLoopbackAddress()).isTrue();
        }
    }

    @Test
    void usersHaveTheirHomesAndLetters() throws IOException {
        var home = Files.createDirectory(directory.resolve("ann"));

        try (var server = start("--user", "test:potato:elradfmwMT", "--user", "ann:carrot:elr:" + home)) {
            assertThat(server.users().stream().map(ServerUser::toString))
                    .containsExactly("test elradfmwMT " + directory, "ann elr " + home);
            server.connect("ann", "carrot").quit();
        }
    }

    @Test
    void usersComeFromAFileToo() throws IOException {
        var file = Files.writeString(directory.resolve("users.csv"), """
                name,password,home,letters
                ann,carrot,%s,elr
                """.formatted(directory));

        try (var server = start("--users", file.toString(), "--user", "test:potato:elr")) {
            assertThat(server.users().stream().map(ServerUser::name)).containsExactlyInAnyOrder("ann", "test");
            server.connect("ann", "carrot").quit();
        }
    }

    @Test
    void anonymousMayBeBesideUsers() {
        try (var server = start("--user", "test:potato:elr", "--anonymous", "el")) {
            assertThat(server.users().stream().map(ServerUser::toString))
                    .containsExactly("test elr " + directory, "anonymous el " + directory);
        }
    }

    @Test
    void shortOptionsAreThoseOfPyftpdlib() throws IOException {
        try (var server = start("-w", "-i", "127.0.0.1", "-r", "60000-60100", "-n", "203.0.113.7")) {
            assertThat(server.users()).hasToString("[anonymous elradfmwMT " + directory + "]");
            assertThat(server.log().toString())
                    .contains("masquerade (NAT) address: 203.0.113.7", "passive ports: 60000->60100");
        }
        try (var server = start("-u", "ann", "-P", "carrot", "-w")) {
            assertThat(server.users()).hasToString("[ann elradfmwMT " + directory + "]");
            server.connect("ann", "carrot").quit();
        }
        try (var server = start("--username", "ann", "--password", "carrot")) {
            assertThat(server.users()).hasToString("[ann elr " + directory + "]");
        }
        var other = Files.createDirectory(directory.resolve("other"));
        try (var server = builder("-d", other.toString(), "-p", "0").start()) {
            assertThat(server.users()).hasToString("[anonymous elr " + other + "]");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-D --debug --encoding utf-8 --concurrency async --disable-sendfile",
                "--encoding UTF8 --concurrency pre-fork",
                "--encoding utf_8 --concurrency multi-proc",
                "--tls --tls-control-required --encoding utf-8"
            })
    void commandLineOfPyftpdlibCanBeKept(String options) {
        try (var server = start(options.split(" "))) {
            assertThat(server.uri().getScheme()).isEqualTo("ftp");
        }
    }

    @Test
    void tlsWithoutAModeIsExplicit() {
        try (var server = start("--tls")) {
            assertThat(server.uri().getScheme()).isEqualTo("ftp");
            assertThat(server.certificate()).isNotNull();
        }
        try (var server = builder("--tls", "-p", "0", directory.toString()).start()) {
            assertThat(server.users()).hasToString("[anonymous elr " + directory + "]");
            assertThat(server.certificate()).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--tls DIR -p 0", "-p 0 --tls DIR", "--tls explicit DIR -p 0", "DIR -p 0 --tls"})
    void directoryBehindTlsIsServed(String options) {
        try (var server =
                builder(options.replace("DIR", directory.toString()).split(" ")).start()) {
            assertThat(server.users()).hasToString("[anonymous elr " + directory + "]");
            assertThat(server.certificate()).isNotNull();
        }
    }

    @Test
    void repliesAndLimitsAreSet() throws IOException {
        try (var server = start("--banner", "Ann's files.", "--max-login-attempts", "1", "--timeout", "20");
                var client = RawClient.connect(server)) {
            assertThat(client.greeting()).isEqualTo("220 Ann's files.");
            client.send("USER nobody");
            assertThat(client.send("PASS wrong")).startsWith("530 ");
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void timesAreLocalIfWanted() throws IOException {
        var before = TimeZone.getDefault();
        Files.setLastModifiedTime(
                Files.createFile(directory.resolve("old")), FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
        TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati")); // a day later
        try (var utc = start();
                var local = start("--local-time")) {
            assertThat(listing(utc)).contains("Feb 03");
            assertThat(listing(local)).contains("Feb 03");
            Files.setLastModifiedTime(directory.resolve("old"), FileTime.from(Instant.parse("2001-02-03T14:05:06Z")));
            assertThat(listing(utc)).contains("Feb 03");
            assertThat(listing(local)).contains("Feb 04");
        } finally {
            TimeZone.setDefault(before);
        }
    }

    private static String listing(FtpServer server) throws IOException {
        try (var client = RawClient.login(server, "anonymous", "a@b")) {
            return client.receive("LIST").text();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "carrot, rw-r--r--, true",
        "carrot, rw-r-----, true",
        "carrot, rw-------, false",
        "hashed, rw-r--r--, false",
    })
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no modes")
    void plainPasswordsThatOthersCanReadAreWarnedOf(String password, String mode, boolean warned) throws IOException {
        var text = password.equals("hashed") ? FtpServer.hashPassword("carrot") : password;
        var file = Files.writeString(directory.resolve("users.csv"), """
                name,password,home,letters
                ann,%s,%s,elr
                anonymous,,%s,elr
                """.formatted(text, directory, directory));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

        try (var server = start("--users", file.toString())) {
            var warnings = server.log().atLeast(ServerLog.Level.WARNING).lines();
            assertThat(warnings)
                    .hasSize(warned ? 1 : 0)
                    .allSatisfy(line -> assertThat(line)
                            .contains("can read the plain passwords in " + file + " (mode " + mode + ")", "chmod 600"));
        }
    }

    @ParameterizedTest
    @CsvSource({"rw-r--r--, true", "rw-r-----, false", "rw-------, false"})
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no modes")
    void privateKeyThatAllCanReadIsWarnedOf(String mode, boolean warned) throws IOException {
        var pem = Certificates.selfSigned(directory, "localhost");
        Files.setPosixFilePermissions(pem, PosixFilePermissions.fromString(mode));

        try (var server = start("--cert", pem.toString(), "--key", pem.toString())) {
            assertThat(server.log().atLeast(ServerLog.Level.WARNING).lines())
                    .hasSize(warned ? 1 : 0)
                    .allSatisfy(line -> assertThat(line)
                            .contains("can read the private key in " + pem + " (mode " + mode + ")", "chmod 600"));
        }
    }

    @Test
    void networkOptionsAreInTheLog() {
        try (var server = start("--passive-ports", "60000-60100", "--masquerade", "203.0.113.7")) {
            assertThat(server.log().toString())
                    .contains("masquerade (NAT) address: 203.0.113.7", "passive ports: 60000->60100");
        }
    }

    @ParameterizedTest
    @CsvSource({"--tls,explicit,ftp", "--tls,implicit,ftps"})
    void tlsIsByACertificateOfItsOwn(String option, String mode, String scheme) {
        try (var server = start(option, mode)) {
            assertThat(server.uri().getScheme()).isEqualTo(scheme);
            assertThat(server.certificate()).isNotNull();
        }
    }

    @Test
    void requiredTlsNeedsNoOtherOption() {
        try (var server = start("--require-tls")) {
            assertThat(server.certificate()).isNotNull();
        }
    }

    @Test
    void missingCertificateIsToldInOneLine() {
        var pem = directory.resolve("cert.pem");
        var result = execute("serve", directory.toString(), "--cert", pem.toString(), "--key", pem.toString());

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).hasLineCount(1).contains("ftplab serve: ", pem.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port x             | '--port'",
                "--port 70000         | 70000 is no port",
                "--port ٢١٢١          | is not a number",
                "--port 99999999999   | is not a number",
                "--idle-timeout +5    | is not a number",
                "--max-connections ５ | is not a number",
                "--passive-ports ٩٠٠٠ | is not a range of ports",
                "--user ann:s3cret:elr --quota ann=١٠٠ | is not a number",
                "--user ann:s3cret:elr --quota ann=+5 | is not a number",
                "--user ann:s3cret:elr --quota ann=-1 | is negative",
                "--user ann:s3cret:elr --quota bob=5 | bob",
                "--host 300.1.1.1     | there is no such host",
                "--anonymous elz      | unknown permission letter 'z'",
                "--user ann:s3cret:z  | the LETTERS of ann",
                "--user ann:s3cret    | NAME:PASSWORD:LETTERS[:HOME]",
                "--user ann:env=FTPLAB_NOT_SET:elr | the variable FTPLAB_NOT_SET",
                "--tls maybe          | [off, explicit, implicit]",
                "--cert a.pem         | --cert and --key belong together",
                "--tls off --require-tls | --tls off contradicts",
                "--passive-ports 9-1  | not a range of ports",
                "--passive-ports x-y  | such as 60000-60100",
                "--masquerade router  | is not an IPv4 address",
                "--max-connections 0  | the least is 1",
                "--max-per-address -1 | the least is 0",
                "--idle-timeout 0     | makes no sense",
                "--user a:s3cret:elr --user a:s3cret:elr | there is a user a already",
                "-P s3cret            | add -u NAME",
                "-u anonymous -P s3cret | use anonymous(home) instead",
                "-w --user a:s3cret:elr | name the letters themselves",
                "-d elsewhere         | DIR and -d mean the same",
                "--tls off --write-cert a.pem | --tls off contradicts",
                "--max-login-attempts 0 | the least is 1",
                "--encoding latin-1   | always in UTF-8",
                "--encoding ?         | always in UTF-8",
                "--concurrency fibers | async, multi-thread, multi-proc, pre-fork",
                "--login-by-cert      | needs --client-ca",
                "--tls off --client-ca a.pem | --tls off contradicts",
                "--tls off --permit-missing-close-notify | --tls off contradicts",
                "--port 0 --log-size -1 --log log | --log-size is negative",
            })
    void wrongOptionIsToldInOneLine(String options, String message) {
        var arguments = new ArrayList<>(List.of("serve", directory.toString()));
        arguments.addAll(List.of(options.strip().split(" ")));

        var result = execute(arguments.toArray(String[]::new));

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err())
                .hasLineCount(1)
                .startsWith("ftplab serve: ")
                .contains(message)
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve|", "serve|-d|", "serve|--port|0|", "serve|-w|"})
    void emptyDirectoryIsNotTheCurrentOne(String arguments) {
        var result = execute(arguments.split("\\|", -1));

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).hasLineCount(1).contains("DIR is empty");
    }

    @Test
    void misspelledOptionIsToldWithTheRightOne() {
        var result = execute("serve", "--passive-port", "60000");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("'--passive-port'", "--passive-ports");
    }

    @Test
    void missingDirectoryIsToldInOneLine() {
        var missing = directory.resolve("missing");

        var result = execute("serve", missing.toString());

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).hasLineCount(1).contains("cannot serve " + missing, "there is no such directory");
    }

    @Test
    void unwritableLogIsToldInOneLine() {
        var result = execute("serve", directory.toString(), "--log", directory.toString());

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).hasLineCount(1).contains("cannot write the log to " + directory, "it is a directory");
    }

    private FtpServer start(String... options) {
        var arguments = new ArrayList<>(List.of(directory.toString(), "--port", "0"));
        arguments.addAll(List.of(options));
        return builder(arguments.toArray(String[]::new)).start();
    }

    private static FtpServerBuilder builder(String... options) {
        var arguments = new ArrayList<>(List.of("serve"));
        arguments.addAll(List.of(options));
        var parsed = Main.commandLine().parseArgs(arguments.toArray(String[]::new));
        var command = (ServeCommand) parsed.subcommand().commandSpec().userObject();
        return command.builder();
    }

    private static Result execute(String... arguments) {
        var err = new StringWriter();
        int status = Main.commandLine().setErr(new PrintWriter(err, true)).execute(arguments);
        return new Result(status, err.toString().replace("\r\n", "\n"));
    }

    private record Result(int status, String err) {}
}
