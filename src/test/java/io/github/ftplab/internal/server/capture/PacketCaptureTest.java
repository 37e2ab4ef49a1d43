package io.github.ftplab.internal.server.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ftplab.FtpException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The form of the file: blocks, packets, checksums, sequence numbers. */
@Timeout(60)
class PacketCaptureTest {

    private static final int ENHANCED_PACKET = 6;

    @TempDir
    Path directory;

    private final List<String> warnings = new ArrayList<>();

    private Path file() {
        return directory.resolve("server.pcapng");
    }

    /** A packet without its block. */
    private record Packet(ByteBuffer bytes) {

        private int ipHeader() {
            return bytes.get(0) >> 4 == 4 ? 20 : 40;
        }

        int flags() {
            return bytes.get(ipHeader() + 13);
        }

        long sequence() {
            return bytes.getInt(ipHeader() + 4) & 0xFFFFFFFFL;
        }

        int data() {
            return bytes.limit() - ipHeader() - 20;
        }

        /** {@return the sum over header and pseudo header, whose complement is 0 if the checksum is right} */
        boolean isChecksumRight() {
            int addresses = ipHeader() == 20 ? 12 : 8;
            int sum = 6 + bytes.limit() - ipHeader();
            for (int i = addresses; i < bytes.limit(); i += 2) {
                boolean counts = i < (ipHeader() == 20 ? 20 : 40) || i >= ipHeader();
                int low = i + 1 < bytes.limit() ? bytes.get(i + 1) & 0xFF : 0;
                sum += counts ? ((bytes.get(i) & 0xFF) << 8) + low : 0;
            }
            while (sum > 0xFFFF) {
                sum = (sum & 0xFFFF) + (sum >>> 16);
            }
            return sum == 0xFFFF;
        }
    }

    private List<Packet> packets() throws IOException {
        var bytes = ByteBuffer.wrap(Files.readAllBytes(file()));
        var packets = new ArrayList<Packet>();
        while (bytes.hasRemaining()) {
            int start = bytes.position();
            int type = bytes.getInt();
            int length = bytes.getInt();
            assertThat(length % 4).isZero();
            assertThat(bytes.getInt(start + length - 4)).isEqualTo(length);
            if (type == ENHANCED_PACKET) {
                packets.add(new Packet(bytes.slice(start + 28, bytes.getInt(start + 20))));
            }
            bytes.position(start + length);
        }
        return packets;
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    @SuppressWarnings("AddressSelection") // a numeric address has only one
    void connectionIsWholeFromItsHandshakeToItsEnd(String host) throws IOException {
        try (var capture = PacketCapture.to(file(), warnings::add)) {
            var address = InetAddress.getByName(host);
            var one = capture.open(new InetSocketAddress(address, 50_000), new InetSocketAddress(address, 21), true);
            one.sent(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            one.received(ByteBuffer.allocate(40_000));
            one.inputClosed();
            one.closed();
            one.closed();
        }
        assertThat(packets()).allMatch(Packet::isChecksumRight);
        assertThat(packets()).extracting(Packet::flags).containsExactly(2, 18, 16, 24, 24, 24, 24, 17, 16, 17, 16);
        assertThat(packets()).extracting(Packet::data).contains(3).contains(40_000 % (16 * 1024));
        assertThat(packets().stream().mapToInt(Packet::data).sum()).isEqualTo(40_003);
        assertThat(packets().get(7).sequence()).isEqualTo(packets().get(0).sequence() + 1 + 40_000);
        assertThat(packets().get(9).sequence()).isEqualTo(packets().get(1).sequence() + 1 + 3);
        assertThat(warnings).isEmpty();
    }

    @Test
    void resetEndsAConnectionThatTheServerOpened() throws IOException {
        try (var capture = PacketCapture.to(file(), warnings::add)) {
            var one = capture.open(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 20),
                    false);
            one.reset();
            one.closed();
            one.inputClosed();
        }
        assertThat(packets()).extracting(Packet::flags).containsExactly(2, 18, 16, 20);
    }

    @Test
    void fullFileIsLeftAsItIsAndSaysSoOnce() throws IOException {
        var channel = Files.newByteChannel(file(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var capture = new PacketCapture(channel, 1_000, warnings::add)) {
            var one = capture.open(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 21),
                    true);
            for (int i = 0; i < 100; i++) {
                one.sent(ByteBuffer.allocate(100));
            }
        }
        assertThat(packets()).hasSizeBetween(5, 8);
        assertThat(warnings).singleElement().asString().contains("full");
    }

    @Test
    void failureEndsTheCaptureAndSaysSoOnce() throws IOException {
        var channel = Files.newByteChannel(file(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var capture = new PacketCapture(channel, 1_000_000, warnings::add)) {
            var one = capture.open(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 21),
                    true);
            channel.close();
            one.sent(ByteBuffer.allocate(100));
            one.sent(ByteBuffer.allocate(100));
        }
        assertThat(packets()).hasSize(3);
        assertThat(warnings).singleElement().asString().contains("cannot write the capture file");
    }

    @Test
    void fileOfAnotherServerIsLeftAlone() throws IOException {
        try (var first = PacketCapture.to(file(), warnings::add)) {
            send(first);
            long size = Files.size(file());
            assertThatThrownBy(() -> PacketCapture.start(file(), warnings::add))
                    .isInstanceOf(FtpException.Start.class)
                    .hasMessage("cannot write the capture file " + file() + ": another server writes to it");
            assertThat(file()).hasSize(size);
            send(first);
            assertThat(Files.size(file())).isGreaterThan(size);
        }
        try (var second = PacketCapture.to(file(), warnings::add)) {
            send(second);
            assertThat(packets()).hasSize(4);
        }
        assertThat(warnings).isEmpty();
    }

    private static void send(PacketCapture capture) {
        capture.open(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 21),
                        true)
                .sent(ByteBuffer.allocate(100));
    }

    @Test
    void fileThatCannotBeWrittenIsNamed() {
        var missing = directory.resolve("missing/server.pcapng");
        assertThatThrownBy(() -> PacketCapture.start(missing, warnings::add))
                .isInstanceOf(FtpException.Start.class)
                .hasMessageStartingWith("cannot write the capture file " + missing);
        assertThat(PacketCapture.start(null, warnings::add)).isNull();
    }
}
