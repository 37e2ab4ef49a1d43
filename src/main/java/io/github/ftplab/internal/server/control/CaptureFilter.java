package io.github.ftplab.internal.server.control;

import io.github.ftplab.internal.server.capture.CapturedConnection;
import io.github.ftplab.internal.server.capture.PacketCapture;
import java.net.InetSocketAddress;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;
import org.jspecify.annotations.Nullable;

/**
 * Captures the bytes of one control connection, below TLS. What is sent is captured when it is handed to the network,
 * which a client that does not read may delay.
 */
final class CaptureFilter extends IoFilterAdapter {

    private final PacketCapture capture;
    private @Nullable CapturedConnection connection;

    CaptureFilter(PacketCapture capture) {
        this.capture = capture;
    }

    private synchronized CapturedConnection connection(IoSession io) {
        if (connection == null) {
            var client = (InetSocketAddress) io.getRemoteAddress();
            connection = capture.open(client, (InetSocketAddress) io.getLocalAddress(), true);
        }
        return connection;
    }

    @Override
    public void sessionOpened(NextFilter next, IoSession io) {
        connection(io);
        next.sessionOpened(io);
    }

    @Override
    public void messageReceived(NextFilter next, IoSession io, Object message) {
        connection(io).received(((IoBuffer) message).buf());
        next.messageReceived(io, message);
    }

    @Override
    public void filterWrite(NextFilter next, IoSession io, WriteRequest request) {
        connection(io).sent(((IoBuffer) request.getMessage()).buf());
        next.filterWrite(io, request);
    }

    @Override
    public void inputClosed(NextFilter next, IoSession io) throws Exception {
        connection(io).inputClosed();
        next.inputClosed(io);
    }

    @Override
    public void sessionClosed(NextFilter next, IoSession io) {
        connection(io).closed();
        next.sessionClosed(io);
    }
}
