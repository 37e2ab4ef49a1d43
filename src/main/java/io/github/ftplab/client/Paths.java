package io.github.ftplab.client;

import io.github.ftplab.Reply;
import java.io.IOException;
import org.apache.commons.net.MalformedServerReplyException;

/** Paths on a server: parts are divided by {@code /}, whatever the server runs on. */
final class Paths {

    private Paths() {}

    /**
     * {@return the path that a reply to PWD or MKD has in quotation marks} Two of them stand for one (RFC 959, appendix
     * II); servers that forget that are understood as well, wherever the text itself shows it.
     */
    static String quoted(Reply reply) throws IOException {
        var text = reply.text();
        int start = text.indexOf('"');
        var path = new StringBuilder();
        for (int i = start + 1; start >= 0 && i < text.length(); i++) {
            if (text.charAt(i) != '"') {
                path.append(text.charAt(i));
            } else if (text.startsWith("\"\"", i)) {
                path.append('"');
                i++;
            } else if (i + 1 == text.length() || text.charAt(i + 1) == ' ') {
                return path.toString();
            } else {
                return text.substring(start + 1, text.lastIndexOf('"'));
            }
        }
        throw new MalformedServerReplyException("\"" + reply + "\" has no path in quotation marks");
    }

    /** {@return what {@code name} is called seen from where {@code folder} is} */
    static String in(String folder, String name) {
        return folder.isEmpty() || folder.endsWith("/") ? folder + name : folder + "/" + name;
    }

    /** {@return the part after the last {@code /}} */
    static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** {@return the name of what a path leads to, {@code /} for the root} */
    static String name(String path) {
        var trimmed = path.endsWith("/") && path.length() > 1 ? path.substring(0, path.length() - 1) : path;
        var name = last(trimmed);
        return name.isEmpty() ? path : name;
    }

    /** {@return whether it is no file's name, but a folder itself or the one around it} */
    static boolean isNoName(String name) {
        return name.isEmpty() || name.equals(".") || name.equals("..");
    }
}
