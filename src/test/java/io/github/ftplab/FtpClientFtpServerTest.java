package io.github.ftplab;

import io.github.ftplab.testing.servers.FtpLab;
import io.github.ftplab.testing.servers.RealServer;
import java.util.stream.Stream;

/** Our client with our server. */
class FtpClientFtpServerTest extends FtpClientContract {

    static Stream<RealServer> servers() {
        return Stream.of(new FtpLab());
    }
}
