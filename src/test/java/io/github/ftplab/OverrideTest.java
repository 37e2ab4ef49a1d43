package io.github.ftplab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Permission letters of single directories. */
@WithServer
class OverrideTest {

    private static final byte[] TEXT = "text\n".getBytes(UTF_8);

    @Given
    Path home;

    @BeforeEach
    void fill() throws IOException {
        fill(home);
    }

    private static void fill(Path home) throws IOException {
        Files.createDirectories(home.resolve("in/deep/deeper"));
        for (var name : List.of("file.txt", "in/file.txt", "in/deep/file.txt", "in/deep/deeper/file.txt")) {
            Files.writeString(home.resolve(name), "text\n");
        }
    }

    @Test
    void directoryAndItsFilesHaveTheirOwnLetters() throws IOException {
        try (var server = start("elr", builder -> builder.override("test", "/in", "elw"));
                var client = RawClient.login(server, "test", "potato")) {
            assertThat(client.transmit("STOR in/new.txt", TEXT)).startsWith("226 ");
            assertThat(client.transmit("STOU in/unique.txt", TEXT)).startsWith("226 ");
            assertThat(client.receive("RETR in/file.txt").opening())
                    .isEqualTo(
                            "550 Not enough privileges: RETR needs the letter 'r' (retrieve files), and user test has \"elw\" there.");
            assertThat(client.transmit("STOR new.txt", TEXT)).startsWith("550 Not enough privileges");
            assertThat(client.receive("RETR file.txt").reply()).startsWith("226 ");
        }
    }

    @Test
    void directoriesBelowHaveTheLettersOfTheUser() throws IOException {
        try (var server = start("elr", builder -> builder.override("test", "in", "elwm"));
                var client = RawClient.login(server, "test", "potato")) {
            assertThat(client.transmit("STOR in/deep/new.txt", TEXT)).startsWith("550 Not enough privileges");
            assertThat(client.receive("RETR in/deep/file.txt").reply()).startsWith("226 ");
            assertThat(client.send("MKD in/made")).startsWith("257 ");
            assertThat(client.send("MKD in/made/more")).startsWith("550 Not enough privileges");
        }
    }

    @Test
    void treeGoesAllTheWayDown() throws IOException {
        try (var server = start("elr", builder -> builder.overrideTree("test", "/in", "w"));
                var client = RawClient.login(server, "test", "potato")) {
            for (var directory : List.of("in", "in/deep", "in/deep/deeper")) {
                assertThat(client.transmit("STOR " + directory + "/new.txt", TEXT))
                        .startsWith("226 ");
                assertThat(client.receive("RETR " + directory + "/file.txt").opening())
                        .startsWith("550 Not enough privileges");
                assertThat(client.receive("LIST " + directory).opening()).startsWith("550 Not enough privileges");
                assertThat(client.send("CWD " + directory)).startsWith("550 Not enough privileges");
            }
            assertThat(client.send("CWD /")).startsWith("250 ");
        }
    }

    @Test
    void nameThatOnlyBeginsAlikeIsNotConcerned() throws IOException {
        Files.createDirectory(home.resolve("inside"));
        try (var server = start("elr", builder -> builder.overrideTree("test", "/in", "elw"));
                var client = RawClient.login(server, "test", "potato")) {
            assertThat(client.transmit("STOR inside/new.txt", TEXT)).startsWith("550 Not enough privileges");
        }
    }

    @Test
    void longestPathCounts() throws IOException {
        try (var server = start(
                        "elr",
                        builder ->
                                builder.overrideTree("test", "/in", "elw").overrideTree("test", "/in/deep", "elrd"));
                var client = RawClient.login(server, "test", "potato")) {
            assertThat(client.send("DELE in/file.txt")).startsWith("550 Not enough privileges");
            assertThat(client.send("DELE in/deep/file.txt")).startsWith("250 ");
            assertThat(client.send("DELE in/deep/deeper/file.txt")).startsWith("250 ");
        }
    }

    @Test
    void lettersForNothingHideADirectory() throws IOException {
        try (var server = start("elradfmwMT", builder -> builder.overrideTree("test", "/in", ""));
                var client = RawClient.login(server, "test", "potato")) {
            for (var command : List.of(
                    "CWD in",
                    "SIZE in/file.txt",
                    "MDTM in/file.txt",
                    "MLST in/file.txt",
                    "DELE in/file.txt",
                    "RMD in/deep",
                    "MKD in/made",
                    "RNFR in/file.txt",
                    "SITE CHMOD 600 in/file.txt",
                    "MFMT 20200101000000 in/file.txt")) {
                assertThat(client.send(command)).as(command).startsWith("550 Not enough privileges");
            }
        }
    }

    @Test
    void renameNeedsItsLetterAtBothEnds() throws IOException {
        try (var server = start("elrf", builder -> builder.override("test", "/in", "elr"));
                var client = RawClient.login(server, "test", "potato")) {
            assertThat(client.send("RNFR in/file.txt")).startsWith("550 Not enough privileges");
            assertThat(client.send("RNFR file.txt")).startsWith("350 ");
            assertThat(client.send("RNTO in/new.txt")).startsWith("550 Not enough privileges");
            assertThat(client.send("RNFR file.txt")).startsWith("350 ");
            assertThat(client.send("RNTO new.txt")).startsWith("250 ");
        }
    }

    @Test
    void renameOverAFileNeedsTheLetterForDeletingThere() throws IOException {
        try (var server = start("elrfd", builder -> builder.override("test", "/in", "elrf"));
                var client = RawClient.login(server, "test", "potato")) {
            assertThat(client.send("RNFR file.txt")).startsWith("350 ");
            assertThat(client.send("RNTO in/file.txt"))
                    .startsWith("550 Not enough privileges: RNTO over an existing file needs the letter 'd'");
        }
    }

