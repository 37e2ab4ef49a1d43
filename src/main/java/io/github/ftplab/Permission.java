package io.github.ftplab;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A permission of a user of a {@link FtpServer}: one of the ten letters of Python's pyftpdlib.
 *
 * <table>
 * <caption>Reading</caption>
 * <tr><td>{@code e}</td><td>change directory</td></tr>
 * <tr><td>{@code l}</td><td>list files</td></tr>
 * <tr><td>{@code r}</td><td>retrieve a file</td></tr>
 * </table>
 * <table>
 * <caption>Writing</caption>
 * <tr><td>{@code a}</td><td>append to an existing file</td></tr>
 * <tr><td>{@code d}</td><td>delete a file or directory</td></tr>
 * <tr><td>{@code f}</td><td>rename a file or directory</td></tr>
 * <tr><td>{@code m}</td><td>create a directory</td></tr>
 * <tr><td>{@code w}</td><td>store a file</td></tr>
 * <tr><td>{@code M}</td><td>change a file's mode</td></tr>
 * <tr><td>{@code T}</td><td>change a file's modification time</td></tr>
 * </table>
 *
 * <p>An operation whose letter is missing is refused with reply 550 and a text that names the letter.
 *
 * <pre>{@code
 * Permission.parse("elr");                       // [CHANGE_DIRECTORY, LIST, RETRIEVE]
 * Permission.format(Permission.READ_ONLY);       // elr
 * }</pre>
 */
public enum Permission {
    /** {@code e}: change directory (CWD, CDUP). */
    CHANGE_DIRECTORY('e', "change directory"),
    /** {@code l}: list files and query them (LIST, NLST, MLSD, MLST, STAT, SIZE, MDTM). */
    LIST('l', "list files"),
    /** {@code r}: retrieve a file or its digest (RETR, HASH, MD5). */
    RETRIEVE('r', "retrieve files"),
    /** {@code a}: append to a file (APPE). */
    APPEND('a', "append to files"),
    /** {@code d}: delete a file or directory (DELE, RMD). */
    DELETE('d', "delete files and directories"),
    /** {@code f}: rename a file or directory (RNFR, RNTO). */
    RENAME('f', "rename files and directories"),
    /** {@code m}: create a directory (MKD). */
    MAKE_DIRECTORY('m', "create directories"),
    /** {@code w}: store a file (STOR, STOU). */
    STORE('w', "store files"),
    /** {@code M}: change a file's mode (SITE CHMOD). */
    CHANGE_MODE('M', "change a file's mode"),
    /** {@code T}: change a file's modification time (MFMT). */
    CHANGE_TIME('T', "change a file's modification time");

    /** Every letter, {@code elradfmwMT}. */
    public static final Set<Permission> ALL = Collections.unmodifiableSet(EnumSet.allOf(Permission.class));

    /** The letters that change nothing, {@code elr}. */
    public static final Set<Permission> READ_ONLY =
            Collections.unmodifiableSet(EnumSet.of(CHANGE_DIRECTORY, LIST, RETRIEVE));

    private final char letter;
    private final String meaning;

    Permission(char letter, String meaning) {
        this.letter = letter;
        this.meaning = meaning;
    }

    /** {@return the letter, such as {@code r}; upper and lower case differ} */
    public char letter() {
        return letter;
    }

    /**
     * {@return what the letter allows, such as {@code retrieve files}}
     *
     * <pre>{@code
     * for (var permission : Permission.ALL) System.out.println(permission.letter() + " " + permission.meaning());
     * }</pre>
     */
    public String meaning() {
        return meaning;
    }

    /**
     * Parses a string of letters.
     *
     * @param letters any of {@code elradfmwMT} in any order; an empty string allows nothing
     * @return the permissions, unmodifiable
     * @throws IllegalArgumentException if a letter is not one of the ten
     */
    public static Set<Permission> parse(String letters) {
        var permissions = EnumSet.noneOf(Permission.class);
        for (int i = 0; i < letters.length(); i++) {
            permissions.add(ofLetter(letters.charAt(i), letters));
        }
        return Collections.unmodifiableSet(permissions);
    }

    /**
     * Formats permissions as letters.
     *
     * @param permissions any set; empty gives an empty string
     * @return the letters, in the order of this enum
     */
    public static String format(Set<Permission> permissions) {
        return permissions.stream().sorted().map(p -> String.valueOf(p.letter)).collect(Collectors.joining());
    }

    private static Permission ofLetter(char letter, String all) {
        for (var permission : values()) {
            if (permission.letter == letter) {
                return permission;
            }
        }
        throw new IllegalArgumentException("unknown permission letter '%s' in \"%s\": the letters are %s (read: %s)"
                .formatted(letter, all, format(ALL), format(READ_ONLY)));
    }
}
