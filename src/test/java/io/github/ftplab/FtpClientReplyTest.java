package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
    void lateReplyEndsTheSessionSoThatItIsTakenForNoOther() {
        server.on("CWD", (talk, argument) -> {});
        var ftp = login();
        var e = (FtpException.Connection) thrown(() -> ftp.cd("x"), FtpException.Connection.class);
        assertThat(e).hasMessageContainingAll("cannot change to x", "no answer within 600 ms", "connect again");
        assertThat(thrown(ftp::pwd, FtpException.Connection.class))
                .hasMessageContainingAll("was lost earlier", "begin a new one");
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
        thrown(() -> login().cd("x"), FtpException.Connection.class);
    }

    @Test
    void endlessReplyIsRefused() {
        server.on("CWD", (talk, argument) -> {
            talk.say("250-so");
            while (true) {
                talk.send(" and so on".repeat(1000) + "\r\n");
            }
        });
        var ftp = FtpClient.connect("127.0.0.1", server.port()).login("test", "potato");
        clients.add(ftp);
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
