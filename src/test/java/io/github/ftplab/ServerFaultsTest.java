package io.github.ftplab;

import static io.github.ftplab.Trigger.on;
import static io.github.ftplab.Trigger.onConnect;
import static io.github.ftplab.Trigger.onLogin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.Servers;
import io.github.ftplab.testing.ShortLimit;
import io.github.ftplab.testing.TlsClient;
import io.github.ftplab.testing.WithServer;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What goes wrong on purpose: each kind of fault, as it arrives at a client. */
@WithServer
class ServerFaultsTest {

    private static final byte[] TEN = "0123456789".getBytes(StandardCharsets.US_ASCII);

    private static final int ALERT = 21;
    private static final int APPLICATION_DATA = 23;

    @Given
    Path home;

    @Given
    FtpServer server;

    @Given
    RawClient client;

    @Given
    Servers servers;

    @Given
    FtpServerBuilder options() throws IOException {
        Files.write(home.resolve("ten"), TEN);
        return FtpServer.builder().user("test", "potato", home, "elradfmwMT").tls();
    }

    private List<String> injected() {
        return server.transcript().entries().stream()
                .filter(Fault.Injected.class::isInstance)
                .map(entry -> ((Fault.Injected) entry).text())
                .toList();
    }

    private long count() {
        return server.faults().get(0).count();
    }

    @Test
    void faultIsCountedAndRecordedAsInjected() throws IOException {
        server.fault(on("MKD").reply("450 busy"));

        assertThat(client.send("MKD d")).isEqualTo("450 busy");

        assertThat(home.resolve("d")).doesNotExist();
        assertThat(count()).isEqualTo(1);
        assertThat(injected()).containsExactly("on(\"MKD\").reply(\"450 busy\")");
        assertThat(server.transcript().toString())
                .contains("> MKD d")
                .contains("* [injected] on(\"MKD\")")
                .contains("< 450 busy");
        assertThat(server.transcript().diagram().toString()).contains("  * [injected] on(\"MKD\")");
        assertThat(server.log().toString()).contains("[injected] on(\"MKD\").reply(\"450 busy\")");
    }

    @Test
    void replyAfterTheCommandHasRunIsReplaced() throws IOException {
        server.fault(on("MKD").beforeReply().reply("450 busy"));

        assertThat(client.send("MKD d")).isEqualTo("450 busy");
        assertThat(home.resolve("d")).isDirectory();
    }

    @Test
    void replyMayBeAnythingAndSeveralLines() throws IOException {
        server.fault(on("PWD").reply("257-a\nb\n257 c"));
        server.fault(on("SYST").reply("HTTP/1.1 400"));

        assertThat(client.send("PWD")).isEqualTo("257-a\nb\n257 c");
        assertThat(client.send("SYST")).isEqualTo("HTTP/1.1 400");
    }

    static final List<Arguments> WHEN = List.of(
            Arguments.of(on("NOOP").reply("400"), "FFFFFF"),
            Arguments.of(on("noop").reply("400"), "FFFFFF"),
            Arguments.of(on("").reply("400"), "FFFFFF"),
            Arguments.of(on("NOOP").reply("400").once(), "F....."),
            Arguments.of(on("NOOP").reply("400").times(3), "FFF..."),
            Arguments.of(on("NOOP").reply("400").every(2), ".F.F.F"),
            Arguments.of(on("NOOP").reply("400").every(2).times(2), ".F.F.."),
            Arguments.of(on("NOO").reply("400"), "......"));

    @ParameterizedTest
    @FieldSource("WHEN")
    void happensAsOftenAsItSays(Fault fault, String expected) throws IOException {
        server.fault(fault);

        var seen = new StringBuilder();
        for (int i = 0; i < expected.length(); i++) {
            seen.append(client.send("NOOP").equals("400") ? 'F' : '.');
        }

        assertThat(seen).hasToString(expected);
        assertThat(count()).isEqualTo(expected.chars().filter(c -> c == 'F').count());
    }

