package io.github.ftplab.server;

import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.IoSession;

/**
 * Hands commands over from the I/O threads to the threads that run them, each connection's in order. Those that can't
 * wait for a disk, a client or a slow hash stay where they are, as changing threads takes longer than they do.
 */
final class LaneFilter extends IoFilterAdapter {

    private static final Set<String> QUICK = Set.of(
            "EPSV", "FEAT", "HELP", "MODE", "NOOP", "OPTS", "PASV", "PBSZ", "PROT", "PWD", "QUIT", "REST", "STRU",
            "SYST", "TYPE", "USER");

    private final Executor threads;

    LaneFilter(Executor threads) {
        this.threads = threads;
    }

    @Override
    public void messageReceived(NextFilter next, IoSession io, Object message) {
        var lane = Peer.of(io).lane();
        Runnable task = () -> next.messageReceived(io, message);
        if (QUICK.contains(((CommandLine) message).getCommand())) {
            lane.executeHere(task);
        } else {
            lane.execute(task, threads);
        }
    }
}
