package io.github.ftplab.internal.client.control;

import io.github.ftplab.internal.client.failure.DataException;
import io.github.ftplab.internal.client.settings.ClientSettings;
import io.github.ftplab.internal.protocol.PortRange;
import io.github.ftplab.internal.protocol.Text;
import io.github.ftplab.internal.protocol.recording.RecordingFile;
import io.github.ftplab.internal.protocol.recording.SessionRecording;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.Optional;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Creates a session's sockets and keeps them, so that any thread can close them. The first socket is the control
 * connection; the others are data connections, which have a channel unless a proxy is used.
 */
final class ClientSockets extends SocketFactory {

    private static final int SECONDS_UNTIL_KEEP_ALIVE = 60;

    private final Optional<Proxy> proxy;
    private final int buffer;
    private final PortRange ports;
    private final @Nullable SessionRecording recording;
    private volatile @Nullable ControlSocket control;
    private volatile @Nullable Socket data;
    private volatile @Nullable ActiveListener listener;
    private volatile boolean closed;

    ClientSockets(ClientSettings settings) {
        this.proxy = settings.proxy();
        this.buffer = settings.socketBuffer();
        this.ports = settings.active().orElse(PortRange.ANY);
        this.recording = settings.recording().map(RecordingFile::begin).orElse(null);
    }

    /** {@return what records the session until its sockets are closed, or null} */
    @Nullable
    SessionRecording recording() {
        return recording;
    }

    @Override
    public Socket createSocket() throws IOException {
        if (control == null) {
            var socket = proxy.map(ClientSockets::through).orElseGet(ControlSocket::new);
            keepAlive(socket);
            control = socket;
            closeIfClosed(socket);
            return socket;
        }
        var socket =
                proxy.isPresent() ? through(proxy.get()) : SocketChannel.open().socket();
        if (buffer > 0) {
            socket.setReceiveBufferSize(buffer);
            socket.setSendBufferSize(buffer);
        }
        data = socket;
        closeIfClosed(socket);
        return socket;
    }

    /** All sockets may have been closed while this one was created. */
    private void closeIfClosed(Socket socket) {
        if (closed) {
            close(socket);
        }
    }

    private static ControlSocket through(Proxy proxy) {
        return proxy.type() == Proxy.Type.HTTP ? new HttpTunnelSocket(proxy) : new ControlSocket(proxy);
    }

    /** Turns on TCP keep-alive, as a router may drop a connection that is idle during a long transfer. */
    private static void keepAlive(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        // By name: a program on the module path need not have the module jdk.net, which declares it.
        for (var option : socket.supportedOptions()) {
            if (option.name().equals("TCP_KEEPIDLE") && option.type() == Integer.class) {
                @SuppressWarnings("unchecked") // its type has just been asked for
                var seconds = (SocketOption<Integer>) option;
                socket.setOption(seconds, SECONDS_UNTIL_KEEP_ALIVE);
            }
        }
    }

    /** {@return the control connection's TCP socket, also where TLS is used over it} */
    ControlSocket control() {
        return Objects.requireNonNull(control, "not connected");
    }

    /** {@return a factory for the sockets that listen in active mode} */
    ServerSocketFactory listeners(ActiveListener.ControlReplies replies) {
        return new Listeners(replies);
    }

    /** {@return whether the server has connected in active mode} */
    boolean isDataAccepted() throws IOException {
        var socket = listener;
        return socket != null && socket.isConnected();
    }

    /** {@return whether a connection was established, even if the session failed later} */
    boolean isConnected() {
        var socket = control;
        return socket != null && socket.isConnected();
    }

    /** {@return the socket of the last data connection that this side opened, which may be closed; null if none} */
    @Nullable
    Socket data() {
        return data;
    }

    /** Closes the sockets of the last data connection. */
    void closeData() {
        close(data);
        close(listener);
    }

    /** Closes all sockets, also those to come. */
    void closeAll() {
        closed = true;
        closeData();
        close(control);
        if (recording != null) {
            recording.close();
        }
    }

    private static void close(@Nullable Closeable socket) {
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // closed anyway
            }
        }
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException();
    }

    private final class Listeners extends ServerSocketFactory {

        private final ActiveListener.ControlReplies replies;

        Listeners(ActiveListener.ControlReplies replies) {
            this.replies = replies;
        }

        /** Tries all ports of the range, from one that Commons Net chose at random. */
        @Override
        public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
            for (int tried = 1; ; tried++) {
                var socket = ServerSocketChannel.open().socket();
                var accepting = new ActiveListener(socket, replies);
                listener = accepting;
                int chosen = ports.port(port - ports.first() + tried - 1);
                try {
                    socket.bind(new InetSocketAddress(address, chosen), backlog);
                    return accepting;
                } catch (SocketException e) {
                    if (socket.isClosed()) {
                        throw e; // another thread has closed the session
                    }
                    socket.close();
                    if (tried == ports.size() || !(e instanceof BindException)) {
                        throw new DataException(
                                DataException.Stage.LISTENING, ports.inWords() + ": " + Text.reason(e), e);
                    }
                }
            }
        }

        @Override
        public ServerSocket createServerSocket(int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog) {
            throw new UnsupportedOperationException();
        }
    }
}