    static final List<Arguments> ARGUMENTS = List.of(
            Arguments.of("*.csv", "a.csv", true),
            Arguments.of("*.csv", "/d/a.csv", true),
            Arguments.of("*.csv", "a.txt", false),
            Arguments.of("/d/*", "/d/a.csv", true),
            Arguments.of("/d/*", "/d/e/a.csv", false),
            Arguments.of("/d/**", "/d/e/a.csv", true),
            Arguments.of("a b", "a b", true));

    @ParameterizedTest
    @FieldSource("ARGUMENTS")
    void argumentIsComparedWithThePattern(String pattern, String argument, boolean matches) throws IOException {
        server.fault(on("SIZE", pattern).reply("400"));

        assertThat(client.send("SIZE " + argument).equals("400")).isEqualTo(matches);
    }

    static final List<Arguments> REPLIES = List.of(
            Arguments.of(on("PWD").beforeReply().edit(reply -> reply.replace("\"", "")), "PWD", "257 / is the"),
            Arguments.of(on("PWD").beforeReply().replace("257", "250"), "PWD", "250 \"/\""),
            Arguments.of(on("PWD").beforeReply().inPieces(), "PWD", "257 \"/\""),
            Arguments.of(on("PWD").beforeReply().afterStray("226 stray"), "PWD", "226 stray"),
            Arguments.of(on("PASV").beforeReply().namingAddress("10.1.2.3"), "PASV", "(10,1,2,3,"),
            Arguments.of(on("PASV").beforeReply().namingPort(258), "PASV", "(127,0,0,1,1,2)"),
            Arguments.of(on("EPSV").beforeReply().namingPort(258), "EPSV", "(|||258|)"));

    @ParameterizedTest
    @FieldSource("REPLIES")
    void replyIsChanged(Fault fault, String command, String expected) throws IOException {
        server.fault(fault);

        assertThat(client.send(command)).contains(expected);
    }

    @Test
    void featuresAreHidden() throws IOException {
        server.fault(on("FEAT").beforeReply().hiding("MLST", "REST").once());

        assertThat(client.send("FEAT"))
                .startsWith("211-")
                .contains(" SIZE")
                .doesNotContain("MLST")
                .doesNotContain("REST");
        assertThat(client.send("FEAT")).contains("MLST");
    }

    @Test
    void replyComesTwiceAndThenTheOthersAreOneLate() throws IOException {
        server.fault(on("PWD").beforeReply().twice());

        assertThat(client.send("PWD")).startsWith("257 ");
        assertThat(client.send("NOOP")).startsWith("257 ");
        assertThat(client.reply()).startsWith("200 ");
    }

    @Test
    void missingReplyIsMissing() throws IOException {
        server.fault(on("MKD").noReply());
        server.fault(on("RMD").beforeReply().noReply());
        server.fault(on("DELE").ignore());
        Files.createDirectory(home.resolve("old"));

        client.write("MKD d\r\nRMD old\r\nDELE ten\r\n");

        assertThat(client.send("NOOP")).startsWith("200 ");
        assertThat(home.resolve("d")).doesNotExist();
        assertThat(home.resolve("old")).doesNotExist();
        assertThat(home.resolve("ten")).exists();
    }

    @Test
    void linesEndInLineFeedsAlone() throws IOException {
        server.fault(on("PWD").beforeReply().bareLineFeeds());

        client.write("PWD\r\nQUIT\r\n");

        assertThat(client.rest()).matches("257 [^\r\n]*\n221 [^\r\n]*\r\n");
    }

    @Test
    void controlConnectionIsClosedOrReset() throws IOException {
        server.fault(on("NOOP").close());
        server.fault(on("PWD").beforeReply().reset());
        server.fault(on("SYST").sendAway("421 Gone."));

        client.write("NOOP\r\n");
        assertThat(client.isEnded()).isTrue();
        try (var other = RawClient.login(server, "test", "potato")) {
            other.write("PWD\r\n");
            assertThatThrownBy(other::isEnded).isInstanceOf(SocketException.class);
        }
        try (var other = RawClient.login(server, "test", "potato")) {
            assertThat(other.send("SYST")).isEqualTo("421 Gone.");
            assertThat(other.isEnded()).isTrue();
        }
    }

