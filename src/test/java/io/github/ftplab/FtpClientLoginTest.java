package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The client with servers whose greeting or login is odd, or missing. */
class FtpClientLoginTest extends FtpClientFixture {

    @Test
    void closedPortSaysThatNothingListensThere() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThatExceptionOfType(FtpException.Connection.class)
                .isThrownBy(() -> FtpClient.connect("127.0.0.1", port))
                .withMessageContainingAll(
                        "cannot connect to 127.0.0.1:" + port,
                        "nothing is listening there",
                        "check that the server is running");
    }

    @Test
    void unknownHostSaysToCheckItsSpelling() {
        assertThatExceptionOfType(FtpException.Connection.class)
                .isThrownBy(() -> FtpClient.connect("no-such-host.invalid"))
                .withMessageContainingAll("cannot connect to no-such-host.invalid:21", "spelled");
    }

    @Test
    void hostIsNoAddressOfAPage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FtpClient.connect("ftp://example.org"))
                .withMessageContaining("not a host");
        assertThatIllegalArgumentException().isThrownBy(() -> FtpClient.connect("localhost", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> FtpClient.connect("localhost", 65_536));
    }

    @Test
    void silentServerIsGivenUpInTime() {
        server.greeting("");
        assertThatExceptionOfType(FtpException.Connection.class)
                .isThrownBy(() -> connect(limited(HASTE)))
                .withMessageContaining("no greeting within 600 ms");
        await().until(() -> server.openSockets() == 0);
    }

    @Test
    void whatIsNoFtpServerIsSaidToBeNone() {
        server.greeting("HTTP/1.1 400 Bad Request\r\n\r\n");
        assertThatExceptionOfType(FtpException.Protocol.class)
                .isThrownBy(this::connect)
                .withMessageContainingAll("does not speak FTP", "HTTP/1.1 400");
    }

    @Test
    void fullServerRefusesWithItsOwnWords() {
        server.greeting("421 Too many users\r\n");
        var e = refused(this::connect);
        assertThat(e.code()).isEqualTo(421);
        assertThat(e).hasMessageContaining("\"421 Too many users\"").hasMessageContaining("try again later");
    }

    @Test
    void greetingMayBeAnnouncedAndOfSeveralLines() {
        server.greeting("120 in a moment\r\n220-hello\r\n 2 lines\r\n220 ready\r\n");
        assertThat(connect()).hasToString("FtpClient 127.0.0.1:" + server.port() + " (not logged in)");
    }

    @Test
    void loginAnswersTheClientAndShowsWhoIsLoggedIn() {
        assertThat(login()).hasToString("FtpClient test@127.0.0.1:" + server.port());
        assertThat(server.commands()).containsExactly("USER test", "PASS potato", "FEAT", "OPTS UTF8 ON", "TYPE I");
    }

    @Test
    void anonymousNeedsNoPassword() {
        server.on("USER", "230 come in");
        assertThat(connect().anonymous()).hasToString("FtpClient anonymous@127.0.0.1:" + server.port());
        assertThat(server.commands()).contains("USER anonymous").noneMatch(line -> line.startsWith("PASS"));
    }

    @Test
    void accountIsGivenWhereTheServerAsksForIt() {
        server.greeting("220 Who are you?\r\n").on("PASS", "332 Which account?").on("ACCT", "230 welcome");
        try (var ftp = FtpClient.connect("127.0.0.1", server.port())) {
            assertThat(ftp.welcome()).isEqualTo(Reply.of(220, List.of("Who are you?")));
            assertThat(refused(() -> ftp.login("test", "potato")).getMessage())
                    .contains("332", "login(user, password, account)");
            assertThat(ftp.login("test", "potato", "physics").pwd()).isEqualTo("/");
            assertThat(server.commands()).contains("ACCT physics");
            assertThat(ftp.transcript().toString()).contains("> ACCT ****").doesNotContain("physics");
        }
    }

    @Test
    void wrongPasswordIsRefusedWith530AndNeverShown() {
        server.on("PASS", "530 Login incorrect.");
        var ftp = connect();
        var e = refused(() -> ftp.login("test", "s3cret"));
        assertThat(e.code()).isEqualTo(530);
        assertThat(e.command()).isEqualTo("PASS");
        assertThat(e)
                .hasMessageContainingAll(
                        "cannot log in as test", "\"530 Login incorrect.\"", "check user name and password")
                .hasMessageNotContaining("s3cret");
        assertThat(ftp.toString()).contains("not logged in");
    }

    @Test
    void passwordWithALineBreakIsRefusedWithoutShowingIt() {
        var ftp = connect();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ftp.login("test", "s3c\nret"))
                .withMessageContaining("line break")
                .withMessageNotContaining("s3c");
        assertThat(server.commands()).isEmpty();
    }

    @Test
    void serverWithoutFeatIsTakenAsItIs() {
        server.on("FEAT", "500 what?");
        login();
        assertThat(server.commands()).containsExactly("USER test", "PASS potato", "FEAT", "TYPE I");
    }

    @Test
    void callBeforeLoginSaysToLogInFirst() {
        server.on("CWD", "530 Please login");
        assertThat(refused(() -> connect().cd("pub"))).hasMessageContaining("log in first");
    }
}
