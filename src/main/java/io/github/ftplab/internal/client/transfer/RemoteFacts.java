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

/** What is asked about a file before and after it is moved. */
public final class RemoteFacts {

    static final int NO_SUCH_FILE = 550;

    private RemoteFacts() {}

    /** {@return the size of a file on the server, if there is one and the server tells} */
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

    /** {@return whether there is a file on the server, for what depends on it} */
    static boolean exists(ControlConnection control, String path) throws IOException {
        var reply = control.exchange(FtpCommand.onPath("SIZE", path));
        if (reply.isPositive() || reply.code() == NO_SUCH_FILE) {
            return reply.isPositive();
        }
        throw new RefusedException("SIZE", reply);
    }

    /** Refuses a file whose line ends were translated on the way, as in ASCII mode (RFC 959, section 3.1.1.1). */
    static void requireUntranslated(Path here, long there) throws IOException {
        if (LineEnds.areTranslated(here, there)) {
            throw new DataException(
                    DataException.Stage.TRANSLATED,
                    Text.bytes(Files.size(here)) + " here, " + Text.bytes(there)
                            + " on the server, one for each line's CR",
                    new IOException("translated"));
        }
    }

    /** {@return when a file on the server was changed} */
    static Instant time(ControlConnection control, String path) throws IOException {
        var text = control.expect(FtpCommand.onPath("MDTM", path)).text().strip();
        try {
            return FtpTime.parse(text);
        } catch (DateTimeException e) {
            throw new MalformedServerReplyException("\"" + text + "\" is not a time");
        }
    }

    /** {@return when a file on the server was changed, if the server tells} */
    static Optional<Instant> timeIfTold(ControlConnection control, String path) throws IOException {
        return FileQueries.instant(control.exchange(FtpCommand.onPath("MDTM", path)));
    }

    /** {@return when a file was changed, if the listing told it exactly: by MLSD} */
    public static Optional<Instant> exactTime(RemoteFile file) {
        return file.facts().containsKey("modify") ? file.modified() : Optional.empty();
    }

    /** Gives a file on the server a time. */
    static void setTime(ControlConnection control, String path, FileTime time) throws IOException {
        control.expect(FtpCommand.of("MFMT", FtpTime.format(time.toInstant()) + " " + FtpPath.literal(path)));
    }
}
