package io.github.ftplab.internal.protocol;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** File names with a special meaning to the file system, such as Windows' device names. */
public final class FileNames {

    /** Compiled where the file system is one of Windows. */
    private static final class OnWindows {

        /**
         * Device names with any extension, alternate data streams, and trailing dots and blanks, which Windows strips so
         * that two names denote one file.
         */
        static final Pattern SPECIAL = Pattern.compile(
                "(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9\u00b9\u00b2\u00b3]) *([.:].*)?|.*[\\\\/:*?\"<>|\\x00-\\x1f].*|.*[. ]",
                Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    private FileNames() {}

    /** {@return whether a path belongs to a Windows file system} */
    public static boolean isOnWindows(Path path) {
        return path.getFileSystem().getSeparator().equals("\\");
    }

    /** {@return whether a name has a special meaning in the file system of this directory} */
    public static boolean isSpecial(Path directory, String name) {
        return isOnWindows(directory) && isSpecialOnWindows(name);
    }

    static boolean isSpecialOnWindows(String name) {
        return OnWindows.SPECIAL.matcher(name).matches();
    }
}
