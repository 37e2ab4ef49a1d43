package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.ftplab.testing.NothingLeft;
import io.github.ftplab.testing.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Users files. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class UsersFileTest {

    private static final String HEADER = "name,password,home,letters\n";

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void homes() throws IOException {
        file = directory.resolve("users.csv");
        Files.createDirectories(directory.resolve("homes/ann"));
        Files.createDirectories(directory.resolve("homes/bob, or so"));
    }

    @Test
    void usersOfAFileLogIn() throws IOException {
        write("""
                name,password,home,letters
                ann,potato,homes/ann,elradfmwM
                "bob","a, ""b"" c","homes/bob, or so",elr
                anonymous,,homes,el
                """);
        try (var server = FtpServer.builder().users(file).port(0).start()) {
            assertThat(server.users().get(0).permissions()).isEqualTo(Permission.parse("elradfmwM"));
            assertThat(server.users()).hasSize(3);
            RawClient.login(server, "ann", "potato").close();
            RawClient.login(server, "bob", "a, \"b\" c").close();
            RawClient.login(server, "anonymous", "me@example.org").close();
        }
    }

    @Test
    void homeIsLookedForBesideTheFile() throws IOException {
        write(HEADER + "ann,potato,homes/ann,elr\n" + "bob,potato," + directory.resolve("homes") + ",elr\n");
        Files.writeString(directory.resolve("homes/ann/file.txt"), "hello\n");
        try (var server = FtpServer.builder().users(file).port(0).start();
                var ann = RawClient.login(server, "ann", "potato");
                var bob = RawClient.login(server, "bob", "potato")) {
            assertThat(ann.send("SIZE file.txt")).isEqualTo("213 6");
            assertThat(bob.send("SIZE ann/file.txt")).isEqualTo("213 6");
        }
    }

    @Test
    void columnsMayBeInAnyOrderAndTheFileMayBeginAsWindowsProgramsWriteIt() throws IOException {
        write("\ufeffletters,home,name,password\r\nelr,homes/ann,ann,potato\r\n\r\n");
        try (var server = FtpServer.builder().users(file).port(0).start()) {
            RawClient.login(server, "ann", "potato").close();
        }
    }

    @Test
    void hashStandsForAPassword() throws IOException {
        write(HEADER + "ann," + FtpServer.hashPassword("potato") + ",homes/ann,elr\n");
        try (var server = FtpServer.builder().users(file).port(0).start();
                var client = RawClient.connect(server)) {
            client.send("USER ann");
            assertThat(client.send("PASS tomato")).startsWith("530 ");
            client.send("USER ann");
            assertThat(client.send("PASS potato")).startsWith("230 ");
            client.send("USER ann");
            assertThat(client.send("PASS tomato")).startsWith("530 ");
            RawClient.login(server, "ann", "potato").close();
        }
    }

    @Test
    void hashItselfIsNoPassword() throws IOException {
        var hash = FtpServer.hashPassword("potato");
        write(HEADER + "ann," + hash + ",homes/ann,elr\n");
        try (var server = FtpServer.builder().users(file).port(0).start();
                var client = RawClient.connect(server)) {
            client.send("USER ann");
            assertThat(client.send("PASS " + hash)).startsWith("530 ");
        }
    }

    @Test
    void hashIsDifferentEachTimeAndDescribesItself() {
        assertThat(FtpServer.hashPassword("potato"))
                .matches("pbkdf2-sha256\\$600000\\$[A-Za-z0-9+/]{22}==\\$[A-Za-z0-9+/]{43}=")
                .isNotEqualTo(FtpServer.hashPassword("potato"));
        assertThatIllegalArgumentException().isThrownBy(() -> FtpServer.hashPassword(""));
    }

    @Test
    void passwordInTheColumnOfLettersIsNotShown() throws IOException {
        write(HEADER + "ann,elr,homes/ann,S3cret-word\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FtpServer.builder().users(file))
                .withMessageContaining(":2: unknown permission letter 'S'")
                .withMessageNotContaining("S3cret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ann,potato,homes/ann,elx              | unknown permission letter 'x'
            ,potato,homes/ann,elr                 | the user name is empty
            ann,,homes/ann,elr                    | the password of user ann is empty
            anonymous,potato,homes/ann,elr        | the user anonymous has no password of its own
            ann,potato,homes/nobody,elr           | there is no directory
            ann,potato,users.csv,elr              | users.csv as a home directory: it is a file
            zoe,potato,homes/ann,elr              | there is a user zoe already
            ann,pbkdf2-sha256$1$x,homes/ann,elr   | the password has the prefix of a hash but is not one
            ann,pbkdf2-sha256$0$AAAA$AAAA,homes/ann,elr | the password has the prefix of a hash but is not one
            ann,pbkdf2-sha256$1$A=A$AAAA,homes/ann,elr | the password has the prefix of a hash but is not one
            """)
    void errorNamesFileAndLine(String line, String message) throws IOException {
        write(HEADER + "zoe,secret,homes,elr\n\n" + line + "\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FtpServer.builder().users(file))
                .withMessageStartingWith(file + ":4: ")
                .withMessageContaining(message)
                .withMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ann,potato,homes/ann
            ann,potato,homes/ann,elr,more
            ann,"potato,homes/ann,elr
            ann,"potato"x,homes/ann,elr
            """)
    void brokenLineIsNamedToo(String line) throws IOException {
        write(HEADER + "zoe,secret,homes,elr\n" + line + "\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FtpServer.builder().users(file))
                .withMessageMatching("(?s)" + Pattern.quote(file.toString()) + "(:3: .*|: .*line 3.*)")
                .withMessageNotContaining("potato");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"ann,potato,homes/ann,elr", "name,password,home", "name,password,home,letters,letters"})
    void headerHasToBeThere(String header) throws IOException {
        write(header + "\nann,potato,homes/ann,elr\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FtpServer.builder().users(file))
                .withMessageStartingWith(file + ":")
                .withMessageNotContaining("potato");
    }

    @Test
    void missingEmptyAndUnreadableFilesAreTold() throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FtpServer.builder().users(file))
                .withMessage("cannot read the users in " + file + ": no such file");
        write(HEADER);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FtpServer.builder().users(file))
                .withMessageContaining("no users in");
        Files.write(file, (HEADER + "j\u00f6rg,potato,homes/ann,elr\n").getBytes(StandardCharsets.ISO_8859_1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FtpServer.builder().users(file))
                .withMessageContaining("is not in UTF-8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FtpServer.builder().users(directory))
                .withMessageStartingWith("cannot read the users in " + directory);
    }

    @Test
    void fileWithAnErrorAddsNobody() throws IOException {
        write(HEADER + "ann,potato,homes/ann,elr\nbob,potato,homes/ann,elx\n");
        var builder = FtpServer.builder().user("zoe", "x", directory);
        assertThatIllegalArgumentException().isThrownBy(() -> builder.users(file));
        write(HEADER + "ann,potato,homes/ann,elr\nzoe,potato,homes/ann,elr\n");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.users(file));
        try (var server = builder.port(0).start()) {
            assertThat(server.users()).hasSize(1);
        }
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }
}
