package io.github.ftplab.internal.fault;

import java.util.function.UnaryOperator;

/**
 * What a server does wrong.
 *
 * @param kind what it does
 * @param text a reply or an address; empty if the kind needs none
 * @param amount a time in nanoseconds, or a rate in bytes a second; 0 if the kind needs none
 * @param edit changes a reply, whose lines are joined by line feeds
 */
public record FaultAction(Kind kind, String text, long amount, UnaryOperator<String> edit) {

    /** The kinds of faults; {@link io.github.ftplab.Trigger} describes them. */
    public enum Kind {
        /** Waits until somebody acts on the session: a breakpoint. */
        HOLD,
        DELAY,
        STALL,
        CLOSE,
        RESET,
        REPLY,
        SEND_AWAY,
        NO_REPLY,
        IGNORE,
        FROM_ADDRESS,
        TWICE,
        PIECES,
        STRAY,
        EDIT,
        BARE_LINE_FEEDS,
        CLOSED_PORT,
        FAIL_HANDSHAKE,
        REFUSE,
        EARLY_REPLY,
        NO_CLOSE_NOTIFY,
        CUT,
        DISK_FULL,
        FLIP_BYTE,
        LOSE_BYTE,
        RATE
    }

    public static FaultAction of(Kind kind) {
        return new FaultAction(kind, "", 0, UnaryOperator.identity());
    }

    public static FaultAction of(Kind kind, String text) {
        return new FaultAction(kind, text, 0, UnaryOperator.identity());
    }

    public static FaultAction of(Kind kind, long amount) {
        return new FaultAction(kind, "", amount, UnaryOperator.identity());
    }

    public static FaultAction edit(UnaryOperator<String> edit) {
        return new FaultAction(Kind.EDIT, "", 0, edit);
    }
}
