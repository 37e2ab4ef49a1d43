package io.github.ftplab.internal.client.listing;

import io.github.ftplab.RemoteFile;
import java.util.List;
import java.util.function.Consumer;

/** How the lines of a listing are to be read. */
public interface ListFormat {

    /**
     * Reads a listing.
     *
     * @param lines as the server wrote them
     * @param directory the path on the server that was listed, or an empty string for the current directory
     * @param unread is given each line that could stand for an entry and was not understood
     * @return the entries, without the directory itself and the one around it
     */
    List<RemoteFile> read(List<String> lines, String directory, Consumer<String> unread);

    /**
     * Reads a listing for those who only look.
     *
     * @param lines as the server wrote them
     * @param directory the path on the server that was listed, or an empty string for the current directory
     * @return the entries; lines that were not understood are left out
     */
    default List<RemoteFile> read(List<String> lines, String directory) {
        return read(lines, directory, line -> {});
    }

    /** {@return whether the lines are good to look at as they are} */
    default boolean isForPeople() {
        return true;
    }
}
