package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.ftplab.internal.protocol.recording.Recording;
import io.github.ftplab.internal.protocol.recording.RecordingFile;
import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.Servers;
import io.github.ftplab.testing.WithServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions that are recorded by the server or by the client, and replayed. */
@WithServer
@Timeout(60)
class ReplayTest {

    /** Who records. */
    private enum By {
        SERVER,
        CLIENT
    }

    @Given
    final Path home = FtpServer.inMemory();

    @Given
    Servers servers;

    @TempDir
    Path here;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path file;

    @BeforeEach
    void makeFiles() throws IOException {
        file = here.resolve("a.recording");
        Files.createDirectories(home.resolve("pub"));
        Files.writeString(home.resolve("example.txt"), "hello\n");
        Files.writeString(home.resolve("pub/größe \\ b.txt"), "two\r\nlines\n");
        Files.write(home.resolve("pub/data.bin"), new byte[] {0, 1, -1, 13, 10});
        Files.createFile(home.resolve("empty"));
    }

    private FtpServer server(By by, UnaryOperator<FtpServerBuilder> options) {
        return servers.start(builder -> options.apply(by == By.SERVER ? builder.record(file) : builder));
    }

    private FtpClientBuilder client(By by) {
        return by == By.CLIENT ? FtpClient.builder().record(file) : FtpClient.builder();
    }

    private static FtpClient login(FtpClientBuilder builder, FtpServer server) {
        return builder.connect("127.0.0.1", server.port()).login("test", "potato");
    }

    private FtpServer replay() {
        return FtpServer.replay(file);
    }

    /** Does something of everything. {@return what it saw} */
    private static List<String> use(FtpClient ftp) throws IOException {
        var seen = new ArrayList<String>();
        seen.add(ftp.pwd());
        ftp.list().forEach(entry -> seen.add(entry.toString()));
        ftp.walk("pub").forEach(entry -> seen.add(entry.path()));
        seen.addAll(ftp.nlst());
        seen.add(ftp.readText("example.txt"));
        seen.add(ftp.readText("empty"));
        seen.add(ftp.readText("pub/größe \\ b.txt"));
        seen.add(Arrays.toString(ftp.readBytes("pub/data.bin")));
        seen.add(String.valueOf(ftp.exists("nope")));
        ftp.upload(new ByteArrayInputStream("sent\n".getBytes(StandardCharsets.UTF_8)), "sent.txt");
        seen.add(ftp.stat("sent.txt").toString());
        ftp.mkdir("made");
        ftp.rename("sent.txt", "made/kept.txt");
        ftp.deleteDirectory("made");
        try {
            ftp.readText("made/kept.txt");
        } catch (FtpException.Refused e) {
            seen.add(e.code() + " " + e.reply());
        }
        return seen;
    }

    /** The client neither reads nor sends anything. */
    @ParameterizedTest
    @ValueSource(strings = {"RETR large", "STOR new"})
    void transferThatStallsIsAborted(String command) throws IOException {
        Files.write(home.resolve("large"), new byte[8_000_000]);
        try (var server = server(By.SERVER, builder -> builder);
                var client = RawClient.login(server, "test", "potato")) {
            var reply = command.startsWith("RETR")
                    ? client.receive(command).reply()
                    : client.transmit(command, new byte[3]);
            assertThat(reply).startsWith("226 ");
        }
        var limits = ServerLimits.DEFAULT.dataTimeout(Duration.ofMillis(200));
        try (var server = FtpServer.builder()
                        .limits(limits)
                        .replay(Recording.read(file))
                        .start();
                var client = RawClient.login(server, "test", "potato")) {
            try (var data = client.passive()) {
                assertThat(client.send(command)).startsWith("150 ");
                assertThat(client.reply()).startsWith("425 The data connection failed");
                assertThat(data.isClosed()).isFalse();
            }
        }
    }

