package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Certificates;
import io.github.ftplab.testing.Peer;
import io.github.ftplab.testing.servers.FtpLab;
import io.github.ftplab.testing.servers.Goftp;
import io.github.ftplab.testing.servers.Proftpd;
import io.github.ftplab.testing.servers.PureFtpd;
import io.github.ftplab.testing.servers.RealServer;
import io.github.ftplab.testing.servers.Vsftpd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What only one of the real servers does, or only with a certain configuration. */
@Timeout(180)
@Tag("third-party")
class FtpClientServerQuirksIT {

    @TempDir
    Path home;

    @TempDir
    Path here;

    @TempDir
    Path files;

    @BeforeEach
    void makeAFile() throws IOException {
        Files.writeString(home.resolve("example.txt"), "hello\n");
    }

    private static FtpClient login(FtpClientBuilder builder, Peer server) {
        return builder.connect("127.0.0.1", server.port()).login(server.user(), server.password());
    }

    @Tag("jdk-independent")
    @Test
    void listingThatPureFtpdCutIsNotActedOn() throws Exception {
        for (int i = 0; i < 40; i++) {
            Files.writeString(here.resolve("f" + i), "here");
            Files.writeString(home.resolve("f" + i), "there");
        }
        try (var cutting = new PureFtpd().start(home, files, Optional.empty(), "--limitrecursion", "20:5");
                var client = login(FtpClient.builder(), cutting)) {
            var listing = client.list();
            assertThat(listing.files()).hasSizeLessThanOrEqualTo(20);
            assertThat(listing.truncated())
                    .hasValueSatisfying(reply -> assertThat(reply).contains("Output truncated to 20 matches"));
            assertThat(client.dir().truncated()).isPresent();
            assertThat(client.list(".", file -> {}).isWhole()).isFalse();
            var down = client.mirrorDown(".", here, DirectoryOptions.DEFAULT.deleting());
            assertThat(down.deleted()).isEmpty();
            assertThat(down.failures()).singleElement().asString().contains("the server did not list all");
            var up = client.mirrorUp(
                    Files.createDirectory(files.resolve("none")), "/", DirectoryOptions.DEFAULT.deleting());
            assertThat(up.deleted()).isEmpty();
            assertThat(up.failures()).hasSize(1);
            assertThat(home.resolve("f39")).exists();
        }
    }

    @Tag("jdk-independent")
    @Test
    void directoryThatPureFtpdMayNotReadIsNotAnEmptyOne() throws Exception {
        var locked = Files.createDirectory(home.resolve("locked"));
        Files.writeString(locked.resolve("f"), "there");
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwx--x--x"));
        Files.writeString(here.resolve("f"), "here");
        try (var server = new PureFtpd().start(home, files, Optional.empty());
                var ftp = login(FtpClient.builder(), server)) {
            try {
                assertThat(ftp.mirrorDown("locked", here, DirectoryOptions.DEFAULT.deleting())
                                .deleted())
                        .isEmpty();
            } catch (FtpException.Refused e) {
                assertThat(e.code()).isEqualTo(550);
            }
            assertThat(here.resolve("f")).exists();
            assertThat(ftp.dir("locked").truncated())
                    .hasValueSatisfying(reply -> assertThat(reply).contains("unable to read"));
        }
    }

    @Test
    void proftpdThatHasNothingButTls13IsReachedAllTheSame() throws Exception {
        var certificate = Certificates.selfSigned(here, "ftp.example.org");
        try (var newest = new Proftpd().start(home, files, Optional.of(certificate), "TLSProtocol TLSv1.3");
                var session = login(FtpClient.builder().tls().trust(certificate), newest)) {
            assertThat(session.encryption()).hasValue("TLSv1.3");
            assertThat(session.nlst()).containsExactly("example.txt");
        }
    }

    static List<RealServer> unlimited() {
        return List.of(new FtpLab(), new Vsftpd(), new Goftp());
    }

    @Tag("jdk-independent")
    @ParameterizedTest
    @MethodSource("unlimited")
    void directoryOfTwelveThousandEntriesIsReadAndDeletedWhole(RealServer kind) throws Exception {
        var large = Files.createDirectory(home.resolve("large"));
        var names = new HashSet<String>();
        for (int i = 0; i < 12_000; i++) {
            var name = "file number " + i;
            names.add(name);
            Files.createFile(large.resolve(name));
        }
        try (var server = kind.start(home, files, Optional.empty());
                var ftp = login(FtpClient.builder(), server)) {
            var listing = ftp.list("large");
            assertThat(listing.truncated()).isEmpty();
            assertThat(listing.files())
                    .extracting(RemoteFile::name)
                    .hasSize(12_000)
                    .containsAll(names);
            var streamed = new HashSet<String>();
            assertThat(ftp.list("large", file -> streamed.add(file.name())).isWhole())
                    .isTrue();
            assertThat(streamed).isEqualTo(names);
            Files.createFile(here.resolve("other"));
            var down = ftp.mirrorDown(
                    "large", here, DirectoryOptions.DEFAULT.deleting().dryRun());
            assertThat(down.files()).isEqualTo(12_000);
            assertThat(down.deleted()).singleElement().asString().endsWith("other");
        }
    }
}
