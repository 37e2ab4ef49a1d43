package io.github.ftplab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.ftplab.testing.NothingLeft;
import io.github.ftplab.testing.RawClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Homes of all kinds: several on one server, in memory, with another system's names, in a zip file. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class ServerHomesTest {

    @TempDir
    Path directory;

    @Test
    void eachUserHasAHomeOfItsOwn() throws IOException {
        var one = Files.createDirectory(directory.resolve("home"));
        // A directory whose name begins with the other's name is not inside that one.
        var two = Files.createDirectory(directory.resolve("home2"));
        Files.writeString(two.resolve("two.txt"), "two\n");
        Files.createSymbolicLink(one.resolve("link"), two);
        try (var server = FtpServer.builder()
                        .user("one", "1", one)
                        .user("two", "2", two)
                        .port(0)
                        .start();
                var first = RawClient.login(server, "one", "1");
                var second = RawClient.login(server, "two", "2")) {
            assertThat(second.receive("NLST").text()).isEqualTo("two.txt\r\n");
            assertThat(first.receive("RETR two.txt").reply()).startsWith("550 ");
            assertThat(first.receive("RETR link/two.txt").reply()).startsWith("550 ");
            assertThat(first.receive("RETR ../home2/two.txt").reply()).startsWith("550 ");
        }
    }

    @Test
    void directoryInMemoryIsAHome() throws IOException {
        try (var memory = Jimfs.newFileSystem(Configuration.unix())) {
            var home = Files.createDirectories(memory.getPath("/srv/home"));
            Files.createSymbolicLink(home.resolve("out"), memory.getPath("/srv"));
            Files.createSymbolicLink(home.resolve("in"), memory.getPath("dir"));
            try (var server = start(home);
                    var client = RawClient.login(server, "test", "potato")) {
                assertThat(client.send("MKD dir")).startsWith("257 ");
                assertThat(client.transmit("STOR in/file.txt", "hello\n".getBytes(UTF_8)))
                        .startsWith("226 ");
                assertThat(client.receive("RETR dir/file.txt").text()).isEqualTo("hello\n");
                client.send("REST 3");
                assertThat(client.receive("RETR dir/file.txt").text()).isEqualTo("lo\n");
                assertThat(client.receive("LIST").text().lines()).hasSize(3);
                assertThat(client.receive("MLSD dir").text())
                        .contains("size=6;")
                        .endsWith(" file.txt\r\n");
                assertThat(client.transmit("APPE dir/file.txt", "more\n".getBytes(UTF_8)))
                        .startsWith("226 ");
                client.send("RNFR dir/file.txt");
                assertThat(client.send("RNTO file.txt")).startsWith("250 ");
                assertThat(home.resolve("file.txt")).hasContent("hello\nmore\n");
                assertThat(client.send("CWD out")).startsWith("550 ");
                assertThat(client.send("DELE file.txt")).startsWith("250 ");
                assertThat(client.send("RMD dir")).startsWith("250 ");
            }
        }
    }

    /** What is two names, a drive or a device on Windows is one name to a client, or is refused. */
    @ParameterizedTest
    @ValueSource(strings = {"a\\b", "..\\b", "C:", "C:\\b", "\\b"})
    void nameOfWindowsNeverLeadsElsewhere(String name) throws IOException {
        try (var windows = Jimfs.newFileSystem(Configuration.windows())) {
            var home = Files.createDirectories(windows.getPath("C:\\srv\\home"));
            Files.createDirectory(home.resolve("a"));
            try (var server = start(home);
                    var client = RawClient.login(server, "test", "potato")) {
                assertThat(client.send("MKD " + name)).startsWith("550 ");
                assertThat(client.transmit("STOR " + name, new byte[1])).startsWith("550 ");
                assertThat(home.resolve("a")).isEmptyDirectory();
                assertThat(windows.getPath("C:\\b")).doesNotExist();
                assertThat(windows.getPath("C:\\srv\\b")).doesNotExist();
                assertThat(client.transmit("STOR a/plain.txt", new byte[1])).startsWith("226 ");
            }
        }
    }

    @Test
    void zipFileIsAHome() throws IOException {
        var zip = URI.create("jar:" + directory.resolve("a.zip").toUri());
        try (var system = FileSystems.newFileSystem(zip, Map.of("create", "true"));
                var server = start(system.getPath("/"));
                var client = RawClient.login(server, "test", "potato")) {
            assertThat(client.send("MKD dir")).startsWith("257 ");
            assertThat(client.transmit("STOR dir/file.txt", "hello\n".getBytes(UTF_8)))
                    .startsWith("226 ");
            assertThat(client.receive("NLST").text()).isEqualTo("dir\r\n");
            assertThat(client.receive("LIST dir").text()).endsWith(" file.txt\r\n");
            assertThat(client.receive("RETR dir/file.txt").text()).isEqualTo("hello\n");
            assertThat(client.send("DELE dir/file.txt")).startsWith("250 ");
        }
    }

    private static FtpServer start(Path home) {
        return FtpServer.builder()
                .user("test", "potato", home, "elradfmwM")
                .port(0)
                .start();
    }
}
