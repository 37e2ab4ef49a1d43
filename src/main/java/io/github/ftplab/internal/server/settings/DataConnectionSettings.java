package io.github.ftplab.internal.server.settings;

import io.github.ftplab.internal.protocol.PortRange;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * How data connections are opened.
 *
 * @param passivePorts the ports for PASV and EPSV, or null for any free one
 * @param masquerade the address that PASV names instead of the server's own, or null
 * @param activePort the server's local port for PORT and EPRT, or 0 for any free one
 * @param foreignAddresses whether data connections to and from hosts other than the client's are permitted
 * @param privilegedPorts whether PORT and EPRT may name ports below 1024
 */
public record DataConnectionSettings(
        @Nullable PortRange passivePorts,
        @Nullable Inet4Address masquerade,
        int activePort,
        boolean foreignAddresses,
        boolean privilegedPorts) {

    /** The safe defaults. */
    public static final DataConnectionSettings DEFAULT = new DataConnectionSettings(null, null, 0, false, false);

    /**
     * Parses a numeric IPv4 address.
     *
     * @throws IllegalArgumentException if it is not one
     */
    public static Inet4Address parse(String address) {
        if (address.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
            try {
                return (Inet4Address) InetAddress.getByName(address);
            } catch (UnknownHostException e) {
                // A number is out of range: reported below.
            }
        }
        throw new IllegalArgumentException(
                "\"%s\" is not an IPv4 address: write it in numbers, such as 203.0.113.7".formatted(address));
    }

    public DataConnectionSettings withPassivePorts(PortRange ports) {
        return new DataConnectionSettings(ports, masquerade, activePort, foreignAddresses, privilegedPorts);
    }

    public DataConnectionSettings withMasquerade(Inet4Address address) {
        return new DataConnectionSettings(passivePorts, address, activePort, foreignAddresses, privilegedPorts);
    }

    public DataConnectionSettings withActivePort(int port) {
        return new DataConnectionSettings(passivePorts, masquerade, port, foreignAddresses, privilegedPorts);
    }

    public DataConnectionSettings withForeignAddresses() {
        return new DataConnectionSettings(passivePorts, masquerade, activePort, true, privilegedPorts);
    }

    public DataConnectionSettings withPrivilegedPorts() {
        return new DataConnectionSettings(passivePorts, masquerade, activePort, foreignAddresses, true);
    }
}
