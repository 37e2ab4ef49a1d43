package io.github.ftplab;

import io.github.ftplab.testing.Peer;
import io.github.ftplab.testing.Peers;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** vsftpd as it is by default: each data connection must resume the session of the control connection. */
class FtpClientVsftpdTlsIT extends FtpClientTlsContract {

    @TempDir
    Path configuration;

    @Override
    Peer start(Path home) throws IOException {
        return Peers.vsftpdWithTls(home, configuration.resolve("vsftpd.conf"), certificate);
    }
}
