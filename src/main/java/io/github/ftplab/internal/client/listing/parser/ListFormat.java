package io.github.ftplab.internal.client.listing.parser;

import io.github.ftplab.RemoteFile;
import io.github.ftplab.internal.protocol.FtpPath;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The format of a listing. No RFC defines the format of LIST, so it is detected from the lines.
 *
 * @param machine whether it was asked for by MLSD
 * @param now when the server made it
 * @param zone the time zone of its times, unless the format defines one
 * @param ofFile whether it describes the one file that was asked for, not the contents of a directory
 */
public record ListFormat(boolean machine, Instant now, ZoneId zone, boolean ofFile) {

    public ListFormat(boolean machine, Instant now, ZoneId zone) {
        this(machine, now, zone, false);
    }

    /** {@return the same format, for a listing that describes one file} */
    public ListFormat forFile() {
        return new ListFormat(machine, now, zone, true);
    }

    /**
     * Parses a listing.
     *
     * @param lines as the server wrote them
     * @param directory the path on the server that was listed, or an empty string for the current directory
     * @param unread receives each line that may describe an entry and was not understood
     * @return the entries, without {@code .} and {@code ..}
     */
    public List<RemoteFile> read(List<String> lines, String directory, Consumer<String> unread) {
        var files = new ArrayList<RemoteFile>(lines.size());
        var parser = parser(directory, files::add, unread);
        lines.forEach(parser::parse);
        parser.end();
        return files;
    }

    /** Parses a listing, and drops the lines that were not understood. */
    public List<RemoteFile> read(List<String> lines, String directory) {
        return read(lines, directory, line -> {});
    }

    /**
     * Parses a listing while it is received.
     *
     * @param directory the path on the server that is listed, or an empty string for the current directory
     * @param files receives each entry
     * @param unread receives each line that may describe an entry and was not understood
     * @return the parser to which the lines are to be passed
     */
    public ListingParser parser(String directory, Consumer<RemoteFile> files, Consumer<String> unread) {
        var parent = directory.substring(
                0, directory.length() - FtpPath.last(directory).length());
        return new ListingParser(this, ofFile ? parent : directory, files, unread);
    }

    /** {@return whether the lines are meant for people to read} */
    public boolean isForPeople() {
        return !machine;
    }
}
