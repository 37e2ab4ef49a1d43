package io.github.ftplab.internal.server.control;

import java.util.List;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.FtpReply;

/** Makes replies that a file name can't forge: a line break in a text is never sent as one. */
public final class Replies {

    private Replies() {}

    public static FtpReply of(int code, String text) {
        return new DefaultFtpReply(code, oneLine(text));
    }

    /** A reply of several lines, such as FEAT's: the lines between first and last begin with a space. */
    public static FtpReply of(int code, String first, List<String> lines, String last) {
        var text = new StringBuilder(oneLine(first)).append('\n');
        for (var line : lines) {
            text.append(' ').append(oneLine(line)).append('\n');
        }
        return new DefaultFtpReply(code, text.append(oneLine(last)).toString());
    }

    public static String oneLine(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isBreak(text.charAt(i))) {
                return text.codePoints()
                        .map(c -> isBreak(c) ? '?' : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
            }
        }
        return text;
    }

    private static boolean isBreak(int c) {
        return c == '\r' || c == '\n' || c == 0;
    }
}
