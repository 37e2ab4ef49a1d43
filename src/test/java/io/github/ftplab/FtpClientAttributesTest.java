package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.ftplab.testing.FakeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Modes, times, hashes and directories on all kinds of servers. */
@Timeout(60)
class FtpClientAttributesTest {

    private static final Instant TIME = Instant.parse("2026-03-05T21:18:09.75Z");
    private static final String SHA_256 = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";

    private final FakeServer server = new FakeServer();
    private FtpClient ftp = login();

    private FtpClient login() {
        return FtpClient.connect("127.0.0.1", server.port()).login("test", "potato");
    }

    /** Sets up a server whose reply to FEAT has these lines. */
    private void offering(String... features) {
        server.on("FEAT", "211-Features:\r\n " + String.join("\r\n ", features) + "\r\n211 End");
        ftp.close();
        ftp = login();
    }

    private List<String> sent(String verb) {
        return server.commands().stream().filter(line -> line.startsWith(verb)).toList();
    }

    private static FtpException.Refused refused(ThrowingCallable call) {
        var caught = new FtpException.Refused[1];
        assertThatExceptionOfType(FtpException.Refused.class)
                .isThrownBy(call)
                .satisfies(refused -> caught[0] = refused);
        return caught[0];
    }

    @AfterEach
    void stop() {
        ftp.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "644, a, CHMOD 644 a",
        "0644, a, CHMOD 644 a",
        "000, a b, CHMOD 000 a b",
        "4755, a, CHMOD 4755 a",
        "rw-r--r--, a, CHMOD 644 a",
        "rwxr-x--x, pub/~a, CHMOD 751 pub/~a",
        "rwsr-Sr-t, a, CHMOD 7745 a",
        "755, ~, CHMOD 755 ./~",
        "755, -R, CHMOD 755 ./-R",
    })
    void modeIsSentAsOctalDigitsAndTheNameAsItIs(String mode, String path, String argument) {
        server.on("SITE", "200 done");
        assertThat(ftp.chmod(path, mode)).hasToString("200 done");
        assertThat(sent("SITE")).containsExactly("SITE " + argument);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "64", "648", "06440", "u+x", "rw-r--r-", "rw-r--r--x", "rwxrwxrws", "drwxr-xr-x", "644 b"})
    void modeThatIsNoneIsRefusedBeforeAnythingIsSent(String mode) {
        var before = server.commands();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ftp.chmod("a", mode))
                .withMessageContainingAll('"' + mode + '"', "644", "rw-r--r--");
        assertThat(server.commands()).isEqualTo(before);
    }

    @Test
    void modeThatIsNotChangedIsAnErrorByTheServersWords() {
        server.on("SITE", "550 not yours");
        var refused = refused(() -> ftp.chmod("a", "644"));
        assertThat(refused)
                .hasMessageContaining("cannot change to 644 the mode of a: ")
                .hasMessageContaining("not yours");
        assertThat(refused.command()).isEqualTo("SITE CHMOD");
        assertThat(refused.path()).hasValue("a");
        server.on("SITE", "502 unknown");
        assertThat(refused(() -> ftp.chmod("a", "644"))).hasMessageContaining("does not know SITE CHMOD");
        server.on("SITE", "350 and now?");
        assertThatExceptionOfType(FtpException.Protocol.class).isThrownBy(() -> ftp.chmod("a", "644"));
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void timeIsSetToTheSecondByMfmt() {
        server.on("MFMT", "213 Modify=20260305211809; a");
        assertThat(ftp.setModified("-a", TIME).code()).isEqualTo(213);
        assertThat(sent("MFMT")).containsExactly("MFMT 20260305211809 ./-a");
        assertThat(sent("MDTM")).isEmpty();
    }

    @Test
    void whereThereIsNoMfmtTheTimeIsSetByMdtmIfThatTurnsOutToBeSo() {
        server.on("MFMT", "500 what?");
        server.on(
                "MDTM",
                (talk, argument) ->
                        talk.say(argument.equals("20260305211809 a") ? "213 time set" : "213 20260305211809"));
        assertThat(ftp.setModified("a", TIME)).hasToString("213 time set");
        assertThat(sent("MDTM")).containsExactly("MDTM 20260305211809 a", "MDTM a");
    }

    @ParameterizedTest
    @CsvSource({"550 no such file, 550 no such file", "213 20260305211809, 213 20250101000000", "213 x, 550 no"})
    void mdtmThatIsTakenForAQuestionIsNoSuccess(String answer, String afterwards) {
        server.on("MFMT", "502 what?");
        server.on("MDTM", (talk, argument) -> talk.say(argument.equals("a") ? afterwards : answer));
        var refused = refused(() -> ftp.setModified("a", TIME));
        assertThat(refused.code()).isEqualTo(502);
        assertThat(refused.command()).isEqualTo("MFMT");
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void timeThatIsRefusedIsAnErrorByTheServersWords() {
        server.on("MFMT", "550 not yours").on("MDTM", "213 20260305211809");
        assertThat(refused(() -> ftp.setModified("a", TIME)))
                .hasMessageContaining("cannot set the time of a: ")
                .hasMessageContaining("550 not yours");
        assertThat(sent("MDTM")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0001-01-01T00:00:00Z", "+10000-01-01T00:00:00Z"})
    void timeThatFtpCannotWriteIsRefusedBeforeAnythingIsSent(String time) {
        var before = server.commands();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ftp.setModified("a", Instant.parse(time)))
                .withMessageContaining("four digits");
        assertThat(server.commands()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HASH SHA-1;SHA-256*;MD5 | HASH   | 213 SHA-256 0-6 %s a b          | SHA-256",
                "HASH SHA-1;SHA-256*;MD5 | HASH   | 213 SHA-1 0-6 1234567890123456789012345678901234567890 %s | SHA-1",
                "HASH SHA3-256*          | HASH   | 213 SHA3-256 0-6 %s %s          | SHA3-256",
                "XSHA256                 | XSHA256 | 250 %s                          | SHA-256",
                "XSHA256 filename;start  | XSHA256 | 250 XSHA256 successful: %S       | SHA-256",
                "XMD5                    | XMD5   | 250 0123456789ABCDEF0123456789abcdef | MD5",
                "MD5                     | MD5    | 251 \"a b\" 0123456789abcdef0123456789ABCDEF | MD5",
                "XCRC                    | XCRC   | 250 1F                          | CRC32",
                "XCRC;XMD5;XSHA256       | XSHA256 | 250 %s                          | SHA-256",
            })
    void hashIsTheBestThatTheServerOffers(String features, String verb, String reply, String algorithm) {
        offering((features.startsWith("HASH") || features.contains(" ") ? features : features.replace(";", "\r\n ")));
        server.on("SIZE", "213 6")
                .on(verb, reply.replace("%s", SHA_256).replace("%S", SHA_256.toUpperCase(java.util.Locale.ROOT)));
        var hash = ftp.hash("a b");
        assertThat(hash.algorithm()).isEqualTo(algorithm);
        assertThat(hash.hex())
                .isIn(
                        SHA_256,
                        "1234567890123456789012345678901234567890",
                        "0123456789abcdef0123456789abcdef",
                        "0000001f");
        if (algorithm.equals("SHA-1")) {
            assertThat(hash.hex()).startsWith("1234");
        }
        assertThat(hash).hasToString(algorithm + " " + hash.hex());
        assertThat(sent(verb + " ")).containsExactly(verb + " a b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SITE MD5", "SITE COPY;MD5;UTIME", "SITE COPY\r\n SITE MD5"})
    void hashMayBeACommandOfTheSite(String features) {
        var hex = "0123456789abcdef0123456789abcdef";
        var path = "f".repeat(32);
        offering(features);
        server.on("SIZE", "213 6").on("SITE", "213 " + hex + "    /" + path + " " + path);
        assertThat(ftp.hash(path)).hasToString("MD5 " + hex);
        assertThat(sent("SITE ")).containsExactly("SITE MD5 " + path);
    }

    @Test
    void serverWithoutHashesSaysSoAndTheMessageToo() {
        server.on("HASH", "500 what?");
        var refused = refused(() -> ftp.hash("a"));
        assertThat(refused)
                .hasMessageContaining("cannot ask for the hash of a: ")
                .hasMessageContaining("500 what?")
                .hasMessageContaining("the server has no hashes of files");
        offering("XMD5");
        server.on("XMD5", "550 no such file");
        assertThat(refused(() -> ftp.hash("a")).code()).isEqualTo(550);
        server.on("XMD5", "250 done");
        assertThatExceptionOfType(FtpException.Protocol.class).isThrownBy(() -> ftp.hash("a"));
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void hashesAreEqualByAlgorithmAndDigest() {
        var hash = FileHash.of("sha-256", SHA_256.toUpperCase(java.util.Locale.ROOT));
        assertThat(hash).isEqualTo(FileHash.of("SHA-256", SHA_256)).hasSameHashCodeAs(FileHash.of("SHA-256", SHA_256));
        assertThat(hash).isNotEqualTo(FileHash.of("MD5", SHA_256)).isNotEqualTo(FileHash.of("SHA-256", "00"));
        for (var wrong : List.of("", "123", "xy")) {
            assertThatIllegalArgumentException().isThrownBy(() -> FileHash.of("MD5", wrong));
        }
    }

    @Test
    void hashTellsWhetherALocalFileIsTheSame(@TempDir Path directory) throws IOException {
        var file = Files.writeString(directory.resolve("a"), "hello\n");
        for (var hash : List.of(
                FileHash.of("SHA-256", SHA_256),
                FileHash.of("MD5", "b1946ac92492d2347c6235b4d2611184"),
                FileHash.of("CRC32", "363a3020"))) {
            assertThat(hash.matches(file)).isTrue();
            assertThat(hash.matches(file.toString())).isTrue();
        }
        assertThat(FileHash.of("SHA-256", "00").matches(file)).isFalse();
        assertThatExceptionOfType(FtpException.LocalFile.class)
                .isThrownBy(() -> FileHash.of("MD5", "00").matches(directory.resolve("missing")))
                .withMessageContaining("missing");
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> FileHash.of("SHA3-256", "00").matches(file))
                .withMessageContaining("SHA3-256");
    }

    /** Sets up a server with these directories, and with files where directories are wanted. */
    private void keeping(Set<String> directories, Set<String> files) {
        server.on("SIZE", (talk, argument) -> talk.say(files.contains(argument) ? "213 1" : "550 no file"));
        server.on("MDTM", "550 no");
        server.on(
                "CWD",
                (talk, argument) -> talk.say(
                        directories.contains(argument) || argument.equals("/") ? "250 there" : "550 no directory"));
        server.on("MKD", (talk, argument) -> {
            var parent = argument.contains("/") ? argument.substring(0, argument.lastIndexOf('/')) : "";
            boolean fits = parent.isEmpty() || directories.contains(parent);
            boolean makes = fits && !files.contains(argument) && directories.add(argument);
            talk.say(makes ? "257 \"" + argument + "\" made" : "550 can't be made");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a       |       | a",
                "a/b/c   |       | a,a/b,a/b/c",
                "a/b/c   | a     | a/b,a/b/c",
                "a/b/c/  | a,a/b | a/b/c",
                "a/b     | a,a/b | ''",
                "/a/b    |       | /a,/a/b",
                "a//b    |       | a,a//b",
                "/       |       | ''",
                "x y/~/-z |      | x y,x y/~,x y/~/-z",
            })
    void directoriesThatAreMissingAreMadeAndNoOthers(String path, String there, String made) {
        var directories = new HashSet<String>(there == null ? List.of() : List.of(there.split(",", -1)));
        directories.add("a/");
        keeping(directories, Set.of());
        assertThat(String.join(",", ftp.mkdirs(path))).isEqualTo(made);
        assertThat(sent("MKD").stream().map(line -> line.substring(4)))
                .containsExactlyElementsOf(made.isEmpty() ? List.of() : List.of(made.split(",", -1)));
        assertThat(ftp.mkdirs(path)).isEmpty();
    }

    @Test
    void fileInTheWayOfADirectoryIsNamed() {
        keeping(new HashSet<>(Set.of("a")), Set.of("a/b"));
        for (var path : List.of("a/b", "a/b/c/d")) {
            var refused = refused(() -> ftp.mkdirs(path));
            assertThat(refused)
                    .hasMessageContaining("cannot make directory " + path + ": a/b is there and is no directory");
            assertThat(refused.path()).hasValue("a/b");
            assertThat(refused.code()).isEqualTo(550);
        }
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void directoryThatSomebodyElseMakesMeanwhileIsFine() {
        var directories = new HashSet<String>();
        keeping(directories, Set.of());
        server.on("MKD", (talk, argument) -> {
            directories.add(argument);
            talk.say("521 exists");
        });
        assertThat(ftp.mkdirs("a/b")).isEmpty();
        assertThat(sent("MKD")).containsExactly("MKD a", "MKD a/b");
    }

    @Test
    void directoriesAreMadeByUsersWhoMayNotList(@TempDir Path home) throws IOException {
        Files.createDirectory(home.resolve("pub"));
        try (var real = FtpServer.builder()
                        .port(0)
                        .user("drop", "potato", home, "em")
                        .start();
                var drop = real.connect("drop", "potato")) {
            assertThat(drop.mkdirs("pub/new")).containsExactly("pub/new");
            assertThat(home.resolve("pub/new")).isDirectory();
            assertThat(refused(() -> drop.mkdirs("pub/new"))).hasMessageContaining("cannot make directory pub/new");
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "making links needs a right that few users have")
    void linkToADirectoryIsADirectory(@TempDir Path home) throws IOException {
        Files.createDirectory(home.resolve("v2"));
        Files.createSymbolicLink(home.resolve("current"), Path.of("v2"));
        Files.createFile(home.resolve("plain"));
        Files.createSymbolicLink(home.resolve("other"), Path.of("plain"));
        try (var real = FtpServer.builder()
                        .port(0)
                        .user("ann", "potato", home, "elm")
                        .start();
                var ann = real.connect("ann", "potato")) {
            assertThat(ann.mkdirs("current/logs/today")).containsExactly("current/logs", "current/logs/today");
            assertThat(ann.mkdirs("current")).isEmpty();
            assertThat(home.resolve("v2/logs/today")).isDirectory();
            assertThat(refused(() -> ann.mkdirs("other/logs")))
                    .hasMessageContaining("other is there and is no directory");
            assertThat(ann.pwd()).isEqualTo("/");
        }
    }

    @Test
    void directoryThatMayNotBeMadeIsAnErrorByTheServersWords() {
        keeping(new HashSet<>(), Set.of());
        server.on("MKD", "550 Not enough privileges: needs m.");
        var refused = refused(() -> ftp.mkdirs("a/b"));
        assertThat(refused).hasMessageContaining("cannot make directory a/b: ").hasMessageContaining("needs m");
        assertThat(refused.path()).hasValue("a/b");
        assertThatIllegalArgumentException().isThrownBy(() -> ftp.mkdirs(""));
        assertThatIllegalArgumentException().isThrownBy(() -> ftp.mkdirs("a\r\nDELE b"));
        assertThat(sent("MKD")).containsExactly("MKD a", "MKD a/b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PASS potato", "pass\tpotato", " PASS:potato", "Pass=potato", "TYPE\u00a0A", "RETR\ta"})
    void commandWithItsOwnMethodIsNotSentByAnySpelling(String line) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ftp.command(line))
                .withMessageContaining("can't be sent on its own")
                .withMessageNotContaining("potato");
        assertThat(ftp.transcript().toString()).doesNotContain("potato");
    }

    @Test
    void sessionTellsWhereItIsAndWhose() {
        assertThat(ftp.host()).isEqualTo("127.0.0.1");
        assertThat(ftp.port()).isEqualTo(server.port());
        assertThat(ftp.user()).hasValue("test");
        assertThat(ftp.isConnected()).isTrue();
        try (var nobody = FtpClient.connect("localhost", server.port())) {
            assertThat(nobody.user()).isEmpty();
            assertThat(nobody.host()).isEqualTo("localhost");
        }
        ftp.quit();
        assertThat(ftp.isConnected()).isFalse();
        assertThat(ftp.port()).isEqualTo(server.port());
        assertThat(ftp.reconnect().isConnected()).isTrue();
        server.on("NOOP", (talk, argument) -> talk.hangUp());
        assertThatExceptionOfType(FtpException.Connection.class).isThrownBy(() -> ftp.command("NOOP"));
        assertThat(ftp.isConnected()).isFalse();
        ftp.reconnect().close();
        assertThat(ftp.isConnected()).isFalse();
    }
}
