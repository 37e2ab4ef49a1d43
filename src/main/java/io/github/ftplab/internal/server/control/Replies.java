package io.github.ftplab.internal.server.control;

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
}
