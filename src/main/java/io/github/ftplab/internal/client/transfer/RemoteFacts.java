package io.github.ftplab.internal.client.transfer;

import io.github.ftplab.RemoteFile;
import io.github.ftplab.internal.client.control.ControlConnection;
import io.github.ftplab.internal.client.control.FtpCommand;
import io.github.ftplab.internal.client.failure.DataException;
import io.github.ftplab.internal.client.failure.RefusedException;
import io.github.ftplab.internal.client.listing.FileQueries;
import io.github.ftplab.internal.protocol.FtpPath;
import io.github.ftplab.internal.protocol.FtpTime;
import io.github.ftplab.internal.protocol.LineEnds;
import io.github.ftplab.internal.protocol.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.commons.net.MalformedServerReplyException;

/** Queries about a file before and after its transfer. */
public final class RemoteFacts {

    static final int NO_SUCH_FILE = 550;

    private RemoteFacts() {}

    /** {@return the size of a file on the server; empty if it is missing, or the server does not tell} */
    public static OptionalLong size(ControlConnection control, String path) throws IOException {
        var reply = control.exchange(FtpCommand.onPath("SIZE", path));
        try {
            return reply.isPositive()
                    ? OptionalLong.of(Long.parseUnsignedLong(reply.text().strip()))
                    : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** {@return whether a file exists on the server} */
    static boolean exists(ControlConnection control, String path) throws IOException {
        var reply = control.exchange(FtpCommand.onPath("SIZE", path));
        if (reply.isPositive() || reply.code() == NO_SUCH_FILE) {
            return reply.isPositive();
        }
        throw new RefusedException("SIZE", reply);
    }

    /** Throws if the server has translated the file's line endings, as in ASCII mode (RFC 959, section 3.1.1.1). */
    static void requireUntranslated(Path here, long there) throws IOException {
        if (LineEnds.areTranslated(here, there)) {
            throw new DataException(
                    DataException.Stage.TRANSLATED,
                    Text.bytes(Files.size(here)) + " here, " + Text.bytes(there)
                            + " on the server, one for each line's CR",
                    new IOException("translated"));
        }
    }

    /** {@return the modification time of a file on the server} */
    static Instant time(ControlConnection control, String path) throws IOException {
        var text = control.expect(FtpCommand.onPath("MDTM", path)).text().strip();
        try {
            return FtpTime.parse(text);
        } catch (DateTimeException e) {
            throw new MalformedServerReplyException("\"" + text + "\" is not a time");
        }
    }

    /** {@return the modification time of a file on the server; empty if the server does not tell} */
    static Optional<Instant> timeIfTold(ControlConnection control, String path) throws IOException {
        return FileQueries.instant(control.exchange(FtpCommand.onPath("MDTM", path)));
    }

    /** {@return the modification time from a listing, if it is exact (MLSD)} */
    public static Optional<Instant> exactTime(RemoteFile file) {
        return file.facts().containsKey("modify") ? file.modified() : Optional.empty();
    }

    /** Sets the modification time of a file on the server. */
    static void setTime(ControlConnection control, String path, FileTime time) throws IOException {
        control.expect(FtpCommand.of("MFMT", FtpTime.format(time.toInstant()) + " " + FtpPath.literal(path)));
    }
}
