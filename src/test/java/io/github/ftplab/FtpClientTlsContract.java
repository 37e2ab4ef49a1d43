package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ftplab.testing.Certificates;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the client does with every server that requires TLS on all connections. */
abstract class FtpClientTlsContract extends FtpClientContract {

    @TempDir
    static Path certificates;

    /** A certificate and its key. */
    static Path certificate;

    @BeforeAll
    static void makeCertificate() {
        certificate = Certificates.selfSigned(certificates, "ftp.example.org");
    }

    @Override
    Optional<Path> certificate() {
        return Optional.of(certificate);
    }

    @Override
    FtpClientBuilder builder() {
        return FtpClient.builder().tls().trust(certificate);
    }

    @Override
    Map<String, String> unmet() {
        var unmet = new HashMap<>(kind.unmet());
        unmet.putAll(kind.unmetOverTls());
        return unmet;
    }

    @Override
    List<String> oddNames() {
        return ODD_NAMES.stream().filter(kind::takes).toList();
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
