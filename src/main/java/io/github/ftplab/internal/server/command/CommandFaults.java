package io.github.ftplab.internal.server.command;

import io.github.ftplab.internal.fault.FaultAction;
import io.github.ftplab.internal.fault.SessionPoint.Stage;
import io.github.ftplab.internal.server.control.FaultyReplies;

/** What goes wrong with a command on purpose, before it runs. */
final class CommandFaults {

    private CommandFaults() {}

    /**
     * Lets happen what is to happen at a point; waits if that is a delay or a hold.
     *
     * @return whether the command must not go on, as it has been answered, or will not be
     */
    static boolean answer(CommandContext x, Stage stage) {
        if (!x.faults().isActive()) {
            return false;
        }
        boolean answered = false;
        for (var action : x.faults().at(stage, x.verb(), x.argument(), "")) {
            answered |= isAnswered(x, action);
        }
        return answered;
    }

    private static boolean isAnswered(CommandContext x, FaultAction action) {
        switch (action.kind()) {
            case REPLY -> x.injectReply(action.text(), false);
            case SEND_AWAY -> x.injectReply(action.text(), true);
            case NO_REPLY -> x.injectReply(null, false);
            case CLOSE -> FaultyReplies.close(x.session());
            case RESET -> FaultyReplies.reset(x.session());
            case FROM_ADDRESS -> {
                x.connectFrom(action.text());
                return false;
            }
            default -> {
                return false;
            }
        }
        return true;
    }
}
