package io.github.ftplab.internal.protocol;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/** What the JDK leaves to do around sockets. */
public final class HostPort {

    private HostPort() {}

    /**
     * Closes a channel that another thread may be using.
     *
     * @param now whether to drop what was written and not yet sent. Shutting down first is what wakes a thread that the
     *     kernel holds in sendfile, as JDK 17 does not know of it
     */
    public static void close(SocketChannel channel, boolean now) {
        try (channel) {
            if (now) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
            if (channel.isConnected()) {
                channel.shutdownOutput();
                if (now) {
                    channel.shutdownInput();
                }
            }
        } catch (IOException e) {
            // The other side, or another thread, closed it first: closed is what was wanted.
        }
    }

    /** {@return an address as it is written in logs: {@code 127.0.0.1:2121}, {@code [::1]:2121}} */
    public static String text(InetSocketAddress address) {
        return text(address.getAddress()) + ":" + address.getPort();
    }

    /** {@return an address as it is written in a URI: {@code 127.0.0.1}, {@code [::1]}} */
    public static String text(InetAddress address) {
        var plain = literal(address);
        return plain.contains(":") ? "[" + plain + "]" : plain;
    }

    /** {@return an address in numbers, without the network card that it belongs to: {@code 127.0.0.1}, {@code ::1}} */
    public static String literal(InetAddress address) {
        var host = address.getHostAddress();
        int zone = host.indexOf('%');
        return shortened(zone < 0 ? host : host.substring(0, zone));
    }

    private static String shortened(String host) {
        return host.equals("0:0:0:0:0:0:0:1") ? "::1" : host.equals("0:0:0:0:0:0:0:0") ? "::" : host;
    }
}
