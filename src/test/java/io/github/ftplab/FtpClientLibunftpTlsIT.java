package io.github.ftplab;

import io.github.ftplab.testing.servers.Libunftp;
import io.github.ftplab.testing.servers.RealServer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

/** Our client with libunftp, which requires TLS on all connections. */
@Tag("full")
class FtpClientLibunftpTlsIT extends FtpClientTlsContract {

    static Stream<RealServer> servers() {
        return Stream.of(new Libunftp());
    }
}
