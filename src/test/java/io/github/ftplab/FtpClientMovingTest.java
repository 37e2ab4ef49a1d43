package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.internal.protocol.Text;
import io.github.ftplab.testing.FakeServer;
import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.ShortLimit;
import io.github.ftplab.testing.WithServer;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@WithServer
class FtpClientMovingTest {

    @TempDir
    Path directory;

    @Given
    FakeServer server;

    private FtpClient ftp;

    @BeforeEach
    void login() {
        ftp = FtpClient.connect("127.0.0.1", server.port()).login("test", "potato");
    }

    @AfterEach
    void stop() {
        ftp.close();
    }

    @Test
    void downloadThatIsShorterThanTheFileIsAnErrorAndLeavesNothing() {
        server.on("SIZE", "213 10").on("RETR", (talk, argument) -> talk.sendData("short"));
        assertThatExceptionOfType(FtpException.Connection.class)
                .isThrownBy(() -> ftp.download("a", directory))
                .withMessageContaining("the transfer is incomplete: 5 bytes of 10 bytes arrived");
        assertThat(directory).isEmptyDirectory();
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void fileThatGrowsMeanwhileIsNoError() {
        server.on("SIZE", "213 3").on("RETR", (talk, argument) -> talk.sendData("longer"));
        assertThat(ftp.download("a", directory).check()).isEqualTo(Transfer.Check.SIZE);
    }

    @Test
    void uploadOfWhichTheServerHasLessIsAnError() {
        server.on("SIZE", "213 3").on("STOR", (talk, argument) -> talk.takeData());
        assertThatExceptionOfType(FtpException.Connection.class)
                .isThrownBy(() -> ftp.writeText("a", "12345"))
                .withMessageContaining("the server has 3 bytes of 5 bytes");
    }

    @Test
    void downloadWhoseLineEndsWereTranslatedSaysSo() {
        server.on("SIZE", "213 8").on("RETR", (talk, argument) -> talk.sendData("one\r\ntwo\r\n"));
        assertTranslated(() -> ftp.download("a", directory));
        server.on("SIZE", "213 10").on("RETR", (talk, argument) -> talk.sendData("one\ntwo\n"));
        assertTranslated(() -> ftp.download("a", directory));
        assertThat(directory).isEmptyDirectory();
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void uploadWhoseLineEndsWereTranslatedSaysSo() throws IOException {
        var unix = Files.writeString(directory.resolve("unix.txt"), "one\ntwo\n");
        server.on("SIZE", "213 10").on("STOR", (talk, argument) -> talk.takeData());
        assertTranslated(() -> ftp.upload(unix));
        var windows = Files.writeString(directory.resolve("windows.txt"), "one\r\ntwo\r\n");
        server.on("SIZE", "213 8");
        assertTranslated(() -> ftp.upload(windows));
    }

    private static void assertTranslated(ThrowingCallable transfer) {
        assertThatExceptionOfType(FtpException.Connection.class)
                .isThrownBy(transfer)
                .withMessageContainingAll("has translated line ends", "8 bytes", "10 bytes", "TYPE I");
    }

    @Test
    void sizeThatIsRefusedInAsciiModeIsExplained() {
        server.on("SIZE", "550 SIZE not allowed in ASCII mode");
        assertThatExceptionOfType(FtpException.Refused.class)
                .isThrownBy(() -> ftp.size("a"))
                .withMessageContaining("it translates line ends");
    }

    @Test
    void serverThatTellsNoSizeIsTakenByItsWord() {
        server.on("RETR", (talk, argument) -> talk.sendData("x"));
        assertThat(ftp.download("a", directory).check()).isEqualTo(Transfer.Check.REPLY);
    }

    @Test
    void brokenDownloadThatIsToBeResumedKeepsWhatCame() throws IOException {
        var half = "12345".repeat(10_000);
        var rest = "67890".repeat(10_000);
        server.on("SIZE", "213 100000");
        server.on("RETR", (talk, argument) -> {
            try (var data = talk.beginData()) {
                data.getOutputStream().write(half.getBytes(StandardCharsets.UTF_8));
            }
            talk.say("426 broken");
        });
        assertThatExceptionOfType(FtpException.Refused.class)
                .isThrownBy(() -> ftp.download("a", directory, TransferOption.RESUME));
        assertThat(directory.resolve("a")).doesNotExist();
        assertThat(directory.resolve(".a.part")).hasContent(half);
        int overlap = 16 << 10;
        server.on("REST", "350 go on")
                .on("RETR", (talk, argument) -> talk.sendData(half.substring(half.length() - overlap) + rest));
        var transfer = ftp.download("a", directory, TransferOption.RESUME);
        assertThat(transfer.toString())
                .startsWith("resumed download a → ")
                .contains("(%s after the first %1$s, ".formatted(Text.bytes(50_000)));
        assertThat(server.commands()).contains("REST " + (50_000 - overlap));
        assertThat(directory.resolve("a")).hasContent(half + rest);
        assertThat(directory.resolve(".a.part")).doesNotExist();
    }

    @Test
    void serverThatCannotResumeSendsAllAgain() throws IOException {
        Files.writeString(directory.resolve(".a.part"), "12345".repeat(10_000));
        var all = "abcdefghij".repeat(10_000);
        server.on("SIZE", "213 100000").on("RETR", (talk, argument) -> talk.sendData(all));
        assertThat(ftp.download("a", directory, TransferOption.RESUME).outcome())
                .isEqualTo(Transfer.Outcome.WHOLE);
        assertThat(server.commands()).anyMatch(line -> line.startsWith("REST"));
        assertThat(directory.resolve("a")).hasContent(all);
    }

    @Test
    void keptPartThatIsTooLongIsThrownAway() throws IOException {
        Files.writeString(directory.resolve(".a.part"), "x".repeat(20));
        server.on("SIZE", "213 10").on("RETR", (talk, argument) -> talk.sendData("abcdefghij"));
        ftp.download("a", directory, TransferOption.RESUME);
        assertThat(directory.resolve("a")).hasContent("abcdefghij");
    }

    @Test
    void optionsThatContradictEachOtherAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ftp.download("a", directory, TransferOption.RESUME, TransferOption.SKIP_EXISTING))
                .withMessageContaining("two ways");
    }

