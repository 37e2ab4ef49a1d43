package io.github.ftplab.internal.client.listing.parser;

/** Parses lines of one form. An instance is for one listing, as a form may need what came before; and for its thread. */
interface LineParser {

    /**
     * Parses a line and passes on the entry that it stands for, if it stands for one.
     *
     * @param line without its end
     * @return whether this is a line of this form
     */
    boolean parse(String line);

    /** Ends the listing: whatever still waits for another line is unread. */
    default void end() {}
}
