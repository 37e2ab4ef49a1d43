package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Certificates;
import io.github.ftplab.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server's TLS with real clients. */
@Timeout(180)
class ServerTlsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Logs in and tries what a session can do; prints one result per line. */
    private static final String FTPLIB = """
            import ftplib, io, ssl, sys
            port, pem, version, passive, resume = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4], sys.argv[5]
            context = ssl.create_default_context(cafile=pem)
            context.verify_flags |= ssl.VERIFY_X509_STRICT
            if sys.argv[6:]:
                context.load_cert_chain(sys.argv[6])
            context.minimum_version = context.maximum_version = ssl.TLSVersion[version]
            class Client(ftplib.FTP_TLS):
                def ntransfercmd(self, cmd, rest=None):
                    conn, size = ftplib.FTP.ntransfercmd(self, cmd, rest)
                    if self._prot_p:
                        session = self.sock.session if resume == "resume" else None
                        conn = self.context.wrap_socket(conn, server_hostname=self.host, session=session)
                    return conn, size
            ftp = Client(context=context, timeout=20)
            ftp.connect("localhost", port)
            ftp.login("test", "potato")
            ftp.prot_p()
            ftp.set_pasv(passive == "passive")
            try:
                print(ftp.storbinary("STOR up.bin", open("local.bin", "rb")))
                copy = io.BytesIO()
                print(ftp.retrbinary("RETR up.bin", copy.write))
                print("same" if copy.getvalue() == open("local.bin", "rb").read() else "different")
                print(ftp.nlst())
                if not sys.argv[6:]:
                    print(ftp.ccc(), ftp.pwd())
            except ftplib.all_errors as e:
                print("failed:", e)
                try:
                    ftp.voidresp()
                except ftplib.error_perm as refusal:
                    print("refused:", refusal)
            print(ftp.quit())
            """;

    @TempDir
    private static Path keys;

    /** A certificate of the user, with its key. */
    private static String pem = "";

    @TempDir
    Path home;

    @TempDir
    Path work;

    private final byte[] content = new byte[2_000_001];

    @BeforeAll
    static void makeCertificate() {
        pem = Certificates.selfSigned(keys, "test").toString();
    }

    @BeforeEach
    void makeFiles() throws IOException {
        new Random(1).nextBytes(content);
        Files.write(work.resolve("local.bin"), content);
        Files.writeString(work.resolve("ftplib_client.py"), FTPLIB);
    }

    private FtpServer start(UnaryOperator<FtpServerBuilder> options) throws IOException {
        var server = options.apply(FtpServer.builder().user("test", "potato", home, "elradfmwM"))
                .port(0)
                .start();
        Files.writeString(work.resolve("server.pem"), server.certificatePem());
        return server;
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2", "1.3"})
    void curlMovesFilesAndResumesTheSession(String version) throws IOException {
        try (var server = start(builder -> builder.requireTls().requireSessionReuse())) {
            curlMovesFiles(server, version);
        }
        try (var server = start(builder -> builder.implicitTls().requireTls().requireSessionReuse())) {
            curlMovesFiles(server, version);
        }
    }

    private void curlMovesFiles(FtpServer server, String version) throws IOException {
        var address = "%s://localhost:%d/".formatted(server.uri().getScheme(), server.port());
        curl(version, "-T", "local.bin", address + "up.bin");
        assertThat(home.resolve("up.bin")).hasBinaryContent(content);
        curl(version, "-o", "down.bin", address + "up.bin");
        assertThat(work.resolve("down.bin")).hasBinaryContent(content);
        assertThat(curl(version, address)).contains("up.bin");
    }

    private String curl(String version, String... more) {
        var words = new ArrayList<Object>();
        words.add(Programs.find("curl"));
        words.addAll(List.of("-sS", "--ssl-reqd", "--cacert", "server.pem", "-u", "test:potato"));
        words.addAll(List.of("--tlsv" + version, "--tls-max", version));
        words.addAll(List.of(more));
        return Programs.command(words.toArray())
                .in(work)
                .limit(LIMIT)
                .run()
                .ok()
                .out();
    }

    /** In passive mode curl sends no close_notify. */
    @ParameterizedTest
    @ValueSource(strings = {"1.2 passive", "1.2 active", "1.3 passive", "1.3 active"})
    void curlGoesBackToClearText(String how) throws IOException {
        var words = how.split(" ", -1);
        try (var server = start(FtpServerBuilder::tls)) {
            var address = "ftp://localhost:%d/".formatted(server.port());
            curl(words[0], "--ftp-ssl-ccc", "--ftp-ssl-ccc-mode", words[1], "-T", "local.bin", address + "up.bin");
            assertThat(home.resolve("up.bin")).hasBinaryContent(content);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1_2 passive", "TLSv1_2 active", "TLSv1_3 passive", "TLSv1_3 active"})
    void ftplibMovesFilesAndGoesBackToClearText(String how) throws IOException {
        try (var server = start(FtpServerBuilder::tls)) {
            assertThat(ftplib(server, how + " new"))
                    .containsSubsequence("226 ", "226 ", "same\n", "['up.bin']\n", "200 ", " /\n", "221 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1_2", "TLSv1_3"})
    void demandedSessionReuseTellsClientsApart(String version) throws IOException {
        try (var server = start(FtpServerBuilder::requireSessionReuse)) {
            assertThat(ftplib(server, version + " passive new")).contains("refused: 522 ");
            assertThat(ftplib(server, version + " passive resume")).contains("226 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2 password", "1.2 certificate", "1.3 password", "1.3 certificate"})
    void curlShowsItsCertificate(String how) throws IOException {
        var words = how.split(" ", -1);
        try (var server = start(builder -> demanding(builder, words[1]))) {
            var address = "ftp://localhost:%d/".formatted(server.port());
            curl(words[0], "--cert", pem, "-T", "local.bin", address + "up.bin");
            assertThat(home.resolve("up.bin")).hasBinaryContent(content);
            curl(words[0], "--cert", pem, "-o", "down.bin", address + "up.bin");
            assertThat(work.resolve("down.bin")).hasBinaryContent(content);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1_2 password", "1_2 certificate", "1_3 password", "1_3 certificate"})
    void ftplibShowsItsCertificate(String how) throws IOException {
        var words = how.split(" ", -1);
        try (var server = start(builder -> demanding(builder, words[1]))) {
            assertThat(ftplib(server, "TLSv" + words[0] + " passive new " + pem))
                    .containsSubsequence("226 ", "226 ", "same\n", "['up.bin']\n");
        }
    }

    private static FtpServerBuilder demanding(FtpServerBuilder builder, String how) {
        builder.requireClientCertificates(pem);
        return how.equals("password") ? builder : builder.loginByClientCertificate();
    }

    private String ftplib(FtpServer server, String how) {
        var words = new ArrayList<Object>();
        words.add(Programs.python());
        words.addAll(List.of("ftplib_client.py", server.port(), "server.pem"));
        words.addAll(List.of(how.split(" ", -1)));
        return Programs.command(words.toArray())
                .in(work)
                .limit(LIMIT)
                .run()
                .ok()
                .out();
    }

    @Test
    void lftpMovesFilesAndResumesTheSession() throws IOException {
        try (var server = start(builder -> builder.requireTls().requireSessionReuse())) {
            var script = "set ssl:ca-file server.pem; set ftp:ssl-force true; set ftp:ssl-protect-data true;"
                    + " set net:timeout 20; set net:max-retries 1; set cmd:fail-exit true;"
                    + " open -u test,potato ftp://localhost:%d; put local.bin -o up.bin; cls -1; get up.bin -o down.bin"
                            .formatted(server.port());
            var result = Programs.command(Programs.find("lftp"), "--norc", "-c", script)
                    .in(work)
                    .limit(LIMIT)
                    .run()
                    .ok();
            assertThat(result.out()).contains("up.bin");
            assertThat(home.resolve("up.bin")).hasBinaryContent(content);
            assertThat(work.resolve("down.bin")).hasBinaryContent(content);
        }
    }

    @Test
    void strangersCertificateIsNotTrusted() throws IOException {
        try (var server = start(FtpServerBuilder::tls)) {
            var result = Programs.command(Programs.find("curl"), "-sS", "--ssl-reqd", "-u", "test:potato", server.uri())
                    .limit(LIMIT)
                    .run();
            assertThat(result.status())
                    .as("curl: the peer's certificate can't be checked")
                    .isEqualTo(60);
            assertThat(server.log().toString()).doesNotContain("logged in");
        }
    }
}
