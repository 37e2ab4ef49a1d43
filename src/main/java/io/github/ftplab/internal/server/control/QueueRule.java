package io.github.ftplab.internal.server.control;

import java.util.Map;

/**
 * How a {@link CommandQueue} treats a command: whether it may run during a transfer, on which thread, and what it
 * interrupts. Commands without a row of their own run in order, on a command thread.
 *
 * @param turn when it runs
 * @param quick whether it never blocks on a disk, the client or a slow hash, and runs on the I/O thread, as switching
 *     threads would take longer than the command
 * @param interrupts whether its arrival aborts the running transfer, digest or listing, and those that wait before it
 */
record QueueRule(Turn turn, boolean quick, boolean interrupts) {

    /** When a command runs. */
    enum Turn {
        /**
         * After the commands before it. If the user has logged out during a transfer, it does not wait for that, as it
         * is refused.
         */
        IN_ORDER,
        /** After the commands before it, always. */
        STRICTLY_IN_ORDER,
        /** Also during a transfer (RFC 959, sections 3.7 and 4.1.1), but not before other waiting commands. */
        OVERTAKES
    }

    private static final QueueRule OTHERS = inOrder();

    private static final Map<String, QueueRule> RULES = Map.ofEntries(
            Map.entry("ABOR", strictlyInOrder().interrupting()),
            // What follows these two is decoded differently.
            Map.entry("AUTH", strictlyInOrder()),
            Map.entry("CCC", strictlyInOrder()),
            Map.entry("EPSV", inOrder().onIoThread()),
            Map.entry("FEAT", inOrder().onIoThread()),
            Map.entry("HELP", inOrder().onIoThread()),
            Map.entry("MODE", inOrder().onIoThread()),
            Map.entry("NOOP", overtaking().onIoThread()),
            Map.entry("OPTS", inOrder().onIoThread()),
            // The data of a running transfer belong to the user who began it.
            Map.entry("PASS", strictlyInOrder()),
            Map.entry("PASV", inOrder().onIoThread()),
            Map.entry("PBSZ", inOrder().onIoThread()),
            Map.entry("PROT", inOrder().onIoThread()),
            Map.entry("PWD", inOrder().onIoThread()),
            Map.entry("QUIT", overtaking().onIoThread()),
            Map.entry("REIN", overtaking()),
            Map.entry("REST", inOrder().onIoThread()),
            Map.entry("STAT", overtaking()),
            Map.entry("STRU", inOrder().onIoThread()),
            Map.entry("SYST", inOrder().onIoThread()),
            Map.entry("TYPE", inOrder().onIoThread()),
            Map.entry("USER", overtaking().onIoThread()));

    /** {@return the rule for a command} ABOR with an argument is refused, STAT with one is a listing. */
    static QueueRule of(CommandLine line) {
        var command = line.getCommand();
        boolean ordinary = line.hasArgument() && (command.equals("ABOR") || command.equals("STAT"));
        return ordinary ? OTHERS : RULES.getOrDefault(command, OTHERS);
    }

    private static QueueRule inOrder() {
        return new QueueRule(Turn.IN_ORDER, false, false);
    }

    private static QueueRule strictlyInOrder() {
        return new QueueRule(Turn.STRICTLY_IN_ORDER, false, false);
    }

    private static QueueRule overtaking() {
        return new QueueRule(Turn.OVERTAKES, false, false);
    }

    private QueueRule onIoThread() {
        return new QueueRule(turn, true, interrupts);
    }

    private QueueRule interrupting() {
        return new QueueRule(turn, quick, true);
    }

    /** {@return whether it runs at once while a transfer does and no other command waits} */
    boolean mayOvertake(boolean loggedIn) {
        return turn == Turn.OVERTAKES || (turn == Turn.IN_ORDER && !loggedIn);
    }
}
