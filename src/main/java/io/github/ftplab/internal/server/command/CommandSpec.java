package io.github.ftplab.internal.server.command;

import io.github.ftplab.Permission;
import io.github.ftplab.internal.server.settings.CommandCheck;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A row of the command table. It reads as a statement: {@code command("RETR").needs(LOGIN).permission(RETRIEVE)
 * .argument("file")}.
 *
 * @param name the command, such as {@code RETR} or {@code SITE CHMOD}
 * @param needs what must hold before it runs, in the order in which it is checked
 * @param permission the permission that it needs, or null if none
 * @param takes whether it takes an argument
 * @param usage its syntax, for HELP
 * @param keepsRestart whether the offset of REST remains for the transfer that follows
 * @param action executes it
 */
record CommandSpec(
        String name,
        List<Precondition> needs,
        @Nullable Permission permission,
        Argument takes,
        String usage,
        boolean keepsRestart,
        Action action) {

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

    /**
     * Commands that belong together. They are called by name, not by a method reference for each: the JVM would have to
     * make a class for each one before the first server starts.
     */
    interface Group {

        /** {@return the rows of its commands} */
        List<Row> rows();

        /** Executes one of its commands, as {@link Action#run} does. */
        void run(String command, CommandContext x) throws IOException;
    }

    /** Begins a row: a command without preconditions, permission and argument. */
    static Row command(String name) {
        return new Row(name);
    }

    /** A row that has no action yet. */
    static final class Row {

        private final String name;
        private List<Precondition> needs = List.of();
        private @Nullable Permission permission;
        private Argument takes = Argument.NONE;
        private String usage;
        private boolean keepsRestart;

        private Row(String name) {
            this.name = name;
            usage = name;
        }

        /** Sets what must hold before the command runs; the first that does not is the reply. */
        Row needs(Precondition... conditions) {
            needs = List.of(conditions);
            return this;
        }

        /** Sets the permission that the user must have where the command acts. */
        Row permission(Permission needed) {
            permission = needed;
            return this;
        }

        /** Makes an argument obligatory. */
        Row argument(String syntax) {
            takes = Argument.REQUIRED;
            usage = name + " <SP> " + syntax;
            return this;
        }

        /** Permits an argument. */
        Row optional(String syntax) {
            takes = Argument.OPTIONAL;
            usage = name + " [<SP> " + syntax + "]";
            return this;
        }

        /** Adds an explanation to the syntax. */
        Row note(String text) {
            usage += " (" + text + ")";
            return this;
        }

        /** Keeps the offset of REST; any other command uses it up, also if it is refused. */
        Row keepingRestart() {
            keepsRestart = true;
            return this;
        }

        /** Completes the row of a command that a group executes. */
        CommandSpec runs(Group group) {
            return runs((Action) x -> group.run(name, x));
        }

        CommandSpec runs(Action action) {
            return new CommandSpec(name, needs, permission, takes, usage, keepsRestart, action);
        }
    }

    /** {@return the same row, whose action comes after a check that may answer instead} */
    CommandSpec after(CommandCheck check) {
        return new CommandSpec(name, needs, permission, takes, usage, keepsRestart, x -> {
            var answer = check.answer().apply(x.control().client(), checkedArgument(x));
            if (answer.isPresent()) {
                x.reply(answer.get());
            } else {
                action.run(x);
            }
        });
    }

    /** {@return the argument, as checks get it: a path made absolute} */
    private String checkedArgument(CommandContext x) {
        boolean isPath = permission != null
                && !hasPathAsSecondWord()
                && x.request().hasArgument()
                && !x.argument().startsWith("-");
        return isPath ? x.virtual(x.argument()) : x.argument();
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
