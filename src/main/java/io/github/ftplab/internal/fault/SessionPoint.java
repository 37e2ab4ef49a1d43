package io.github.ftplab.internal.fault;

import io.github.ftplab.internal.protocol.Glob;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A point in a session's life at which a fault or a breakpoint may be set.
 *
 * @param stage where in the course of the command
 * @param verb the command in upper case, such as {@code RETR} or {@code SITE CHMOD}; empty for any. One with an old name
 *     has the new one: {@code MKD} for {@code XMKD}
 * @param argument the pattern for the command's argument, or null for any
 * @param amount of {@link Stage#BYTES} and {@link Stage#LINES}, after how many
 */
public record SessionPoint(
        Stage stage, String verb, @Nullable String argument, long amount) {

    /** The points of a session's life, in the order in which they come. */
    public enum Stage {
        /** The client is connected, and its greeting is about to be sent. */
        CONNECT,
        /** The command has been read from the connection, perhaps during a transfer. */
        ARRIVAL,
        /** The command is about to run. */
        COMMAND,
        /** The password is right, and the user is about to be logged in. */
        LOGIN,
        /** A preliminary reply (1xx) is about to be sent. */
        PRELIMINARY,
        /** The preliminary reply has been sent, and the data connection is about to be opened. */
        DATA,
        /** A number of bytes of the file or listing have been transferred. */
        BYTES,
        /** A number of lines of the listing have been sent. */
        LINES,
        /** The final reply is about to be sent. */
        REPLY
    }

    /** Checks the verb and the pattern. */
    public SessionPoint {
        verb = CommandNames.current(verb.strip().toUpperCase(Locale.ROOT));
        if (!verb.matches("[A-Z]*|SITE [A-Z]+")) {
            throw new IllegalArgumentException("\"" + verb + "\" is no command, such as RETR or SITE CHMOD");
        }
        if (argument != null) {
            Objects.requireNonNull(Glob.of(argument));
        }
        if (amount < 0) {
            throw new IllegalArgumentException(amount + " is no amount of data: 0 is the least");
        }
    }

    /** {@return the same command at another stage} */
    public SessionPoint at(Stage other, long amount) {
        return new SessionPoint(other, verb, argument, amount);
    }

    /** {@return whether a command is at this point} A pattern without a slash is compared with the last name. */
    public boolean matches(Stage now, String command, String given) {
        if (now != stage || !(verb.isEmpty() || verb.equals(CommandNames.current(command)))) {
            return false;
        }
        if (argument == null) {
            return true;
        }
        var compared = argument.indexOf('/') < 0 ? given.substring(given.lastIndexOf('/') + 1) : given;
        return Glob.of(argument).matches(compared);
    }
}
