package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.WithServer;
import io.github.ftplab.testing.Zeros;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands during a transfer, and commands that change how files are transferred. */
@WithServer
class ServerTransferCommandsTest {

    /** More than socket buffers hold, so that a transfer stalls if the client does not read. */
    private static final byte[] LARGE = new byte[24 << 20];

    @Given
    Path home;

    @Given
    FtpServer server;

    @Given
    RawClient client;

    @BeforeEach
    void fill() throws IOException {
        Zeros.file(home.resolve("large"), LARGE.length);
        Files.writeString(home.resolve("small"), "six by");
    }

    @Test
    void aborEndsADownloadThatNobodyReadsAtOnce() throws IOException {
        try (var data = client.passive()) {
            assertThat(client.send("RETR large")).startsWith("150 ");
            assertThat(client.send("ABOR")).startsWith("426 ");
            assertThat(client.reply()).startsWith("226 ");
            assertThat(data.isConnected()).isTrue();
        }
        assertThat(client.send("NOOP")).startsWith("200 ");
        assertThat(client.receive("RETR small").text()).isEqualTo("six by");
    }

    @Test
    void aborEndsAnUploadAndKeepsItFromBeingTakenForComplete() throws IOException {
        try (var data = client.passive()) {
            assertThat(client.send("STOR half")).startsWith("150 ");
            data.getOutputStream().write(new byte[1000]);
            await().until(() -> client.send("STAT").contains("STOR /half: 1000 bytes"));
            assertThat(client.send("ABOR")).startsWith("426 ");
            assertThat(client.reply()).startsWith("226 ");
        }
        assertThat(server.log().toString()).contains("STOR /half completed=0");
    }

    @Test
    void aborEndsTheWaitForADataConnectionThatNobodyOpens() throws IOException {
        client.passivePort();
        assertThat(client.send("RETR small")).startsWith("150 ");
        assertThat(client.send("ABOR")).startsWith("426 ");
        assertThat(client.reply()).startsWith("226 ");
    }

    @Test
    void aborInTheSamePacketAsTheTransferEndsIt() throws IOException {
        try (var data = client.passive()) {
            client.write("RETR large\r\nABOR\r\n");
            assertThat(client.reply()).startsWith("150 ");
            assertThat(client.reply()).startsWith("426 ");
            assertThat(client.reply()).startsWith("226 ");
            assertThat(data.isConnected()).isTrue();
        }
    }

    @Test
    void aborAsUrgentDataBetweenTelnetSignalsIsUnderstood() throws IOException {
        try (var data = client.passive()) {
            assertThat(client.send("RETR large")).startsWith("150 ");
            // As BSD's ftp does: IAC IP IAC as urgent data, then DM.
            client.write(new byte[] {(byte) 255, (byte) 244});
            client.urgent(255);
            client.write(new byte[] {(byte) 242});
            client.write("ABOR\r\n");
            assertThat(client.reply()).startsWith("426 ");
            assertThat(client.reply()).startsWith("226 ");
            assertThat(data.isConnected()).isTrue();
        }
    }

    @Test
    void aborOfWhichTheLastByteIsUrgentIsUnderstood() throws IOException {
        client.write("ABOR\r");
        client.urgent('\n');
        assertThat(client.reply()).startsWith("225 ");
        assertThat(client.send("NOOP")).startsWith("200 ");
    }

    @Test
    void aborWithoutATransferIsAnsweredWith225() throws IOException {
        assertThat(client.send("ABOR")).startsWith("225 ");
    }

    @Test
    void statTellsOfATransferWhileItRuns() throws IOException {
        try (var data = client.passive()) {
            client.send("RETR large");
            assertThat(data.getInputStream().readNBytes(1000)).hasSize(1000);
            assertThat(client.send("STAT")).startsWith("211-").contains("RETR /large: ", "Logged in as test");
            client.send("ABOR");
            client.reply();
        }
    }

    @Test
    void statWithoutATransferTellsHowTheConnectionStands() throws IOException {
        assertThat(client.send("STAT"))
                .contains("TYPE: Binary", "No data connection")
                .endsWith("211 End of status.");
    }

    @Test
    void statOfADirectoryListsItOverTheControlConnection() throws IOException {
        var lines = client.send("STAT /").split("\n");
        assertThat(lines).hasSize(4);
        assertThat(lines[1]).matches(" -rw.* large");
        assertThat(lines[3]).isEqualTo("213 End of status.");
    }

    @Test
    void statCannotBeMadeToForgeAReplyByAFileName() throws IOException {
        Files.writeString(home.resolve("x\r\n226 forged"), "");
        assertThat(client.send("STAT /").split("\n")).noneMatch(line -> line.startsWith("226"));
    }

