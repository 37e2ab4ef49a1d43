package io.github.ftplab;

import io.github.ftplab.testing.servers.RealServer;
import io.github.ftplab.testing.servers.RealServers;
import java.util.stream.Stream;

/** Our client with third-party servers that require TLS on all connections. */
class FtpClientServersTlsIT extends FtpClientTlsContract {

    static Stream<RealServer> servers() {
        return RealServers.OF_OTHERS.stream().filter(RealServer::hasTls);
    }
}
