package io.github.ftplab.internal.server.data;

import io.github.ftplab.Transcript;
import io.github.ftplab.internal.protocol.recording.SessionRecording;
import io.github.ftplab.internal.server.capture.CapturedChannel;
import io.github.ftplab.internal.server.capture.PacketCapture;
import io.github.ftplab.internal.server.log.SessionTranscript;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Records the data connections of one session in its transcript, and captures their bytes if the server is told to. */
public final class DataObserver {

    private final SessionTranscript transcript;
    private final @Nullable PacketCapture capture;
    private final @Nullable SessionRecording recording;

    /**
     * @param capture where bytes go, or null if they are not captured
     * @param recording records the session, or null
     */
    public DataObserver(
            SessionTranscript transcript, @Nullable PacketCapture capture, @Nullable SessionRecording recording) {
        this.transcript = transcript;
        this.capture = capture;
        this.recording = recording;
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
        if (capture == null) {
            return channel;
        }
        var client = (InetSocketAddress) channel.getRemoteAddress();
        var server = (InetSocketAddress) channel.getLocalAddress();
        return new CapturedChannel(channel, capture.open(client, server, accepted));
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

    /** {@return the channel to use for a transfer, which is recorded if the session is} */
    DataChannel recorded(DataChannel channel) {
        return recording == null ? channel : new RecordedDataChannel(channel, recording);
    }

    /** Records what the open connection is used for. */
    void transferring(boolean upload, LongSupplier bytes, LongSupplier movingNanos) {
        transcript.transferring(upload, bytes, movingNanos);
    }

    /** Records that the open connection, if there is one, was closed. */
    void closed() {
        transcript.closed();
    }
}
