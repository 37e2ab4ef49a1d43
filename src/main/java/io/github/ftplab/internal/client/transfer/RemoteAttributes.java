package io.github.ftplab.internal.client.transfer;

import io.github.ftplab.FileHash;
import io.github.ftplab.Reply;
import io.github.ftplab.internal.client.control.CommandRunner;
import io.github.ftplab.internal.client.control.FtpCommand;
import io.github.ftplab.internal.client.failure.Operation;
import io.github.ftplab.internal.client.failure.RefusedException;
import io.github.ftplab.internal.protocol.UnixMode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

/** What a file on the server has besides its contents: a mode and a time, which can be set, and a digest. */
public final class RemoteAttributes {

    private final CommandRunner session;

    /**
     * Attributes that one session asks for and sets.
     *
     * @param session where that is done
     */
    public RemoteAttributes(CommandRunner session) {
        this.session = session;
    }

    /**
     * Changes the mode of a file or directory.
     *
     * @param path the file or directory
     * @param mode octal digits or nine letters
     * @return the server's answer
     */
    public Reply changeMode(String path, String mode) {
        var digits = String.format(Locale.ROOT, "%03o", UnixMode.parse(mode));
        var command = FtpCommand.onPath("SITE", "CHMOD " + digits, path);
        return session.perform(Operation.on("change to " + digits + " the mode of", path), control -> {
            var reply = control.exchange(command);
            if (!reply.isPositive()) {
                throw new RefusedException("SITE CHMOD", reply);
            }
            return reply;
        });
    }

    /**
     * Changes when a file was modified last.
     *
     * @param path the file
     * @param time the time, which is cut to the second
     * @return the server's answer
     */
    public Reply changeTime(String path, Instant time) {
        requireFourDigits(time);
        FtpCommand.onPath("MFMT", path);
        return session.perform(
                Operation.on("set the time of", path), control -> RemoteFacts.setTime(control, path, time));
    }

    private static void requireFourDigits(Instant time) {
        var first = LocalDateTime.of(1, 1, 1, 0, 0).toInstant(ZoneOffset.UTC);
        var end = LocalDateTime.of(10_000, 1, 1, 0, 0).toInstant(ZoneOffset.UTC);
        if (time.isBefore(first) || !time.isBefore(end)) {
            throw new IllegalArgumentException(time + " can't be sent: a year has four digits in FTP");
        }
    }

    /**
     * Asks for the digest of a file's contents, in the best form that the server offers.
     *
     * @param path the file
     * @return the digest
     */
    public FileHash hash(String path) {
        FtpCommand.onPath("HASH", path);
        return session.ask(
                Operation.on("ask for the hash of", path),
                control -> RemoteDigests.ask(control, session.features(), path));
    }
}
