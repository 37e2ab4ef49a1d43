package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.ftplab.testing.FakeServer;
import io.github.ftplab.testing.FileTree;
import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is missing from a listing is deleted only if the listing is known to be complete. */
@WithServer
class IncompleteListingTest {

    private static final String LINE = "-rw-r--r--   1 test     test            6 Mar 05  2025 good\r\n";
    private static final String DIRECTORY = "drwxr-xr-x   2 test     test         4096 Mar 05  2025 sub\r\n";
    private static final String FACTS = "type=file;size=6;modify=20250305000000; good\r\n";
    private static final String DIRECTORY_FACTS = "type=dir; sub\r\n";

    @TempDir
    Path here;

    @Given
    FakeServer server;

    @Given
    FtpClient ftp;

    @BeforeEach
    void answer() throws IOException {
        server.on("CWD", "250 fine")
                .on("MKD", "550 it is there")
                .on("SYST", "215 UNIX Type: L8")
                .on("SIZE", "550 no file")
                .on("MDTM", "213 20250305000000")
                .on("MLST", "250-Begin\r\n type=dir; x\r\n250 End")
                .on("DELE", "250 gone")
                .on("RMD", "250 gone")
                .on("RETR", (talk, argument) -> talk.sendData("hello\n"))
                .on("STOR", (talk, argument) -> talk.takeData());
        Files.writeString(here.resolve("keep.txt"), "precious");
        FileTree.make(here.resolve("sub/old"));
    }

    private void login(boolean machine) {
        if (machine) {
            server.on("FEAT", "211-Features:\r\n MLST type*;size*;modify*;\r\n211 End");
        }
        ftp.login("test", "potato");
    }

    /** Lists the directory x as given, and all others as empty. */
    private void list(String verb, String text, String reply) {
        server.on(verb, (talk, argument) -> {
            try (var data = talk.beginData()) {
                if (argument.equals("x") || argument.isEmpty()) {
                    data.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
                }
            }
            talk.say(argument.equals("x") || argument.isEmpty() ? reply : "226 done");
        });
    }

    private static Stream<Arguments> gaps() {
        var done = "226 done";
        var list = Stream.of(
                        "ls: cannot access 'keep.txt': No such file or directory",
                        "ls: reading directory '.': Input/output error",
                        "?????????? ? ? ? ?            ? keep.txt",
                        "keep.txt",
                        "-rw-r--r--   1 test",
                        "Zrwxrwxrwx   1 root     other    7 Jan 25 00:17 keep.txt",
                        "- ".repeat(2_000))
                .map(line -> arguments(false, LINE + DIRECTORY + line + "\r\n", done, line));
        var first = Stream.of("ls: keep.txt: Permission denied", "d b: No such file or directory")
                .map(line -> arguments(false, line + "\r\n" + LINE + DIRECTORY, done, line));
        var machine = Stream.of(
                        "ls: cannot access 'keep.txt': No such file or directory",
                        "keep.txt",
                        "type=file;size=6;",
                        "type=file;size 6; keep.txt")
                .map(line -> arguments(true, FACTS + DIRECTORY_FACTS + line + "\r\n", done, line));
        var replies = Stream.of(
                        "226 Output truncated to 2 matches",
                        "226-Sorry, we were unable to read [x]\r\n226 2 matches total",
                        "226 Transfer done (but failed to open directory).",
                        "250 Only the first 2 entries were listed")
                .flatMap(reply -> Stream.of(
                        arguments(false, LINE + DIRECTORY, reply, "did not list all"),
                        arguments(true, FACTS + DIRECTORY_FACTS, reply, "did not list all")));
        var others = Stream.of(
                arguments(false, LINE + DIRECTORY + LINE.replace("good\r\n", "kee"), done, "middle of a line"),
                arguments(true, FACTS + DIRECTORY_FACTS + "type=file; kee", done, "middle of a line"),
                arguments(true, FACTS + DIRECTORY_FACTS + "type=file; gr\uFFFDn\r\n", done, "another encoding"),
                arguments(true, FACTS + DIRECTORY_FACTS + "type=file; ../keep.txt\r\n", done, "could lead elsewhere"));
        return Stream.of(list, first, machine, replies, others).flatMap(cases -> cases);
    }

