package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.ftplab.internal.protocol.Text;
import io.github.ftplab.testing.CpuTime;
import io.github.ftplab.testing.Promptly;
import io.github.ftplab.testing.ShortLimit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies that are odd, late, incomplete or unsolicited. */
class FtpClientReplyTest extends FtpClientFixture {

    @Test
    void linesInAReplyMayBeginWithDigits() {
        server.on("CWD", "250-first\r\n 2 files\r\n250 is not the end\r\n251 neither\r\n250 end");
        server.on("CWD", "250-first\r\n200 files\r\n251 neither\r\n250-nor this\r\n250 end");
        assertThat(login().cd("x").lines()).containsExactly("first", "200 files", "251 neither", "nor this", "end");
    }

    @Test
    void replyMayEndInALineFeedAlone() {
        server.on("CWD", (talk, argument) -> talk.send("250-one\n250 two\n"));
        assertThat(login().cd("x").lines()).containsExactly("one", "two");
    }

    @Test
    void replyFullOfNulsCostsLinearTime() {
        var nuls = "\0".repeat(300_000);
        server.on("CWD", "250 a" + nuls + "b" + nuls);
        var ftp = login();
        assertThat(CpuTime.of(() -> assertThat(ftp.cd("x").lines()).containsExactly("a" + nuls + "b")))
                .isLessThan(Duration.ofSeconds(5));
    }

    static List<Arguments> oddReplies() {
        return List.of(
                arguments("250 fine\r\n", List.of("fine")),
                arguments("250\r\n", List.of("")),
                arguments("250 \r\n", List.of("")),
                arguments("250fine\r\n", List.of("fine")),
                arguments("250\tfine\r\n", List.of("\tfine")),
                arguments("\r\n \r\n250 fine\r\n", List.of("fine")),
                arguments("\n250 fine\n", List.of("fine")),
                arguments("250 fine\r\n\r\n", List.of("fine")),
                arguments("250 fine\n\n\n", List.of("fine")),
                arguments("250-a\r\n b\r\n250\r\n", List.of("a", " b", "")),
                arguments("250-a\r\n250-b\r\n250 c\r\n", List.of("a", "b", "c")),
                arguments("250-\r\n\r\n250 c\r\n", List.of("", "", "c")),
                arguments("250-a\n\nb\n2\n25\n2500 c\n250 c\n", List.of("a", "", "b", "2", "25", "2500 c", "c")),
                arguments("250-a\r\n550-b\r\n550 c\r\n250b\r\n250 d\r\n", List.of("a", "550-b", "550 c", "250b", "d")),
                arguments("250 a\rb\r\n", List.of("a\rb")),
                arguments("250 " + "x".repeat(300_000) + "\r\n", List.of("x".repeat(300_000))));
    }

    @ParameterizedTest
    @MethodSource("oddReplies")
    void oddReplyIsReadAndTheNextOneToo(String sent, List<String> lines) {
        server.on("CWD", (talk, argument) -> talk.send(sent));
        var ftp = login();
        var reply = ftp.cd("x");
        assertThat(reply.code()).isEqualTo(250);
        assertThat(reply.lines()).isEqualTo(lines);
        assertThat(ftp.pwd()).isEqualTo("/");
        ftp.cd("x");
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fine\r\n",
                "25\r\n",
                "2500 fine\r\n",
                "25o fine\r\n",
                "-50 fine\r\n",
                "+50 fine\r\n",
                " 250 fine\r\n",
                "000 fine\r\n",
                "099 fine\r\n",
                "600 fine\r\n",
                "999-fine\r\n",
                "٢٥٠ fine\r\n",
                "250-first\r\n550 last\r\n",
                "553-first\r\n text\r\n250 last\r\n",
                "250-first\r\n226\r\n",
                "250-first\r\n250last\r\n",
            })
    void whatIsNoReplyEndsTheSessionWithItsReason(String sent) {
        server.on("CWD", (talk, argument) -> talk.send(sent));
        var last = sent.strip().substring(sent.strip().lastIndexOf('\n') + 1);
        ShortLimit.from(HASTE, limit -> {
            var ftp = login(limit);
            assertThat(thrown(() -> ftp.cd("x"), FtpException.Protocol.class)).hasMessageContaining(last);
            assertThat(thrown(ftp::pwd, FtpException.Connection.class)).hasMessageContaining("was lost earlier");
        });
    }

    @Test
    void endWithAnotherCodeIsNoticedLongBeforeTheTimeLimit() {
        server.on("CWD", "553-first\r\n250 last");
        var ftp = login();
        var e = assertTimeout(Promptly.AT_MOST, () -> thrown(() -> ftp.cd("x"), FtpException.Protocol.class));
        assertThat(e).hasMessageContainingAll("553-first", "250 last", "another code");
    }

    @Test
    void lateReplyEndsTheSessionSoThatItIsTakenForNoOther() {
        server.on("CWD", (talk, argument) -> {});
        ShortLimit.from(HASTE, limit -> {
            var ftp = login(limit);
            var e = (FtpException.Connection) thrown(() -> ftp.cd("x"), FtpException.Connection.class);
            assertThat(e)
                    .hasMessageContainingAll(
                            "cannot change to x", "no answer within " + Text.duration(limit), "connect again");
            assertThat(thrown(ftp::pwd, FtpException.Connection.class))
                    .hasMessageContainingAll("was lost earlier", "begin a new one");
        });
        await().until(() -> server.openSockets() == 0);
    }

    @Test
    void replyInDribletsHasItsLimitToo() {
        server.on("CWD", (talk, argument) -> {
            while (true) {
                talk.send("2");
                pause(50);
            }
        });
        ShortLimit.from(HASTE, limit -> {
            var ftp = login(limit);
            thrown(() -> ftp.cd("x"), FtpException.Connection.class);
        });
    }

    @Test
    void endlessReplyIsRefused() {
        server.on("CWD", (talk, argument) -> {
            talk.say("250-so");
            while (true) {
                talk.send(" and so on".repeat(1000) + "\r\n");
            }
        });
        var ftp = login();
        assertThat(thrown(() -> ftp.cd("x"), FtpException.Protocol.class)).hasMessageContaining("a reply of more than");
    }

    @Test
    void replyThatWasNotAskedForIsNotTakenForAnAnswer() {
        server.on("CWD", "250 one\r\n250 two");
        var ftp = login();
        ftp.cd("x");
        assertThat(thrown(() -> ftp.delete("important"), FtpException.Protocol.class))
                .hasMessageContainingAll("250 two", "without being asked");
        assertThat(server.commands()).doesNotContain("DELE important");
    }

    @Test
    void serverThatClosesTheIdleSessionIsQuoted() {
        server.on("CWD", (talk, argument) -> {
            talk.say("250 fine");
            talk.say("421 Idle for too long");
            talk.hangUp();
        });
        var ftp = login();
        ftp.cd("x");
        assertThat(thrown(ftp::pwd, FtpException.Connection.class))
                .hasMessageContainingAll("\"421 Idle for too long\"", "connect and log in again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "250 half a li", "250-first\r\n"})
    void brokenConnectionIsALostSession(String before) {
        server.on("CWD", (talk, argument) -> {
            talk.send(before);
            talk.hangUp();
        });
        var ftp = login();
        assertThat(thrown(() -> ftp.cd("x"), FtpException.Connection.class)).hasMessageContaining("was lost");
        thrown(ftp::pwd, FtpException.Connection.class);
        ftp.close();
    }
}
