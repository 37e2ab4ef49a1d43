package io.github.ftplab;

import io.github.ftplab.testing.servers.RealServer;
import io.github.ftplab.testing.servers.RealServers;
import java.util.stream.Stream;

/** Our client with the servers of others, which demand TLS on all connections. */
class FtpClientServersTlsIT extends FtpClientTlsContract {

    static Stream<RealServer> servers() {
        return RealServers.OF_OTHERS.stream().filter(RealServer::hasTls);
    }
}
