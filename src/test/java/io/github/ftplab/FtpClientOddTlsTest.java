package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Certificates;
import io.github.ftplab.testing.FakeServer;
import io.github.ftplab.testing.Promptly;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that do TLS in an order of their own. */
@Tag("wire")
class FtpClientOddTlsTest extends FtpClientFixture {

    @TempDir
    static Path keys;

    private static SSLContext context;

    private volatile boolean loggedIn;

    @BeforeAll
    static void makeCertificate() {
        context = Certificates.context(keys);
    }

    @BeforeEach
    void script() {
        server.on("AUTH", (talk, argument) -> {
                    talk.say("234 go on");
                    talk.encrypt(context);
                })
                .on("PBSZ", "200 fine")
                .on("PROT", "200 fine")
                .on("PASS", (talk, argument) -> {
                    loggedIn = true;
                    talk.say("230 welcome");
                });
    }

    private static FtpClientBuilder tls() {
        return FtpClient.builder()
                .tls()
                .trustAnythingOnLoopback()
                .dataTimeout(Duration.ofMinutes(5))
                .replyTimeout(Duration.ofMinutes(5));
    }

    private FtpClient encrypted() {
        var ftp = tls().connect("127.0.0.1", server.port());
        clients.add(ftp);
        return ftp.login("test", "potato");
    }

    private static SSLSocket accepted(FakeServer.Talk talk) throws IOException {
        var data = (SSLSocket) talk.encrypted(context, talk.openData());
        data.startHandshake();
        return data;
    }

    private static void sendText(FakeServer.Talk talk) throws IOException {
        talk.say("150 here");
        try (var data = accepted(talk)) {
            data.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
        }
        talk.say("226 done");
    }

    @Test
    void olderNameOfTlsIsTriedWhereTheServerKnowsNoOther() {
        server.on("AUTH", (talk, argument) -> {
            if (argument.equals("TLS")) {
                talk.say("504 not that");
            } else {
                talk.say("334 go on");
                talk.encrypt(context);
            }
        });
        server.on("RETR", (talk, argument) -> sendText(talk));
        assertThat(encrypted().readText("x")).isEqualTo("hello");
        assertThat(server.commands()).startsWith("AUTH TLS", "AUTH SSL", "PBSZ 0", "PROT P");
    }

    @ParameterizedTest
    @ValueSource(strings = {"503 log in first", "530 log in first", "500 what?"})
    void dataAreProtectedAfterTheLoginWhereThatIsRefusedBefore(String reply) {
        server.on("PBSZ", (talk, argument) -> talk.say(loggedIn ? "200 fine" : reply))
                .on("PROT", (talk, argument) -> talk.say(loggedIn ? "200 fine" : reply))
                .on("RETR", (talk, argument) -> sendText(talk));
        assertThat(encrypted().readText("x")).isEqualTo("hello");
        assertThat(server.commands()).containsSubsequence("PROT P", "PASS potato", "PBSZ 0", "PROT P");
    }

    @ParameterizedTest
    @ValueSource(strings = {"530 log in first", "534 never", "500 what?"})
    void dataAreNeverMovedUnprotected(String reply) {
        server.on("PROT", reply);
        assertThat(refused(this::encrypted).command()).isEqualTo("PROT");
    }

