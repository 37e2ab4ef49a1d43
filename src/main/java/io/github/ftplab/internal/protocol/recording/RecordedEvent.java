package io.github.ftplab.internal.protocol.recording;

import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * One line of a recording: something that happened in a session.
 *
 * @param line the number of the line in the file, from 1
 * @param kind what happened
 * @param text the command or one line of a reply, without its line end; what was cut; otherwise empty
 * @param data the bytes that were sent or received; otherwise empty, and not to be changed
 */
public record RecordedEvent(int line, Kind kind, String text, ByteBuffer data) {

    /** What can happen. */
    public enum Kind {
        /** The client connected. */
        CONNECT,
        /** The client sent a command. */
        COMMAND,
        /** The server sent a line of a reply. */
        REPLY,
        /** The server sent data over the data connection. */
        SENT,
        /** The server received data over the data connection. */
        RECEIVED,
        /** There was more data, which is not in the recording. */
        CUT,
        /** The data connection was closed. */
        END,
        /** The control connection was closed. */
        CLOSE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static RecordedEvent of(int line, Kind kind, String text) {
        return new RecordedEvent(line, kind, text, ByteBuffer.allocate(0));
    }

    /** {@return the command in upper case, if this is one} */
    public String verb() {
        int end = text.indexOf(' ');
        return (end < 0 ? text : text.substring(0, end)).toUpperCase(Locale.ROOT);
    }
}
