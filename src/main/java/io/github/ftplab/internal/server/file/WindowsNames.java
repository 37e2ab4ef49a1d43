package io.github.ftplab.internal.server.file;

import java.util.regex.Pattern;

/** Names that Windows takes for something else than a file of that name, in every directory. */
final class WindowsNames {

    /** Devices, with whatever extension; streams of a file; ends that are cut off, so that two names are one file. */
    private static final Pattern SPECIAL = Pattern.compile(
            "(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9\u00b9\u00b2\u00b3]) *([.:].*)?|.*[\\\\/:*?\"<>|\\x00-\\x1f].*|.*[. ]",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private WindowsNames() {}

    static boolean isSpecial(String name) {
        return SPECIAL.matcher(name).matches();
    }
}
