package io.github.ftplab.internal.client.control;

import io.github.ftplab.Reply;
import java.util.Set;

/**
 * What a reply's code says of the command, decided in one place for all commands. A command that is not supported says
 * nothing about the file, so another way is tried; a file that is missing is missing in every way.
 */
public final class ReplyCodes {

    /** Not known, not in this form, not implemented, not with this parameter (RFC 959, section 4.2.2), or protocol. */
    private static final Set<Integer> UNSUPPORTED = Set.of(500, 501, 502, 504, 522);

    /** The same without 501, which some servers send for a path that they don't like. */
    private static final Set<Integer> UNKNOWN_COMMAND = Set.of(500, 502, 504);

    /** Unavailable (some servers say that temporarily), or a name that can't be there. */
    private static final Set<Integer> MISSING = Set.of(450, 550, 553);

    /** Another command is missing before this one, or the login. */
    private static final Set<Integer> TOO_EARLY = Set.of(503, 530);

    private static final int ERROR_ON_SERVER = 451;

    private ReplyCodes() {}

    /** {@return whether the server does not support the command, or not in this form} */
    public static boolean isUnsupported(Reply reply) {
        return UNSUPPORTED.contains(reply.code());
    }

    /** {@return whether the server does not support the command, whatever its argument} */
    public static boolean isUnknownCommand(Reply reply) {
        return UNKNOWN_COMMAND.contains(reply.code());
    }

    /** {@return whether the file or directory is missing, as far as the user may know} */
    public static boolean isMissing(Reply reply) {
        return MISSING.contains(reply.code());
    }

    /** {@return whether the command may be accepted after the login} */
    public static boolean isTooEarly(Reply reply) {
        return TOO_EARLY.contains(reply.code()) || isUnsupported(reply);
    }

    /** {@return whether a server that refuses this way to transfer a file may accept another one} */
    public static boolean isRefusedInThisWay(Reply reply) {
        // ProFTPD answers 451 to STOR after REST, unless it is configured to allow that.
        return reply.code() >= 500 || reply.code() == ERROR_ON_SERVER;
    }

    /** {@return whether this can be the reply to a NOOP sent during a transfer, and not the transfer's} */
    public static boolean isOfNoop(Reply reply) {
        return reply.code() == 200 || reply.code() == 503 || reply.code() == 530 || isUnsupported(reply);
    }
}
