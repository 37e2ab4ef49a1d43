package io.github.ftplab.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class HostPortTest {

    @ParameterizedTest
    @CsvSource({
        "localhost, localhost:2121",
        "127.0.0.1, 127.0.0.1:2121",
        "::1, [::1]:2121",
        "[::1], [::1]:2121",
        "2001:db8::5, [2001:db8::5]:2121"
    })
    void onlyIpv6IsInBrackets(String host, String text) {
        assertThat(HostPort.text(host, 2121)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "0.0.0.0, 0.0.0.0",
        "::1, [::1]",
        "::, [::]",
        "2001:db8::5, [2001:db8:0:0:0:0:0:5]"
    })
    void addressesAreInNumbers(String address, String host) throws UnknownHostException {
        var socket = new InetSocketAddress(InetAddress.getByName(address), 2121);

        assertThat(HostPort.text(socket)).isEqualTo(host + ":2121");
        assertThat(HostPort.text(socket.getAddress(), 2121)).isEqualTo(host + ":2121");
    }

    @Test
    void networkCardIsLeftOut() throws UnknownHostException {
        var bytes = InetAddress.getByName("fe80::1").getAddress();

        assertThat(HostPort.literal(Inet6Address.getByAddress("", bytes, 3))).isEqualTo("fe80:0:0:0:0:0:0:1");
    }

    @Test
    void hostThatWasNotLookedUpKeepsItsName() {
        assertThat(HostPort.text(InetSocketAddress.createUnresolved("ftp.example.org", 21)))
                .isEqualTo("ftp.example.org:21");
    }
}
