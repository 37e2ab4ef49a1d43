package io.github.ftplab.internal.client.transfer;

import io.github.ftplab.Reply;
import io.github.ftplab.internal.client.control.ControlConnection;
import io.github.ftplab.internal.client.control.Features;
import io.github.ftplab.internal.client.control.FtpCommand;
import io.github.ftplab.internal.client.failure.DataException;
import io.github.ftplab.internal.client.failure.LocalException;
import io.github.ftplab.internal.client.failure.RefusedException;
import io.github.ftplab.internal.client.settings.ClientSettings;
import io.github.ftplab.internal.protocol.Text;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/** Compares a file on the server with one here by a digest of its contents, where the server has one. */
final class RemoteDigests {

    private static final List<Kind> BEST_FIRST = List.of(
            new Kind("XSHA512", "SHA-512", 128),
            new Kind("XSHA256", "SHA-256", 64),
            new Kind("XSHA1", "SHA-1", 40),
            new Kind("XMD5", "MD5", 32),
            new Kind("MD5", "MD5", 32),
            new Kind("XCRC", "CRC32", 8));

    /** Beyond this, to have a part sent again and compared is quicker than to wait for its digest. */
    private static final long LONGEST = 1L << 30;

    /** How many bytes a second a server on a small machine digests at least. */
    private static final long SLOWEST = 8 << 20;

    private RemoteDigests() {}

    /** A command that answers a digest of so many hexadecimal digits. */
    private record Kind(String verb, String algorithm, int digits) {}

    /**
     * Compares two files.
     *
     * @throws DataException if they differ
     * @throws RefusedException if the server can't tell
     */
    static void compare(ControlConnection control, Features features, String remote, Path local) throws IOException {
        compare(control, features, remote, local, Long.MAX_VALUE);
    }

    /** Does the same with as many bytes from the beginning of the file here, which may have grown since. */
    static void compare(ControlConnection control, Features features, String remote, Path local, long length)
            throws IOException {
        var kind = kind(features);
        var reply = control.expect(FtpCommand.onPath(kind.verb(), remote));
        var there = hexadecimal(reply, kind.digits());
        var here = digest(kind.algorithm(), local, length);
        if (there.isEmpty() || !there.get().equals(here)) {
            throw new DataException(
                    DataException.Stage.DIFFERENT,
                    kind.algorithm() + " is " + here + " here, and the server says \"" + reply + "\"",
                    new IOException("different"));
        }
    }

    /**
     * Compares all that the server has of a file with as many bytes from the beginning of one here.
     *
     * @return whether they are the same; empty if the server can't tell, or not within a reasonable time
     */
    static Optional<Boolean> isSame(
            ControlConnection control, Features features, String remote, SeekableByteChannel local, long length)
            throws IOException {
        var kind = find(features);
        return kind.isEmpty()
                ? Optional.empty()
                : isSame(control, kind.get(), FtpCommand.onPath(kind.get().verb(), remote), local, length);
    }

    /**
     * Compares the first bytes of a file on the server, which may have more, with those of one here.
     *
     * @return whether they are the same; empty if the server can't tell that of a part of a file
     */
    static Optional<Boolean> isSamePart(
            ControlConnection control, Features features, String remote, SeekableByteChannel local, long length)
            throws IOException {
        var kind = BEST_FIRST.stream()
                .filter(each -> each.verb().startsWith("X") && features.has(each.verb()))
                .findFirst();
        if (kind.isEmpty() || remote.contains("\"")) {
            return Optional.empty();
        }
        // From 0 it makes no difference whether a server takes the second number for an end or for a length.
        var command = FtpCommand.of(kind.get().verb(), '"' + remote + "\" 0 " + length);
        return isSame(control, kind.get(), command, local, length);
    }

    private static Optional<Boolean> isSame(
            ControlConnection control, Kind kind, FtpCommand command, SeekableByteChannel local, long length)
            throws IOException {
        if (length > LONGEST) {
            return Optional.empty();
        }
        var reply = control.exchange(command, control.replyTimeout().plusSeconds(length / SLOWEST));
        if (!reply.isPositive()) {
            return Optional.empty();
        }
        var there = hexadecimal(reply, kind.digits());
        try {
            local.position(0);
            return Optional.of(there.isPresent() && there.get().equals(digest(kind.algorithm(), local, length)));
        } catch (LocalException e) {
            throw e;
        } catch (IOException e) {
            throw new LocalException("the file on this side can't be read (" + Text.reason(e) + ")", e);
        }
    }

    private static Kind kind(Features features) throws IOException {
        return find(features)
                .orElseThrow(() -> new RefusedException(
                        "HASH", new Reply(502, List.of("the server offers no digest of files in FEAT"))));
    }

    private static Optional<Kind> find(Features features) {
        if (features.has("HASH")) {
            var chosen = chosenHash(features.named().getOrDefault("HASH", ""));
            var known = BEST_FIRST.stream()
                    .filter(kind -> kind.algorithm().equals(chosen))
                    .findFirst();
            if (known.isPresent()) {
                return Optional.of(new Kind("HASH", chosen, known.get().digits()));
            }
        }
        return BEST_FIRST.stream().filter(kind -> features.has(kind.verb())).findFirst();
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

    private static String digest(String algorithm, Path file, long length) throws IOException {
        try (var in = Files.newByteChannel(file)) {
            return digest(algorithm, in, length);
        }
    }

    private static String digest(String algorithm, SeekableByteChannel in, long most) throws IOException {
        try {
            if (algorithm.equals("CRC32")) {
                var crc = new CRC32();
                feed(in, most, crc::update);
                return "%8s"
                        .formatted(BigInteger.valueOf(crc.getValue()).toString(16))
                        .replace(' ', '0');
            }
            var digest = MessageDigest.getInstance(algorithm);
            feed(in, most, digest::update);
            return HexFormat.of().formatHex(digest.digest());
        } catch (GeneralSecurityException e) {
            throw new LocalException("this Java runtime has no " + algorithm, e);
        }
    }

    private static void feed(SeekableByteChannel in, long most, Consumer<ByteBuffer> digest) throws IOException {
        var buffer = ByteBuffer.allocate(ClientSettings.BUFFER);
        long left = most;
        while (left > 0 && in.read(buffer.clear().limit((int) Math.min(left, buffer.capacity()))) >= 0) {
            left -= buffer.flip().remaining();
            digest.accept(buffer);
        }
    }
}