    @Test
    void greetingIsReplacedOrClosed() throws IOException {
        server.fault(onConnect().sendAway("421 Full.").once());
        server.fault(onConnect().delay(Duration.ofMillis(1)));

        try (var other = RawClient.connect(server)) {
            assertThat(other.greeting()).isEqualTo("421 Full.");
            assertThat(other.isEnded()).isTrue();
        }
        try (var other = RawClient.connect(server)) {
            assertThat(other.greeting()).startsWith("220 ");
        }
    }

    @Test
    void loginIsRefusedThoughThePasswordIsRight() throws IOException {
        server.fault(onLogin().reply("530 No.").once());

        try (var other = RawClient.connect(server)) {
            other.send("USER test");
            assertThat(other.send("PASS potato")).isEqualTo("530 No.");
            assertThat(other.send("PWD")).startsWith("530 ");
            assertThat(injected()).containsExactly("onLogin().reply(\"530 No.\").once()");
            other.send("USER test");
            assertThat(other.send("PASS potato")).startsWith("230 ");
        }
    }

    @Test
    void stallOfADelayedReplyHoldsNoOtherSession() throws IOException {
        server.fault(on("PASS").beforeReply().stall().times(2));
        try (var first = RawClient.connect(server);
                var second = RawClient.connect(server)) {
            for (var guessing : List.of(first, second)) {
                guessing.send("USER test");
                guessing.write("PASS wrong\r\n");
            }
            await().until(() -> count() == 2);
            server.clearFaults();
            assertThat(first.reply()).startsWith("530 ");
            assertThat(second.reply()).startsWith("530 ");
        }
    }

    static final List<Arguments> DOWNLOADS = List.of(
            Arguments.of(on("RETR").afterBytes(3).cut(), "012", "226 "),
            Arguments.of(on("RETR").afterBytes(0).cut(), "", "226 "),
            Arguments.of(on("RETR").afterBytes(11).cut(), "0123456789", "226 "),
            Arguments.of(on("RETR").afterBytes(3).close(), "012", "426 "),
            Arguments.of(on("RETR").afterBytes(3).reply("451 disk"), "012", "451 disk"),
            Arguments.of(on("RETR").afterBytes(3).loseByte(), "012456789", "226 "),
            Arguments.of(on("RETR").afterBytes(3).flipByte(), "012\u00cc456789", "226 "),
            Arguments.of(on("RETR").afterBytes(9).flipByte(), "012345678\u00c6", "226 "),
            Arguments.of(on("RETR").afterBytes(3).rate(100), "0123456789", "226 "),
            Arguments.of(on("RETR").afterBytes(10).delay(Duration.ofMillis(1)), "0123456789", "226 "),
            Arguments.of(on("RETR").beforeData().reply("450 busy"), "", "450 busy"),
            Arguments.of(on("RETR").beforeData().replyEarly(), "0123456789", "226 "));

    @ParameterizedTest
    @FieldSource("DOWNLOADS")
    void downloadGoesWrong(Fault fault, String data, String reply) throws IOException {
        server.fault(fault);

        var received = client.receive("RETR ten");

        assertThat(new String(received.bytes(), StandardCharsets.ISO_8859_1)).isEqualTo(data);
        assertThat(received.reply()).startsWith(reply);
        assertThat(client.send("NOOP")).startsWith("200 ");
        assertThat(count()).isEqualTo(fault.toString().contains("11") ? 0 : 1);
    }

    static final List<Arguments> UPLOADS = List.of(
            Arguments.of(on("STOR").afterBytes(3).cut(), "012", "226 "),
            Arguments.of(on("STOR").afterBytes(3).loseByte(), "012456789", "226 "),
            Arguments.of(on("STOR").afterBytes(3).flipByte(), "012\u00cc456789", "226 "),
            Arguments.of(on("STOR").afterBytes(3).rate(100), "0123456789", "226 "),
            Arguments.of(on("STOR").beforeReply().reply("451 No."), "0123456789", "451 No."));

    @ParameterizedTest
    @FieldSource("UPLOADS")
    void uploadGoesWrong(Fault fault, String stored, String reply) throws IOException {
        server.fault(fault);

        assertThat(client.transmit("STOR new", TEN)).startsWith(reply);

        assertThat(Files.readString(home.resolve("new"), StandardCharsets.ISO_8859_1))
                .isEqualTo(stored);
        assertThat(client.send("NOOP")).startsWith("200 ");
    }