    @Test
    void handshakeThatTheServerWaitsForComesBeforeTheFirstReply() throws IOException {
        server.on("RETR", (talk, argument) -> {
                    try (var data = accepted(talk)) {
                        talk.say("150 here");
                        data.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
                    }
                    talk.say("226 done");
                })
                .on("STOR", (talk, argument) -> {
                    try (var data = accepted(talk)) {
                        talk.say("150 here");
                        assertThat(data.getInputStream().readAllBytes()).hasSize(5);
                    }
                    talk.say("226 done");
                })
                .on("LIST", (talk, argument) -> {
                    accepted(talk).close();
                    talk.say("150 here");
                    talk.say("226 done");
                });
        var ftp = encrypted();
        for (int i = 0; i < 3; i++) {
            assertThat(ftp.readText("x")).isEqualTo("hello");
            assertThat(ftp.writeText("x", "hello").bytes()).isEqualTo(5);
            assertThat(ftp.dir()).isEmpty();
        }
        server.on("RETR", "550 the dog ate it");
        for (int i = 0; i < 3; i++) {
            assertThat(refused(() -> ftp.readText("x"))).hasMessageContaining("the dog ate it");
        }
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endOfTlsThatTheServerDoesNotSendIsNotWaitedFor(boolean readsToTheEnd) {
        server.on("STOR", (talk, argument) -> {
            talk.say("150 here");
            var raw = talk.openData();
            var data = (SSLSocket) talk.encrypted(context, raw);
            assertThat(
                            readsToTheEnd
                                    ? data.getInputStream().readAllBytes()
                                    : data.getInputStream().readNBytes(5))
                    .hasSize(5);
            talk.say("226 done");
        });
        var ftp = encrypted();
        ftp.writeText("x", "hello");
        var durations = new ArrayList<Duration>();
        for (int i = 0; i < 3; i++) {
            durations.add(ftp.writeText("x", "hello").duration());
        }
        assertThat(durations).allMatch(duration -> duration.compareTo(Promptly.within(Duration.ofMillis(800))) < 0);
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void emptyFileMayEndBeforeTlsBegins() throws IOException {
        FakeServer.Script empty = (talk, argument) -> {
            talk.say("150 here");
            talk.openData().close();
            talk.say("226 done");
        };
        server.on("RETR", empty).on("LIST", empty).on("SIZE", "213 0");
        var ftp = encrypted();
        assertThat(ftp.readText("x")).isEmpty();
        assertThat(ftp.download("x", directory.resolve("x")).bytes()).isZero();
        assertThat(directory.resolve("x")).isEmptyFile();
        assertThat(ftp.dir().lines()).isEmpty();
        assertThat(ftp.dir().truncated())
                .hasValueSatisfying(why -> assertThat(why).contains("before TLS"));
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void fileThatIsNotEmptyMayNotEndBeforeTlsBegins() {
        for (var reply : List.of("425 TLS, please", "522 TLS, please")) {
            server.on("RETR", (talk, argument) -> {
                talk.say("150 here");
                talk.openData().close();
                talk.say(reply);
            });
            var ftp = encrypted();
            assertThat(refused(() -> ftp.readText("x"))).hasMessageContaining(reply);
            assertThat(ftp.pwd()).isEqualTo("/");
        }
        server.on("RETR", (talk, argument) -> {
                    talk.say("150 here");
                    talk.openData().close();
                    talk.say("226 done");
                })
                .on("SIZE", "213 5");
        var ftp = encrypted();
        assertThat(thrown(() -> ftp.download("x", directory.resolve("x")), FtpException.Connection.class))
                .hasMessageContaining("incomplete");
        assertThat(directory).isEmptyDirectory();
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    /** What a server does with a command that moves data, before it refuses that and leaves the data connection open. */
    private interface Act {

        void before(FakeServer.Talk talk) throws IOException;
    }

    private static Arguments act(String name, Act act) {
        return Arguments.of(name, act);
    }

    private static List<Arguments> refusals() {
        return List.of(
                act("at once", FakeServer.Talk::openData),
                act("after the first reply", talk -> {
                    talk.openData();
                    talk.say("150 here");
                }),
                act("in one packet with the first reply", talk -> {
                    talk.openData();
                    talk.send("150 here\r\n");
                }),
                act("after the handshake", FtpClientOddTlsTest::accepted),
                act("after the handshake and the first reply", talk -> {
                    accepted(talk);
                    talk.say("150 here");
                }),
                act("after the first reply and the handshake", talk -> {
                    talk.say("150 here");
                    accepted(talk);
                }),
                act("in the middle of the handshake", talk -> {
                    talk.say("150 here");
                    talk.openData().getInputStream().readNBytes(40);
                }),
                act("in the middle of the data", talk -> {
                    talk.say("150 here");
                    var data = accepted(talk);
                    data.getOutputStream().write(1);
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void refusalEndsTheWaitForTheDataConnection(String when, Act act) {
        var ftp = encrypted();
        var large = new byte[16 << 20];
        FakeServer.Script script = (talk, argument) -> {
            act.before(talk);
            talk.say("552 the dog ate it");
        };
        server.on("STOR", script).on("RETR", script).on("LIST", script);
        for (var call : List.<Runnable>of(() -> ftp.writeBytes("x", large), () -> ftp.readText("x"), ftp::dir)) {
            long began = System.nanoTime();
            assertThat(refused(call)).hasMessageContaining("552 the dog ate it");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Promptly.AT_MOST);
            assertThat(ftp.pwd()).isEqualTo("/");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusalAfterAllDataIsToldWhetherTheEndOfTlsIsReadOrNot(boolean isRead) {
        server.on("STOR", (talk, argument) -> {
            talk.say("150 here");
            var data = accepted(talk);
            data.getInputStream().readNBytes(5);
            if (isRead) {
                data.getInputStream().read();
            }
            talk.say("552 the dog ate it");
        });
        var ftp = encrypted();
        for (int i = 0; i < 3; i++) {
            long began = System.nanoTime();
            assertThat(refused(() -> ftp.writeText("x", "hello"))).hasMessageContaining("552 the dog ate it");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Promptly.AT_MOST);
        }
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void refusalEndsTheWaitForADataConnectionThatTheServerOpened() {
        server.on("STOR", (talk, argument) -> {
            talk.say("150 here");
            talk.openData();
            talk.say("552 the dog ate it");
        });
        var ftp = tls().active().connect("127.0.0.1", server.port());
        clients.add(ftp);
        ftp.login("test", "potato");
        for (int i = 0; i < 2; i++) {
            long began = System.nanoTime();
            assertThat(refused(() -> ftp.writeText("x", "hello"))).hasMessageContaining("552 the dog ate it");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Promptly.AT_MOST);
        }
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void transferThatTheServerCallsCompleteIsNotWaitedForLong() {
        FakeServer.Script nothing = (talk, argument) -> {
            talk.say("150 here");
            talk.openData();
            talk.say("226 done");
        };
        server.on("RETR", nothing).on("STOR", nothing);
        var ftp = encrypted();
        long began = System.nanoTime();
        assertThat(ftp.readText("x")).isEmpty();
        assertThat(thrown(() -> ftp.writeText("x", "hello"), FtpException.Connection.class))
                .hasMessageContaining("stalled");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Promptly.AT_MOST);
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void dataAreReadWithoutAPreliminaryReply(boolean isDone) {
        var much = "hello".repeat(1_000_000);
        server.on("RETR", (talk, argument) -> {
            if (isDone) {
                talk.say("226 done");
            }
            try (var data = accepted(talk)) {
                data.getOutputStream().write(much.getBytes(StandardCharsets.UTF_8));
            }
            if (!isDone) {
                talk.say("226 done");
            }
        });
        var ftp = encrypted();
        assertThat(ftp.readText("x")).isEqualTo(much);
        assertThat(ftp.pwd()).isEqualTo("/");
    }
}
