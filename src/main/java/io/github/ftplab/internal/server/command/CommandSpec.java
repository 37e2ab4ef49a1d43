package io.github.ftplab.internal.server.command;

import io.github.ftplab.Permission;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A row of the command table: what a command needs before it may run, and what it does.
 *
 * @param name the command, such as {@code RETR}; SITE's are {@code SITE CHMOD}
 * @param permission the letter that a user needs, or null if none
 * @param login whether a login has to come first
 * @param takes whether there is an argument
 * @param usage how to write it, for HELP
 * @param action what it does
 */
record CommandSpec(
        String name, @Nullable Permission permission, boolean login, Argument takes, String usage, Action action) {

    /** Transfers record themselves, and who only looks leaves no trace. */
    private static final Set<Permission> RECORDED = Set.of(
            Permission.CHANGE_DIRECTORY,
            Permission.DELETE,
            Permission.RENAME,
            Permission.MAKE_DIRECTORY,
            Permission.CHANGE_MODE,
            Permission.CHANGE_TIME);

    /** Whether a command has an argument. */
    enum Argument {
        NONE,
        OPTIONAL,
        REQUIRED
    }

    /** What a command does. */
    @FunctionalInterface
    interface Action {
        /** Answers; an exception becomes a reply with its reason. */
        void run(CommandContext exchange) throws IOException;
    }

    /** {@return whether it is recorded in the log when done, as it changes something} */
    boolean isRecorded() {
        return permission != null && RECORDED.contains(permission);
    }

    /** {@return whether the path is not all of the argument but what follows the first word, as in MFMT} */
    boolean isAboutSecondWord() {
        return permission == Permission.CHANGE_MODE || permission == Permission.CHANGE_TIME;
    }
}
