package io.github.ftplab.internal.server.control;

import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;

/**
 * Lets an {@link Error} in one session end that session only. MINA reports it to the handler but then rethrows it,
 * which would end the loop of the I/O thread that serves half of all clients. The first filter of the chain, next to
 * the network.
 */
final class ErrorFilter extends IoFilterAdapter {

    @Override
    public void sessionCreated(NextFilter next, IoSession io) {
        try {
            next.sessionCreated(io);
        } catch (Error alreadyReported) {
            io.closeNow();
        }
    }

    @Override
    public void sessionOpened(NextFilter next, IoSession io) {
        try {
            next.sessionOpened(io);
        } catch (Error alreadyReported) {
            io.closeNow();
        }
    }

    @Override
    public void messageReceived(NextFilter next, IoSession io, Object message) {
        try {
            next.messageReceived(io, message);
        } catch (Error alreadyReported) {
            io.closeNow();
        }
    }

    @Override
    public void messageSent(NextFilter next, IoSession io, WriteRequest request) {
        try {
            next.messageSent(io, request);
        } catch (Error alreadyReported) {
            io.closeNow();
        }
    }
}
