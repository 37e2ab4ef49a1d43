package io.github.ftplab.internal.client.listing.parser;

import io.github.ftplab.RemoteFile;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a listing is. No RFC says how LIST is to look, so its lines are asked.
 *
 * @param machine whether it was asked for by MLSD
 * @param now when it was made
 * @param zone where its times are, if it does not say that
 */
public record ListFormat(boolean machine, Instant now, ZoneId zone) {

    /**
     * Parses a listing.
     *
     * @param lines as the server wrote them
     * @param directory the path on the server that was listed, or an empty string for the current directory
     * @param unread is given each line that could stand for an entry and was not understood
     * @return the entries, without the directory itself and the one around it
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
     * Parses a listing as it comes.
     *
     * @param directory the path on the server that is listed, or an empty string for the current directory
     * @param files is given each entry
     * @param unread is given each line that could stand for an entry and was not understood
     * @return what is to be given the lines
     */
    public ListingParser parser(String directory, Consumer<RemoteFile> files, Consumer<String> unread) {
        return new ListingParser(this, directory, files, unread);
    }

    /** {@return whether the lines are good to look at as they are} */
    public boolean isForPeople() {
        return !machine;
    }
}
