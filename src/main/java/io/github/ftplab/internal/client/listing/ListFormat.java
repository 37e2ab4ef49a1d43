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
     * @param folder the path on the server that was listed, or an empty string for the current folder
     * @param unread is given each line that could stand for an entry and was not understood
     * @return the entries, without the folder itself and the one around it
     */
    List<RemoteFile> read(List<String> lines, String folder, Consumer<String> unread);

    /**
     * Reads a listing for those who only look.
     *
     * @param lines as the server wrote them
     * @param folder the path on the server that was listed, or an empty string for the current folder
     * @return the entries; lines that were not understood are left out
     */
    default List<RemoteFile> read(List<String> lines, String folder) {
        return read(lines, folder, line -> {});
    }

    /** {@return whether the lines are good to look at as they are} */
    default boolean isForPeople() {
        return true;
    }
}
