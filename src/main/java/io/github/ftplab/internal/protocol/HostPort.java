package io.github.ftplab.internal.protocol;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Formats hosts and ports as in URIs: an IPv6 address is in brackets (RFC 3986, section 3.2.2). */
public final class HostPort {

    private HostPort() {}

    /** {@return a host with its port: {@code localhost:2121}, {@code [::1]:2121}} */
    public static String text(String host, int port) {
        return (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
    }

    /** {@return a numeric address with its port, or the host name if the address is unresolved} */
    public static String text(InetSocketAddress address) {
        var host = address.getAddress();
        return text(host == null ? address.getHostString() : literal(host), address.getPort());
    }

    /** {@return a numeric address with a port} */
    public static String text(InetAddress address, int port) {
        return text(literal(address), port);
    }

    /** {@return a numeric address without its IPv6 zone: {@code 127.0.0.1}, {@code ::1}} */
    public static String literal(InetAddress address) {
        var host = address.getHostAddress();
        int zone = host.indexOf('%');
        return shortened(zone < 0 ? host : host.substring(0, zone));
    }

    private static String shortened(String host) {
        return host.equals("0:0:0:0:0:0:0:1") ? "::1" : host.equals("0:0:0:0:0:0:0:0") ? "::" : host;
    }
}
