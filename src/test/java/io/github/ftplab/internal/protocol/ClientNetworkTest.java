package io.github.ftplab.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientNetworkTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "2001:db8:1:2::1, 2001:db8:1:2:ffff:ffff:ffff:ffff, true",
        "2001:db8:1:2::1, 2001:db8:1:3::1, false",
        "::1, ::1, true",
    })
    void hostIsKnownByItsAddressOrItsPrefix(String one, String other, boolean same) throws UnknownHostException {
        assertThat(ClientNetwork.isSame(InetAddress.getByName(one), InetAddress.getByName(other)))
                .isEqualTo(same);
    }
}
