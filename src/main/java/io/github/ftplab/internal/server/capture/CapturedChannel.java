package io.github.ftplab.internal.server.capture;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Set;

/** A blocking socket channel whose bytes are captured. */
public final class CapturedChannel extends SocketChannel {

    private final SocketChannel delegate;
    private final CapturedConnection connection;
    private volatile boolean discarding;

    /** @param delegate the channel, connected */
    public CapturedChannel(SocketChannel delegate, CapturedConnection connection) {
        super(delegate.provider());
        this.delegate = delegate;
        this.connection = connection;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int from = into.position();
        int count = delegate.read(into);
        if (count < 0) {
            connection.inputClosed();
        } else {
            connection.received(into.duplicate().flip().position(from));
        }
        return count;
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            if (into[i].hasRemaining()) {
                return read(into[i]);
            }
        }
        return 0;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        var all = from.duplicate();
        int count = delegate.write(from);
        connection.sent(all.limit(all.position() + count));
        return count;
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            if (from[i].hasRemaining()) {
                return write(from[i]);
            }
        }
        return 0;
    }

    @Override
    public <T> SocketChannel setOption(SocketOption<T> name, T value) throws IOException {
        discarding |= name.equals(StandardSocketOptions.SO_LINGER) && value.equals(0);
        delegate.setOption(name, value);
        return this;
    }

    @Override
    protected void implCloseSelectableChannel() throws IOException {
        if (discarding) {
            connection.reset();
        } else {
            connection.closed();
        }
        delegate.close();
    }

    @Override
    public SocketChannel shutdownInput() throws IOException {
        delegate.shutdownInput();
        return this;
    }

    @Override
    public SocketChannel shutdownOutput() throws IOException {
        delegate.shutdownOutput();
        return this;
    }

    @Override
    public <T> T getOption(SocketOption<T> name) throws IOException {
        return delegate.getOption(name);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return delegate.supportedOptions();
    }

    @Override
    public Socket socket() {
        return delegate.socket();
    }

    @Override
    public boolean isConnected() {
        return delegate.isConnected();
    }

    @Override
    public boolean isConnectionPending() {
        return delegate.isConnectionPending();
    }

    @Override
    public SocketAddress getRemoteAddress() throws IOException {
        return delegate.getRemoteAddress();
    }

    @Override
    public SocketAddress getLocalAddress() throws IOException {
        return delegate.getLocalAddress();
    }

    @Override
    public SocketChannel bind(SocketAddress local) {
        throw connected();
    }

    @Override
    public boolean connect(SocketAddress remote) {
        throw connected();
    }

    @Override
    public boolean finishConnect() {
        throw connected();
    }

    @Override
    protected void implConfigureBlocking(boolean block) {
        throw new UnsupportedOperationException("only blocking channels are captured");
    }

    private static UnsupportedOperationException connected() {
        return new UnsupportedOperationException("the channel was connected before it was captured");
    }
}
