package io.github.ftplab.internal.protocol;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Pattern;

/** Converts Unix permission bits between numbers, letters and {@link PosixFilePermission}s. */
public final class UnixMode {

    private static final int BITS = 9;

    /** Setuid, setgid and sticky. */
    private static final int SPECIAL_BITS = 3;

    private static final Pattern OCTAL = Pattern.compile("[0-7]{3,4}");
    private static final Pattern FILE_TYPE_AND_MODE = Pattern.compile("[0-7]{1,7}");

    private UnixMode() {}

    /** {@return the nine low bits as {@code rwxr-xr-x}} */
    public static String letters(int mode) {
        return toLetters(mode).toString();
    }

    /** {@return all twelve bits as {@code ls} writes them, such as {@code rwsr-xr-t} for setuid and sticky} */
    public static String allLetters(int mode) {
        var letters = toLetters(mode);
        for (int i = 0; i < SPECIAL_BITS; i++) {
            if (((mode >> (BITS + 2 - i)) & 1) != 0) {
                int at = 3 * i + 2;
                letters.setCharAt(at, (letters.charAt(at) == 'x' ? "sst" : "SST").charAt(i));
            }
        }
        return letters.toString();
    }

    private static StringBuilder toLetters(int mode) {
        var letters = new StringBuilder(BITS);
        for (int bit = BITS - 1; bit >= 0; bit--) {
            letters.append(((mode >> bit) & 1) == 0 ? '-' : "xwr".charAt(bit % 3));
        }
        return letters;
    }

    /** {@return whether the text has the nine letters of a mode at this index} */
    public static boolean isLetters(String text, int begin) {
        if (text.length() < begin + BITS) {
            return false;
        }
        for (int i = 0; i < BITS; i++) {
            char c = text.charAt(begin + i);
            boolean fits = switch (i % 3) {
                case 0 -> c == 'r';
                case 1 -> c == 'w';
                default -> "xsStT".indexOf(c) >= 0;
            };
            if (!fits && c != '-') {
                return false;
            }
        }
        return true;
    }

    /**
     * {@return the bits that a text names: three or four octal digits, or nine letters as {@link #allLetters} writes
     * them}
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static int parse(String text) {
        if (OCTAL.matcher(text).matches()) {
            return Integer.parseInt(text, 8);
        }
        int mode = 0;
        for (int i = 0; i < text.length() && i < BITS; i++) {
            char c = text.charAt(i);
            mode |= "-ST".indexOf(c) >= 0 ? 0 : 1 << (BITS - 1 - i);
            mode |= "sStT".indexOf(c) < 0 ? 0 : 1 << (BITS + 2 - i / 3);
        }
        if (!allLetters(mode).equals(text)) {
            throw new IllegalArgumentException("\"" + text + "\" is not a mode; write it like 644 or rw-r--r--");
        }
        return mode;
    }

    /** {@return the bits that up to seven octal digits name, which may include the file type; -1 for another text} */
    public static int octal(String text) {
        return FILE_TYPE_AND_MODE.matcher(text).matches() ? Integer.parseInt(text, 8) : -1;
    }

    /** {@return the nine low bits as the JDK's permissions} */
    public static Set<PosixFilePermission> permissions(int mode) {
        return PosixFilePermissions.fromString(letters(mode));
    }

    /** {@return the mode bits of the JDK's permissions} */
    public static int of(Set<PosixFilePermission> permissions) {
        int mode = 0;
        for (char letter : PosixFilePermissions.toString(permissions).toCharArray()) {
            mode = (mode << 1) | (letter == '-' ? 0 : 1);
        }
        return mode;
    }
}