    private void requireNothingDeletedBut(DirectoryTransfer result, String why) {
        assertThat(result.deleted()).isEmpty();
        assertThat(result.failures()).anySatisfy(failure -> {
            assertThat(failure.path()).isEqualTo("x");
            assertThat(failure.error()).isInstanceOf(FtpException.Protocol.class);
            var shown = why.length() > 200 ? why.substring(0, 200) : why;
            assertThat(failure.error().getMessage()).contains(shown).contains("x: ");
        });
        assertThat(server.commands()).noneMatch(command -> command.matches("(DELE|RMD).*"));
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @ParameterizedTest
    @MethodSource("gaps")
    void nothingHereIsDeletedAndFilesAreMoved(boolean machine, String text, String reply, String why)
            throws IOException {
        list(machine ? "MLSD" : "LIST", text, reply);
        login(machine);
        var before = FileTree.contents(here);
        var result = ftp.mirrorDown("x", here, DirectoryOptions.DEFAULT.deleting());
        requireNothingDeletedBut(result, why);
        assertThat(here.resolve("good")).hasContent("hello\n");
        assertThat(FileTree.contents(here)).containsAllEntriesOf(before);
    }

    @ParameterizedTest
    @MethodSource("gaps")
    void nothingOnTheServerIsDeletedByAMirror(boolean machine, String text, String reply, String why) {
        list(machine ? "MLSD" : "LIST", text, reply);
        login(machine);
        var result = ftp.mirrorUp(here, "x", DirectoryOptions.DEFAULT.deleting());
        requireNothingDeletedBut(result, why);
        assertThat(server.commands()).contains("STOR x/keep.txt");
    }

    @ParameterizedTest
    @MethodSource("gaps")
    void directoryOnTheServerIsNotDeleted(boolean machine, String text, String reply, String why) {
        list(machine ? "MLSD" : "LIST", text, reply);
        login(machine);
        if (machine) {
            server.on("LIST", (talk, argument) -> talk.sendData(DIRECTORY.replace("sub", "x")));
        } else {
            server.on("LIST", (talk, argument) -> {
                if (argument.isEmpty()) {
                    talk.sendData(DIRECTORY.replace("sub", "x"));
                } else {
                    try (var data = talk.beginData()) {
                        data.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
                    }
                    talk.say(reply);
                }
            });
        }
        requireNothingDeletedBut(ftp.deleteDirectory("x"), why);
    }

    @Test
    void downloadWithoutDeletingTellsWhatItDidNotRead() {
        list("LIST", LINE + "??? keep.txt\r\n", "226 done");
        login(false);
        var result = ftp.downloadDirectory("x", here.resolve("copy"));
        assertThat(result.files()).isEqualTo(1);
        assertThat(result.failures())
                .singleElement()
                .asString()
                .contains("cannot read all of the listing of x: 1 line was not understood (\"??? keep.txt\")");
    }

    @Test
    void uploadSkipsNothingThatAListingMayHaveLeftOut() throws IOException {
        server.on("SIZE", (talk, argument) -> talk.say(argument.equals("x") ? "550 no file" : "213 8"));
        list("LIST", LINE + "??? keep.txt\r\n", "226 done");
        login(false);
        var skipping =
                DirectoryOptions.DEFAULT.each(TransferOption.SKIP_EXISTING).exclude("sub/**");
        var result = ftp.uploadDirectory(here, "x", skipping);
        assertThat(result.transfers()).extracting(Transfer::outcome).containsOnly(Transfer.Outcome.SKIPPED);
        assertThat(server.commands()).noneMatch(command -> command.startsWith("STOR"));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 0"})
    void nothingIsDeletedBelowADirectoryWhoseListingHasGaps(int level, int deleted) throws IOException {
        server.on("LIST", (talk, argument) -> {
            var names = List.of("x", "x/sub", "x/sub/old");
            boolean broken = names.indexOf(argument) == level - 1;
            var directories = List.of("sub", "old", "a");
            int at = names.indexOf(argument);
            talk.sendData((broken ? "???\r\n" : "total 0\r\n")
                    + (at < 0 ? "" : DIRECTORY.replace("sub", directories.get(at))));
        });
        login(false);
        Files.writeString(here.resolve("sub/extra"), "e");
        var result = ftp.mirrorDown("x", here, DirectoryOptions.DEFAULT.deleting());
        assertThat(here.resolve("keep.txt").toFile().exists()).isEqualTo(level == 1);
        assertThat(here.resolve("sub/extra").toFile().exists()).isEqualTo(level <= 2);
        assertThat(here.resolve("sub/old/index.html").toFile().exists()).isTrue();
        assertThat(result.failures()).hasSize(1);
        assertThat(deleted).isBetween(0, 1);
    }

    @Test
    void wholeListingIsActedOn() throws IOException {
        list(
                "LIST",
                "total 8\r\n" + DIRECTORY.replace("sub", ".") + DIRECTORY.replace("sub", "..") + "\r\n" + LINE,
                "226 ok");
        login(false);
        var result =
                ftp.mirrorDown("x", here, DirectoryOptions.DEFAULT.deleting()).orThrow();
        assertThat(result.deleted()).contains(here.resolve("keep.txt").toString());
        assertThat(FileTree.contents(here)).containsOnlyKeys("good");
    }

    @Test
    void listThatShowsNothingHiddenSaysNothingAboutIt() throws IOException {
        Files.writeString(here.resolve(".hidden"), "h");
        list("LIST", LINE, "226 done");
        login(false);
        var result =
                ftp.mirrorDown("x", here, DirectoryOptions.DEFAULT.deleting()).orThrow();
        assertThat(result.leftOut()).containsExactly(here.resolve(".hidden").toString());
        assertThat(FileTree.contents(here)).containsOnlyKeys("good", ".hidden");
        list("LIST", LINE + LINE.replace("good", ".other"), "226 done");
        ftp.mirrorDown("x", here, DirectoryOptions.DEFAULT.deleting()).orThrow();
        assertThat(FileTree.contents(here)).containsOnlyKeys("good", ".other");
    }

    @Test
    void finalReplyOtherThanSuccessIsAFailure() {
        list("LIST", LINE, "350 go on");
        login(false);
        assertThatExceptionOfType(FtpException.Protocol.class)
                .isThrownBy(() -> ftp.dir("x"))
                .withMessageContaining("350 go on");
        assertThatExceptionOfType(FtpException.Protocol.class)
                .isThrownBy(() -> ftp.mirrorDown("x", here, DirectoryOptions.DEFAULT.deleting()));
        assertThat(here.resolve("keep.txt")).exists();
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void listingTellsWhatItHasNot() {
        var entries = new ArrayList<String>();
        list("LIST", "??? b\r\n" + LINE + "??? c\r\n", "226 Output truncated to 3 matches");
        login(false);
        for (var listing : List.of(
                ftp.dir("x"), ftp.list("x"), ftp.walk("x"), ftp.list("x").matching("*"))) {
            assertThat(listing.files()).extracting(RemoteFile::name).containsExactly("good");
            assertThat(listing.unread()).containsExactly("??? b", "??? c");
            assertThat(listing.truncated()).hasValue("226 Output truncated to 3 matches");
            assertThat(listing.toString())
                    .contains("??? b")
                    .endsWith("\n… not all is listed: 226 Output truncated to 3 matches");
        }
        assertThat(ftp.walk("x").toString()).contains("\n… 2 lines were not understood: ??? b, …\n");
        var summary = ftp.list("x", file -> entries.add(file.name()));
        assertThat(entries).containsExactly("good");
        assertThat(summary.unread()).containsExactly("??? b", "??? c");
        assertThat(summary.isWhole()).isFalse();
        assertThat(summary)
                .hasToString("1 entry; 2 lines were not understood: ??? b, …; not all is listed: 226 Output truncated"
                        + " to 3 matches");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "226 done",
                "226 Successfully transferred \"/failed/incomplete\"",
                "226 Listed with no errors",
            })
    void wholeListingSaysNothingMore(String closing) {
        list("LIST", "total 8\r\n" + LINE + DIRECTORY, closing);
        login(false);
        assertThat(ftp.list("x").unread()).isEmpty();
        assertThat(ftp.list("x").truncated()).isEmpty();
        var summary = ftp.list("x", file -> {});
        assertThat(summary.isWhole()).isTrue();
        assertThat(summary).hasToString("2 entries");
    }

    @Test
    void unreadLinesOfAStreamAreBounded() {
        server.on("LIST", (talk, argument) -> {
            try (var data = talk.beginData()) {
                var piece = "? keep.txt and more\r\n".repeat(1_000).getBytes(StandardCharsets.UTF_8);
                for (int i = 0; i < 100; i++) {
                    data.getOutputStream().write(piece);
                }
            }
            talk.say("226 done");
        });
        login(false);
        assertThat(ftp.list("x", file -> {}).unread()).hasSizeBetween(1_000, 10_000);
    }

    @Test
    void listingOverTheBoundDeletesNothing() {
        var piece = LINE.repeat(1 << 14).getBytes(StandardCharsets.UTF_8);
        server.on("LIST", (talk, argument) -> {
            var reply = "226 done";
            try (var data = talk.beginData()) {
                for (int i = 0; i < 200; i++) {
                    data.getOutputStream().write(piece);
                }
            } catch (IOException e) {
                reply = "426 broken off";
            }
            talk.say(reply);
        });
        login(false);
        assertThatExceptionOfType(FtpException.Protocol.class)
                .isThrownBy(() -> ftp.mirrorDown("x", here, DirectoryOptions.DEFAULT.deleting()))
                .withMessageContaining("more than 134.2 MB");
        assertThat(here.resolve("keep.txt")).exists();
    }
}
