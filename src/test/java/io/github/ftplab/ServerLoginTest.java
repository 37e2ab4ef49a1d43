package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.Servers;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@WithServer
class ServerLoginTest {

    private static final Duration LEAST_DELAY = Duration.ofMillis(400);

    @Given
    Path home;

    @Given
    FtpServer server;

    @Given
    Servers servers;

    @Given
    FtpServerBuilder options() {
        return FtpServer.builder()
                .user("test", "potato", home, "elradfmwM")
                .user("blank", "", home)
                .user("pass word", " two  blanks ", home)
                .user("ünal", "pässwörd", home)
                .anonymous(home);
    }

    @Test
    void rightPasswordLogsIn() throws IOException {
        try (var client = RawClient.connect(server)) {
            assertThat(client.greeting()).isEqualTo("220 FtpLab ready.");
            assertThat(client.send("USER test")).isEqualTo("331 Password, please.");
            assertThat(client.send("PASS potato")).startsWith("230 ");
            assertThat(client.send("PWD")).startsWith("257 \"/\"");
        }
    }

    @Test
    void wrongPasswordIsRefusedWith530AfterADelay() throws IOException {
        try (var client = RawClient.connect(server)) {
            client.send("USER test");
            var began = System.nanoTime();
            assertThat(client.send("PASS tomato")).startsWith("530 ").contains("wrong user name or password");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(LEAST_DELAY);
            assertThat(client.send("PWD")).startsWith("530 ");
            client.send("USER test");
            assertThat(client.send("PASS potato")).startsWith("230 ");
        }
    }

    @Test
    void unknownUserIsAnsweredAsAWrongPasswordIs() throws IOException {
        try (var client = RawClient.connect(server)) {
            assertThat(client.send("USER nobody")).isEqualTo("331 Password, please.");
            assertThat(client.send("PASS potato")).startsWith("530 ").contains("wrong user name or password");
        }
    }