    @Test
    void slowReaderOfAStreamIsNotTakenForAStall() {
        server.on("RETR", (talk, argument) -> talk.sendData("12345"));
        ShortLimit.from(Duration.ofMillis(500), limit -> {
            try (var hasty = FtpClient.builder().dataTimeout(limit).connect("127.0.0.1", server.port())) {
                hasty.login("test", "potato");
                try (var in = hasty.read("a")) {
                    assertThat(in.read()).isEqualTo('1');
                    await().pollDelay(limit.multipliedBy(2)).until(() -> true);
                    assertThat(in.readAllBytes()).hasSize(4);
                }
            }
        });
    }

    @Test
    void streamThatFailsAtItsEndSaysSoWhenItIsClosed() throws IOException {
        server.on("STOR", (talk, argument) -> {
            try (var data = talk.beginData()) {
                assertThat(data.getInputStream().readAllBytes()).hasSize(1);
            }
            talk.say("552 full");
        });
        var out = ftp.write("a");
        out.write(1);
        assertThatIOException()
                .isThrownBy(out::close)
                .withMessageContaining("552 full")
                .withCauseExactlyInstanceOf(FtpException.Refused.class);
        out.close();
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    /** The use of a stream: reading it to its end or writing to it, and closing it. */
    private interface Use {

        void of(FtpClient ftp) throws IOException;
    }

    static List<Arguments> failingStreams() {
        Use reading = ftp -> {
            try (var in = ftp.read("a")) {
                in.readAllBytes();
            }
        };
        Use lines = ftp -> {
            try (var in = new BufferedReader(new InputStreamReader(ftp.read("a"), StandardCharsets.UTF_8))) {
                while (in.readLine() != null) {
                    // on to the next
                }
            }
        };
        Use writing = ftp -> {
            try (var out = ftp.write("a")) {
                for (int i = 0; i < 1000; i++) {
                    out.write(new byte[100_000]);
                }
            }
        };
        Use transferring = ftp -> {
            try (var out = ftp.write("a")) {
                new ByteArrayInputStream(new byte[10]).transferTo(out);
            }
        };
        return List.of(
                Arguments.of("a download that the server breaks off", reading, "426 broken", 426),
                Arguments.of("lines of such a download", lines, "451 disk error", 451),
                Arguments.of("an upload that the server breaks off", writing, "552 full", 552),
                Arguments.of("an upload that it refuses at its end", transferring, "552 full", 552));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failingStreams")
    void failureOfAStreamIsAnIoExceptionWithOursAsItsCause(String what, Use use, String reply, int code) {
        FakeServer.Script fails = (talk, argument) -> {
            try (var data = talk.beginData()) {
                data.getOutputStream().write(1);
                data.getInputStream().read(new byte[10]);
                data.setSoLinger(true, 0);
            }
            talk.say(reply);
        };
        server.on("RETR", (talk, argument) -> {
            try (var data = talk.beginData()) {
                data.getOutputStream().write("one\n".getBytes(StandardCharsets.UTF_8));
            }
            talk.say(reply);
        });
        server.on("STOR", fails);
        assertThatIOException()
                .isThrownBy(() -> use.of(ftp))
                .satisfies(e -> assertThat(e).cause().isInstanceOfSatisfying(FtpException.Refused.class, refused -> {
                    assertThat(refused.code()).isEqualTo(code);
                    assertThat(e).hasMessage(refused.getMessage());
                }));
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void streamThatCannotBeOpenedAndWholeReadsAndWritesThrowOurException() {
        server.on("RETR", "550 no such file").on("STOR", "553 not here").on("APPE", "553 not here");
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> ftp.read("a"),
                () -> ftp.read("a", 3),
                () -> ftp.write("a"),
                () -> ftp.readBytes("a"),
                () -> ftp.readText("a"),
                () -> ftp.writeText("a", "x"),
                () -> ftp.writeBytes("a", new byte[1]),
                () -> ftp.appendText("a", "x"))) {
            assertThatExceptionOfType(FtpException.Refused.class).isThrownBy(call);
            assertThat(ftp.pwd()).isEqualTo("/");
        }
    }

    @Test
    void readFromAnOffsetBeginsThereAndTheNextAtTheBeginning() throws IOException {
        server.on("REST", "350 go on").on("RETR", (talk, argument) -> talk.sendData("lo"));
        try (var in = ftp.read("a", 3)) {
            assertThat(in.readAllBytes()).hasSize(2);
        }
        ftp.readBytes("a");
        assertThat(server.commands().stream().filter(line -> line.matches("(REST|RETR).*")))
                .containsExactly("REST 3", "RETR a", "REST 0", "RETR a");
        server.on("REST", "502 no");
        assertThatExceptionOfType(FtpException.Refused.class)
                .isThrownBy(() -> ftp.read("a", 3))
                .satisfies(refused -> assertThat(refused.command()).isEqualTo("REST"));
        var before = server.commands();
        assertThatIllegalArgumentException().isThrownBy(() -> ftp.read("a", -1)).withMessageContaining("-1");
        assertThat(server.commands()).isEqualTo(before);
    }

    @Test
    void sourceThatFailsBreaksTheUploadOffSoThatTheServerKnows() {
        server.on("STOR", (talk, argument) -> {
            try (var data = talk.beginData()) {
                data.getInputStream().readAllBytes();
                talk.say("226 complete");
            } catch (IOException e) {
                talk.say("426 broken");
            }
        });
        var source = new ByteArrayInputStream(new byte[10]) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                int count = super.read(target, offset, length);
                if (count < 0) {
                    throw new UncheckedIOException(new IOException("disk broken"));
                }
                return count;
            }
        };
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> ftp.upload(source, "a"));
        assertThat(ftp.transcript().toString()).contains("426 broken").doesNotContain("226 complete");
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void nameThatTheServerChoseIsFoundInEitherReply() throws IOException {
        var file = Files.writeString(directory.resolve("a"), "x");
        server.on("STOU", (talk, argument) -> {
            try (var data = talk.beginData()) {
                assertThat(data.getInputStream().readAllBytes()).hasSize(1);
            }
            talk.say("226 Transfer complete (unique file name:a.1).");
        });
        assertThat(ftp.uploadUnique(file).remote()).startsWith("a.1");
    }
}
