package io.github.ftplab.internal.protocol;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** Names that a file system takes for something else than a file of that name. */
public final class FileNames {

    /** Devices, with whatever extension; streams of a file; ends that are cut off, so that two names are one file. */
    private static final Pattern SPECIAL_ON_WINDOWS = Pattern.compile(
            "(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9\u00b9\u00b2\u00b3]) *([.:].*)?|.*[\\\\/:*?\"<>|\\x00-\\x1f].*|.*[. ]",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private FileNames() {}

    /** {@return whether a path is one of Windows, whose names have rules of their own} */
    public static boolean isOnWindows(Path path) {
        return path.getFileSystem().getSeparator().equals("\\");
    }

    /** {@return whether a name means something else where this directory is} */
    public static boolean isSpecial(Path directory, String name) {
        return isOnWindows(directory) && isSpecialOnWindows(name);
    }

    static boolean isSpecialOnWindows(String name) {
        return SPECIAL_ON_WINDOWS.matcher(name).matches();
    }
}
