package io.github.ftplab.internal.client.transfer;

import io.github.ftplab.RemoteFile;
import io.github.ftplab.Reply;
import io.github.ftplab.internal.client.control.CommandRunner;
import io.github.ftplab.internal.client.control.ControlConnection;
import io.github.ftplab.internal.client.control.FtpCommand;
import io.github.ftplab.internal.client.control.ReplyCodes;
import io.github.ftplab.internal.client.control.ReplyParser;
import io.github.ftplab.internal.client.failure.DataException;
import io.github.ftplab.internal.client.failure.RefusedException;
import io.github.ftplab.internal.client.listing.FileQueries;
import io.github.ftplab.internal.protocol.FtpTime;
import io.github.ftplab.internal.protocol.LineEnds;
import io.github.ftplab.internal.protocol.Text;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Queries about a file before and after its transfer. */
public final class RemoteFacts {

    /** How far a file system may round a time: FAT keeps every other second. */
    private static final Duration ROUNDING = Duration.ofSeconds(2);

    private static final int UNAVAILABLE = 450;
    private static final Pattern BUSY = Pattern.compile("(?i)\\b(?:busy|in use|being used|locked|try again)\\b");

    private RemoteFacts() {}

    /** {@return the size of a file on the server; empty if it is missing, or the server does not tell} */
    public static OptionalLong size(ControlConnection control, String path) throws IOException {
        var reply = control.exchange(FtpCommand.onPath("SIZE", path));
        return ReplyParser.size(reply);
    }

    /** {@return whether a file exists on the server} */
    static boolean exists(CommandRunner session, ControlConnection control, String path) throws IOException {
        var reply = control.exchange(FtpCommand.onPath("SIZE", path));
        if (reply.isPositive() || (ReplyCodes.isMissing(reply) && !isBusy(reply, path))) {
            return reply.isPositive();
        }
        if (!ReplyCodes.isUnsupported(reply)) {
            throw new RefusedException("SIZE", reply);
        }
        return new FileQueries(session).exists(control, path);
    }

    /** {@return whether a file exists that is unavailable for now; some servers send 450 for a missing one too} */
    private static boolean isBusy(Reply reply, String path) {
        return reply.code() == UNAVAILABLE
                && BUSY.matcher(reply.text().replace(path, "")).find();
    }

    /** Throws if the server has translated the file's line endings, as in ASCII mode (RFC 959, section 3.1.1.1). */
    static void requireUntranslated(SeekableByteChannel here, long there) throws IOException {
        if (LineEnds.areTranslated(here, there)) {
            throw new DataException(
                    DataException.Stage.TRANSLATED,
                    Text.bytes(here.size()) + " here, " + Text.bytes(there) + " on the server, one for each line's CR",
                    new IOException("translated"));
        }
    }

    /**
     * {@return the modification time of a file on the server}
     *
     * @param listed the time in a listing, for servers that do not know MDTM
     */
    static Instant time(ControlConnection control, String path, Optional<Instant> listed) throws IOException {
        var reply = control.exchange(FtpCommand.onPath("MDTM", path));
        var told = ReplyCodes.isUnsupported(reply) ? listed : ReplyParser.time(control.accepted(reply));
        return told.orElseThrow(() -> new RefusedException("MDTM", reply));
    }

    /** {@return the modification time of a file on the server; empty if the server does not tell} */
    public static Optional<Instant> timeIfTold(ControlConnection control, String path) throws IOException {
        return ReplyParser.time(control.exchange(FtpCommand.onPath("MDTM", path)));
    }

    /** {@return the modification time from a listing, if it is exact (MLSD)} */
    public static Optional<Instant> exactTime(RemoteFile file) {
        return file.facts().containsKey("modify") ? file.modified() : Optional.empty();
    }

    /**
     * Gives a file on the server a time, to the second: by MFMT, else by MDTM with a time, which some servers know that
     * have no MFMT. A server that takes that MDTM for a question about a file of such a name is found out by asking.
     */
    static Reply setTime(ControlConnection control, String path, Instant time) throws IOException {
        var seconds = time.truncatedTo(ChronoUnit.SECONDS);
        var text = FtpTime.format(seconds);
        var reply = control.exchange(FtpCommand.onPath("MFMT", text, path));
        if (ReplyCodes.isUnknownCommand(reply)) {
            var older = control.exchange(FtpCommand.onPath("MDTM", text, path));
            if (older.isPositive()
                    && timeIfTold(control, path)
                            .filter(told ->
                                    Duration.between(told, seconds).abs().compareTo(ROUNDING) <= 0)
                            .isPresent()) {
                return older;
            }
        }
        if (!reply.isPositive()) {
            throw new RefusedException("MFMT", reply);
        }
        return reply;
    }
}