    /** If its parent were renamed, the directory would lose its letters. */
    @Test
    void parentOfADirectoryWithItsOwnLettersCannotBeRenamed() throws IOException {
        try (var server = start("elrf", builder -> builder.override("test", "/in/deep", "l"));
                var client = RawClient.login(server, "test", "potato")) {
            assertThat(client.send("RNFR in")).startsWith("550 in: A directory in it has permissions of its own");
            assertThat(client.send("RNFR in/deep")).startsWith("550 Not enough privileges");
            assertThat(client.send("RNFR in/file.txt")).startsWith("350 ");
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need rights there")
    void linkIsNoWayAroundTheLetters() throws IOException {
        Files.createSymbolicLink(home.resolve("link"), Path.of("in"));
        Files.createSymbolicLink(home.resolve("link.txt"), Path.of("in/file.txt"));
        try (var server = start("elr", builder -> builder.overrideTree("test", "/in", "l"));
                var client = RawClient.login(server, "test", "potato")) {
            assertThat(client.receive("RETR link/file.txt").opening()).startsWith("550 Not enough privileges");
            assertThat(client.receive("RETR link.txt").opening()).startsWith("550 Not enough privileges");
            assertThat(client.send("CWD link")).startsWith("550 Not enough privileges");
        }
    }

    @Test
    void capitalsAreNoWayAroundTheLettersWhereTheyAreTheSameName() throws IOException {
        for (var configuration : List.of(Configuration.osX(), Configuration.windows())) {
            try (var system = Jimfs.newFileSystem(configuration)) {
                var root = Files.createDirectories(system.getPath("home").toAbsolutePath());
                fill(root);
                try (var server = FtpServer.builder()
                                .user("test", "potato", root, "elrf")
                                .overrideTree("test", "/IN", "l")
                                .port(0)
                                .start();
                        var client = RawClient.login(server, "test", "potato")) {
                    for (var path : List.of("in", "IN", "In")) {
                        assertThat(client.send("CWD " + path)).as(path).startsWith("550 Not enough privileges");
                        assertThat(client.send("RNFR " + path)).as(path).startsWith("550 Not enough privileges");
                        assertThat(client.receive("RETR " + path + "/file.txt").opening())
                                .as(path)
                                .startsWith("550 Not enough privileges");
                        assertThat(client.receive("RETR " + path + "/DEEP/file.txt")
                                        .opening())
                                .as(path)
                                .startsWith("550 Not enough privileges");
                    }
                }
            }
        }
    }

    @Test
    void listingTellsWhatTheUserMayDoWithEachEntry() throws IOException {
        try (var server = start("elr", builder -> builder.override("test", "/in", "elradfw"));
                var client = RawClient.login(server, "test", "potato")) {
            assertThat(client.receive("MLSD").text().lines())
                    .anyMatch(line -> line.contains("perm=r;") && line.endsWith(" file.txt"))
                    .anyMatch(line -> line.contains("perm=cdpefl;") && line.endsWith(" in"));
            assertThat(client.receive("MLSD in").text().lines())
                    .anyMatch(line -> line.contains("perm=adfrw;") && line.endsWith(" file.txt"))
                    .anyMatch(line -> line.contains("perm=el;") && line.endsWith(" deep"));
            assertThat(client.send("MLST in/file.txt")).contains("perm=adfrw;");
            assertThat(client.send("MLST in/deep")).contains("perm=el;");
        }
    }

    @Test
    void letterThatTheUserHasNowhereElseWorksInItsDirectory() throws IOException {
        try (var server = start("", builder -> builder.override("test", "/in", "w"));
                var client = RawClient.login(server, "test", "potato")) {
            assertThat(client.transmit("STOR in/new.txt", TEXT)).startsWith("226 ");
            assertThat(client.receive("LIST").opening()).startsWith("550 Not enough privileges");
        }
    }

    @Test
    void changeCountsFromTheNextCommand() throws IOException {
        try (var server = start("elr", builder -> builder);
                var client = RawClient.login(server, "test", "potato")) {
            assertThat(client.send("DELE in/file.txt")).startsWith("550 Not enough privileges");
            server.override("test", "/in", "elrd");
            assertThat(client.send("DELE in/file.txt")).startsWith("250 ");
            assertThat(client.send("DELE in/deep/file.txt")).startsWith("550 Not enough privileges");
            server.overrideTree("test", "/in", "elrd");
            assertThat(client.send("DELE in/deep/file.txt")).startsWith("250 ");
        }
    }

    @Test
    void directoryHasToBeThere() {
        var builder = FtpServer.builder().user("test", "potato", home);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.override("test", "/missing", "elr"))
                .withMessageContaining("there is no directory /missing in the home directory");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.override("test", "/file.txt", "elr"))
                .withMessageContaining("there is no directory /file.txt");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.override("test", "/no/such", "elr"))
                .withMessageContaining("/no/such");
    }

    @Test
    void homeItselfHasTheLettersOfTheUser() {
        var builder = FtpServer.builder().user("test", "potato", home);
        for (var path : List.of("/", "", ".", "..", "in/..")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.override("test", path, "elr"))
                    .withMessageContaining("is the home directory itself");
        }
    }

    @Test
    void unknownUserAndUnknownLetterAreTold() {
        var builder = FtpServer.builder().user("test", "potato", home);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.override("tset", "/in", "elr"))
                .withMessage("there is no user \"tset\": the users are [test]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.override("test", "/in", "elx"))
                .withMessageContaining("unknown permission letter 'x'");
    }

    private FtpServer start(String letters, UnaryOperator<FtpServerBuilder> more) {
        return more.apply(FtpServer.builder().user("test", "potato", home, letters))
                .port(0)
                .start();
    }
}
