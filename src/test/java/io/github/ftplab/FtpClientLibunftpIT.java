package io.github.ftplab;

import io.github.ftplab.testing.servers.Libunftp;
import io.github.ftplab.testing.servers.RealServer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

/** Our client with libunftp, which takes minutes to compile. */
@Tag("full")
class FtpClientLibunftpIT extends FtpClientContract {

    static Stream<RealServer> servers() {
        return Stream.of(new Libunftp());
    }
}
