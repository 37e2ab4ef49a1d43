package io.github.ftplab.internal.server.capture;

import io.github.ftplab.FtpException;
import io.github.ftplab.internal.protocol.Text;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A pcapng file with the packets of all connections of a server, as Wireshark reads it. The bytes are those that went
 * through the sockets; the IP and TCP headers around them are made up, as a program does not see them. Thread-safe.
 *
 * <p>Each packet is written at once, so that the file can be read while the server runs. If that fails, or the file
 * becomes too large, capturing ends, and the server goes on.
 */
public final class PacketCapture implements AutoCloseable {

    private static final long MAX_BYTES = 1L << 30;

    /** A byte beyond any file, as on Windows nobody else could read the locked ones. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 2;

    private static final int SECTION_HEADER = 0x0A0D0D0A;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int ENHANCED_PACKET = 6;
    private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;

    /** Packets begin with an IP header, of version 4 or 6. */
    private static final short LINKTYPE_RAW = 101;

    private final SeekableByteChannel file;
    private final Consumer<String> warnings;
    private final long maxBytes;
    private long written;
    private boolean ended;

    PacketCapture(SeekableByteChannel file, long maxBytes, Consumer<String> warnings) throws IOException {
        this.file = file;
        this.maxBytes = maxBytes;
        this.warnings = warnings;
        var head = ByteBuffer.allocate(28 + 20);
        head.putInt(SECTION_HEADER).putInt(28).putInt(BYTE_ORDER_MAGIC);
        head.putShort((short) 1).putShort((short) 0).putLong(-1).putInt(28);
        head.putInt(INTERFACE_DESCRIPTION).putInt(20);
        head.putShort(LINKTYPE_RAW).putShort((short) 0).putInt(0).putInt(20);
        writeAll(head.flip());
    }

    /**
     * Begins to capture.
     *
     * @param file the file, or null for none
     * @return what captures, or null without a file
     * @throws FtpException.Start if the file can't be written
     */
    public static @Nullable PacketCapture start(@Nullable Path file, Consumer<String> warnings) {
        try {
            return file == null ? null : to(file, warnings);
        } catch (IOException e) {
            throw new FtpException.Start("cannot write the capture file " + file + ": " + Text.reason(e), e);
        }
    }

    /**
     * Creates or empties a file. On file systems with modes, only the owner can read a new one, as it contains passwords.
     *
     * @param warnings is told once why capturing has ended
     * @throws IOException if it can't be written, or another server writes to it; it is unchanged then
     */
    static PacketCapture to(Path file, Consumer<String> warnings) throws IOException {
        var ownerOnly = file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        var options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var channel = Files.newByteChannel(file, options, ownerOnly);
        try {
            if (Files.isRegularFile(file)) {
                lock(channel);
                channel.truncate(0);
            }
            return new PacketCapture(channel, MAX_BYTES, warnings);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Locks a file until it is closed, where its file system has locks. */
    private static void lock(SeekableByteChannel channel) throws IOException {
        FileLock lock = null;
        try {
            if (!(channel instanceof FileChannel file)) {
                return;
            }
            lock = file.tryLock(LOCKED_BYTE, 1, false);
        } catch (OverlappingFileLockException e) {
            // Held by a server of this JVM.
        } catch (IOException e) {
            return; // A network file system without locks.
        }
        if (lock == null) {
            throw new IOException("another server writes to it");
        }
    }

    /**
     * Adds a connection.
     *
     * @param byClient whether the client opened it
     */
    public CapturedConnection open(InetSocketAddress client, InetSocketAddress server, boolean byClient) {
        return new CapturedConnection(this, client, server, byClient);
    }

    /** Adds a packet: {@code head} and {@code data} are its parts. */
    synchronized void add(ByteBuffer head, ByteBuffer data) {
        if (ended) {
            return;
        }
        int length = head.remaining() + data.remaining();
        int padding = -length & 3;
        int block = 32 + length + padding;
        if (written + block > maxBytes) {
            end("the capture file is full, " + maxBytes + " bytes: later packets are not in it");
            return;
        }
        var now = Instant.now();
        long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
        var bytes = ByteBuffer.allocate(block);
        bytes.putInt(ENHANCED_PACKET).putInt(block).putInt(0);
        bytes.putInt((int) (micros >>> 32)).putInt((int) micros).putInt(length).putInt(length);
        bytes.put(head).put(data).position(bytes.position() + padding).putInt(block);
        try {
            writeAll(bytes.flip());
        } catch (IOException e) {
            end("cannot write the capture file, later packets are not in it: " + e);
        }
    }

    private void writeAll(ByteBuffer bytes) throws IOException {
        written += bytes.remaining();
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    private void end(String why) {
        ended = true;
        warnings.accept(why);
    }

    /** Ends the file. Idempotent. */
    @Override
    public synchronized void close() {
        ended = true;
        try {
            file.close();
        } catch (IOException e) {
            warnings.accept("cannot close the capture file: " + e);
        }
    }
}
