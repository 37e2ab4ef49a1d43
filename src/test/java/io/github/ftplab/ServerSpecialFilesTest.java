package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.Programs;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** FIFOs in a home: opening one blocks until the other end is opened, which never happens. */
@WithServer
class ServerSpecialFilesTest {

    @Given
    Path home;

    @Given
    RawClient client;

    @BeforeEach
    void fill() throws IOException {
        Programs.command(Programs.find("mkfifo"), home.resolve("pipe")).run().ok();
        Files.createSymbolicLink(home.resolve("link"), Path.of("pipe"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HASH pipe",
                "HASH link",
                "MD5 pipe",
                "MMD5 link, pipe",
                "XCRC pipe",
                "XMD5 pipe",
                "XSHA \"pipe\" 0 1",
                "XSHA1 pipe",
                "XSHA256 pipe",
                "XSHA512 link",
                "SIZE pipe",
                "MDTM link",
                "MFMT 20200102030405 pipe",
                "MFMT 20200102030405 link",
                "SITE CHMOD 600 pipe",
                "SITE CHMOD 600 link",
                "CWD pipe",
                "CWD pipe/x",
                "RMD pipe",
                "MKD pipe/x",
                "RETR pipe",
                "RETR link",
                "STOR pipe",
                "STOR link",
                "APPE pipe",
                "APPE link",
                "LIST pipe/x",
            })
    void whatWouldOpenItIsRefused(String command) throws IOException {
        client.passivePort();
        assertThat(client.send(command)).startsWith("550 ");
        assertThat(client.send("NOOP")).startsWith("200 ");
    }

    @Test
    void listsTellItsKind() throws IOException {
        try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(home.resolve("socket")));
            assertThat(client.receive("LIST").text().lines().map(line -> line.substring(0, 1)))
                    .containsExactly("l", "p", "s");
        }
    }

    @Test
    void whatOnlyLooksAtItOrMovesItIsDone() throws IOException {
        assertThat(client.send("STAT pipe")).startsWith("213-").contains(" pipe\n213 ");
        assertThat(client.send("MLST pipe")).startsWith("250-").contains("type=OS.unix=special;");
        assertThat(client.receive("LIST pipe").text()).endsWith(" pipe\r\n");
        assertThat(client.receive("NLST p*").text()).isEqualTo("pipe\r\n");
        assertThat(client.receive("MLSD").reply()).startsWith("226 ");
        assertThat(client.send("AVBL")).startsWith("213 ");
        assertThat(client.send("RNFR pipe")).startsWith("350 ");
        assertThat(client.send("RNTO tube")).startsWith("250 ");
        assertThat(client.send("DELE tube")).startsWith("250 ");
        assertThat(home.resolve("tube")).doesNotExist();
    }
}
