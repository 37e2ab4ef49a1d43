package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Certificates;
import io.github.ftplab.testing.FakeServer;
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

    private FtpClient encrypted() {
        var ftp = FtpClient.builder()
                .tls()
                .trustAnythingOnLoopback()
                .dataTimeout(Duration.ofSeconds(10))
                .replyTimeout(Duration.ofSeconds(10))
                .connect("127.0.0.1", server.port());
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
        assertThat(durations).allMatch(duration -> duration.compareTo(Duration.ofMillis(800)) < 0);
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
}
