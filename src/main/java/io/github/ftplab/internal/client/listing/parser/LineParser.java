package io.github.ftplab.internal.client.listing.parser;

/** Parses the lines of one form. An instance parses one listing, as a line may depend on those before it, in one thread. */
interface LineParser {

    /**
     * Parses a line, and passes on the entry if it describes one.
     *
     * @param line without its end
     * @return whether the line has this form
     */
    boolean parse(String line);

    /** Ends the listing. A line that still waits for its continuation is reported as unread. */
    default void end() {}
}
