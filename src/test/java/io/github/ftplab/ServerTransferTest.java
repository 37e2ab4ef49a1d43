package io.github.ftplab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.NothingLeft;
import io.github.ftplab.testing.Programs;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.WithServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;

@WithServer(letters = "elradfmwM")
class ServerTransferTest {

    private static final byte[] ALL_BYTES = allBytes();

    @Given
    Path home;

    @Given
    FtpServer server;

    @Given
    RawClient client;

    @Test
    void binaryIsByteExactBothWays() throws IOException {
        assertThat(client.transmit("STOR bytes.bin", ALL_BYTES)).isEqualTo("226 Transfer complete.");
        assertThat(home.resolve("bytes.bin")).hasBinaryContent(ALL_BYTES);
        var received = client.receive("RETR bytes.bin");
        assertThat(received.bytes()).isEqualTo(ALL_BYTES);
        assertThat(received.opening())
                .isEqualTo("150 Opening BINARY mode data connection for bytes.bin (%d bytes).", ALL_BYTES.length);
        assertThat(received.reply()).isEqualTo("226 Transfer complete.");
    }

    /** More transfers than processors, all begun before the first is read. */
    @Test
    void manyDownloadsAtOnceAreByteExact() throws IOException {
        var content = new byte[8_000_001];
        new Random(11).nextBytes(content);
        Files.write(home.resolve("large.bin"), content);
        var begun = new ArrayList<InputStream>();
        var sessions = new ArrayList<FtpClient>();
        try {
            for (int i = 0; i < Runtime.getRuntime().availableProcessors() + 4; i++) {
                var session = FtpClient.connect("127.0.0.1", server.port()).login("test", "potato");
                sessions.add(session);
                begun.add(session.read("large.bin"));
            }
            for (var stream : begun) {
                try (stream) {
                    assertThat(stream.readAllBytes()).isEqualTo(content);
                }
            }
        } finally {
            sessions.forEach(FtpClient::close);
        }
    }

    @Test
    void emptyFileIsAFile() throws IOException {
        assertThat(client.transmit("STOR empty", new byte[0])).startsWith("226 ");
        assertThat(home.resolve("empty")).isEmptyFile();
        assertThat(client.receive("RETR empty").bytes()).isEmpty();
    }

    @Test
    void asciiChangesLineEndsAndNothingElse() throws IOException {
        client.send("TYPE A");
        assertThat(client.transmit("STOR text", "one\r\ntwo\nthree\rfour\r\n\r".getBytes(UTF_8)))
                .startsWith("226 ");
        assertThat(Files.readString(home.resolve("text"))).isEqualTo("one\ntwo\nthree\rfour\n\r");
        Files.writeString(home.resolve("text"), "one\ntwo\r\nthrée\n\n");
        assertThat(client.receive("RETR text").text()).isEqualTo("one\r\ntwo\r\nthrée\r\n\r\n");
    }

    /** The line ends fall on every position of the buffers. */
    @Test
    void bigTextComesBackAsItWas() throws IOException {
        var text = new StringBuilder();
        for (int i = 0; text.length() < 2_000_000; i++) {
            text.append("x".repeat(i % 80)).append('\n');
        }
        client.send("TYPE A");
        var onTheWire = text.toString().replace("\n", "\r\n");
        assertThat(client.transmit("STOR text", onTheWire.getBytes(UTF_8))).startsWith("226 ");
        assertThat(Files.readString(home.resolve("text")).equals(text.toString()))
                .isTrue();
        assertThat(client.receive("RETR text").text().equals(onTheWire)).isTrue();
    }

    @Test
    void compressedTransfersAreByteExact() throws IOException {
        Files.write(home.resolve("bytes.bin"), ALL_BYTES);
        var listing = client.receive("NLST").text();
        assertThat(client.send("MODE Z")).startsWith("200 ");
        assertThat(inflated(client.receive("RETR bytes.bin").bytes())).isEqualTo(ALL_BYTES);
        assertThat(inflated(client.receive("NLST").bytes())).asString(UTF_8).isEqualTo(listing);
        var zip = new ByteArrayOutputStream();
        try (var deflating = new DeflaterOutputStream(zip)) {
            deflating.write(ALL_BYTES);
        }
        assertThat(client.transmit("STOR copy.bin", zip.toByteArray())).startsWith("226 ");
        assertThat(home.resolve("copy.bin")).hasBinaryContent(ALL_BYTES);
        client.send("TYPE A");
        Files.writeString(home.resolve("text"), "one\ntwo\n");
        assertThat(inflated(client.receive("RETR text").bytes()))
                .asString(UTF_8)
                .isEqualTo("one\r\ntwo\r\n");
    }

