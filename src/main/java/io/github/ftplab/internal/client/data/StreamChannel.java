package io.github.ftplab.internal.client.data;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/** A channel over the streams of a socket that has no channel. */
final class StreamChannel implements ByteChannel {

    private final Socket socket;
    private final byte[] bytes = new byte[64 << 10];

    StreamChannel(Socket socket) {
        this.socket = socket;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int count = socket.getInputStream().read(bytes, 0, Math.min(bytes.length, target.remaining()));
        if (count > 0) {
            target.put(bytes, 0, count);
        }
        return count;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int count = Math.min(bytes.length, source.remaining());
        source.get(bytes, 0, count);
        socket.getOutputStream().write(bytes, 0, count);
        return count;
    }

    @Override
    public boolean isOpen() {
        return !socket.isClosed();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
