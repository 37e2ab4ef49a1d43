package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Peer;
import io.github.ftplab.testing.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FtpClientPureFtpdIT extends FtpClientContract {

    @TempDir
    Path configuration;

    @Override
    Peer start(Path home) throws IOException {
        return Peers.pureFtpd(home, configuration);
    }

    @Test
    void listingThatItCutIsNotActedOn(@TempDir Path other) throws Exception {
        for (int i = 0; i < 40; i++) {
            Files.writeString(here.resolve("f" + i), "here");
            Files.writeString(home.resolve("f" + i), "there");
        }
        try (var cutting = Peers.pureFtpd(home, other, "--limitrecursion", "20:5");
                var client = builder().connect("127.0.0.1", cutting.port())) {
            client.login(cutting.user(), cutting.password());
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
                    Files.createDirectory(other.resolve("none")), "/", DirectoryOptions.DEFAULT.deleting());
            assertThat(up.deleted()).isEmpty();
            assertThat(up.failures()).hasSize(1);
            assertThat(home.resolve("f39")).exists();
        }
    }

    @Test
    void directoryThatItMayNotReadIsNotAnEmptyOne() throws Exception {
        var locked = Files.createDirectory(home.resolve("locked"));
        Files.writeString(locked.resolve("f"), "there");
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwx--x--x"));
        Files.writeString(here.resolve("f"), "here");
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

    @Override
    void afterABrokenListing() {
        ftp.reconnect();
    }
}
