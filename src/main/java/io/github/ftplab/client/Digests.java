package io.github.ftplab.client;

import io.github.ftplab.Reply;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;

/** Compares a file on the server with one here by a digest of its contents, where the server has one. */
final class Digests {

    private static final List<Kind> BEST_FIRST = List.of(
            new Kind("XSHA512", "SHA-512", 128),
            new Kind("XSHA256", "SHA-256", 64),
            new Kind("XSHA1", "SHA-1", 40),
            new Kind("XMD5", "MD5", 32),
            new Kind("MD5", "MD5", 32),
            new Kind("XCRC", "CRC32", 8));

    private Digests() {}

    /** A command that answers a digest of so many hexadecimal digits. */
    private record Kind(String verb, String algorithm, int digits) {}

    /**
     * Compares two files.
     *
     * @throws DataException if they differ
     * @throws RefusedException if the server can't tell
     */
    static void compare(Wire wire, Features features, String remote, Path local) throws IOException {
        var kind = kind(features);
        var reply = wire.expect(Command.onPath(kind.verb(), remote));
        var there = hexadecimal(reply, kind.digits());
        var here = digest(kind.algorithm(), local);
        if (there.isEmpty() || !there.get().equals(here)) {
            throw new DataException(
                    DataException.Stage.DIFFERENT,
                    kind.algorithm() + " is " + here + " here, and the server says \"" + reply + "\"",
                    new IOException("different"));
        }
    }

    private static Kind kind(Features features) throws IOException {
        if (features.has("HASH")) {
            var chosen = chosenHash(features.named().getOrDefault("HASH", ""));
            var known = BEST_FIRST.stream()
                    .filter(kind -> kind.algorithm().equals(chosen))
                    .findFirst();
            if (known.isPresent()) {
                return new Kind("HASH", chosen, known.get().digits());
            }
        }
        return BEST_FIRST.stream()
                .filter(kind -> features.has(kind.verb()))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        "HASH", new Reply(502, List.of("the server offers no digest of files in FEAT"))));
    }

    /** Of {@code SHA-256*;SHA-1;MD5} the one with the star. */
    private static String chosenHash(String offered) {
        return Arrays.stream(offered.split(";", -1))
                .map(String::strip)
                .filter(name -> name.endsWith("*"))
                .map(name -> name.substring(0, name.length() - 1).toUpperCase(Locale.ROOT))
                .findFirst()
                .orElse("");
    }

    /** The one word of the reply that has the digits; CRCs may lack their leading zeros. */
    private static Optional<String> hexadecimal(Reply reply, int digits) {
        return Arrays.stream(reply.text().split("\\s+", -1))
                .filter(word -> word.matches("[0-9A-Fa-f]+"))
                .filter(word -> digits == 8 ? word.length() <= 8 : word.length() == digits)
                .reduce((first, last) -> last)
                .map(word -> "0".repeat(digits - word.length()) + word.toLowerCase(Locale.ROOT));
    }

    private static String digest(String algorithm, Path file) throws IOException {
        var buffer = ByteBuffer.allocate(Settings.BUFFER);
        try (var in = Files.newByteChannel(file)) {
            if (algorithm.equals("CRC32")) {
                var crc = new CRC32();
                while (in.read(buffer.clear()) >= 0) {
                    crc.update(buffer.flip());
                }
                return "%8s"
                        .formatted(BigInteger.valueOf(crc.getValue()).toString(16))
                        .replace(' ', '0');
            }
            var digest = MessageDigest.getInstance(algorithm);
            while (in.read(buffer.clear()) >= 0) {
                digest.update(buffer.flip());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (GeneralSecurityException e) {
            throw new LocalException("this Java runtime has no " + algorithm, e);
        }
    }
}
