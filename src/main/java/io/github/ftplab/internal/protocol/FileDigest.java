package io.github.ftplab.internal.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Digests of a file's contents in hexadecimal, with the names of draft-bryan-ftpext-hash, and the FTP commands and
 * replies for them.
 */
public enum FileDigest {
    SHA_256("SHA-256", 64),
    SHA_512("SHA-512", 128),
    SHA_1("SHA-1", 40),
    MD5("MD5", 32),
    CRC32("CRC32", 8);

    private static final int BUFFER_BYTES = 64 * 1024;

    private final String text;
    private final int digits;

    FileDigest(String text, int digits) {
        this.text = text;
        this.digits = digits;
    }

    /** {@return the commands for one digest each, which also accept a range; the strongest digest first} */
    public static Map<String, FileDigest> byCommand() {
        var commands = new LinkedHashMap<String, FileDigest>();
        commands.put("XSHA512", SHA_512);
        commands.put("XSHA256", SHA_256);
        commands.put("XSHA1", SHA_1);
        commands.put("XSHA", SHA_1);
        commands.put("XMD5", MD5);
        commands.put("XCRC", CRC32);
        return Collections.unmodifiableMap(commands);
    }

    /** {@return the digest of a name, ignoring case} */
    public static Optional<FileDigest> named(String name) {
        return Stream.of(values())
                .filter(digest -> digest.text.equalsIgnoreCase(name))
                .findAny();
    }

    /** {@return the digests as FEAT lists them for HASH, with an asterisk after the chosen one} */
    public static String offer(FileDigest chosen) {
        return Stream.of(values())
                .map(digest -> digest == chosen ? digest.text + "*" : digest.text)
                .collect(Collectors.joining(";"));
    }

    /** {@return the digest that is chosen for HASH according to FEAT} */
    public static Optional<FileDigest> chosen(String offer) {
        return Stream.of(offer.split(";", -1))
                .map(String::strip)
                .filter(name -> name.endsWith("*"))
                .flatMap(name -> named(name.substring(0, name.length() - 1)).stream())
                .findFirst();
    }

    /** {@return the text of a reply to HASH for the first {@code length} bytes of a file} */
    public String hashReply(long length, String digest, String path) {
        return String.format(Locale.ROOT, "%s 0-%d %s %s", text, length, digest, path);
    }

    /**
     * {@return the digest in a reply, if there is one} The path, which follows it with HASH and SITE MD5 and
     * precedes it with MD5, may look like a digest too. A CRC may lack leading zeros, if there is no word of all its digits.
     */
    public Optional<String> inReply(String command, String reply) {
        return inReply(command, reply, digits)
                .or(() -> this == CRC32 ? inReply(command, reply, 1) : Optional.empty())
                .map(word -> "0".repeat(digits - word.length()) + word.toLowerCase(Locale.ROOT));
    }

    private Optional<String> inReply(String command, String reply, int fewest) {
        return Arrays.stream(reply.split("\\s+", -1))
                .filter(word -> word.length() >= fewest && word.length() <= digits)
                .filter(word -> word.matches("[0-9A-Fa-f]+"))
                .reduce((first, last) -> command.equals("HASH") || command.startsWith("SITE") ? first : last);
    }

    /** {@return the digest of the next {@code length} bytes, or of all that remain if these are fewer} */
    public String of(ReadableByteChannel source, long length, Cancellation cancellation) throws IOException {
        if (this == CRC32) {
            var checksum = new CRC32();
            read(source, length, cancellation, checksum::update);
            return HexFormat.of().toHexDigits(checksum.getValue(), digits);
        }
        try {
            var digest = MessageDigest.getInstance(text);
            read(source, length, cancellation, digest::update);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("this Java runtime does not support " + text, e);
        }
    }

    private static void read(
            ReadableByteChannel source, long length, Cancellation cancellation, Consumer<ByteBuffer> digest)
            throws IOException {
        var buffer = ByteBuffer.allocate(BUFFER_BYTES);
        long left = length;
        while (left > 0 && source.read(buffer.clear().limit((int) Math.min(left, buffer.capacity()))) >= 0) {
            cancellation.check();
            left -= buffer.flip().remaining();
            digest.accept(buffer);
        }
    }

    /** {@return its name} */
    @Override
    public String toString() {
        return text;
    }
}