    private static byte[] inflated(byte[] zip) throws IOException {
        return new InflaterInputStream(new ByteArrayInputStream(zip)).readAllBytes();
    }

    @Test
    void storeReplacesALongerFile() throws IOException {
        Files.writeString(home.resolve("file"), "a longer text");
        client.transmit("STOR file", "short".getBytes(UTF_8));
        assertThat(home.resolve("file")).hasContent("short");
    }

    @Test
    void appendAddsAtTheEndAndMakesAFile() throws IOException {
        assertThat(client.transmit("APPE file", "one".getBytes(UTF_8))).startsWith("226 ");
        assertThat(client.transmit("APPE file", "two".getBytes(UTF_8))).startsWith("226 ");
        assertThat(home.resolve("file")).hasContent("onetwo");
    }

    @Test
    void restartSkipsWhatIsThereBothWays() throws IOException {
        Files.writeString(home.resolve("file"), "0123456789");
        assertThat(client.send("REST 4")).startsWith("350 ");
        assertThat(client.receive("RETR file").text()).isEqualTo("456789");
        assertThat(client.receive("RETR file").text()).isEqualTo("0123456789");
        client.send("REST 8");
        assertThat(client.transmit("STOR file", "abcd".getBytes(UTF_8))).startsWith("226 ");
        assertThat(home.resolve("file")).hasContent("01234567abcd");
        client.send("REST 12");
        assertThat(client.receive("RETR file").bytes()).isEmpty();
    }

    @Test
    void restartPastTheEndIsRefusedAndChangesNothing() throws IOException {
        Files.writeString(home.resolve("file"), "0123456789");
        client.send("REST 11");
        assertThat(client.receive("RETR file").reply()).startsWith("554 ");
        client.send("REST 11");
        assertThat(client.transmit("STOR file", new byte[1])).startsWith("554 ");
        assertThat(home.resolve("file")).hasContent("0123456789");
        client.send("REST 1");
        assertThat(client.transmit("STOR new", new byte[1])).startsWith("55");
        assertThat(home.resolve("new")).doesNotExist();
    }

    @Test
    void restartNeedsANumberAndBinary() throws IOException {
        for (var wrong : new String[] {"-1", "x", "1.5", "99999999999999999999", "0x1"}) {
            assertThat(client.send("REST " + wrong)).as(wrong).startsWith("501 ");
        }
        client.send("TYPE A");
        assertThat(client.send("REST 1")).startsWith("501 ");
    }

    @Test
    void storeUniqueNeverOverwrites() throws IOException {
        Files.writeString(home.resolve("file"), "first");
        try (var data = client.passive()) {
            assertThat(client.send("STOU file")).isEqualTo("150 FILE: file.1");
            data.getOutputStream().write("second".getBytes(UTF_8));
        }
        assertThat(client.reply()).startsWith("226 ");
        assertThat(home.resolve("file")).hasContent("first");
        assertThat(home.resolve("file.1")).hasContent("second");
        assertThat(client.transmit("STOU", "third".getBytes(UTF_8))).startsWith("226 ");
        assertThat(home.toFile().list()).hasSize(3);
    }

    @Test
    void transferWithoutADataConnectionChangesNothing() throws IOException {
        Files.writeString(home.resolve("file"), "hello");
        for (var command : new String[] {"RETR file", "STOR file", "STOR new", "APPE new", "STOU new", "LIST"}) {
            assertThat(client.send(command)).as(command).startsWith("425 ");
        }
        assertThat(home.resolve("file")).hasContent("hello");
        assertThat(home.toFile().list()).containsExactly("file");
    }

    @Test
    void activeModeWorksBothWays() throws IOException {
        try (var listening = client.active()) {
            assertThat(client.send("STOR file")).startsWith("150 ");
            try (var data = listening.accept()) {
                data.getOutputStream().write(ALL_BYTES);
            }
            assertThat(client.reply()).startsWith("226 ");
        }
        try (var listening = client.active()) {
            assertThat(client.send("RETR file")).startsWith("150 ");
            try (var data = listening.accept()) {
                assertThat(data.getInputStream().readAllBytes()).isEqualTo(ALL_BYTES);
            }
            assertThat(client.reply()).startsWith("226 ");
        }
    }

    @Test
    void activeModeToAClosedPortIsRefused() throws IOException {
        int port;
        try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        assertThat(client.send("EPRT |1|127.0.0.1|" + port + "|")).startsWith("425 ");
        assertThat(client.send("LIST")).startsWith("425 ");
        assertThat(client.send("NOOP")).startsWith("200 ");
    }

