package io.github.ftplab.internal.protocol;

import java.util.ArrayList;
import java.util.List;

/** Paths as FTP clients see them: {@code /} between names, and {@code /} is the home. */
public final class FtpPath {

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

    /** {@return the last name, or {@code /}} */
    public static String name(String absolute) {
        return absolute.equals("/") ? absolute : absolute.substring(absolute.lastIndexOf('/') + 1);
    }

    /** {@return the path in double quotes, a quote in it doubled (RFC 959, appendix II)} */
    public static String quoted(String absolute) {
        return '"' + absolute.replace("\"", "\"\"") + '"';
    }
}