    /** The first recording is whole until then, and the second from there on. */
    @ParameterizedTest
    @CsvSource({"SERVER, SERVER", "SERVER, CLIENT", "CLIENT, SERVER", "CLIENT, CLIENT"})
    void twoRecordersDoNotMix(By first, By second) throws IOException {
        var older = server(first, builder -> builder);
        var olderClients = client(first);
        try (var ftp = login(olderClients, older)) {
            ftp.readText("example.txt");
        }

        var newer = server(second, builder -> builder);
        var newerClients = client(second);
        try (var ftp = login(olderClients, older);
                var other = login(newerClients, newer)) {
            ftp.readText("example.txt");
            other.pwd();
        }

        assertThat(file).content().contains("PWD").doesNotContain("RETR");
        assertThat(Recording.read(file).sessions()).hasSize(1);
        if (first == By.SERVER) {
            assertThat(older.log().toString()).contains("another recorder has begun with the file");
        }
    }

    @Test
    void recordingOfAnotherProcessIsNotMixedIn() throws IOException {
        var why = new ArrayList<String>();
        var recording = RecordingFile.create(file, why::add).begin();
        recording.command("USER test");
        Files.writeString(file, "ftplab-recording 1\n1 other\n");

        recording.command("PWD");

        assertThat(file).hasContent("ftplab-recording 1\n1 other\n");
        assertThat(why).singleElement().asString().contains("another recorder");
    }

    @ParameterizedTest
    @EnumSource
    void replayedSessionIsLikeTheRecordedOne(By by) throws IOException {
        List<String> recorded;
        try (var server = server(by, builder -> builder);
                var ftp = login(client(by), server)) {
            recorded = use(ftp);
            ftp.quit();
        }
        try (var server = replay();
                var ftp = login(FtpClient.builder(), server)) {
            assertThat(use(ftp)).isEqualTo(recorded);
            ftp.quit();
            assertThat(server.departures()).isEmpty();
            assertThat(FtpServer.running()).contains(server);
            assertThat(server.commands("PWD")).isNotEmpty();
        }
        assertThat(Files.readString(file)).contains("PASS {password}").doesNotContain("potato");
        assertThat(Files.readString(file)).contains("{pasv}").doesNotContainPattern("227 .*\\d,\\d");
    }

