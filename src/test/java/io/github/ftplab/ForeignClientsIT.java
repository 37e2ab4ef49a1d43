package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.ForeignClient;
import io.github.ftplab.testing.ForeignClient.Login;
import io.github.ftplab.testing.NothingLeft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients of others against our server, passive and active. */
@Timeout(120)
@ExtendWith(NothingLeft.class)
class ForeignClientsIT {

    private static final String NAMES = """
            CURL, false, plain.txt
            CURL, true, plain.txt
            CURL, false, 'two  blanks and grün 日本.txt'
            CURL, true, 'two  blanks and grün 日本.txt'
            LFTP, false, plain.txt
            LFTP, true, plain.txt
            LFTP, false, 'two  blanks and grün 日本.txt'
            LFTP, true, 'two  blanks and grün 日本.txt'
            FTPLIB, false, plain.txt
            FTPLIB, true, plain.txt
            FTPLIB, false, 'two  blanks and grün 日本.txt'
            FTPLIB, true, 'two  blanks and grün 日本.txt'
            """;

    @TempDir
    Path folder;

    private Path home;
    private FtpServer server;

    @BeforeEach
    void start() throws IOException {
        home = Files.createDirectory(folder.resolve("home"));
        server = FtpServer.builder()
                .user("test", "potato", home, "elradfmwM")
                .user("reader", "potato", home, "elr")
                .port(0)
                .start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @ParameterizedTest
    @CsvSource(textBlock = NAMES)
    void fileGoesUpIsListedComesDownIsRenamedAndDeleted(ForeignClient client, boolean active, String name)
            throws IOException {
        var login = new Login(server, "test", "potato", active);
        var bytes = new byte[3_000_001];
        new Random(1).nextBytes(bytes);
        var original = Files.write(folder.resolve("original"), bytes);
        var copy = folder.resolve("copy");

        client.upload(login, original, name).run().ok();
        assertThat(Files.mismatch(home.resolve(name), original)).isEqualTo(-1);

        assertThat(client.list(login, "").run().ok().out())
                .containsPattern("(?m)^-rw.{7} +1 .* 3000001 .* " + Pattern.quote(name) + "$");

        client.download(login, name, copy).run().ok();
        assertThat(Files.mismatch(copy, original)).isEqualTo(-1);

        var folderName = "folder of " + name;
        client.mkdir(login, folderName).run().ok();
        assertThat(home.resolve(folderName)).isDirectory();

        client.rename(login, name, folderName + "/" + name).run().ok();
        assertThat(home.resolve(name)).doesNotExist();
        assertThat(client.list(login, folderName).run().ok().out()).contains(name);
        client.download(login, folderName + "/" + name, folder.resolve("again"))
                .run()
                .ok();

        client.delete(login, folderName + "/" + name).run().ok();
        assertThat(home.resolve(folderName)).isEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource
    void uploadWithoutItsLetterShowsWhy(ForeignClient client) throws IOException {
        var file = Files.writeString(folder.resolve("new.txt"), "new\n");
        var result = client.upload(new Login(server, "reader", "potato", false), file, "new.txt")
                .run();
        assertThat(result.status()).isNotZero();
        assertThat(result.out() + result.err())
                .containsPattern("550 .*STOR needs the letter 'w' \\(store files\\), and user reader has \"elr\"");
        assertThat(home.resolve("new.txt")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void wrongPasswordIsRefused(ForeignClient client) {
        var result = client.list(new Login(server, "test", "tomato", false), "").run();
        assertThat(result.status()).isNotZero();
        assertThat(result.out() + result.err()).contains("530");
    }

    @ParameterizedTest
    @EnumSource
    void emptyFileAndMissingFileAreToldApart(ForeignClient client) throws IOException {
        Files.createFile(home.resolve("empty"));
        var login = new Login(server, "reader", "potato", false);
        client.download(login, "empty", folder.resolve("copy")).run().ok();
        assertThat(folder.resolve("copy")).isEmptyFile();
        assertThat(client.download(login, "missing", folder.resolve("none"))
                        .run()
                        .status())
                .isNotZero();
    }
}
