package io.github.ftplab.internal.server.settings;

import io.github.ftplab.Reply;
import io.github.ftplab.ServerEvent;
import io.github.ftplab.internal.fault.CommandNames;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A function that may answer a command before it runs.
 *
 * @param verb the command in upper case, such as {@code STOR} or {@code SITE CHMOD}; {@code MKD} for {@code XMKD} too
 * @param answer returns a reply to the client and its argument, or nothing if the command is to run
 */
public record CommandCheck(String verb, BiFunction<ServerEvent.Client, String, Optional<Reply>> answer) {

    /** Checks the verb. */
    public CommandCheck {
        verb = CommandNames.current(verb.strip().toUpperCase(Locale.ROOT));
        if (!verb.matches("[A-Z]+|SITE [A-Z]+")) {
            throw new IllegalArgumentException("\"" + verb + "\" is no command, such as STOR or SITE CHMOD");
        }
    }
}
