package io.github.ftplab.client;

import io.github.ftplab.RemoteFile;
import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.commons.net.MalformedServerReplyException;

/** What is asked about a file before and after it is moved. */
final class Facts {

    static final int NO_SUCH_FILE = 550;

    private Facts() {}

    /** {@return the size of a file on the server, if there is one and the server tells} */
    static OptionalLong size(Wire wire, String path) throws IOException {
        var reply = wire.exchange(Command.onPath("SIZE", path));
        try {
            return reply.isPositive()
                    ? OptionalLong.of(Long.parseUnsignedLong(reply.text().strip()))
                    : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** {@return whether there is a file on the server, for what depends on it} */
    static boolean exists(Wire wire, String path) throws IOException {
        var reply = wire.exchange(Command.onPath("SIZE", path));
        if (reply.isPositive() || reply.code() == NO_SUCH_FILE) {
            return reply.isPositive();
        }
        throw new RefusedException("SIZE", reply);
    }

    /** {@return when a file on the server was changed} */
    static Instant time(Wire wire, String path) throws IOException {
        var text = wire.expect(Command.onPath("MDTM", path)).text().strip();
        try {
            return Lookup.time(text);
        } catch (DateTimeException e) {
            throw new MalformedServerReplyException("\"" + text + "\" is not a time");
        }
    }

    /** {@return when a file on the server was changed, if the server tells} */
    static Optional<Instant> timeIfTold(Wire wire, String path) throws IOException {
        return Lookup.instant(wire.exchange(Command.onPath("MDTM", path)));
    }

    /** {@return when a file was changed, if the listing told it exactly: by MLSD} */
    static Optional<Instant> exactTime(RemoteFile file) {
        return file.facts().containsKey("modify") ? file.modified() : Optional.empty();
    }

    /** Gives a file on the server a time. */
    static void setTime(Wire wire, String path, FileTime time) throws IOException {
        wire.expect(Command.of("MFMT", Lookup.text(time.toInstant()) + " " + Paths.literal(path)));
    }
}
