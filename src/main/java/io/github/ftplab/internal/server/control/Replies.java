package io.github.ftplab.internal.server.control;

import io.github.ftplab.Reply;
import io.github.ftplab.internal.protocol.Text;
import java.util.List;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.FtpReply;

/** Creates replies. Line breaks in texts are replaced, so that a file name can't forge a reply. */
public final class Replies {

    private Replies() {}

    public static FtpReply of(int code, String text) {
        return new DefaultFtpReply(code, Text.oneLine(text));
    }

    /** Creates a reply of several lines, such as FEAT's: those between the first and the last begin with a space. */
    public static FtpReply of(int code, String first, List<String> lines, String last) {
        var text = new StringBuilder(Text.oneLine(first)).append('\n');
        for (var line : lines) {
            text.append(' ').append(Text.oneLine(line)).append('\n');
        }
        return new DefaultFtpReply(code, text.append(Text.oneLine(last)).toString());
    }

    /**
     * Creates the same final reply.
     *
     * @throws IllegalArgumentException if it is a preliminary one
     */
    public static FtpReply of(Reply reply) {
        var lines = reply.lines();
        int last = lines.size() - 1;
        if (reply.code() < FtpReply.REPLY_200_COMMAND_OKAY) {
            throw new IllegalArgumentException("no final reply: " + reply);
        }
        return last == 0
                ? of(reply.code(), lines.get(0))
                : of(reply.code(), lines.get(0), lines.subList(1, last), lines.get(last));
    }

    /** Creates a reply of one or more lines; those between the first and the last are sent as they are. */
    public static FtpReply lines(int code, String... lines) {
        var text = new StringBuilder();
        for (int i = 0; i < lines.length; i++) {
            if (i == lines.length - 1) {
                text.append(code).append(' ');
            } else if (i == 0) {
                text.append(code).append('-');
            }
            text.append(Text.oneLine(lines[i])).append("\r\n");
        }
        return verbatim(code, text.toString());
    }

    /**
     * Creates a reply, or a part of one, from the text that is sent.
     *
     * @param text whole lines with their codes and line ends
     */
    public static FtpReply verbatim(int code, String text) {
        return new Verbatim(code, text);
    }

    /** Lines that are sent as they are. */
    private static final class Verbatim extends DefaultFtpReply {

        private final String text;

        Verbatim(int code, String text) {
            super(code, text);
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
