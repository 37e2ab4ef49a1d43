package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Peer;
import io.github.ftplab.testing.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ProFTPD as it is by default: each data connection must resume the session of the control connection. */
class FtpClientProftpdTlsIT extends FtpClientTlsContract {

    @TempDir
    Path configuration;

    @Override
    Peer start(Path home) throws IOException {
        return Peers.proftpdWithTls(home, configuration.resolve("proftpd.conf"), certificate);
    }

    @Test
    void serverThatHasNothingButTls13IsReachedAllTheSame() throws Exception {
        var other = Files.createDirectory(configuration.resolve("newest")).resolve("proftpd.conf");
        var newest = Peers.proftpdWithTls(home, other, certificate, "TLSProtocol TLSv1.3");
        try (newest;
                var session = builder().connect("127.0.0.1", newest.port())) {
            assertThat(session.encryption()).hasValue("TLSv1.3");
            assertThat(session.login(newest.user(), newest.password()).nlst()).containsExactly("example.txt");
        }
    }
}