    @Test
    void severalSessionsMove20MegabytesAtOnce() throws Exception {
        var bytes = new byte[20_000_000];
        new Random(1).nextBytes(bytes);
        inParallel(4, i -> {
            try (var mine = RawClient.login(server, "test", "potato")) {
                assertThat(mine.transmit("STOR big" + i, bytes)).startsWith("226 ");
                assertThat(Files.mismatch(home.resolve("big" + i), Files.write(home.resolve("copy" + i), bytes)))
                        .isEqualTo(-1);
                assertThat(Arrays.equals(mine.receive("RETR big" + i).bytes(), bytes))
                        .isTrue();
            }
        });
    }

    @Test
    void sixtyFourSessionsWorkAtOnce() throws Exception {
        inParallel(64, i -> {
            try (var mine = RawClient.login(server, "test", "potato")) {
                assertThat(mine.transmit("STOR file" + i, ALL_BYTES)).startsWith("226 ");
                assertThat(mine.receive("LIST").reply()).startsWith("226 ");
                assertThat(mine.receive("RETR file" + i).bytes()).isEqualTo(ALL_BYTES);
                assertThat(mine.send("DELE file" + i)).startsWith("250 ");
                assertThat(mine.send("QUIT")).isEqualTo("221 Goodbye.");
            }
        });
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void clientThatVanishesInTheMiddleOfADownloadLeavesNothing() throws IOException {
        Files.write(home.resolve("big"), new byte[50_000_000]);
        int before = NothingLeft.descriptors().size();
        try (var vanishing = RawClient.login(server, "test", "potato");
                var data = vanishing.passive()) {
            vanishing.send("RETR big");
            assertThat(data.getInputStream().read()).isZero();
        }
        awaitDescriptors(before);
        assertThat(server.log().toString()).contains("RETR /big completed=0");
        assertThat(client.send("NOOP")).startsWith("200 ");
    }

    @Test
    void clientThatVanishesInTheMiddleOfAnUploadLeavesNothingOpen() throws IOException {
        int before = NothingLeft.descriptors().size();
        var data = vanishWhileStoring();
        try (data) {
            awaitDescriptors(before + 1);
        }
        assertThat(server.log().toString()).contains("STOR /new completed=0");
    }

    /** The control connection is closed, the data connection is not: the server has to close it itself. */
    private Socket vanishWhileStoring() throws IOException {
        try (var vanishing = RawClient.login(server, "test", "potato")) {
            var data = vanishing.passive();
            vanishing.send("STOR new");
            data.getOutputStream().write(1);
            await().until(() -> Files.exists(home.resolve("new")) && Files.size(home.resolve("new")) == 1);
            return data;
        }
    }

    @Test
    void clientThatVanishesBeforeTheDataConnectionLeavesNothing() throws IOException {
        Files.writeString(home.resolve("file"), "hello");
        int before = NothingLeft.descriptors().size();
        try (var vanishing = RawClient.login(server, "test", "potato")) {
            vanishing.passivePort();
            assertThat(vanishing.send("RETR file")).startsWith("150 ");
        }
        awaitDescriptors(before);
    }

    @Test
    void pipeInTheHomeBlocksNobody() throws IOException {
        Programs.command(Programs.find("mkfifo"), home.resolve("pipe")).run().ok();
        assertThat(client.receive("RETR pipe").reply()).startsWith("550 ");
        assertThat(client.transmit("STOR pipe", new byte[1])).startsWith("550 ");
        assertThat(client.transmit("APPE pipe", new byte[1])).startsWith("550 ");
        assertThat(client.transmit("STOU pipe", new byte[1])).startsWith("226 ");
        assertThat(client.send("SIZE pipe")).startsWith("550 ");
        assertThat(client.receive("LIST").text()).contains(" pipe\r\n").contains(" pipe.1\r\n");
        assertThat(client.receive("MLSD").reply()).startsWith("226 ");
    }

    private void awaitDescriptors(int atMost) {
        await().untilAsserted(() -> assertThat(NothingLeft.descriptors()).hasSizeLessThanOrEqualTo(atMost));
    }

    /** The work of one of many clients. */
    private interface Part {
        void run(int number) throws IOException;
    }

    private static void inParallel(int count, Part part) throws Exception {
        var pool = Executors.newFixedThreadPool(count);
        try {
            var tasks = new ArrayList<Callable<Void>>();
            for (int i = 0; i < count; i++) {
                int number = i;
                tasks.add(() -> {
                    part.run(number);
                    return null;
                });
            }
            for (var result : pool.invokeAll(tasks)) {
                result.get(50, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static byte[] allBytes() {
        var bytes = new byte[100_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i ^ i >> 8);
        }
        return bytes;
    }
}