    @Test
    void statOfALargeDirectoryComesWhole() throws IOException {
        var directory = Files.createDirectory(home.resolve("many"));
        for (int i = 0; i < 3000; i++) {
            Files.createFile(directory.resolve("file-with-quite-a-long-name-" + i));
        }
        assertThat(client.send("STAT many").split("\n")).hasSize(3002);
    }

    @Test
    void quitDuringATransferIsAnsweredAtOnceAndTheTransferGoesOn() throws IOException {
        try (var data = client.passive()) {
            client.send("STOR new");
            assertThat(client.send("QUIT")).startsWith("221 ");
            data.getOutputStream().write(new byte[1000]);
        }
        assertThat(client.reply()).startsWith("226 ");
        assertThat(client.isEnded()).isTrue();
        assertThat(home.resolve("new")).hasSize(1000);
    }

    @Test
    void noopIsAnsweredDuringATransfer() throws IOException {
        try (var data = client.passive()) {
            client.send("STOR new");
            assertThat(client.send("NOOP")).startsWith("200 ");
            data.getOutputStream().write(1);
        }
        assertThat(client.reply()).startsWith("226 ");
    }

    @Test
    void commandsSentWithoutWaitingAreAnsweredInOrderAfterTheTransfer() throws IOException {
        try (var data = client.passive()) {
            client.write("STOR new\r\nSIZE new\r\nNOOP\r\n");
            assertThat(client.reply()).startsWith("150 ");
            data.getOutputStream().write(new byte[7]);
        }
        assertThat(client.reply()).startsWith("226 ");
        assertThat(client.reply()).isEqualTo("213 7");
        assertThat(client.reply()).startsWith("200 ");
    }

    @Test
    void userDuringATransferLogsOutAndTheTransferGoesOn() throws IOException {
        try (var data = client.passive()) {
            client.send("STOR new");
            assertThat(client.send("USER other")).startsWith("331 ");
            assertThat(client.send("PWD")).startsWith("530 ");
            data.getOutputStream().write(1);
        }
        assertThat(client.reply()).startsWith("226 ");
    }

    @Test
    void modeZCompressesDownloadsAndListings() throws IOException {
        assertThat(client.send("MODE Z")).startsWith("200 ");
        var file = client.receive("RETR large");
        assertThat(file.reply()).startsWith("226 ");
        assertThat(file.bytes().length).isLessThan(LARGE.length / 100);
        assertThat(inflated(file.bytes())).isEqualTo(LARGE);
        assertThat(new String(inflated(client.receive("NLST").bytes()), StandardCharsets.UTF_8))
                .isEqualTo("large\r\nsmall\r\n");
        assertThat(client.send("MODE S")).startsWith("200 ");
        assertThat(client.receive("RETR small").text()).isEqualTo("six by");
    }

    @Test
    void modeZExpandsUploads() throws IOException {
        client.send("MODE Z");
        var compressed = new ByteArrayOutputStream();
        try (var deflater = new DeflaterOutputStream(compressed)) {
            deflater.write(LARGE, 0, 1_000_000);
        }
        assertThat(client.transmit("STOR new", compressed.toByteArray())).startsWith("226 ");
        assertThat(home.resolve("new")).hasSize(1_000_000);
    }

    @Test
    void modeZRefusesWhatIsNotCompressedOrCutOff() throws IOException {
        client.send("MODE Z");
        assertThat(client.transmit("STOR new", "plain text".getBytes(StandardCharsets.UTF_8)))
                .startsWith("426 ");
        var compressed = new ByteArrayOutputStream();
        try (var deflater = new DeflaterOutputStream(compressed)) {
            deflater.write(LARGE, 0, 1_000_000);
        }
        var half = new byte[compressed.size() / 2];
        System.arraycopy(compressed.toByteArray(), 0, half, 0, half.length);
        assertThat(client.transmit("STOR new", half)).startsWith("426 ");
    }

    @Test
    void anEmptyFileArrivesByModeZBothWays() throws IOException {
        client.send("MODE Z");
        assertThat(client.transmit("STOR empty", new byte[0])).startsWith("226 ");
        assertThat(inflated(client.receive("RETR empty").bytes())).isEmpty();
    }

    @Test
    void restIsRefusedBeforeAppendingAndForNamesOfTheServersChoice() throws IOException {
        client.send("REST 3");
        assertThat(client.send("APPE small")).startsWith("450 ");
        client.send("REST 3");
        assertThat(client.send("STOU")).startsWith("450 ");
        assertThat(client.receive("RETR small").text()).isEqualTo("six by");
    }

    private static byte[] inflated(byte[] bytes) throws IOException {
        return new InflaterInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
    }
}
