package io.github.ftplab.internal.server.data;

import io.github.ftplab.Transcript;
import io.github.ftplab.internal.server.log.SessionTranscript;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.function.LongSupplier;

/** Records the data connections of one session in its transcript. */
public final class DataObserver {

    private final SessionTranscript transcript;

    public DataObserver(SessionTranscript transcript) {
        this.transcript = transcript;
    }

    /** Records a connection that the server has opened. */
    void connected(SocketChannel channel) throws IOException {
        opened(Transcript.Mode.ACTIVE, channel);
    }

    /** Records a connection that a transfer can use. {@return the channel to use} */
    SocketChannel taken(SocketChannel channel, boolean accepted) throws IOException {
        if (accepted) {
            opened(Transcript.Mode.PASSIVE, channel);
        }
        return channel;
    }

    private void opened(Transcript.Mode mode, SocketChannel channel) throws IOException {
        transcript.opened(
                mode, (InetSocketAddress) channel.getRemoteAddress(), (InetSocketAddress) channel.getLocalAddress());
    }

    /** Records the handshake if the connection is under TLS. {@return the connection} */
    DataChannel secured(DataChannel channel) {
        if (channel instanceof TlsChannel tls) {
            var session = tls.session();
            transcript.secured(Transcript.Channel.DATA, session.getProtocol(), session.getCipherSuite());
        }
        return channel;
    }

    /** Records what the open connection is used for. */
    void transferring(boolean upload, LongSupplier bytes) {
        transcript.transferring(upload, bytes);
    }

    /** Records that the open connection, if there is one, was closed. */
    void closed() {
        transcript.closed();
    }
}
