package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The texts of builders and listings. */
@Timeout(60)
class ChosenOptionsTest {

    @TempDir
    Path home;

    @Test
    void clientBuilderNamesWhatWasChosen() {
        assertThat(FtpClient.builder()).hasToString("FtpClientBuilder (defaults)");
        assertThat(FtpClient.builder()
                        .autoTls()
                        .plainData()
                        .replyTimeout(Duration.ofMinutes(2))
                        .encoding(StandardCharsets.ISO_8859_1)
                        .activePorts(5000, 5010)
                        .downloadRate(1000)
                        .retry(3, Duration.ofSeconds(1)))
                .hasToString("FtpClientBuilder (replyTimeout 2 min, encoding ISO-8859-1, active on ports 5000 to 5010,"
                        + " AUTO TLS, plain data, download rate limited, retry 3 times)");
        assertThat(FtpClient.builder()
                        .proxy(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy.example", 8080)))
                        .toString())
                .contains("through proxy HTTP @ proxy.example");
    }

    @Test
    void serverBuilderNamesWhatWasChosenAndNoPassword() {
        assertThat(FtpServer.builder()).hasToString("FtpServerBuilder (127.0.0.1:2121, no users)");
        assertThat(FtpServer.builder()
                        .user("ann", "potato", home)
                        .anonymous(home)
                        .port(0)
                        .passivePorts(5000, 5010)
                        .requireTls()
                        .limits(ServerLimits.DEFAULT.connections(3))
                        .onLog(entry -> {})
                        .toString())
                .startsWith("FtpServerBuilder (127.0.0.1:0, users: a")
                .contains("ann", "anonymous")
                .endsWith(", passive ports 5000 to 5010, TLS, required, own limits, listeners: 1)")
                .doesNotContain("potato");
    }

    @Test
    void listingsAreEqualIfTheyTellTheSame() throws Exception {
        try (var server = FtpServer.builder().anonymous(home).port(0).start();
                var ftp = FtpClient.connect("127.0.0.1", server.port()).anonymous()) {
            assertThat(ftp.dir()).isEqualTo(ftp.dir()).hasSameHashCodeAs(ftp.dir());
            Files.writeString(home.resolve("a"), "a");
            Files.writeString(home.resolve("b"), "b");
            var all = ftp.list();
            assertThat(all).isEqualTo(ftp.list()).hasSameHashCodeAs(ftp.list());
            assertThat(all.matching("a")).isEqualTo(ftp.list().matching("a")).isNotEqualTo(all);
            assertThat(all).isNotEqualTo(all.files());
        }
        var cut = new Listing(List.of(), List.of(), Optional.of("cut"));
        assertThat(cut).isNotEqualTo(new Listing(List.of(), List.of(), Optional.empty()));
        assertThat(cut).isNotEqualTo(new Listing(List.of(), List.of("?"), Optional.of("cut")));
        assertThat(cut).isEqualTo(new Listing(List.of(), List.of(), Optional.of("cut")));
    }
}
