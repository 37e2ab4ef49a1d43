package io.github.ftplab.internal.protocol;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Hosts and ports as they are written in URIs, logs and messages: an IPv6 address is in brackets (RFC 3986). */
public final class HostPort {

    private HostPort() {}

    /** {@return a host with its port: {@code localhost:2121}, {@code [::1]:2121}} */
    public static String text(String host, int port) {
        return (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
    }

    /** {@return an address in numbers, or the name of a host that was not looked up, with its port} */
    public static String text(InetSocketAddress address) {
        var host = address.getAddress();
        return text(host == null ? address.getHostString() : literal(host), address.getPort());
    }

    /** {@return an address in numbers with a port} */
    public static String text(InetAddress address, int port) {
        return text(literal(address), port);
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