    @Test
    void fullDiskRefusesAnUploadAndLeavesTheOldFile() throws IOException {
        server.fault(on("STOR").afterBytes(3).diskFull());

        assertThat(client.transmit("STOR ten", new byte[100])).startsWith("452 ");

        assertThat(home.resolve("ten")).hasBinaryContent(TEN);
    }

    @Test
    void dataConnectionIsRefused() throws IOException {
        server.fault(on("RETR").beforeData().refuse());

        try (var data = client.passive()) {
            assertThat(client.send("RETR ten")).startsWith("150 ");
            assertThatThrownBy(() -> data.getInputStream().read()).isInstanceOf(SocketException.class);
        }

        assertThat(client.reply()).startsWith("425 ");
    }

    @Test
    void dataConnectionIsResetInTheMiddleOfALargeFile() throws IOException {
        var large = new byte[300_000];
        new Random(1).nextBytes(large);
        Files.write(home.resolve("large"), large);
        server.fault(on("RETR").afterBytes(64_000).reset().once());

        try (var data = client.passive()) {
            assertThat(client.send("RETR large")).startsWith("150 ");
            assertThatThrownBy(() -> data.getInputStream().readAllBytes()).isInstanceOf(SocketException.class);
        }

        assertThat(client.reply()).startsWith("426 ");
        assertThat(client.receive("RETR large").bytes()).isEqualTo(large);
    }

    @Test
    void listingIsCutAfterWholeLines() throws IOException {
        for (int i = 0; i < 5; i++) {
            Files.createFile(home.resolve("a" + i));
        }
        server.fault(on("NLST").afterLines(2).cut());

        var received = client.receive("NLST");

        assertThat(received.text()).isEqualTo("a0\r\na1\r\n");
        assertThat(received.reply()).startsWith("226 ");
    }

    @Test
    void stallEndsWhenTheFaultsAreCleared() throws IOException {
        server.fault(on("RETR").afterBytes(3).stall());
        server.fault(on("PWD").stall());

        try (var other = RawClient.login(server, "test", "potato")) {
            other.write("PWD\r\n");
            try (var data = client.passive()) {
                client.send("RETR ten");
                assertThat(data.getInputStream().readNBytes(3)).hasSize(3);
                await().until(() -> injected().size() == 2);
                assertThat(server.faults()).extracting(Fault::count).containsExactly(1L, 1L);
                server.clearFaults();
                assertThat(data.getInputStream().readAllBytes()).hasSize(7);
            }
            assertThat(client.reply()).startsWith("226 ");
            assertThat(other.reply()).startsWith("257 ");
        }
        assertThat(server.faults()).isEmpty();
    }

    @Test
    void stallDoesNotOutliveItsClientOrItsServer() throws IOException {
        server.fault(on("PWD").stall());
        for (int i = 0; i < 40; i++) {
            try (var other = RawClient.login(server, "test", "potato")) {
                other.write("PWD\r\n");
            }
        }
        await().until(() -> server.sessions().size() == 1);
        client.write("PWD\r\n");
        await().until(() -> injected().size() == 41);

        server.stop();

        assertThat(client.rest()).startsWith("421 ");
    }

    @Test
    void clientThatSendsNothingMoreIsAnsweredBesideAFault() throws IOException {
        server.fault(on("RETR").stall());
        client.write("PWD\r\n".repeat(60));
        client.endOutput();

        assertThat(client.rest().lines()).hasSize(60).allMatch(line -> line.startsWith("257 "));
    }

    @Test
    void stallHoldsNoOtherSession() throws IOException {
        server.fault(on("PWD").stall());
        var stalled = new RawClient[30];
        for (int i = 0; i < stalled.length; i++) {
            stalled[i] = RawClient.login(server, "test", "potato");
            stalled[i].write("PWD\r\n");
        }
        await().until(() -> count() == stalled.length);

        assertThat(client.send("NOOP")).startsWith("200 ");
        assertThat(client.receive("RETR ten").bytes()).isEqualTo(TEN);

        for (var other : stalled) {
            other.close();
        }
    }

