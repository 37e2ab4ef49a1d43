package io.github.ftplab.internal.protocol;

import java.util.Locale;
import java.util.regex.Pattern;

/** Commands that have a password or an account as their argument, which is never shown. */
public final class SecretCommands {

    /** Also what is not quite such a command: one with a blank before it, or with a tab or a colon behind it. */
    private static final Pattern SECRET = Pattern.compile(
            "\\W*((?:SITE\\s+)?(?:PASS|PASSWD|PASSWORD|PSWD|CHPASS|GPASS|ADDUSER|GADDUSER|ACCT))\\W.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private SecretCommands() {}

    /** {@return whether a line is such a command} */
    public static boolean isSecret(String line) {
        return SECRET.matcher(line).matches();
    }

    /** {@return a line as it may be shown: with {@code ****} for a password or an account} */
    public static String masked(String line) {
        var secret = SECRET.matcher(line);
        return secret.matches() ? secret.group(1).toUpperCase(Locale.ROOT) + " ****" : line;
    }
}
