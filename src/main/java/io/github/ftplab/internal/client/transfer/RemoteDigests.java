package io.github.ftplab.internal.client.transfer;

import io.github.ftplab.FileHash;
import io.github.ftplab.Reply;
import io.github.ftplab.internal.client.control.ControlConnection;
import io.github.ftplab.internal.client.control.Features;
import io.github.ftplab.internal.client.control.FtpCommand;
import io.github.ftplab.internal.client.failure.DataException;
import io.github.ftplab.internal.client.failure.LocalException;
import io.github.ftplab.internal.client.failure.RefusedException;
import io.github.ftplab.internal.protocol.Cancellation;
import io.github.ftplab.internal.protocol.FileDigest;
import io.github.ftplab.internal.protocol.Text;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Compares a file on the server with a local file by a digest, if the server offers one. */
final class RemoteDigests {

    private static final Cancellation NEVER = new Cancellation(() -> false);

    /** Above this, downloading samples is faster than waiting for a digest. */
    private static final long LONGEST = 1L << 30;

    /** The bytes per second that a slow server can digest. */
    private static final long SLOWEST = 8 << 20;

    /** What HASH is answered: algorithm, range, digest and name (draft-bryan-ftpext-hash). */
    private static final Pattern HASH_REPLY = Pattern.compile("(\\S+) \\d+-\\d+ ((?:[0-9A-Fa-f]{2})+)(?: .*)?");

    private static final String SITE = "SITE ";

    private RemoteDigests() {}

    /** A digest command and its algorithm. */
    private record Kind(String verb, FileDigest digest) {

        FtpCommand of(String remote) {
            return verb.startsWith(SITE)
                    ? FtpCommand.onPath("SITE", verb.substring(SITE.length()), remote)
                    : FtpCommand.onPath(verb, remote);
        }

        Optional<String> in(Reply reply) {
            return digest.inReply(verb, reply.text());
        }
    }

    /**
     * Asks for the digest of a file. Where FEAT names none, HASH is asked for, so that the server says why there is none.
     *
     * @throws RefusedException if the server has none, or not of this file
     */
    static FileHash ask(ControlConnection control, Features features, String remote) throws IOException {
        var kind = find(features);
        var verb = kind.map(Kind::verb).orElse("HASH");
        var command = kind.map(known -> known.of(remote)).orElseGet(() -> FtpCommand.onPath("HASH", remote));
        long size = RemoteFacts.size(control, remote).orElse(0);
        var reply = control.exchange(command, control.settings().replyTimeout().plusSeconds(size / SLOWEST));
        if (!reply.isPositive()) {
            throw new RefusedException(verb, reply);
        }
        var hash = HASH_REPLY.matcher(reply.text());
        if (verb.equals("HASH") && hash.matches()) {
            return FileHash.of(hash.group(1), hash.group(2));
        }
        var digest = kind.flatMap(known -> known.in(reply)).orElseThrow(() -> new RefusedException(verb, reply));
        return FileHash.of(kind.get().digest().toString(), digest);
    }

    /** Compares a file with the first bytes of a local file, which may have grown since. */
    static void compareFile(ControlConnection control, Features features, String remote, Path local, long length)
            throws IOException {
        SeekableByteChannel opened;
        try {
            opened = Files.newByteChannel(local);
        } catch (IOException e) {
            throw unreadable(e);
        }
        try (opened) {
            compare(control, features, remote, opened, length);
        }
    }

    /**
     * Compares a file with the first bytes of a local file.
     *
     * @throws DataException if they differ
     * @throws RefusedException if the server offers no digest
     */
    static void compare(
            ControlConnection control, Features features, String remote, SeekableByteChannel local, long length)
            throws IOException {
        var kind = kind(features);
        var reply = control.expect(kind.of(remote));
        var there = kind.in(reply);
        var here = digest(kind, local, length);
        if (there.isEmpty() || !there.get().equals(here)) {
            throw new DataException(
                    DataException.Stage.DIFFERENT,
                    kind.digest() + " is " + here + " for the local file, and the server says \"" + reply + "\"",
                    new IOException("different"));
        }
    }

    /**
     * Compares the server's whole file with the beginning of a local file.
     *
     * @return whether they are equal; empty if the server offers no digest, or not within a reasonable time
     */
    static Optional<Boolean> isSame(
            ControlConnection control, Features features, String remote, SeekableByteChannel local, long length)
            throws IOException {
        var kind = find(features);
        return kind.isEmpty()
                ? Optional.empty()
                : isSame(control, kind.get(), kind.get().of(remote), local, length);
    }

    /**
     * Compares the first bytes of the server's file, which may be longer, with those of a local file.
     *
     * @return whether they are equal; empty if the server offers no digest of a part of a file
     */
    static Optional<Boolean> isSamePart(
            ControlConnection control, Features features, String remote, SeekableByteChannel local, long length)
            throws IOException {
        var kind = ofOneDigest(features);
        if (kind.isEmpty() || remote.contains("\"")) {
            return Optional.empty();
        }
        // From 0 on it does not matter whether a server takes the second number as an end or a length.
        var command = FtpCommand.of(kind.get().verb(), '"' + remote + "\" 0 " + length);
        return isSame(control, kind.get(), command, local, length);
    }

    private static Optional<Boolean> isSame(
            ControlConnection control, Kind kind, FtpCommand command, SeekableByteChannel local, long length)
            throws IOException {
        if (length > LONGEST) {
            return Optional.empty();
        }
        var reply = control.exchange(command, control.settings().replyTimeout().plusSeconds(length / SLOWEST));
        if (!reply.isPositive()) {
            return Optional.empty();
        }
        var there = kind.in(reply);
        return Optional.of(there.isPresent() && there.get().equals(digest(kind, local, length)));
    }

    private static Kind kind(Features features) throws IOException {
        return find(features)
                .orElseThrow(() -> new RefusedException(
                        "HASH", Reply.of(502, List.of("the server offers no digest of files in FEAT"))));
    }

    private static Optional<Kind> find(Features features) {
        return Optional.ofNullable(features.named().get("HASH"))
                .flatMap(FileDigest::chosen)
                .map(chosen -> new Kind("HASH", chosen))
                .or(() -> ofOneDigest(features))
                .or(() -> Optional.of(new Kind("MD5", FileDigest.MD5)).filter(kind -> features.has(kind.verb())))
                .or(() -> Optional.of(new Kind(SITE + "MD5", FileDigest.MD5)).filter(kind -> hasSiteMd5(features)));
    }

    private static boolean hasSiteMd5(Features features) {
        var commands = features.named().getOrDefault("SITE", "").toUpperCase(Locale.ROOT);
        return List.of(commands.split("\\W+", -1)).contains("MD5");
    }

    private static Optional<Kind> ofOneDigest(Features features) {
        return FileDigest.byCommand().entrySet().stream()
                .filter(command -> features.has(command.getKey()))
                .map(command -> new Kind(command.getKey(), command.getValue()))
                .findFirst();
    }

    private static String digest(Kind kind, SeekableByteChannel local, long length) throws LocalException {
        try {
            return kind.digest().of(local.position(0), length, NEVER);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static LocalException unreadable(IOException e) {
        return new LocalException("the local file can't be read (" + Text.reason(e) + ")", e);
    }
}
