package io.github.ftplab.internal.server.command;

import io.github.ftplab.Permission;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A row of the command table: a command, its preconditions and its action.
 *
 * @param name the command, such as {@code RETR} or {@code SITE CHMOD}
 * @param permission the permission that it needs, or null if none
 * @param login whether it needs a login
 * @param takes whether it takes an argument
 * @param usage its syntax, for HELP
 * @param action executes it
 * @param consumesRestart whether it uses up the offset of REST
 */
record CommandSpec(
        String name,
        @Nullable Permission permission,
        boolean login,
        Argument takes,
        String usage,
        Action action,
        boolean consumesRestart) {

    /** Commands with these permissions are logged; transfers log themselves, and read-only commands are not logged. */
    private static final Set<Permission> RECORDED = Set.of(
            Permission.CHANGE_DIRECTORY,
            Permission.DELETE,
            Permission.RENAME,
            Permission.MAKE_DIRECTORY,
            Permission.CHANGE_MODE,
            Permission.CHANGE_TIME);

    enum Argument {
        NONE,
        OPTIONAL,
        REQUIRED
    }

    /** Executes a command. */
    @FunctionalInterface
    interface Action {
        /** Executes the command and replies. An exception is turned into a reply with its reason. */
        void run(CommandContext context) throws IOException;
    }

    CommandSpec(
            String name, @Nullable Permission permission, boolean login, Argument takes, String usage, Action action) {
        this(name, permission, login, takes, usage, action, false);
    }

    /** {@return the same command, which uses up the offset of REST} */
    CommandSpec consumingRestart() {
        return new CommandSpec(name, permission, login, takes, usage, action, true);
    }

    /** {@return whether it is logged} */
    boolean isRecorded() {
        return permission != null && RECORDED.contains(permission);
    }

    /** {@return whether the path is not the whole argument but its second word, as in MFMT} */
    boolean hasPathAsSecondWord() {
        return permission == Permission.CHANGE_MODE || permission == Permission.CHANGE_TIME;
    }
}
