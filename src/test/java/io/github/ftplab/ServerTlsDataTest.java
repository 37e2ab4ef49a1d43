package io.github.ftplab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Alone;
import io.github.ftplab.testing.TlsClient;
import io.github.ftplab.testing.Zeros;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.file.Files;
import java.util.Random;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS on data connections, and what servers may require. */
class ServerTlsDataTest extends ServerTlsFixture {

    private static byte[] random(int size) {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void filesCrossUnderExplicitTls(String protocol) throws IOException {
        assertThat(server.uri()).hasScheme("ftp");
        try (var client = login(protocol)) {
            upAndDown(client);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void filesCrossUnderImplicitTls(String protocol) throws IOException {
        restart(FtpServerBuilder::implicitTls);
        assertThat(server.uri()).hasScheme("ftps");
        try (var client = login(protocol)) {
            upAndDown(client);
        }
    }

    private void upAndDown(TlsClient client) throws IOException {
        for (int size : new int[] {0, 1, 16_384, 3_000_001}) {
            assertThat(client.transmit("STOR f", random(size))).startsWith("226 ");
            assertThat(home.resolve("f")).hasBinaryContent(random(size));
            assertThat(client.receive("RETR f")).isEqualTo(random(size));
        }
        client.send("TYPE A");
        client.transmit("STOR text", "one\r\ntwo\r\n".getBytes(UTF_8));
        assertThat(home.resolve("text")).hasContent("one\ntwo\n");
        assertThat(new String(client.receive("LIST"), UTF_8)).contains(" f\r\n", " text\r\n");
        assertThat(client.send("QUIT")).startsWith("221 ");
        assertThat(client.isEnded()).as("ended by close_notify, not cut off").isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void serverIsTheServerUnderTlsOnActiveConnectionsToo(String protocol) throws IOException {
        Files.write(home.resolve("f"), random(100_000));
        try (var client = login(protocol);
                var listening = client.active()) {
            client.write("RETR f\r\n");
            try (var data = listening.accept();
                    var secured = client.layer(data)) {
                assertThat(secured.getInputStream().readAllBytes()).isEqualTo(random(100_000));
            }
            assertThat(client.reply()).startsWith("150 ");
            assertThat(client.reply()).startsWith("226 ");
        }
    }

    @Test
    void modeZWorksUnderTls() throws IOException {
        Files.write(home.resolve("f"), random(100_000));
        try (var client = login(NEWEST)) {
            client.send("MODE Z");
            var zipped = client.receive("RETR f");
            try (var unzipped = new InflaterInputStream(new ByteArrayInputStream(zipped))) {
                assertThat(unzipped.readAllBytes()).isEqualTo(random(100_000));
            }
        }
    }

    @Test
    void dataGoesInTheClearWhereTheClientWantsItSo() throws IOException {
        Files.writeString(home.resolve("f"), "hello");
        try (var client = login(NEWEST)) {
            assertThat(client.send("PROT C")).startsWith("200 ");
            try (var data = client.passive()) {
                client.send("RETR f");
                assertThat(data.getInputStream().readAllBytes()).asString().isEqualTo("hello");
            }
            assertThat(client.reply()).startsWith("226 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLS-P", "SSL"})
    void someNamesOfTlsProtectDataToo(String mechanism) throws IOException {
        restart(FtpServerBuilder::requireTls);
        try (var client = TlsClient.connect(server, NEWEST)) {
            client.reply();
            client.send("AUTH " + mechanism);
            client.handshake();
            client.send("USER test");
            assertThat(client.send("PASS potato")).startsWith("230 ");
            assertThat(client.receive("NLST")).isEmpty();
        }
    }

    @Test
    void whereTlsIsRequiredNobodyLogsInAndNothingMovesWithoutIt() throws IOException {
        restart(FtpServerBuilder::requireTls);
        try (var client = TlsClient.connect(server, NEWEST)) {
            client.reply();
            assertThat(client.send("USER test")).isEqualTo("550 SSL/TLS required on the control channel.");
            assertThat(client.send("PASS potato")).isEqualTo("550 SSL/TLS required on the control channel.");
            client.send("AUTH TLS");
            client.handshake();
            client.send("USER test");
            assertThat(client.send("PASS potato")).startsWith("230 ");
            for (var command : new String[] {"PASV", "EPSV", "PORT 127,0,0,1,200,1", "EPRT |1|127.0.0.1|51201|"}) {
                assertThat(client.send(command)).isEqualTo("550 SSL/TLS required on the data channel.");
            }
            assertThat(client.send("LIST")).startsWith("425 ");
            client.send("PBSZ 0");
            client.send("PROT P");
            assertThat(client.receive("NLST")).isEmpty();
            assertThat(client.send("PROT C")).startsWith("534 ");
            assertThat(client.send("CCC")).startsWith("534 ");
            assertThat(client.receive("NLST")).isEmpty();
        }
    }

    @Test
    void dataConnectionThatResumesNothingIsRefusedIfThatIsDemanded() throws IOException {
        restart(FtpServerBuilder::requireSessionReuse);
        try (var client = login(NEWEST);
                var data = client.passive()) {
            client.send("NLST");
            client.layer(data);
            assertThat(client.reply()).startsWith("522 ");
        }
    }

    /** aioftp shakes hands on the passive connection before it sends the command. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void handshakeMayComeBeforeTheCommand(String protocol) throws IOException {
        restart(FtpServerBuilder::requireTls);
        try (var client = login(protocol)) {
            for (int size : new int[] {0, 1, 3_000_001}) {
                try (var data = client.passive();
                        var secured = client.layer(data)) {
                    assertThat(client.send("STOR f")).startsWith("150 ");
                    secured.getOutputStream().write(random(size));
                }
                assertThat(client.reply()).startsWith("226 ");
                assertThat(home.resolve("f")).hasBinaryContent(random(size));
                try (var data = client.passive();
                        var secured = client.layer(data)) {
                    assertThat(client.send("RETR f")).startsWith("150 ");
                    assertThat(secured.getInputStream().readAllBytes()).isEqualTo(random(size));
                }
                assertThat(client.reply()).startsWith("226 ");
            }
            try (var data = client.passive();
                    var secured = client.layer(data)) {
                assertThat(client.send("MLSD")).startsWith("150 ");
                assertThat(new String(secured.getInputStream().readAllBytes(), UTF_8))
                        .endsWith(" f\r\n");
            }
            assertThat(client.reply()).startsWith("226 ");
            assertThat(client.receive("NLST")).asString(UTF_8).isEqualTo("f\r\n");
        }
    }

    @Test
    void connectionThatCameBeforeTheCommandIsClosedByTheNextOne() throws IOException {
        try (var client = login(NEWEST);
                var first = client.passive();
                var secured = client.layer(first)) {
            assertThat(client.receive("NLST")).isEmpty();
            assertThat(secured.getInputStream().read()).isNegative();
            try (var second = client.passive();
                    var abandoned = client.layer(second)) {
                assertThat(client.send("ABOR")).startsWith("225 ");
                assertThat(abandoned.getInputStream().read()).isNegative();
                assertThat(client.send("NLST")).startsWith("425 ");
            }
        }
    }

    @Test
    void protectionMayBeChangedAfterThePassivePort() throws IOException {
        try (var client = login(NEWEST)) {
            assertThat(client.send("PROT C")).startsWith("200 ");
            try (var data = client.passive()) {
                assertThat(client.send("PROT P")).startsWith("200 ");
                try (var secured = client.layer(data)) {
                    assertThat(client.send("NLST")).startsWith("150 ");
                    assertThat(secured.getInputStream().read()).isNegative();
                }
                assertThat(client.reply()).startsWith("226 ");
            }
        }
    }

    /** The server waits for a handshake on such a port, and the client, which connects after PROT C, for data. */
    @Test
    void portThatWasPreparedUnderTlsIsForgottenByProtC() throws IOException {
        Files.writeString(home.resolve("f"), "hello");
        try (var client = login(NEWEST)) {
            // Closed if the server has accepted it already, reset otherwise.
            var early = client.passive();
            assertThat(client.send("PROT C")).startsWith("200 ");
            assertThat(client.send("RETR f")).startsWith("425 ");
            early.close();
            try (var data = client.passive()) {
                assertThat(client.send("RETR f")).startsWith("150 ");
                assertThat(data.getInputStream().readAllBytes()).asString().isEqualTo("hello");
                assertThat(client.reply()).startsWith("226 ");
            }
        }
    }

    /** REIN may come while the server waits for the client to connect (RFC 959, section 4.1.1). */
    @Test
    void reinDoesNotTakeTlsFromATransferThatHasBegun() throws IOException {
        Files.writeString(home.resolve("f"), "hello");
        try (var client = login(NEWEST)) {
            int port =
                    Integer.parseInt(client.send("EPSV").replaceAll("\\D", "").substring(3));
            assertThat(client.send("RETR f")).startsWith("150 ");
            assertThat(client.send("REIN")).startsWith("220 ");
            try (var data = new Socket(server.address(), port);
                    var secured = client.layer(data)) {
                assertThat(secured.getInputStream().readAllBytes()).asString().isEqualTo("hello");
            }
        }
    }

    /** A direct buffer is freed only when the garbage collector runs, and these were half a megabyte for each file. */
    @Alone
    @Test
    void manySmallUploadsTakeNoMoreMemoryThanOne() throws IOException {
        try (var client = login(NEWEST)) {
            for (int i = 0; i < 10; i++) {
                assertThat(client.transmit("STOR f", random(100))).startsWith("226 ");
            }
            long before = directMemory();
            for (int i = 0; i < 100; i++) {
                assertThat(client.transmit("STOR f" + i % 3, random(100))).startsWith("226 ");
            }
            client.send("MODE Z");
            for (int i = 0; i < 50; i++) {
                assertThat(client.receive("NLST")).isNotEmpty();
            }
            assertThat(directMemory() - before).isLessThan(4 << 20);
        }
    }

    private static long directMemory() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getTotalCapacity)
                .sum();
    }

    @Test
    void uploadThatEndsWithoutCloseNotifyIsIncomplete() throws IOException {
        try (var client = login(NEWEST);
                var data = client.passive()) {
            client.send("STOR f");
            var secured = client.layer(data);
            secured.getOutputStream().write(random(1000));
            data.shutdownOutput();
            assertThat(client.reply()).startsWith("426 ").contains("close_notify");
            assertThat(server.log().toString()).contains("STOR /f completed=0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void uploadWithoutCloseNotifyIsAcceptedIfThatIsPermitted(String protocol) throws IOException {
        Files.writeString(home.resolve("f"), "old");
        restart(FtpServerBuilder::permitMissingCloseNotify);
        try (var client = login(protocol);
                var data = client.passive()) {
            client.send("STOR f");
            client.layer(data).getOutputStream().write(random(100_000));
            data.shutdownOutput();
            assertThat(client.reply()).startsWith("226 ");
            assertThat(home.resolve("f")).hasBinaryContent(random(100_000));
            assertThat(client.transmit("STOR f", random(10))).startsWith("226 ");
            assertThat(home.resolve("f")).hasBinaryContent(random(10));
        }
    }

    /** A reset, half a record and half a handshake are no end of a file. */
    @ParameterizedTest
    @ValueSource(strings = {"reset", "half a record", "half a handshake"})
    void brokenUploadFailsAllTheSame(String end) throws IOException {
        Files.writeString(home.resolve("f"), "old");
        restart(FtpServerBuilder::permitMissingCloseNotify);
        try (var client = login(NEWEST);
                var data = client.passive()) {
            client.send("STOR f");
            if (!end.equals("half a handshake")) {
                client.layer(data).getOutputStream().write(random(1_000));
            }
            switch (end) {
                case "reset" -> {
                    data.setSoLinger(true, 0);
                    data.close();
                }
                case "half a record" -> {
                    data.getOutputStream().write(new byte[] {23, 3, 3, 1, 0, 1, 2, 3});
                    data.shutdownOutput();
                }
                default -> data.shutdownOutput();
            }
            assertThat(client.reply()).startsWith("42");
            assertThat(home.resolve("f")).hasContent("old");
        }
    }

    @Test
    void clearDataWhereTlsWasAgreedOnIsRefused() throws IOException {
        try (var client = login(NEWEST);
                var data = client.passive()) {
            client.send("STOR f");
            data.getOutputStream().write("this is no ClientHello".getBytes(UTF_8));
            assertThat(client.reply()).startsWith("425 ");
        }
    }

    @Test
    void aborEndsATransferUnderTls() throws IOException {
        Zeros.file(home.resolve("f"), 50_000_000);
        try (var client = login(NEWEST);
                var data = client.passive()) {
            client.send("RETR f");
            client.layer(data);
            assertThat(client.send("ABOR")).startsWith("426 ");
            assertThat(client.reply()).startsWith("226 ");
            assertThat(client.send("NOOP")).startsWith("200 ");
        }
    }
}
