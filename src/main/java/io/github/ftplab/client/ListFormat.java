package io.github.ftplab.client;

import io.github.ftplab.RemoteFile;
import java.util.List;

/** How the lines of a listing are to be read. */
public interface ListFormat {

    /**
     * Reads a listing.
     *
     * @param lines as the server wrote them
     * @param folder the path on the server that was listed, or an empty string for the current folder
     * @return the entries, without the folder itself and the one around it; lines that are none are left out
     */
    List<RemoteFile> read(List<String> lines, String folder);

    /** {@return whether the lines are good to look at as they are} */
    default boolean isForPeople() {
        return true;
    }
}
