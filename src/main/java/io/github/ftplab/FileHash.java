package io.github.ftplab;

import static java.util.Objects.requireNonNull;

import io.github.ftplab.internal.protocol.Cancellation;
import io.github.ftplab.internal.protocol.FileDigest;
import io.github.ftplab.internal.protocol.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A hash of a file's contents: the algorithm and the digest. {@link FtpClient#hash} returns one.
 *
 * <pre>{@code
 * FileHash hash = ftp.hash("example.txt");    // SHA-256 5891b5b5…
 * hash.algorithm();                           // SHA-256
 * hash.hex();                                 // 5891b5b5…, 64 digits
 * hash.equals(FileHash.of("SHA-256", hash.hex()));    // true
 *
 * ftp.download("example.txt");
 * hash.matches("example.txt");                // true: the download equals the server's file
 * }</pre>
 *
 * <p>Two hashes are equal if their algorithms and digests are, regardless of upper and lower case in the digits.
 */
public final class FileHash {

    private final String algorithm;
    private final String hex;

    private FileHash(String algorithm, String hex) {
        this.algorithm = algorithm;
        this.hex = hex;
    }

    /**
     * {@return a hash with the given algorithm and digest}
     *
     * @param algorithm its name as in draft-bryan-ftpext-hash: {@code SHA-512}, {@code SHA-256}, {@code SHA-1}, {@code
     *     MD5} or {@code CRC32}; the server may have others
     * @param hex the digest in hexadecimal digits, two for each byte
     * @throws IllegalArgumentException if the algorithm is empty or the digest is not hexadecimal
     */
    public static FileHash of(String algorithm, String hex) {
        requireNonNull(algorithm, "algorithm");
        requireNonNull(hex, "hex");
        if (algorithm.isBlank() || hex.isEmpty()) {
            throw new IllegalArgumentException(
                    "a hash has an algorithm and a digest, not \"" + algorithm + "\" and \"" + hex + "\"");
        }
        var bytes = HexFormat.of().parseHex(hex);
        return new FileHash(algorithm.toUpperCase(Locale.ROOT), HexFormat.of().formatHex(bytes));
    }

    /** {@return the algorithm, such as {@code SHA-256}, {@code MD5} or {@code CRC32}} */
    public String algorithm() {
        return algorithm;
    }

    /** {@return the digest in hexadecimal digits, in lower case} */
    public String hex() {
        return hex;
    }

    /**
     * Computes the hash of a local file, and compares it with this one.
     *
     * <pre>{@code
     * ftp.upload("exampleFile.txt");
     * ftp.hash("exampleFile.txt").matches(Path.of("exampleFile.txt"));    // true
     * }</pre>
     *
     * @param file a local file
     * @return whether its contents have this hash
     * @throws FtpException.LocalFile if it can't be read
     * @throws UnsupportedOperationException if the algorithm is not SHA-512, SHA-256, SHA-1, MD5 or CRC32
     */
    public boolean matches(Path file) {
        requireNonNull(file, "file");
        var digest = FileDigest.named(algorithm)
                .orElseThrow(() -> new UnsupportedOperationException(
                        "cannot compute the " + algorithm + " of " + file + ": that algorithm is not known here"));
        try (var contents = Files.newByteChannel(file)) {
            return digest.of(contents, Long.MAX_VALUE, new Cancellation(() -> false))
                    .equals(hex);
        } catch (IOException e) {
            throw new FtpException.LocalFile(
                    "cannot compute the " + algorithm + " of " + file + ": it can't be read (" + Text.reason(e) + ")",
                    e);
        }
    }

    /**
     * Computes the hash of a local file, and compares it with this one, as {@link #matches(Path)} does.
     *
     * @param file the path of a local file
     * @return whether its contents have this hash
     */
    public boolean matches(String file) {
        return matches(Path.of(requireNonNull(file, "file")));
    }

    /** Compares two hashes by algorithm and digest. */
    @Override
    public boolean equals(Object other) {
        return other instanceof FileHash hash && algorithm.equals(hash.algorithm) && hex.equals(hash.hex);
    }

    @Override
    public int hashCode() {
        return 31 * algorithm.hashCode() + hex.hashCode();
    }

    /** {@return one line: {@code SHA-256 5891b5b5…}, with all digits} */
    @Override
    public String toString() {
        return algorithm + " " + hex;
    }
}