    @Test
    void subcommandOfSiteIsIgnored() throws IOException {
        server.fault(on("SITE CHMOD", "644 *").ignore());
        client.write("SITE CHMOD 644 ten\r\n");

        assertThat(client.send("SITE QUOTA")).startsWith("200 ");
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void abortIsIgnored() throws IOException {
        server.fault(on("ABOR").ignore());
        server.fault(on("RETR").afterBytes(3).stall());

        try (var data = client.passive()) {
            client.send("RETR ten");
            assertThat(data.getInputStream().readNBytes(3)).hasSize(3);
            client.write("ABOR\r\n");
            await().until(() -> injected().size() == 2);
            server.clearFaults();
            assertThat(data.getInputStream().readAllBytes()).hasSize(7);
        }

        assertThat(client.reply()).startsWith("226 ");
        assertThat(client.send("NOOP")).startsWith("200 ");
    }

    @Test
    void stalledTransferCanBeAborted() throws IOException {
        server.fault(on("RETR").afterBytes(3).stall());

        try (var data = client.passive()) {
            client.send("RETR ten");
            assertThat(data.getInputStream().readNBytes(3)).hasSize(3);
            assertThat(client.send("ABOR")).startsWith("426 ");
        }

        assertThat(client.reply()).startsWith("226 ");
    }

    @Test
    void timeLimitsRestDuringAStall() {
        ShortLimit.from(Duration.ofMillis(500), limit -> {
            var limits =
                    ServerLimits.DEFAULT.idleTimeout(limit).dataTimeout(limit).loginTimeout(limit);
            var longer = limit.multipliedBy(9).dividedBy(5);
            var hasty = servers.start(builder -> builder.limits(limits));
            hasty.fault(onConnect().delay(longer).once());
            hasty.fault(on("RETR").beforeData().delay(longer));
            hasty.fault(on("RETR").afterBytes(3).delay(longer));

            try (var other = RawClient.login(hasty, "test", "potato")) {
                assertThat(other.receive("RETR ten").reply()).startsWith("226 ");
            }
        });
    }

    @Test
    void portIsClosedThatTheReplyNames() throws IOException {
        server.fault(on("EPSV").beforeReply().closedPort());

        int port = client.passivePort();

        assertThatThrownBy(() -> client.dataSocket(port).close()).isInstanceOf(IOException.class);
        assertThat(client.send("RETR ten")).startsWith("425 ");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void activeConnectionComesFromAnotherAddress() throws IOException {
        server.fault(on("EPRT").fromAddress("127.0.0.2").once());

        for (var address : List.of("127.0.0.2", "127.0.0.1")) {
            try (var listening = client.active();
                    var data = listening.accept()) {
                assertThat(data.getInetAddress().getHostAddress()).isEqualTo(address);
            }
        }
    }

    @Test
    void encryptedDataEndWithoutCloseNotify() throws IOException {
        server.fault(on("RETR").beforeData().withoutCloseNotify().times(2));
        assertThat(client.receive("RETR ten").bytes()).isEqualTo(TEN);
        assertThat(count()).isZero();

        try (var encrypted = TlsClient.login(server, "TLSv1.3", "test", "potato")) {
            assertThat(encrypted.receive("RETR ten")).isEqualTo(TEN);
            assertThat(count()).isEqualTo(1);
        }
        // TLS 1.2 tells in the clear what kind of record it sends.
        try (var encrypted = TlsClient.login(server, "TLSv1.2", "test", "potato")) {
            assertThat(records(encrypted)).containsExactly(APPLICATION_DATA);
            assertThat(records(encrypted)).containsExactly(APPLICATION_DATA, ALERT);
        }
    }

    /** Downloads. {@return the types of the TLS records that come after the handshake: RFC 5246, section 6.2.1} */
    private static List<Integer> records(TlsClient encrypted) throws IOException {
        var types = new ArrayList<Integer>();
        try (var data = encrypted.passive()) {
            encrypted.send("RETR ten");
            encrypted.layer(data);
            var records = new DataInputStream(data.getInputStream());
            for (int type = records.read(); type >= 0; type = records.read()) {
                types.add(type);
                records.readShort();
                records.readFully(new byte[records.readUnsignedShort()]);
            }
        }
        assertThat(encrypted.reply()).startsWith("226 ");
        return types;
    }

    @Test
    void handshakeFails() throws IOException {
        server.fault(on("EPSV").beforeReply().failHandshake().once());
        try (var encrypted = TlsClient.login(server, "TLSv1.3", "test", "potato")) {
            assertThatThrownBy(() -> encrypted.receive("RETR ten"))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("handshake_failure");
            assertThat(encrypted.reply()).startsWith("425 ");
            assertThat(encrypted.receive("RETR ten")).isEqualTo(TEN);
        }

        server.fault(on("AUTH").beforeReply().failHandshake().once());
        assertThatThrownBy(() ->
                        TlsClient.login(server, "TLSv1.3", "test", "potato").close())
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("handshake_failure");
        TlsClient.login(server, "TLSv1.3", "test", "potato").close();
    }

    /** RFC 775's names of commands that RFC 959 names otherwise. */
    @ParameterizedTest
    @CsvSource({"MKD, XMKD d", "XMKD, MKD d", "RMD, XRMD sub", "CWD, XCWD sub", "CDUP, XCUP", "PWD, XPWD"})
    void faultMeetsACommandUnderItsOldNameToo(String verb, String sent) throws IOException {
        server.fault(on(verb).reply("450 one").once());
        server.fault(on(verb).beforeReply().reply("451 two").once());
        server.fault(on(verb).ignore().once());

        client.write(sent + "\r\n");

        assertThat(client.send("NOOP")).startsWith("200 ");
        assertThat(client.send(sent)).isEqualTo("450 one");
        assertThat(client.send(sent)).isEqualTo("451 two");
    }

    @Test
    void wrongValuesAreRefused() {
        assertThatThrownBy(() -> on("RETR x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> on("RETR", "[")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> on("RETR").afterBytes(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> on("RETR").afterBytes(0).rate(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> on("RETR").reset().times(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> on("RETR").reset().every(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> on("PORT").fromAddress("example.org")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> on("PASV").beforeReply().namingAddress("::1"))
                .isInstanceOf(IllegalArgumentException.class);
        for (int port : List.of(-1, 65_536)) {
            assertThatThrownBy(() -> on("PASV").beforeReply().namingPort(port))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(port + " is no port: ports are from 0 to 65535");
        }
        assertThatThrownBy(() -> on("PWD").beforeReply().replace("(", "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void stoppedServerTakesNoFaults() {
        server.stop();

        assertThatThrownBy(() -> server.fault(on("NOOP").close())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> server.breakAt(on("NOOP"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void faultReadsAsItWasWritten() {
        assertThat(on("RETR", "*.csv").afterBytes(64_000).reset().once())
                .hasToString("on(\"RETR\", \"*.csv\").afterBytes(64000).reset().once()");
        assertThat(onConnect().delay(Duration.ofSeconds(2)).every(3).times(2))
                .hasToString("onConnect().delay(Duration.ofSeconds(2)).every(3).times(2)");
        assertThat(onConnect().delay(Duration.ofMillis(1500)))
                .hasToString("onConnect().delay(Duration.ofMillis(1500))");
        assertThat(onConnect().delay(Duration.ofNanos(7))).hasToString("onConnect().delay(Duration.ofSeconds(0, 7))");
        assertThat(onConnect().delay(ChronoUnit.FOREVER.getDuration()))
                .hasToString("onConnect().delay(Duration.ofSeconds(9223372036854775807, 999999999))");
        assertThat(onConnect().edit(reply -> reply)).hasToString("onConnect().edit(reply -> …)");
        assertThat(on("STOR").beforeReply()).hasToString("on(\"STOR\").beforeReply()");
        assertThat(on("PASV").beforeReply().replace("\\d+", "\"1\"\n"))
                .hasToString("on(\"PASV\").beforeReply().replace(\"\\\\d+\", \"\\\"1\\\"\\n\")");
        assertThat(on("NOOP").close())
                .isEqualTo(on("NOOP").close())
                .hasSameHashCodeAs(on("NOOP").close());
        assertThat(on("NOOP").close()).isNotEqualTo(on("NOOP").reset());
    }
}
