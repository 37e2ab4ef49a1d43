package io.github.ftplab;

import io.github.ftplab.testing.Peer;
import io.github.ftplab.testing.Peers;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FtpClientPureFtpdTlsIT extends FtpClientTlsContract {

    @TempDir
    Path configuration;

    @Override
    Peer start(Path home) throws IOException {
        return Peers.pureFtpdWithTls(home, configuration, certificate);
    }

    @Override
    void afterABrokenListing() {
        ftp.reconnect();
    }
}
