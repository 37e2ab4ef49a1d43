package io.github.ftplab.internal.client.control;

import io.github.ftplab.internal.protocol.FtpPath;
import io.github.ftplab.internal.protocol.SecretCommands;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A command with its argument. Every command is sent through this class, which prevents command injection: a line break
 * in a file name is refused.
 *
 * @param verb the command's name, such as {@code RETR}
 * @param argument the text after the name and a space
 */
public record FtpCommand(String verb, Optional<String> argument) {

    private static final Set<String> KEPT = Set.of(
            "USER", "PASS", "ACCT", "REIN", "QUIT", "ABOR", "PORT", "EPRT", "LPRT", "PASV", "EPSV", "LPSV", "SPSV",
            "TYPE", "STRU", "MODE", "REST", "RETR", "STOR", "STOU", "APPE", "LIST", "NLST", "MLSD", "CWD", "XCWD",
            "CDUP", "XCUP", "RNFR", "AUTH", "ADAT", "PROT", "PBSZ", "CCC", "MIC", "CONF", "ENC");

    private static final Pattern NOT_A_NAME = Pattern.compile("[^A-Z0-9]");

    /**
     * Checks that the command is one line.
     *
     * @throws IllegalArgumentException if a part contains a line break or NUL
     */
    public FtpCommand {
        requireOneLine(verb, verb);
        argument.ifPresent(value -> requireOneLine(value, verb + " " + value));
    }

    /**
     * A command without an argument.
     *
     * @param verb the command's name
     * @return the command
     */
    public static FtpCommand of(String verb) {
        return new FtpCommand(verb, Optional.empty());
    }

    /**
     * A command with an argument.
     *
     * @param verb the command's name
     * @param argument the text after it, which may be empty; for a path use {@link #onPath}
     * @return the command
     * @throws IllegalArgumentException if the argument contains a line break or NUL
     */
    public static FtpCommand of(String verb, String argument) {
        return new FtpCommand(verb, Optional.of(argument));
    }

    /**
     * A command about a file or directory on the server. Every path is sent through this method.
     *
     * @param verb the command's name
     * @param path the path on the server, with names as in listings
     * @return the command, with {@code ./} before a path that a server could interpret in another way
     * @throws IllegalArgumentException if the path is empty or contains a line break or NUL
     */
    public static FtpCommand onPath(String verb, String path) {
        if (path.isEmpty()) {
            throw new IllegalArgumentException("the name of a file or directory on the server can't be empty");
        }
        return of(verb, FtpPath.literal(path));
    }

    /**
     * A command with a value before the path, as MFMT has a time.
     *
     * @param verb the command's name
     * @param value what comes before the path and a space
     * @param path the path on the server, of names as listings show them
     * @return the command, with {@code ./} before a path that the server could take for something else
     * @throws IllegalArgumentException if the path is empty, or has a line break or NUL in it
     */
    public static FtpCommand onPath(String verb, String value, String path) {
        return of(verb, value + " " + onPath(verb, path).argument().orElseThrow());
    }

    /**
     * A command as the user writes it.
     *
     * @param line the command and its argument
     * @return the command
     * @throws IllegalArgumentException if there is none, if it contains a line break, transfers data, or changes the
     *     session's state
     */
    public static FtpCommand free(String line) {
        var parts = line.strip().split(" ", 2);
        var verb = parts[0].toUpperCase(Locale.ROOT);
        if (verb.isEmpty()) {
            throw new IllegalArgumentException("there is no command in \"" + line + "\"");
        }
        // Servers may read "PASS:secret" or "PASS<tab>secret" as PASS.
        var name = NOT_A_NAME.split(verb, 2)[0];
        if (KEPT.contains(name)) {
            throw new IllegalArgumentException(name
                    + " transfers data or changes the session, so it can't be sent on its own; use the method of this class"
                    + " for that task");
        }
        return parts.length == 1 ? of(verb) : of(verb, parts[1]);
    }

    /** {@return the command as it is sent, with a password or account hidden} */
    @Override
    public String toString() {
        return SecretCommands.masked(argument.map(value -> verb + " " + value).orElse(verb));
    }

    private static void requireOneLine(String text, String line) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n' || c == '\0') {
                var shown = SecretCommands.isSecret(line) ? "a password" : '"' + escaped(text) + '"';
                throw new IllegalArgumentException(shown + " has " + (c == '\0' ? "a NUL" : "a line break")
                        + " in it, at character " + (i + 1) + ": FTP has no way to send that, nothing was sent");
            }
        }
    }

    private static String escaped(String text) {
        return text.replace("\r", "\\r").replace("\n", "\\n").replace("\0", "\\0");
    }
}
