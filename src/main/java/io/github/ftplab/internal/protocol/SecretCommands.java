package io.github.ftplab.internal.protocol;

import java.util.Locale;
import java.util.regex.Pattern;

/** Commands whose argument is a password or an account, which is never shown. */
public final class SecretCommands {

    /** Also matches malformed commands: with other characters before the name, or with a tab or a colon after it. */
    private static final Pattern SECRET = Pattern.compile(
            "\\W*((?:SITE\\s+)?(?:PASS|PASSWD|PASSWORD|PSWD|CHPASS|GPASS|ADDUSER|GADDUSER|ACCT))\\W.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private SecretCommands() {}

    /** {@return whether a line is a command whose argument is secret} */
    public static boolean isSecret(String line) {
        return SECRET.matcher(line).matches();
    }

    /** {@return a line as it may be shown: with {@code ****} in place of a password or an account} */
    public static String masked(String line) {
        var secret = SECRET.matcher(line);
        return secret.matches() ? secret.group(1).toUpperCase(Locale.ROOT) + " ****" : line;
    }
}
