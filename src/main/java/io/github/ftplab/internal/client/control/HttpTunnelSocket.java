package io.github.ftplab.internal.client.control;

import io.github.ftplab.internal.protocol.HostPort;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A socket through an HTTP proxy (CONNECT, RFC 9110, section 9.3.6). The JDK's own implementation reads beyond the
 * proxy's response and discards these bytes, which can be the FTP server's greeting; this one reads exactly the
 * response.
 */
final class HttpTunnelSocket extends ControlSocket {

    private static final int LONGEST_ANSWER = 8192;

    private final SocketAddress proxy;
    private @Nullable InetSocketAddress target;

    HttpTunnelSocket(Proxy proxy) {
        super(Proxy.NO_PROXY);
        this.proxy = proxy.address();
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        var wanted = (InetSocketAddress) endpoint;
        super.connect(resolved((InetSocketAddress) proxy), timeout);
        int readTimeout = getSoTimeout();
        setSoTimeout(timeout);
        var authority = HostPort.text(wanted);
        var request = "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n";
        getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        var status = line(getInputStream());
        if (!status.matches("HTTP/1\\.\\d 2\\d\\d.*")) {
            close();
            throw new SocketException("the proxy " + proxy + " answered \"" + status + "\"");
        }
        while (!line(getInputStream()).isEmpty()) {
            // headers are irrelevant to the tunnel
        }
        setSoTimeout(readTimeout);
        target = wanted;
    }

    private static InetSocketAddress resolved(InetSocketAddress address) {
        return address.isUnresolved() ? new InetSocketAddress(address.getHostString(), address.getPort()) : address;
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        int c;
        while ((c = in.read()) != '\n') {
            if (c < 0 || line.length() == LONGEST_ANSWER) {
                throw new SocketException("the proxy's response is not HTTP");
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    /** {@return the server's address, as with the JDK's proxies, since callers compare it with the server's} */
    @Override
    public @Nullable InetAddress getInetAddress() {
        return target == null ? super.getInetAddress() : target.getAddress();
    }

    @Override
    public int getPort() {
        return target == null ? super.getPort() : target.getPort();
    }

    @Override
    public @Nullable SocketAddress getRemoteSocketAddress() {
        return target == null ? super.getRemoteSocketAddress() : target;
    }
}