    @ParameterizedTest
    @EnumSource
    void activeSessionIsReplayed(By by) throws IOException {
        try (var server = server(by, builder -> builder);
                var ftp = login(client(by).active(), server)) {
            assertThat(ftp.readText("example.txt")).isEqualTo("hello\n");
            ftp.quit();
        }
        try (var server = replay();
                var ftp = login(FtpClient.builder().active(), server)) {
            assertThat(ftp.readText("example.txt")).isEqualTo("hello\n");
            ftp.quit();
            assertThat(server.departures()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void encryptedSessionIsRecordedInThePlainAndReplayedSo(By by) throws IOException {
        try (var server = server(by, FtpServerBuilder::requireTls)) {
            try (var ftp = login(client(by).tls().trust(server.certificate()), server)) {
                assertThat(ftp.readText("example.txt")).isEqualTo("hello\n");
                ftp.quit();
            }
        }
        assertThat(Files.readString(file))
                .contains("sent text hello\\n")
                .doesNotContain("command AUTH")
                .doesNotContain("command PROT");
        try (var server = replay();
                var ftp = login(FtpClient.builder(), server)) {
            assertThat(ftp.readText("example.txt")).isEqualTo("hello\n");
            ftp.quit();
            assertThat(server.departures()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void otherCommandIsRefusedWithWhatWasExpected(By by) throws IOException {
        try (var server = server(by, builder -> builder);
                var ftp = login(client(by), server)) {
            ftp.readText("example.txt");
            ftp.quit();
        }
        try (var server = replay();
                var ftp = login(FtpClient.builder(), server)) {
            assertThatExceptionOfType(FtpException.Refused.class)
                    .isThrownBy(() -> ftp.delete("example.txt"))
                    .satisfies(refused -> assertThat(refused.code()).isEqualTo(503))
                    .withMessageContaining("Not as recorded: expected ")
                    .withMessageContaining("of a.recording");
            assertThat(server.departures())
                    .singleElement()
                    .asString()
                    .startsWith("session 1: DELE example.txt came instead of ");
            assertThat(ftp.readText("example.txt")).isEqualTo("hello\n");
            assertThat(server.log().toString()).contains("not as recorded: session 1: DELE example.txt");
        }
    }

    @Test
    void otherDataFromTheClientAreADeparture() throws IOException {
        var recorded = new byte[] {1, 2, 3};
        try (var client = RawClient.login(server(By.SERVER, builder -> builder), "test", "potato")) {
            assertThat(client.transmit("STOR a.bin", recorded)).startsWith("226 ");
        }
        assertThat(Files.readString(file)).contains("{epsv}").doesNotContainPattern("\\|\\|\\|\\d");
        for (var sent : List.of(recorded, new byte[] {1, 2, 4}, new byte[] {1, 2}, new byte[] {1, 2, 3, 4})) {
            try (var server = replay();
                    var client = RawClient.login(server, "test", "any")) {
                assertThat(client.transmit("STOR a.bin", sent)).startsWith("226 ");
                assertThat(server.departures())
                        .hasSize(sent == recorded ? 0 : 1)
                        .allSatisfy(departure -> assertThat(departure).contains("the client sent "));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void brokenOffDownloadIsReplayed(By by) throws IOException {
        Files.write(home.resolve("large"), new byte[3_000_000]);
        try (var server = server(by, builder -> builder);
                var ftp = login(client(by), server)) {
            breakOff(ftp);
        }
        try (var server = replay();
                var ftp = login(FtpClient.builder(), server)) {
            breakOff(ftp);
        }
    }

    private static void breakOff(FtpClient ftp) throws IOException {
        try (var in = ftp.read("large")) {
            assertThat(in.readNBytes(10)).hasSize(10);
        }
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void transferThatIsTooLargeIsRefused() throws IOException {
        Files.write(home.resolve("large"), new byte[(8 << 20) + 1]);
        try (var server = server(By.SERVER, builder -> builder);
                var ftp = login(FtpClient.builder(), server)) {
            assertThat(ftp.readBytes("large")).hasSize((8 << 20) + 1);
            assertThat(ftp.readText("example.txt")).isEqualTo("hello\n");
            ftp.quit();
        }
        assertThat(Files.readString(file)).contains("1 cut 8388609 bytes");
        try (var server = replay();
                var ftp = login(FtpClient.builder(), server)) {
            assertThatExceptionOfType(FtpException.Refused.class)
                    .isThrownBy(() -> ftp.readBytes("large"))
                    .satisfies(refused -> assertThat(refused.code()).isEqualTo(451));
            assertThat(server.departures()).singleElement().asString().contains("can't be replayed");
            assertThat(ftp.readText("example.txt")).isEqualTo("hello\n");
        }
    }

    @Test
    void sessionsAreReplayedInTheirOrderAndThenAgain() throws IOException {
        try (var server = server(By.SERVER, builder -> builder)) {
            for (var name : List.of("example.txt", "empty")) {
                try (var ftp = login(FtpClient.builder(), server)) {
                    ftp.readText(name);
                }
            }
        }
        try (var server = replay()) {
            for (var name : List.of("example.txt", "empty", "example.txt")) {
                try (var ftp = login(FtpClient.builder(), server)) {
                    ftp.readText(name);
                }
            }
            assertThat(server.departures()).isEmpty();
        }
    }

    @Test
    void commandsThatWereSentAtOnceAreRecordedWithTheirReplies() throws IOException {
        try (var client = RawClient.login(server(By.SERVER, builder -> builder), "test", "potato")) {
            client.write("CWD pub\r\nRMD nope\r\nCDUP\r\n");
            for (int i = 0; i < 3; i++) {
                client.reply();
            }
        }
        assertThat(Files.readString(file))
                .containsSubsequence(
                        "command CWD pub",
                        "reply 250 ",
                        "command RMD nope",
                        "reply 550 ",
                        "command CDUP",
                        "reply 250 ");
    }

    @Test
    void noopMayComeOrNot() throws IOException {
        try (var server = server(By.SERVER, builder -> builder);
                var client = RawClient.connect(server)) {
            client.send("NOOP");
            client.send("SYST");
            client.send("SYST");
            client.send("QUIT");
        }
        try (var server = replay();
                var client = RawClient.connect(server)) {
            assertThat(client.send("SYST")).startsWith("215 ");
            assertThat(client.send("NOOP")).startsWith("200 ");
            assertThat(client.send("SYST")).startsWith("215 ");
            assertThat(server.departures()).isEmpty();
            assertThat(client.send("SYST")).startsWith("503 Not as recorded: expected QUIT (line ");
        }
    }

    @Test
    void noopDuringATransferMayComeOrNot() throws IOException {
        Files.writeString(file, """
            ftplab-recording 1
            1 reply 220 Ready.
            1 command EPSV
            1 reply 229 Here {epsv}
            1 command RETR a
            1 reply 150 Here it comes.
            1 command NOOP
            1 sent text one\\n
            1 reply 200 Yes.
            1 command NOOP
            1 sent text two\\n
            1 end
            1 reply 226 That was it.
            1 reply 200 Yes.
            1 command SYST
            1 reply 215 UNIX
            """);
        try (var server = replay();
                var client = RawClient.connect(server)) {
            assertThat(client.receive("RETR a"))
                    .returns("one\ntwo\n", RawClient.Received::text)
                    .returns("226 That was it.", RawClient.Received::reply);
            assertThat(client.send("NOOP")).startsWith("200 ");
            assertThat(client.send("SYST")).isEqualTo("215 UNIX");
            assertThat(server.departures()).isEmpty();
        }
    }

    /** How servers tell the port of a passive connection, and a password. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
        PASV             ; 227 Ok 127,0,0,1,200,13         ; 227 Ok {pasv}
        PASV             ; 227 Ok (127, 0, 0, 1, 200, 13). ; 227 Ok {pasv}.
        EPSV             ; 229 Ok (|||51213|)              ; 229 Ok {epsv}
        EPSV             ; 229 Ok |||51213|                ; 229 Ok {epsv}
        EPSV             ; 229 Ok (!1!127.0.0.1!51213!)    ; 229 Ok {epsv}
        PWD              ; 257 "/1,2,3,4,5,6"              ; 257 "/1,2,3,4,5,6"
        PASS secret.word ; 500 "PASS secret.word": what?   ; 500 "PASS {password}": what?
        SITE PSWD a b    ; 500 SITE PSWD a b: what?        ; 500 SITE PSWD {password}: what?
        PASS 230         ; 230 Welcome                     ; 230 Welcome
        PASS we          ; 230 Welcome                     ; 230 Welcome
        """)
    void portsAndPasswordsInRepliesAreReplaced(String command, String reply, String recorded) throws IOException {
        var session = RecordingFile.create(file, why -> {}).begin();
        session.command(command);
        session.reply(reply);
        assertThat(Files.readString(file))
                .endsWith("1 reply " + recorded + "\n")
                .doesNotContain("secret.word");
    }

    @Test
    void onlyTheOwnerMayReadARecording() throws IOException {
        server(By.SERVER, builder -> builder);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ''                                        | no recording
        'hello'                                   | no recording
        'ftplab-recording 2'                      | does not know
        'ftplab-recording 1'                      | has no session
        'ftplab-recording 1,x reply 220'          | line 2 of a.recording
        'ftplab-recording 1,1 sings'              | line 2 of a.recording
        'ftplab-recording 1,1'                    | line 2 of a.recording
        'ftplab-recording 1,# fine,1 sent hello'  | line 3 of a.recording
        'ftplab-recording 1,1 sent base64 ==='    | line 2 of a.recording
        'ftplab-recording 1,1 reply \\q'          | line 2 of a.recording
        """)
    void otherFileIsNotReplayed(String content, String message) throws IOException {
        Files.writeString(file, content.replace(',', '\n'));
        assertThatIllegalArgumentException().isThrownBy(this::replay).withMessageContaining(message);
    }

    @Test
    void recordingThatCantBeWrittenIsAnErrorAtOnce() {
        var missing = here.resolve("no/such/directory");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FtpClient.builder().record(missing))
                .withMessageContaining("cannot write the recording");
        assertThatExceptionOfType(FtpException.Start.class)
                .isThrownBy(() -> servers.start(builder -> builder.record(missing)))
                .withMessageContaining("cannot write the recording");
    }
}
