package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands that transfer no data: what they return, and the message if they are refused. */
class FtpClientCommandTest extends FtpClientFixture {

    @Test
    void eachCommandAnswersTheServersReply() {
        server.on("CWD", "250 there")
                .on("MKD", "257 \"x\" made")
                .on("RMD", "250 gone")
                .on("DELE", "250 deleted")
                .on("RNFR", "350 and to?")
                .on("RNTO", "250 renamed");
        var ftp = login();
        assertThat(ftp.cd("x")).hasToString("250 there");
        assertThat(ftp.mkdir("x")).hasToString("257 \"x\" made");
        assertThat(ftp.rmdir("x")).hasToString("250 gone");
        assertThat(ftp.delete("x")).hasToString("250 deleted");
        assertThat(ftp.rename("x", "y")).hasToString("250 renamed");
        assertThat(ftp.quit()).hasToString("221 bye");
    }

    @Test
    void refusalHasCodeCommandPathAndAdvice() {
        server.on("DELE", "550 No.");
        var e = refused(() -> login().delete("a.txt"));
        assertThat(e.code()).isEqualTo(550);
        assertThat(e.command()).isEqualTo("DELE");
        assertThat(e.path()).contains("a.txt");
        assertThat(e)
                .hasMessageContainingAll(
                        "cannot delete a.txt", "\"550 No.\"", "no such file", "user test may not", "dir()");
    }

    @Test
    void renameThatIsRefusedHalfWaySendsNoMore() {
        server.on("RNFR", "550 No.");
        assertThat(refused(() -> login().rename("a", "b")).command()).isEqualTo("RNFR");
        assertThat(server.commands()).doesNotContain("RNTO b");
    }

    @Test
    void pwdReadsDoubledQuotationMarks() {
        server.on("PWD", "257 \"/a \"\"b\"\"\" is here");
        assertThat(login().pwd()).isEqualTo("/a \"b\"");
    }

    @Test
    void sizeAndTimeAreReadExactly() {
        server.on("SIZE", "213 12345678901").on("MDTM", "213 20260305211807.25");
        var ftp = login();
        assertThat(ftp.size("a")).isEqualTo(12_345_678_901L);
        assertThat(ftp.modified("a")).isEqualTo(Instant.parse("2026-03-05T21:18:07.25Z"));
    }

    @ParameterizedTest
    @CsvSource({"SIZE,213 many", "MDTM,213 yesterday", "PWD,257 here"})
    void answerThatMakesNoSenseIsAProtocolError(String verb, String reply) {
        server.on(verb, reply);
        var ftp = login();
        Runnable call =
                verb.equals("SIZE") ? () -> ftp.size("a") : verb.equals("PWD") ? ftp::pwd : () -> ftp.modified("a");
        assertThat(thrown(call, FtpException.Protocol.class)).hasMessageContaining(reply);
        assertThat(ftp.command("NOOP").code()).isEqualTo(200);
    }

    @Test
    void sizeThatIsNotToldIsUnknown() {
        server.on("SIZE", "213 File status").on("MDTM", "213 yesterday");
        var ftp = login();
        assertThat(ftp.stat("a").size()).isEmpty();
        assertThat(ftp.exists("a")).isTrue();
        assertThat(ftp.pwd()).isEqualTo("/");
    }
}
