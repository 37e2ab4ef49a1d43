package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ftplab.testing.Certificates;
import io.github.ftplab.testing.Peer;
import io.github.ftplab.testing.Peers;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** vsftpd as it is by default: each data connection must resume the session of the control connection. */
class FtpClientVsftpdTlsIT extends FtpClientContract {

    @TempDir
    static Path certificates;

    private static Path certificate;

    @TempDir
    Path configuration;

    @BeforeAll
    static void makeCertificate() {
        certificate = Certificates.selfSigned(certificates, "ftp.example.org");
    }

    @Override
    Peer start(Path home) throws IOException {
        return Peers.vsftpdWithTls(home, configuration.resolve("vsftpd.conf"), certificate);
    }

    @Override
    FtpClientBuilder builder() {
        return FtpClient.builder().tls().trust(certificate);
    }

    @Test
    void everythingIsEncrypted() {
        assertThat(ftp.encryption())
                .hasValueSatisfying(protocol -> assertThat(protocol).startsWith("TLSv1."));
        assertThat(ftp.transcript().toString()).contains("> AUTH TLS", "> PROT P");
        assertThat(ftp.toString()).contains(" over TLSv1.");
    }

    @Test
    void certificateThatNobodySignedIsRefusedUnlessItIsTrusted() {
        var strict = FtpClient.builder().tls();
        assertThatExceptionOfType(FtpException.Connection.class)
                .isThrownBy(() -> strict.connect("127.0.0.1", server.port()))
                .withMessageContainingAll("its certificate is not trusted", "trust(certificate)");
        try (var other = strict.trustAnythingOnLoopback().connect("127.0.0.1", server.port())) {
            assertThat(other.login(server.user(), server.password()).nlst()).containsExactly("example.txt");
        }
    }

    @Test
    void autoFindsTheEncryption() {
        try (var other = FtpClient.builder().autoTls().trust(certificate).connect("127.0.0.1", server.port())) {
            assertThat(other.encryption()).isPresent();
        }
    }
}
