package io.github.ftplab.server;

import java.util.Set;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.IoSession;

/**
 * Lets ABOR end a transfer at once, and answers what may be asked during one (RFC 959, sections 3.7, 4.1.1 and 4.1.3).
 * All other commands wait in line, so that a client may send several without waiting.
 */
final class UrgentFilter extends IoFilterAdapter {

    private static final Set<String> ANY_TIME = Set.of("STAT", "QUIT", "NOOP", "USER", "REIN");

    /** Commands that must not overtake: what comes behind AUTH and CCC is read in another way than what came before. */
    private static final Set<String> IN_TURN = Set.of("PASS", "AUTH", "CCC");

    private final FtpServerContext context;
    private final ControlHandler handler;

    UrgentFilter(FtpServerContext context, ControlHandler handler) {
        this.context = context;
        this.handler = handler;
    }

    @Override
    public void messageReceived(NextFilter next, IoSession io, Object message) throws Exception {
        var line = (CommandLine) message;
        var peer = Peer.of(io);
        var turns = peer.turns();
        if (turns.isQuitting()) {
            return;
        }
        if (turns.isTransferAlone() && mayOvertake(line, peer)) {
            handler.messageReceived(new FtpIoSession(io, context), line);
            return;
        }
        if (isAbort(line)) {
            turns.abort();
            if (turns.isTransferring()) {
                peer.abort();
            }
        }
        turns.enter();
        next.messageReceived(io, message);
    }

    static boolean isAbort(CommandLine line) {
        return line.getCommand().equals("ABOR") && !line.hasArgument();
    }

    /** Who has logged out by USER or REIN during a transfer is told so; logging in again takes its turn. */
    private static boolean mayOvertake(CommandLine line, Peer peer) {
        var command = line.getCommand();
        if (peer.account() == null) {
            return !isAbort(line) && !IN_TURN.contains(command);
        }
        return ANY_TIME.contains(command) && !(command.equals("STAT") && line.hasArgument());
    }
}
