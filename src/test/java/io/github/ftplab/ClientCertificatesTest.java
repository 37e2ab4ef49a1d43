package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ftplab.testing.Certificates;
import io.github.ftplab.testing.TlsClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates that the server demands of clients, beside a password or instead of it. */
class ClientCertificatesTest extends ServerTlsFixture {

    private static final byte[] CONTENT = "content\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private static Path keys;

    private static Path ofTest = Path.of("");
    private static Path ofBoth = Path.of("");

    @BeforeAll
    static void certificates() throws IOException {
        ofTest = Certificates.selfSigned(keys, "test");
        ofBoth = Files.writeString(
                keys.resolve("both.pem"),
                Files.readString(ofTest) + Files.readString(Certificates.selfSigned(keys, "somebody")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void clientWithoutADemandedCertificateGetsNowhere(String protocol) throws IOException {
        restart(builder -> builder.requireClientCertificates(ofTest));
        assertThatThrownBy(() -> login(protocol)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> login(protocol, "somebody")).isInstanceOf(IOException.class);
        try (var client = TlsClient.connect(server, protocol)) {
            client.reply();
            assertThat(client.send("USER test")).startsWith("550 SSL/TLS required");
        }
        assertThat(server.log().toString()).contains("TLS handshake failed").doesNotContain("logged in");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void demandedCertificateStandsBesideThePassword(String protocol) throws IOException {
        restart(builder -> builder.requireClientCertificates(ofTest.toString()).user("ann", "leek", home));
        try (var client = login(protocol, "test")) {
            assertThat(client.transmit("STOR f", CONTENT)).startsWith("226 ");
            assertThat(client.receive("RETR f")).isEqualTo(CONTENT);
            // The name in the certificate does not matter here.
            client.send("USER ann");
            assertThat(client.send("PASS leek")).startsWith("230 ");
            client.send("USER test");
            assertThat(client.send("PASS tomato")).startsWith("530 ");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ownClientShowsItsCertificate(boolean instead) throws IOException, GeneralSecurityException {
        restart(builder -> {
            builder.requireClientCertificates(ofTest);
            return instead ? builder.loginByClientCertificate() : builder;
        });
        var file = Files.write(keys.resolve("upload"), CONTENT);
        var password = "changeit".toCharArray();
        var store = KeyStore.getInstance(keys.resolve("test.p12").toFile(), password);
        for (var builder : List.of(
                FtpClient.builder().clientCertificate(ofTest, ofTest),
                FtpClient.builder().clientCertificate(ofTest.toString(), ofTest.toString()),
                FtpClient.builder().clientCertificate(store, password))) {
            assertThat(builder).hasToString("FtpClientBuilder (own certificate)");
            try (var ftp = builder.tls().trust(server.certificate()).connect("127.0.0.1", server.port())) {
                ftp.login("test", "potato").upload(file, "f");
                assertThat(ftp.readBytes("f")).isEqualTo(CONTENT);
            }
        }
        var without = FtpClient.builder().tls().trust(server.certificate());
        assertThatThrownBy(() -> without.connect("127.0.0.1", server.port()).login("test", "potato"))
                .isInstanceOf(FtpException.Connection.class);
        assertThatIllegalStateException()
                .isThrownBy(() -> server.connect("test", "potato"))
                .withMessageContaining("demands a certificate");
    }

    @Test
    void clientsFilesHaveToBeReadable() throws IOException, GeneralSecurityException {
        var builder = FtpClient.builder();
        var empty = Files.createFile(keys.resolve("nothing.pem"));
        assertThatThrownBy(() -> builder.clientCertificate(keys.resolve("missing.pem"), ofTest))
                .isInstanceOf(FtpException.LocalFile.class)
                .hasMessageContaining("missing.pem");
        assertThatThrownBy(() -> builder.clientCertificate(empty, ofTest))
                .isInstanceOf(FtpException.LocalFile.class)
                .hasMessageContaining("no certificate in PEM form");
        assertThatThrownBy(() -> builder.clientCertificate(ofTest, empty))
                .isInstanceOf(FtpException.LocalFile.class)
                .hasMessageContaining("no private key");
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.clientCertificate(store, new char[0]))
                .withMessageContaining("no private key");
        var full = KeyStore.getInstance(keys.resolve("test.p12").toFile(), "changeit".toCharArray());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.clientCertificate(full, "wrong".toCharArray()))
                .withMessageContaining("the password is wrong");
    }

    @Test
    void trustStoreIsAsGoodAsAFile() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(keys.resolve("test.p12").toFile(), "changeit".toCharArray());
        restart(builder -> builder.requireClientCertificates(store));
        try (var client = login(NEWEST, "test")) {
            assertThat(client.receive("NLST")).isEmpty();
        }
        assertThatThrownBy(() -> login(NEWEST, "somebody")).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void dataConnectionMustHaveTheSameCertificate(String protocol) throws IOException {
        restart(builder -> builder.requireClientCertificates(ofBoth));
        try (var client = login(protocol, "test");
                var other = TlsClient.connect(server, protocol, keysOf("somebody"));
                var data = client.passive()) {
            client.write("NLST\r\n");
            other.layer(data);
            assertThat(client.reply()).startsWith("150 ");
            assertThat(client.reply()).startsWith("522 ").contains("another certificate");
            assertThat(client.receive("NLST")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void certificateLogsInWhomItNamesAndNobodyElse(String protocol) throws IOException {
        restart(builder -> builder.user("other", "potato", home)
                .requireClientCertificates(ofTest)
                .loginByClientCertificate());
        try (var client = TlsClient.connect(server, protocol, keysOf("test"))) {
            client.reply();
            assertThat(client.send("USER test")).startsWith("550 SSL/TLS required");
            client.send("AUTH TLS");
            client.handshake();
            assertThat(client.send("USER other")).isEqualTo("530 Your certificate is for test: log in as that user.");
            assertThat(client.send("PASS potato")).startsWith("503 ");
            assertThat(client.send("PWD")).startsWith("530 ");
            assertThat(client.send("USER test")).startsWith("232 ");
            assertThat(client.send("PASS tomato")).startsWith("503 ");
            assertThat(client.send("PWD")).startsWith("257 ");
            client.send("PBSZ 0");
            client.send("PROT P");
            assertThat(client.receive("NLST")).isEmpty();
            assertThat(client.send("USER other")).startsWith("530 ");
            assertThat(client.send("PWD")).startsWith("530 ");
        }
        assertThat(server.stats().logins()).isEqualTo(1);
        assertThat(server.stats().failedLogins()).isEqualTo(2);
    }

    @Test
    void certificateOfNoUserLogsNobodyIn() throws IOException {
        restart(builder -> builder.anonymous(home)
                .requireClientCertificates(keys.resolve("somebody.pem"))
                .loginByClientCertificate());
        try (var client = TlsClient.connect(server, NEWEST, keysOf("somebody"))) {
            client.reply();
            client.send("AUTH TLS");
            client.handshake();
            for (var name : new String[] {"somebody", "test", "anonymous"}) {
                assertThat(client.send("USER " + name)).isEqualTo("530 Your certificate names no user of this server.");
                assertThat(client.send("PASS potato")).startsWith("503 ");
            }
        }
    }

    @Test
    void limitsOfAUserHoldForCertificatesToo() throws IOException {
        restart(builder -> builder.requireClientCertificates(ofTest)
                .loginByClientCertificate()
                .limits(ServerLimits.DEFAULT.perUser(1)));
        try (var first = TlsClient.connect(server, NEWEST, keysOf("test"));
                var second = TlsClient.connect(server, NEWEST, keysOf("test"))) {
            for (var client : new TlsClient[] {first, second}) {
                client.reply();
                client.send("AUTH TLS");
                client.handshake();
            }
            assertThat(first.send("USER test")).startsWith("232 ");
            assertThat(second.send("USER test")).startsWith("421 ");
            assertThat(second.isEnded()).isTrue();
        }
    }

    @Test
    void issuersHaveToBeReadable() throws IOException, GeneralSecurityException {
        var builder = FtpServer.builder();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.requireClientCertificates(keys.resolve("missing.pem")))
                .withMessageContaining("no such file");
        var empty = Files.createFile(keys.resolve("empty.pem"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.requireClientCertificates(empty))
                .withMessageContaining("no certificate");
        var store = KeyStore.getInstance("PKCS12");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.requireClientCertificates(store))
                .withMessageContaining("cannot read the trust store");
        store.load(null, null);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.requireClientCertificates(store))
                .withMessageContaining("no certificate");
    }

    @Test
    void certificatesThatLogInHaveToBeDemanded() {
        var builder = FtpServer.builder()
                .port(0)
                .user("test", "potato", home)
                .loginByClientCertificate()
                .requireTls();
        assertThatIllegalStateException().isThrownBy(builder::start).withMessageContaining("requireClientCertificates");
    }

    @Test
    void orderOfTheOptionsDoesNotMatter() throws IOException {
        List<UnaryOperator<FtpServerBuilder>> options = List.of(
                FtpServerBuilder::loginByClientCertificate,
                builder -> builder.requireClientCertificates(ofTest),
                FtpServerBuilder::requireSessionReuse,
                FtpServerBuilder::permitMissingCloseNotify,
                FtpServerBuilder::implicitTls,
                FtpServerBuilder::requireTls,
                FtpServerBuilder::tls);
        for (int first = 0; first < options.size(); first++) {
            var builder = FtpServer.builder().user("test", "potato", home);
            for (int i = 0; i < options.size(); i++) {
                builder = options.get((first + i) % options.size()).apply(builder);
            }
            assertThat(builder.requireClientCertificates(ofTest))
                    .hasToString(
                            "FtpServerBuilder (127.0.0.1:2121, users: test, implicit TLS, required, login by certificate)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void certificateOfAnIssuerThatIsNotListedIsGoodByItself(String protocol) throws IOException {
        var ofAnn = Certificates.issued(keys, "ann", "authority", 30);
        restart(builder -> builder.requireClientCertificates(ofAnn));
        try (var client = login(protocol, "ann")) {
            assertThat(client.receive("NLST")).isEmpty();
        }
        Certificates.issued(keys, "bob", "authority", 30);
        assertThatThrownBy(() -> login(protocol, "bob")).isInstanceOf(IOException.class);
        restart(builder -> builder.requireClientCertificates(keys.resolve("authority.pem")));
        try (var client = login(protocol, "bob")) {
            assertThat(client.receive("NLST")).isEmpty();
        }
    }

    @Test
    void certificateHasToBeValidNow() {
        var expired = Certificates.issued(keys, "old", "authority", -1);
        restart(builder -> builder.requireClientCertificates(expired));
        assertThatThrownBy(() -> login(NEWEST, "old")).isInstanceOf(IOException.class);
        assertThat(server.log().toString()).contains("TLS handshake failed");
    }

    private TlsClient login(String protocol, String name) throws IOException {
        return TlsClient.login(server, protocol, "test", "potato", keysOf(name));
    }

    private static KeyManager[] keysOf(String name) {
        return Certificates.keyManagers(keys, name);
    }
}
