package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.Diagram.Kind;
import io.github.ftplab.Diagram.Protection;
import io.github.ftplab.Diagram.Step;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DiagramTest {

    private static final Instant BEGAN = Instant.parse("2026-03-05T15:43:42Z");

    @Test
    void isALadderInText() {
        var diagram = Transcript.of(
                        BEGAN,
                        List.of(
                                sent("EPSV"),
                                received("229 Entering extended passive mode (|||40010|)."),
                                sent("RETR example.txt"),
                                received("150 Sending."),
                                data(Transcript.Mode.PASSIVE, Transfer.Direction.DOWNLOAD),
                                received("226 Done."),
                                sent("FEAT"),
                                received("211-Features:\n UTF8\n211 End")),
                        0)
                .diagram();

        assertThat(diagram).hasToString("""
                client                                                   server
                  │ ── EPSV ────────────────────────────────────────────▶ │
                  │ ◀─ 229 Entering extended passive mode (|||40010|). ── │
                  ║ ══ opens a data connection (passive) to port 40010 ═▶ ║
                  │ ── RETR example.txt ────────────────────────────────▶ │
                  │ ◀─ 150 Sending. ───────────────────────────────────── │
                  ║ ◀═ 6 bytes in 1.5 ms ════════════════════════════════ ║
                  │ ◀─ 226 Done. ──────────────────────────────────────── │
                  │ ── FEAT ────────────────────────────────────────────▶ │
                  │ ◀─ 211-Features: … (3 lines) ──────────────────────── │""");
    }

    @Test
    void openingThatWasLeftOutIsBeforeItsCommandInPassiveModeOnly() {
        assertThat(kinds(
                        sent("RETR a"), received("150 ok"), data(Transcript.Mode.PASSIVE, Transfer.Direction.DOWNLOAD)))
                .containsExactly(Kind.OPEN_PASSIVE, Kind.COMMAND, Kind.REPLY, Kind.DOWNLOAD);
        assertThat(kinds(sent("RETR a"), received("150 ok"), data(Transcript.Mode.ACTIVE, Transfer.Direction.DOWNLOAD)))
                .containsExactly(Kind.COMMAND, Kind.REPLY, Kind.OPEN_ACTIVE, Kind.DOWNLOAD);
    }

    @Test
    void serverOpensTheConnectionInActiveMode() {
        assertThat(kinds(data(Transcript.Mode.ACTIVE, Transfer.Direction.UPLOAD)))
                .containsExactly(Kind.OPEN_ACTIVE, Kind.UPLOAD);
        assertThat(kinds(data(Transcript.Mode.PASSIVE, Transfer.Direction.DOWNLOAD)))
                .containsExactly(Kind.OPEN_PASSIVE, Kind.DOWNLOAD);
    }

    @Test
    void tlsBeginsAfterTheAnswerToAuthAndForDataAfterProt() {
        var data = data(Transcript.Mode.PASSIVE, Transfer.Direction.DOWNLOAD);

        assertThat(protections(
                        received("220 ready"),
                        sent("AUTH TLS"),
                        received("234 go on"),
                        sent("USER test"),
                        data,
                        sent("PROT P"),
                        received("200 private"),
                        data))
                .containsExactly(
                        Protection.CLEAR,
                        Protection.CLEAR,
                        Protection.CLEAR,
                        Protection.CLEAR,
                        Protection.TLS,
                        Protection.CLEAR,
                        Protection.TLS,
                        Protection.TLS,
                        Protection.TLS,
                        Protection.TLS);
    }

    @Test
    void refusedAuthLeavesItInTheClear() {
        assertThat(protections(sent("AUTH TLS"), received("502 no"), sent("USER test")))
                .containsOnly(Protection.CLEAR);
    }

    @Test
    void implicitTlsIsThereFromTheBeginning() {
        assertThat(protections(received("220 ready"), sent("PBSZ 0"), received("200 ok")))
                .containsOnly(Protection.TLS);
    }

    @Test
    void longSessionSaysWhatIsMissing() {
        assertThat(Transcript.of(BEGAN, List.of(sent("NOOP")), 7).diagram().toString())
                .contains("… 7 earlier entries");
    }

    @Test
    void whatWasInjectedIsANoteThatDoesNotWidenTheLadder() {
        var steps = diagram(
                        sent("NOOP"), Fault.Injected.of(BEGAN, "on(\"NOOP\").reply(\"450 " + "x".repeat(99) + "\")"))
                .steps();

        assertThat(steps.get(1)).hasToString("* [injected] on(\"NOOP\").reply(\"450 " + "x".repeat(49) + "…");
        assertThat(diagram(sent("NOOP"), Fault.Injected.of(BEGAN, "on(\"NOOP\").ignore()")))
                .hasToString("""
                        client        server
                          │ ── NOOP ─▶ │
                          * [injected] on("NOOP").ignore()""");
    }

    @Test
    void eachSessionOfAServerHasItsOwnTls() {
        var steps = diagram(
                        received("220 ready").withSession(1),
                        received("220 ready").withSession(2),
                        sent("PBSZ 0").withSession(2),
                        sent("AUTH TLS").withSession(1),
                        received("234 go on").withSession(1),
                        sent("PBSZ 0").withSession(1))
                .steps();

        assertThat(steps)
                .extracting(Step::protection)
                .containsExactly(
                        Protection.CLEAR,
                        Protection.TLS,
                        Protection.TLS,
                        Protection.CLEAR,
                        Protection.CLEAR,
                        Protection.TLS);
    }

    private static Stream<Kind> kinds(Transcript.Entry... entries) {
        return diagram(entries).steps().stream().map(Step::kind);
    }

    private static Stream<Protection> protections(Transcript.Entry... entries) {
        return diagram(entries).steps().stream().map(Step::protection);
    }

    private static Diagram diagram(Transcript.Entry... entries) {
        return Transcript.of(BEGAN, List.of(entries), 0).diagram();
    }

    private static Transcript.Entry sent(String line) {
        return Transcript.Sent.of(BEGAN, line);
    }

    private static Transcript.Entry received(String text) {
        return Transcript.Received.of(BEGAN, text);
    }

    private static Transcript.Entry data(Transcript.Mode mode, Transfer.Direction direction) {
        return Transcript.Data.of(
                BEGAN,
                mode,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 35121),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 40010),
                direction,
                6,
                Duration.ofNanos(1_500_000),
                Duration.ZERO);
    }
}
