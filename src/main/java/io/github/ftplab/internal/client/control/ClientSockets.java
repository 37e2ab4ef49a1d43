package io.github.ftplab.internal.client.control;

import io.github.ftplab.internal.client.failure.DataException;
import io.github.ftplab.internal.client.settings.ClientSettings;
import io.github.ftplab.internal.protocol.PortRange;
import io.github.ftplab.internal.protocol.Text;
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
 * Makes a session's sockets and knows them, so that they can be closed from any thread. The first is the control
 * connection; those after it carry data, and have a channel for that unless a proxy is in the way.
 */
final class ClientSockets extends SocketFactory {

    private static final int SECONDS_UNTIL_KEEP_ALIVE = 60;

    private final Optional<Proxy> proxy;
    private final int buffer;
    private final PortRange ports;
    private volatile @Nullable ControlSocket control;
    private volatile @Nullable Socket data;
    private volatile @Nullable ServerSocket listener;

    ClientSockets(ClientSettings settings) {
        this.proxy = settings.proxy();
        this.buffer = settings.socketBuffer();
        this.ports = settings.active().orElse(PortRange.ANY);
    }

    @Override
    public Socket createSocket() throws IOException {
        if (control == null) {
            var socket = proxy.map(ClientSockets::through).orElseGet(ControlSocket::new);
            keepAlive(socket);
            control = socket;
            return socket;
        }
        var socket =
                proxy.isPresent() ? through(proxy.get()) : SocketChannel.open().socket();
        if (buffer > 0) {
            socket.setReceiveBufferSize(buffer);
            socket.setSendBufferSize(buffer);
        }
        data = socket;
        return socket;
    }

    private static ControlSocket through(Proxy proxy) {
        return proxy.type() == Proxy.Type.HTTP ? new HttpTunnelSocket(proxy) : new ControlSocket(proxy);
    }

    /** A router that forgets silent connections would forget this one during a long transfer. */
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

    /** {@return the control connection, below TLS if there is any over it} */
    ControlSocket control() {
        return Objects.requireNonNull(control, "not connected");
    }

    /** {@return what listens for the server's data connections in active mode} */
    ServerSocketFactory listeners() {
        return new Listeners();
    }

    /** {@return whether there was a connection, even if nothing came of it} */
    boolean isConnected() {
        var socket = control;
        return socket != null && socket.isConnected();
    }

    /** Closes what was made for data last. */
    void closeData() {
        close(data);
        close(listener);
    }

    void closeAll() {
        closeData();
        close(control);
    }

    private static void close(@Nullable Closeable socket) {
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // it is closed all the same
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

        /** Begins with a port that Commons Net chose at random from the range, and goes on to those that are free. */
        @Override
        public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
            for (int tried = 1; ; tried++) {
                var socket = ServerSocketChannel.open().socket();
                listener = socket;
                int chosen = ports.port(port - ports.first() + tried - 1);
                try {
                    socket.bind(new InetSocketAddress(address, chosen), backlog);
                    return socket;
                } catch (SocketException e) {
                    if (socket.isClosed()) {
                        throw e; // by another thread, which ends the session
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
