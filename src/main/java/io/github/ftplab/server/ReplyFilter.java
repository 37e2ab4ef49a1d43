package io.github.ftplab.server;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.transport.socket.nio.NioSession;

/**
 * Sends the replies of one control connection from the thread that has them, at once and each in one piece; MINA would
 * wake an I/O thread for each. Only what a client does not read goes into MINA's queue, and what comes behind it too.
 */
final class ReplyFilter extends IoFilterAdapter {

    private int queued;

    @Override
    public void filterWrite(NextFilter next, IoSession io, WriteRequest request) {
        synchronized (this) {
            if (queued > 0 || !isSent(io, request)) {
                queued++;
                next.filterWrite(io, request);
                return;
            }
        }
        request.getFuture().setWritten();
        next.messageSent(io, request);
    }

    private static boolean isSent(IoSession io, WriteRequest request) {
        if (!(((NioSession) io).getChannel() instanceof SocketChannel channel)
                || !(request.getMessage() instanceof IoBuffer buffer)) {
            return false;
        }
        try {
            channel.write(buffer.buf());
            return !buffer.hasRemaining();
        } catch (IOException e) {
            // MINA finds out too, and closes the connection.
            return false;
        }
    }

    /** The monitor is not held further up, where a reply may be on its way down with another one. */
    @Override
    public void messageSent(NextFilter next, IoSession io, WriteRequest request) {
        synchronized (this) {
            queued--;
        }
        next.messageSent(io, request);
    }
}