    @Test
    void threeWrongPasswordsCloseTheConnection() throws IOException {
        try (var client = RawClient.connect(server)) {
            for (int i = 0; i < 3; i++) {
                client.send("USER test");
                assertThat(client.send("PASS wrong" + i)).startsWith("530 ");
            }
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void guessesInOnePacketAreNoQuickerAndNoMore() throws IOException {
        try (var client = RawClient.connect(server)) {
            client.write(
                    "USER test\r\nPASS a\r\nUSER test\r\nPASS b\r\nUSER test\r\nPASS c\r\nUSER test\r\nPASS potato\r\nMKD got-in\r\n");
            for (int i = 0; i < 3; i++) {
                assertThat(client.reply()).startsWith("331 ");
                assertThat(client.reply()).startsWith("530 ");
            }
            assertThat(client.isEnded()).isTrue();
        }
        assertThat(home.resolve("got-in")).doesNotExist();
    }

    @Test
    void answerToAWrongPasswordIsNotOvertaken() throws IOException {
        try (var client = RawClient.connect(server)) {
            client.write("USER test\r\nPASS wrong\r\nNOOP\r\n");
            assertThat(client.reply()).startsWith("331 ");
            assertThat(client.reply()).startsWith("530 ");
            assertThat(client.reply()).startsWith("200 ");
        }
    }

    @Test
    void delayHoldsUpNobodyElse() throws IOException {
        var delay = Duration.ofSeconds(29);
        var patient = servers.start(builder -> builder.limits(ServerLimits.DEFAULT.loginDelay(delay)));
        try (var slow = RawClient.connect(patient);
                var other = RawClient.connect(patient)) {
            slow.send("USER test");
            slow.write("PASS wrong\r\n");
            var began = System.nanoTime();
            other.send("USER test");
            assertThat(other.send("PASS potato")).startsWith("230 ");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(delay);
        }
    }

    @Test
    void passwordsAreTakenAsTheyAre() throws IOException {
        for (var login : new String[][] {{"blank", ""}, {"pass word", " two  blanks "}, {"ünal", "pässwörd"}}) {
            RawClient.login(server, login[0], login[1]).close();
        }
        try (var client = RawClient.connect(server)) {
            client.send("USER blank");
            assertThat(client.send("PASS")).startsWith("230 ");
            client.send("USER pass word");
            assertThat(client.send("PASS two  blanks")).startsWith("530 ");
        }
    }

    @Test
    void anonymousNeedsNoPassword() throws IOException {
        try (var client = RawClient.connect(server)) {
            assertThat(client.send("USER anonymous")).isEqualTo("331 Any password will do.");
            assertThat(client.send("PASS a@b")).startsWith("230 ");
        }
    }

    @Test
    void passBeforeUserIsOutOfOrder() throws IOException {
        try (var client = RawClient.connect(server)) {
            assertThat(client.send("PASS potato")).startsWith("503 ");
            client.send("USER test");
            client.send("PASS potato");
            assertThat(client.send("PASS potato")).startsWith("503 ");
        }
    }

    @Test
    void userLogsOutWhoWasLoggedIn() throws IOException {
        Files.createDirectory(home.resolve("dir"));
        try (var client = RawClient.login(server, "test", "potato")) {
            client.send("CWD dir");
            client.send("USER test");
            assertThat(client.send("PWD")).startsWith("530 ");
            client.send("PASS potato");
            assertThat(client.send("PWD")).startsWith("257 \"/\"");
            assertThat(client.send("REIN")).startsWith("220 ");
            assertThat(client.send("PWD")).startsWith("530 ");
        }
    }

    @Test
    void whatNeedsNoLoginWorksWithoutOne() throws IOException {
        try (var client = RawClient.connect(server)) {
            assertThat(client.send("NOOP")).startsWith("200 ");
            assertThat(client.send("SYST")).isEqualTo("215 UNIX Type: L8");
            assertThat(client.send("FEAT"))
                    .startsWith("211-")
                    .contains("\n UTF8")
                    .endsWith("\n211 End");
            assertThat(client.send("HELP")).startsWith("214-");
            assertThat(client.send("HELP RETR")).isEqualTo("214 Syntax: RETR <SP> file");
            assertThat(client.send("OPTS UTF8 ON")).startsWith("200 ");
            assertThat(client.send("QUIT")).isEqualTo("221 Goodbye.");
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void unknownCommandIsNamed() throws IOException {
        try (var client = RawClient.connect(server)) {
            assertThat(client.send("FROB x")).startsWith("500 ").contains("\"FROB\"");
            assertThat(client.send("")).startsWith("500 ");
            assertThat(client.send("SITE FROB")).startsWith("500 ");
        }
    }

    @Test
    void lineThatIsTooLongIsAnsweredOnce() throws IOException {
        try (var client = RawClient.login(server, "test", "potato")) {
            assertThat(client.send("MKD " + "x".repeat(100_000))).isEqualTo("500 The command is too long.");
            assertThat(client.send("NOOP")).startsWith("200 ");
        }
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() throws IOException {
        try (var client = RawClient.login(server, "test", "potato")) {
            client.write(new byte[] {'M', 'K', 'D', ' ', (byte) 0xE4, '\r', '\n'});
            assertThat(client.reply()).startsWith("501 ");
        }
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void argumentIsNeededOrRefused() throws IOException {
        try (var client = RawClient.login(server, "test", "potato")) {
            assertThat(client.send("RETR")).startsWith("501 ");
            assertThat(client.send("RETR ")).startsWith("501 ");
            assertThat(client.send("PWD x")).startsWith("501 ");
        }
    }

    @Test
    void dataConnectionsToOthersAndToServicesAreRefused() throws IOException {
        try (var client = RawClient.login(server, "test", "potato")) {
            assertThat(client.send("PORT 192,0,2,1,200,1")).startsWith("501 ");
            assertThat(client.send("EPRT |1|192.0.2.1|51201|")).startsWith("501 ");
            assertThat(client.send("PORT 127,0,0,1,0,22")).startsWith("501 ");
            assertThat(client.send("EPRT |1|localhost|51201|")).startsWith("501 ");
            assertThat(client.send("PORT 127,0,0,1,256,1")).startsWith("501 ");
            assertThat(client.send("EPRT |3|127.0.0.1|51201|")).startsWith("522 ");
            assertThat(client.send("EPRT ||||")).startsWith("5");
            assertThat(client.send("EPRT |")).startsWith("501 ");
            assertThat(client.send("EPSV 2")).startsWith("522 ");
            assertThat(client.send("PASV")).matches("227 .*\\(127,0,0,1,\\d+,\\d+\\)\\.");
        }
    }
}
