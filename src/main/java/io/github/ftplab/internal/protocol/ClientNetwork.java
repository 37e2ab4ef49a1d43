package io.github.ftplab.internal.protocol;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * What one client can choose its addresses from: an IPv4 address, or the 64-bit prefix of an IPv6 address, as a host can
 * have any number of addresses below its prefix (RFC 4291, section 2.5.1).
 */
public final class ClientNetwork {

    private static final int PREFIX_BYTES = 8;

    private ClientNetwork() {}

    /** {@return whether one client can have both addresses} */
    public static boolean isSame(InetAddress one, InetAddress other) {
        return of(one).equals(of(other));
    }

    /** {@return the address, or the first address with the same prefix} */
    public static InetAddress of(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        var bytes = address.getAddress();
        Arrays.fill(bytes, PREFIX_BYTES, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError("an address of 16 bytes is valid", e);
        }
    }
}
