package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The exact text of each value: in JShell, in a log, and beside its picture in a notebook. */
class ValueTextTest {

    private static final Instant TIME = LocalDateTime.of(2026, 3, 5, 15, 43, 42)
            .atZone(ZoneId.systemDefault())
            .toInstant();

    static Stream<Arguments> values() {
        return Stream.of(
                arguments(Reply.of(221, List.of("Goodbye.")), "221 Goodbye."),
                arguments(Reply.of(211, List.of("Features:", " UTF8", "End")), """
                        211-Features:
                         UTF8
                        211 End"""),
                arguments(transfer("a.bin"), "downloaded a.bin → ./here.txt (6 MB, 3 s, 2 MB/s)"),
                arguments(transfer("a.bin").plot(), "a.bin ▅█ 2 MB/s for 3 s"),
                arguments(Plot.of(List.of(transfer("a.bin"), transfer("other.bin"))), """
                        a.bin     ▅█ 2 MB/s for 3 s
                        other.bin ▅█ 2 MB/s for 3 s"""),
                arguments(directory(), """
                        1 failed:
                          b.bin: there is no such file
                        1 file moved, 1 deleted, 1 left out (6 MB, 61 ms)"""),
                arguments(ServerUser.of("test", Path.of("ftp-root"), Permission.parse("elr")), "test elr ftp-root"),
                arguments(
                        transcript(), "   0.000 < 220 FtpLab ready.\n   0.005 > NOOP\n   0.009 < 200 NOOP completed."),
                arguments(transcript().diagram(), """
                        client                       server
                          │ ◀─ 220 FtpLab ready. ──── │
                          │ ── NOOP ────────────────▶ │
                          │ ◀─ 200 NOOP completed. ── │"""),
                arguments(
                        ServerLog.of(List.of(
                                ServerLog.Entry.of(TIME, ServerLog.Level.INFO, "as usual"),
                                ServerLog.Entry.of(TIME, ServerLog.Level.WARNING, "look here"))),
                        """
                        [I 2026-03-05 15:43:42] as usual
                        [W 2026-03-05 15:43:42] look here"""),
                arguments(ServerLog.of(List.of()), "nothing has happened yet"),
                arguments(
                        TransferProgress.builder(Transfer.Direction.DOWNLOAD, "a.bin")
                                .bytes(12_000_000)
                                .total(60_000_000)
                                .elapsed(Duration.ofSeconds(3))
                                .build(),
                        "a.bin: 12 MB of 60 MB, 4 MB/s, 12 s left"),
                arguments(
                        new FtpException.Refused(
                                "cannot delete a: 550 no such file", "DELE", "a", Reply.of(550, List.of("no"))),
                        "io.github.ftplab.FtpException$Refused: cannot delete a: 550 no such file"),
                arguments(Listings.of(), "(empty directory)"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void valueReadsAs(Object value, String text) {
        assertThat(value).hasToString(text);
    }

    @Test
    void listingReadsAsLsDoes() {
        var listing = Listings.of(
                Listings.file("example.txt", 6), Listings.directory("pub"), Listings.link("latest", "example.txt"));

        assertThat(listing.toString().replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d", "TIME"))
                .isEqualTo("""
                -rw-r--r--  test  test     6  TIME  example.txt
                drw-r--r--  test  test  4096  TIME  pub
                lrw-r--r--  test  test     5  TIME  latest -> example.txt""");
    }

    @Test
    void hostileNameIsOnOneLineAndChangesNoColourAndNoDirection() {
        var hostile = "x\u001B[31m\u202Egpj.exe\r\nMKD y\u009B";
        var values = List.of(
                Listings.of(Listings.link(hostile, hostile)),
                Listings.file(hostile, 1),
                transfer(hostile),
                Transcript.Sent.of(TIME, hostile),
                ServerLog.Entry.of(TIME, ServerLog.Level.INFO, hostile));

        assertThat(values)
                .allSatisfy(value -> assertThat(value.toString())
                        .contains("x␛[31m⟨U+202E⟩gpj.exe␍␊MKD y⟨U+009B⟩")
                        .hasLineCount(1));
    }

    @Test
    void hostileReplyIsNothingButTextInATranscriptAndItsDiagram() {
        var transcript = Transcript.of(TIME, List.of(Transcript.Received.of(TIME, "220 \u001B[2J\u202Ehello")), 0);

        assertThat(List.of(transcript, transcript.diagram()))
                .allSatisfy(value -> assertThat(value.toString()).contains("220 ␛[2J⟨U+202E⟩hello"));
    }

    @Test
    void serverSessionAndClientAreALineEach() {
        try (var server = FtpServer.builder()
                        .port(0)
                        .user("test", "potato", FtpServer.inMemory(), "elr")
                        .start();
                var ftp = server.connect("test", "potato")) {
            int port = server.port();
            assertThat(server).hasToString("FtpServer ftp://127.0.0.1:" + port + "/ (1 user, 1 connected)");
            assertThat(ftp).hasToString("FtpClient test@127.0.0.1:" + port);
            assertThat(server.users()).hasToString("[test elr /in-memory]");
            assertThat(server.sessions().toString())
                    .matches(
                            "\\[#\\d+ 127\\.0\\.0\\.1:\\d+-\\[test] since \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ]");
            server.stop();
            assertThat(server).hasToString("FtpServer ftp://127.0.0.1:" + port + "/ (stopped)");
        }
    }

    private static Transfer transfer(String name) {
        return Transfer.builder(Transfer.Direction.DOWNLOAD, name)
                .local(Path.of("here.txt"))
                .bytes(6_000_000)
                .duration(Duration.ofSeconds(3))
                .samples(List.of(
                        Transfer.Sample.of(Duration.ZERO, 0),
                        Transfer.Sample.of(Duration.ofSeconds(1), 1_000_000),
                        Transfer.Sample.of(Duration.ofSeconds(3), 6_000_000)))
                .build();
    }

    private static DirectoryTransfer directory() {
        return DirectoryTransfer.builder()
                .transfers(List.of(transfer("a.bin")))
                .failures(List.of(DirectoryTransfer.Failure.of(
                        "b.bin", new FtpException.LocalFile("there is no such file", null))))
                .deleted(List.of("old.bin"))
                .leftOut(List.of("pipe"))
                .sessions(4)
                .duration(Duration.ofMillis(61))
                .build();
    }

    private static Transcript transcript() {
        return Transcript.of(
                TIME,
                List.of(
                        Transcript.Received.of(TIME, "220 FtpLab ready."),
                        Transcript.Sent.of(TIME.plusMillis(5), "NOOP"),
                        Transcript.Received.of(TIME.plusMillis(9), "200 NOOP completed.")),
                0);
    }
}
