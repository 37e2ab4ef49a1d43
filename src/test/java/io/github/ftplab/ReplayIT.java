package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ftplab.testing.servers.Proftpd;
import io.github.ftplab.testing.servers.PureFtpd;
import io.github.ftplab.testing.servers.RealServer;
import io.github.ftplab.testing.servers.Vsftpd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions with real servers, recorded by our client: the same assertions hold when they are replayed. */
@Timeout(60)
class ReplayIT {

    private static final byte[] LARGE = new byte[300_000];

    static {
        new Random(1).nextBytes(LARGE);
    }

    @TempDir
    Path home;

    @TempDir
    Path here;

    @TempDir
    Path files;

    static List<RealServer> servers() {
        return List.of(new Vsftpd(), new Proftpd(), new PureFtpd());
    }

    @ParameterizedTest
    @MethodSource("servers")
    void recordedSessionPassesTheSameTests(RealServer kind) throws Exception {
        var recording = here.resolve("real.recording");
        String user;
        String password;
        try (var server = kind.start(home, files, Optional.empty())) {
            fill();
            user = server.user();
            password = server.password();
            try (var ftp = FtpClient.builder()
                    .record(recording)
                    .connect("127.0.0.1", server.port())
                    .login(user, password)) {
                use(ftp, here.resolve("once"));
            }
        }
        try (var server = FtpServer.replay(recording);
                var ftp = server.connect(user, password)) {
            use(ftp, here.resolve("again"));
            assertThat(server.departures()).isEmpty();
        }
    }

    private void fill() throws IOException {
        Files.createDirectories(home.resolve("pub/below"));
        Files.write(home.resolve("pub/large.bin"), LARGE);
        Files.writeString(home.resolve("pub/below/a b.txt"), "two\r\nlines\n");
        Files.writeString(home.resolve("example.txt"), "hello\n");
        try (var all = Files.walk(home)) {
            for (var each : (Iterable<Path>) all::iterator) {
                Files.setOwner(each, Files.getOwner(home));
            }
        }
    }

    private static void use(FtpClient ftp, Path copy) {
        assertThat(ftp.list().files()).extracting(RemoteFile::name).containsExactlyInAnyOrder("pub", "example.txt");
        assertThat(ftp.walk("pub").files())
                .extracting(RemoteFile::path)
                .containsExactlyInAnyOrder("pub/below", "pub/below/a b.txt", "pub/large.bin");
        assertThat(ftp.nlst()).contains("example.txt");
        assertThat(ftp.readText("example.txt")).isEqualTo("hello\n");
        assertThat(ftp.readBytes("pub/large.bin")).isEqualTo(LARGE);
        assertThat(ftp.size("example.txt")).isEqualTo(6);
        assertThat(ftp.exists("nope")).isFalse();
        assertThatExceptionOfType(FtpException.Refused.class).isThrownBy(() -> ftp.readText("nope"));
        assertThat(ftp.mirrorDown("pub", copy, DirectoryOptions.DEFAULT).failures())
                .isEmpty();
        assertThat(copy.resolve("large.bin")).hasBinaryContent(LARGE);
        assertThat(copy.resolve("below/a b.txt")).hasBinaryContent("two\r\nlines\n".getBytes(StandardCharsets.UTF_8));
        ftp.upload(new ByteArrayInputStream("sent\n".getBytes(StandardCharsets.UTF_8)), "sent.txt");
        ftp.mkdir("made");
        ftp.rename("sent.txt", "made/kept.txt");
        assertThat(ftp.readText("made/kept.txt")).isEqualTo("sent\n");
        ftp.deleteDirectory("made");
        assertThat(ftp.exists("made")).isFalse();
        ftp.quit();
    }
}
