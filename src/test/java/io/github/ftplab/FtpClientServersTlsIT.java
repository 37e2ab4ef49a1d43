package io.github.ftplab;

import io.github.ftplab.testing.servers.RealServer;
import io.github.ftplab.testing.servers.RealServers;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

/** Our client with third-party servers that require TLS on all connections. */
@Tag("third-party")
class FtpClientServersTlsIT extends FtpClientTlsContract {

    static Stream<RealServer> servers() {
        return RealServers.OF_OTHERS.stream().filter(RealServer::hasTls);
    }
}
