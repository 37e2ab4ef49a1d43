package io.github.ftplab.server;

import java.util.concurrent.Executor;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.IoSession;

/** Hands commands over from the I/O threads to the threads that run them, each connection's in order. */
final class LaneFilter extends IoFilterAdapter {

    private final Executor threads;

    LaneFilter(Executor threads) {
        this.threads = threads;
    }

    @Override
    public void messageReceived(NextFilter next, IoSession io, Object message) {
        Peer.of(io).lane().execute(() -> next.messageReceived(io, message), threads);
    }
}
