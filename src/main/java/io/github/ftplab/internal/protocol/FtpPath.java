package io.github.ftplab.internal.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Paths on a server: names are separated by {@code /}, whatever system it runs on; {@code /} is the root, or the home. */
public final class FtpPath {

    /** What a byte becomes that is no character in the encoding of names. */
    private static final String NO_CHARACTER = "\uFFFD";

    private FtpPath() {}

    /**
     * Resolves a path to an absolute one without {@code .}, {@code ..} and doubled slashes; {@code ..} stops at {@code
     * /}.
     */
    public static String resolve(String workingDirectory, String argument) {
        var names = new ArrayList<String>();
        if (!argument.startsWith("/")) {
            names.addAll(names(workingDirectory));
        }
        for (var name : argument.split("/", -1)) {
            if (name.equals("..")) {
                if (!names.isEmpty()) {
                    names.remove(names.size() - 1);
                }
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        return "/" + String.join("/", names);
    }

    /** {@return the names of an absolute path; none for the home} */
    public static List<String> names(String absolute) {
        return absolute.equals("/") ? List.of() : List.of(absolute.substring(1).split("/"));
    }

    /** {@return the path in double quotes, a quote in it doubled (RFC 959, appendix II)} */
    public static String quoted(String absolute) {
        return '"' + absolute.replace("\"", "\"\"") + '"';
    }

    /**
     * {@return the quoted path in the text of a reply to PWD or MKD, if there is one} A doubled quotation mark stands
     * for one (RFC 959, appendix II). Servers that fail to double them are understood where the text is unambiguous.
     */
    public static Optional<String> unquoted(String text) {
        int start = text.indexOf('"');
        var path = new StringBuilder();
        for (int i = start + 1; start >= 0 && i < text.length(); i++) {
            if (text.charAt(i) != '"') {
                path.append(text.charAt(i));
            } else if (text.startsWith("\"\"", i)) {
                path.append('"');
                i++;
            } else if (i + 1 == text.length() || text.charAt(i + 1) == ' ') {
                return Optional.of(path.toString());
            } else {
                return Optional.of(text.substring(start + 1, text.lastIndexOf('"')));
            }
        }
        return Optional.empty();
    }

    /** {@return {@code name} resolved against {@code directory}} */
    public static String in(String directory, String name) {
        return directory.isEmpty() || directory.endsWith("/") ? directory + name : directory + "/" + name;
    }

    /** {@return the part after the last {@code /}} */
    public static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** {@return the last name of a path, which may end in a slash; {@code /} for the root} */
    public static String name(String path) {
        var name = last(withoutSlash(path));
        return name.isEmpty() ? path : name;
    }

    /** {@return a path without the {@code /} that a directory's may end in; the root stays as it is} */
    public static String withoutSlash(String path) {
        return path.endsWith("/") && path.length() > 1 ? path.substring(0, path.length() - 1) : path;
    }

    /** {@return whether this can't be the name of an entry: empty, {@code .} or {@code ..}} */
    public static boolean isNoName(String name) {
        return name.isEmpty() || isSelfOrParent(name);
    }

    public static boolean isSelfOrParent(String name) {
        return name.equals(".") || name.equals("..");
    }

    /**
     * {@return a path in the form to send, so that the server takes it literally} Servers may expand {@code ~} at the
     * beginning of an argument, take {@code -} for an option or strip blanks; a leading {@code ./} prevents that.
     */
    public static String literal(String path) {
        char first = path.charAt(0);
        return first == '~' || first == '-' || Character.isWhitespace(first) ? "./" + path : path;
    }

    /** {@return whether a path has bytes that are no characters in the encoding in which it was read, so that it is lost} */
    public static boolean isUndecoded(String path) {
        return path.contains(NO_CHARACTER);
    }

    /**
     * {@return whether a path is safe as the argument of LIST and NLST} Many servers parse these as a shell does: they
     * split at blanks, look for options and expand globs.
     */
    public static boolean isPlain(String path) {
        return path.chars().allMatch(FtpPath::isPlain) && !isOdd(path);
    }

    private static boolean isPlain(int c) {
        return c < 0x80
                ? (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || "/._-+,=@%#:~0123456789".indexOf(c) >= 0
                : !Character.isWhitespace(c) && !Character.isSpaceChar(c);
    }

    /** {@return whether some server would misread a name in this path, whatever the command} */
    public static boolean isOdd(String path) {
        return Arrays.stream(path.split("/", -1)).anyMatch(FtpPath::isOddName);
    }

    static boolean isOddName(String name) {
        return !name.isEmpty()
                && (name.charAt(0) == '~'
                        || name.charAt(0) == '-'
                        || !name.strip().equals(name)
                        || name.chars().anyMatch(c -> "*?[]{}\\".indexOf(c) >= 0)
                        || (name.length() > 2 && name.chars().allMatch(c -> c == '.')));
    }
}
