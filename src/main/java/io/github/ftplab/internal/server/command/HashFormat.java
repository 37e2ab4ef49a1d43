package io.github.ftplab.internal.server.command;

import io.github.ftplab.internal.protocol.Cancellation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** The digests of a file's contents that clients can ask for, by the names of draft-bryan-ftpext-hash. */
public enum HashFormat {
    SHA_256("SHA-256"),
    SHA_512("SHA-512"),
    SHA_1("SHA-1"),
    MD5("MD5"),
    CRC32("CRC32");

    private static final int BUFFER_BYTES = 64 * 1024;

    final String text;

    HashFormat(String text) {
        this.text = text;
    }

    static @Nullable HashFormat named(String name) {
        return Stream.of(values())
                .filter(format -> format.text.equalsIgnoreCase(name))
                .findAny()
                .orElse(null);
    }

    /** {@return what FEAT says: all names, with an asterisk behind the one that is chosen} */
    static String offer(HashFormat chosen) {
        return Stream.of(values())
                .map(format -> format == chosen ? format.text + "*" : format.text)
                .collect(Collectors.joining(";"));
    }

    /** {@return the digest of the bytes up to {@code end}, in hexadecimal digits} */
    String of(SeekableByteChannel source, long end, Cancellation cancellation) throws IOException {
        return this == CRC32 ? checksum(source, end, cancellation) : digest(source, end, cancellation);
    }

    private String digest(SeekableByteChannel source, long end, Cancellation cancellation) throws IOException {
        try {
            var digest = MessageDigest.getInstance(text);
            read(source, end, cancellation, digest::update);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("this Java has no " + text, e);
        }
    }

    private static String checksum(SeekableByteChannel source, long end, Cancellation cancellation) throws IOException {
        var checksum = new CRC32();
        read(source, end, cancellation, checksum::update);
        return String.format(Locale.ROOT, "%08x", checksum.getValue());
    }

    /** Takes the bytes of a file, a buffer at a time. */
    private interface Sink {
        void update(ByteBuffer bytes);
    }

    private static void read(SeekableByteChannel source, long end, Cancellation cancellation, Sink sink)
            throws IOException {
        var buffer = ByteBuffer.allocate(BUFFER_BYTES);
        long left = end - source.position();
        while (left > 0) {
            cancellation.check();
            buffer.clear().limit((int) Math.min(left, buffer.capacity()));
            int count = source.read(buffer);
            if (count < 0) {
                throw new IOException("the file has become shorter");
            }
            left -= count;
            sink.update(buffer.flip());
        }
    }
}
