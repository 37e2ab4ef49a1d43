package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.Programs;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.Servers;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Wireshark's dissectors see in a capture file. */
@WithServer
class PacketCaptureIT {

    private final byte[] content = new byte[300_001];

    @Given
    Path home;

    @Given
    Servers servers;

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("server.pcapng");
    }

    private FtpServer start(UnaryOperator<FtpServerBuilder> options) {
        new Random(1).nextBytes(content);
        return servers.start(builder -> options.apply(builder).capture(file()));
    }

    private List<String> tshark(FtpServer server, Object... options) {
        var words = new ArrayList<Object>(List.of(Programs.find("tshark"), "-r", file()));
        words.addAll(List.of("-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE"));
        words.addAll(List.of("-d", "tcp.port==" + server.port() + ",ftp"));
        words.addAll(Arrays.asList(options));
        return Programs.command(words.toArray()).run().ok().out().lines().toList();
    }

    /** The commands as Wireshark shows them. */
    private List<String> commands(FtpServer server) {
        return tshark(
                        server,
                        "-Y",
                        "ftp.request.command",
                        "-T",
                        "fields",
                        "-E",
                        "separator=/s",
                        "-e",
                        "ftp.request.command",
                        "-e",
                        "ftp.request.arg")
                .stream()
                .map(String::strip)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void plainSessionCanBeReadWithItsFiles(String host) throws IOException {
        var server = start(builder -> builder.address(host));
        try (var client = RawClient.login(server, "test", "potato")) {
            client.transmit("STOR up.bin", content);
            assertThat(client.receive("RETR up.bin").bytes()).isEqualTo(content);
            client.send("QUIT");
        }
        server.stop();

        assertThat(commands(server)).startsWith("USER test", "PASS potato", "TYPE I", "EPSV", "STOR up.bin", "EPSV");
        assertThat(tshark(server, "-Y", "ftp.response.code == 226")).hasSize(2);
        assertThat(tshark(server, "-Y", "ftp-data")).isNotEmpty();
        assertThat(tshark(server, "-Y", "_ws.malformed || tcp.checksum.status == 0 || ip.checksum.status == 0"))
                .isEmpty();
        assertThat(tshark(server, "-Y", "tcp.analysis.lost_segment || tcp.analysis.retransmission"))
                .isEmpty();
        var files = Files.createDirectory(directory.resolve("files"));
        tshark(server, "-q", "--export-objects", "ftp-data," + files);
        try (var exported = Files.list(files)) {
            assertThat(exported).isNotEmpty().allSatisfy(one -> assertThat(one).hasBinaryContent(content));
        }
    }

    @Test
    void activeConnectionAndAbortAreThere() throws IOException {
        var server = start(builder -> builder);
        Files.write(home.resolve("a.bin"), content);
        try (var client = RawClient.login(server, "test", "potato");
                var listening = client.active()) {
            client.write("RETR a.bin\r\n");
            try (var data = listening.accept()) {
                assertThat(data.getInputStream().readAllBytes()).isEqualTo(content);
            }
            client.reply();
            client.reply();
        }
        server.stop();
        var syn = tshark(server, "-Y", "tcp.flags.syn == 1 && tcp.flags.ack == 0", "-T", "fields", "-e", "tcp.dstport");
        assertThat(syn).hasSize(2).first().isEqualTo(String.valueOf(server.port()));
        assertThat(tshark(server, "-Y", "_ws.malformed")).isEmpty();
    }

    @Test
    void encryptedSessionShowsNothing() throws IOException {
        var server = start(FtpServerBuilder::requireTls);
        try (var ftp = server.connect("test", "potato")) {
            ftp.writeText("secret-name.txt", "secret text");
            assertThat(ftp.readText("secret-name.txt")).isEqualTo("secret text");
        }
        server.stop();

        assertThat(commands(server)).containsExactly("AUTH TLS");
        assertThat(tshark(server, "-Y", "tls.handshake", "-d", "tcp.port==" + server.port() + ",tls"))
                .isNotEmpty();
        assertThat(Files.readString(file(), StandardCharsets.ISO_8859_1))
                .contains("AUTH TLS")
                .doesNotContain("potato")
                .doesNotContain("secret");
    }

    @Test
    void fileIsReadableWhileTheServerRunsByItsOwnerOnly() throws IOException {
        var server = start(builder -> builder);
        try (var client = RawClient.connect(server)) {
            client.send("NOOP");
            assertThat(commands(server)).containsExactly("NOOP");
        }
        assertThat(Files.getPosixFilePermissions(file())).hasSize(2);
    }
}
