package io.github.ftplab.internal.server.capture;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A TCP connection (RFC 9293) in a capture file, made up around the bytes that went through a socket. Thread-safe. */
public final class CapturedConnection {

    private static final int MAX_SEGMENT = 16 * 1024;

    private static final int FIN = 1;
    private static final int SYN = 2;
    private static final int RST = 4;
    private static final int PSH = 8;
    private static final int ACK = 16;

    private static final int TCP = 6;
    private static final int TCP_HEADER = 20;
    /** The length of the header in words of 32 bits, in the upper half of a byte. */
    private static final int HEADER_WORDS = 0x50;

    private static final int HOPS = 64;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final PacketCapture capture;
    private final Side client;
    private final Side server;
    private boolean reset;

    /** One end of the connection. */
    private static final class Side {

        private final InetSocketAddress address;
        /** The sequence number of the next byte. */
        private int next;

        private boolean ended;

        Side(InetSocketAddress address, int first) {
            this.address = address;
            next = first;
        }
    }

    CapturedConnection(
            PacketCapture capture, InetSocketAddress clientAddress, InetSocketAddress serverAddress, boolean byClient) {
        this.capture = capture;
        client = new Side(clientAddress, 1_000);
        server = new Side(serverAddress, 2_000);
        var opening = byClient ? client : server;
        add(opening, SYN, NOTHING);
        add(peer(opening), SYN | ACK, NOTHING);
        add(opening, ACK, NOTHING);
    }

    private Side peer(Side side) {
        return side == client ? server : client;
    }

    /** Records bytes that the client has sent; the buffer does not change. */
    public synchronized void received(ByteBuffer bytes) {
        addAll(client, bytes.duplicate());
    }

    /** Records bytes that the server has sent; the buffer does not change. */
    public synchronized void sent(ByteBuffer bytes) {
        addAll(server, bytes.duplicate());
    }

    private void addAll(Side from, ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            int length = Math.min(MAX_SEGMENT, bytes.remaining());
            add(from, PSH | ACK, bytes.slice(bytes.position(), length));
            bytes.position(bytes.position() + length);
        }
    }

    /** Records that the client has closed its half of the connection. */
    public synchronized void inputClosed() {
        end(client);
    }

    /** Records that the server has closed the connection. */
    public synchronized void closed() {
        end(server);
    }

    /** Records that the server has reset the connection. */
    public synchronized void reset() {
        if (!server.ended) {
            add(server, RST | ACK, NOTHING);
            reset = true;
            server.ended = true;
        }
    }

    private void end(Side side) {
        if (!side.ended && !reset) {
            side.ended = true;
            add(side, FIN | ACK, NOTHING);
            add(peer(side), ACK, NOTHING);
        }
    }

    private void add(Side from, int flags, ByteBuffer data) {
        var to = peer(from);
        var segment = ByteBuffer.allocate(TCP_HEADER + data.remaining());
        segment.putShort((short) from.address.getPort()).putShort((short) to.address.getPort());
        segment.putInt(from.next).putInt((flags & ACK) == 0 ? 0 : to.next);
        segment.put((byte) HEADER_WORDS).put((byte) flags).putShort((short) 0xFFFF);
        segment.putInt(0).put(data.duplicate()).flip();
        from.next += data.remaining() + ((flags & (SYN | FIN)) == 0 ? 0 : 1);
        var one = from.address.getAddress();
        var other = to.address.getAddress();
        boolean four = one instanceof Inet4Address && other instanceof Inet4Address;
        var source = four ? one.getAddress() : six(one);
        var target = four ? other.getAddress() : six(other);
        long sum = sum(segment) + sum(ByteBuffer.wrap(source)) + sum(ByteBuffer.wrap(target));
        segment.putShort(16, checksum(sum + TCP + segment.remaining()));
        capture.add(four ? header4(source, target, segment) : header6(source, target, segment), segment);
    }

    /** {@return the 16 bytes of an address, mapped if it is one of IPv4 (RFC 4291, section 2.5.5.2)} */
    private static byte[] six(InetAddress address) {
        if (address instanceof Inet6Address) {
            return address.getAddress();
        }
        var bytes = ByteBuffer.allocate(16).putShort(10, (short) 0xFFFF).put(12, address.getAddress());
        return Arrays.copyOf(bytes.array(), 16);
    }

    private static ByteBuffer header4(byte[] source, byte[] target, ByteBuffer segment) {
        var header = ByteBuffer.allocate(20);
        header.putShort((short) 0x4500).putShort((short) (20 + segment.remaining()));
        header.putInt(0x4000).put((byte) HOPS).put((byte) TCP).putShort((short) 0);
        header.put(source).put(target).flip();
        return header.putShort(10, checksum(sum(header)));
    }

    private static ByteBuffer header6(byte[] source, byte[] target, ByteBuffer segment) {
        var header = ByteBuffer.allocate(40);
        header.putInt(0x60000000).putShort((short) segment.remaining());
        header.put((byte) TCP).put((byte) HOPS).put(source).put(target);
        return header.flip();
    }

    /** {@return the sum of 16-bit words (RFC 1071)} */
    private static long sum(ByteBuffer bytes) {
        long sum = 0;
        int i = bytes.position();
        for (; i + 1 < bytes.limit(); i += 2) {
            sum += bytes.getShort(i) & 0xFFFF;
        }
        return i < bytes.limit() ? sum + ((bytes.get(i) & 0xFF) << 8) : sum;
    }

    private static short checksum(long sum) {
        long folded = sum;
        while (folded > 0xFFFF) {
            folded = (folded & 0xFFFF) + (folded >>> 16);
        }
        return (short) ~folded;
    }
}
