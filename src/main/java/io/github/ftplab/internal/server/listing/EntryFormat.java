package io.github.ftplab.internal.server.listing;

import io.github.ftplab.internal.server.file.FileEntry;
import java.util.List;

/** How the lines of one listing look. For one listing; not thread-safe. */
public interface EntryFormat {

    /** {@return the line of an entry, without a line end} */
    String line(FileEntry entry);

    /** {@return the lines before the first entry} */
    default List<String> heading() {
        return List.of();
    }
}
