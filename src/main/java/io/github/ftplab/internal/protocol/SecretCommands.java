package io.github.ftplab.internal.protocol;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Commands whose argument is a password or an account, which is never shown. */
public final class SecretCommands {

    private static final List<String> NAMES =
            List.of("PASS", "PASSWD", "PASSWORD", "PSWD", "CHPASS", "GPASS", "ADDUSER", "GADDUSER", "ACCT");

    /** Also matches malformed commands: with other characters before the name, or with a tab or a colon after it. */
    private static final Pattern SECRET = Pattern.compile(
            "\\W*((?:SITE\\s+)?(?:" + String.join("|", NAMES) + "))\\W.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private SecretCommands() {}

    /** {@return whether a line is a command whose argument is secret} */
    public static boolean isSecret(String line) {
        return mayBeSecret(line) && SECRET.matcher(line).matches();
    }

    /** {@return a line as it may be shown: with {@code ****} in place of a password or an account} */
    public static String masked(String line) {
        if (!mayBeSecret(line)) {
            return line;
        }
        var secret = SECRET.matcher(line);
        return secret.matches() ? secret.group(1).toUpperCase(Locale.ROOT) + " ****" : line;
    }

    /** {@return whether the first word is one of the names, or SITE} Cheap, as every command of a server comes here. */
    private static boolean mayBeSecret(String line) {
        int from = 0;
        while (from < line.length() && !isWordPart(line.charAt(from))) {
            from++;
        }
        int to = from;
        while (to < line.length() && isWordPart(line.charAt(to))) {
            to++;
        }
        if (is("SITE", line, from, to)) {
            return true;
        }
        for (int i = 0; i < NAMES.size(); i++) {
            if (is(NAMES.get(i), line, from, to)) {
                return true;
            }
        }
        return false;
    }

    private static boolean is(String name, String line, int from, int to) {
        return name.length() == to - from && line.regionMatches(true, from, name, 0, name.length());
    }

    /** {@return whether the pattern counts a character as part of a word} */
    private static boolean isWordPart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }
}
