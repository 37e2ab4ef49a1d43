package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.testing.FakeServer;
import io.github.ftplab.testing.FileTree;
import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.Servers;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transfers of whole directories in both directions. */
@WithServer
class DirectoriesTest {

    @Given
    Path home;

    @Given
    Servers servers;

    @Given
    FtpServer server;

    @Given
    FtpClient ftp;

    @TempDir
    Path here;

    @Given
    FakeServer fake;

    @Test
    void directoriesAreMovedWithAllThatIsInThemAndCheckedBySize() throws IOException {
        FileTree.make(here.resolve("site"));
        var up = ftp.uploadDirectory(here.resolve("site"), "deep/www");
        assertThat(up.failures()).isEmpty();
        assertThat(up.files()).isEqualTo(4);
        assertThat(up.bytes()).isEqualTo(9);
        assertThat(up.transfers()).extracting(Transfer::check).containsOnly(Transfer.Check.SIZE);
        assertThat(up.toString()).startsWith("4 files moved (9 bytes, ");
        assertThat(FileTree.contents(home.resolve("deep/www"))).isEqualTo(FileTree.contents(here.resolve("site")));
        var down = ftp.downloadDirectory("deep/www", here.resolve("back")).orThrow();
        assertThat(down.files()).isEqualTo(4);
        assertThat(FileTree.contents(here.resolve("back"))).isEqualTo(FileTree.contents(here.resolve("site")));
    }

    @Test
    void fileTakesTwoCommandsAndNoQuestions() throws IOException {
        FileTree.make(here.resolve("site"));
        ftp.uploadDirectory(here.resolve("site"), "www").orThrow();
        ftp.downloadDirectory("www", here.resolve("back")).orThrow();
        var sent = ftp.transcript().toString();
        assertThat(sent).doesNotContain("> SIZE", "> MDTM", "> CWD");
        assertThat(sent.split("> STOR", -1)).hasSize(5);
        assertThat(sent.split("> MKD", -1)).hasSize(5);
    }

    @Test
    void rulesSayWhatIsMoved() throws IOException {
        FileTree.make(here.resolve("site"));
        Files.writeString(here.resolve("site/a/b/large.html"), "x".repeat(1000));
        Files.writeString(here.resolve("site/old.html"), "old");
        Files.setLastModifiedTime(
                here.resolve("site/old.html"), FileTime.from(Instant.now().minus(Duration.ofDays(30))));
        var options = DirectoryOptions.DEFAULT
                .include("*.html")
                .include("a/*.txt")
                .maxSize(100)
                .newerThan(Duration.ofDays(7));
        ftp.uploadDirectory(here.resolve("site"), "www", options).orThrow();
        assertThat(FileTree.contents(home.resolve("www")).keySet())
                .containsExactly("a/", "a/b/", "a/b/y.html", "a/x.txt", "index.html");
        ftp.downloadDirectory("www", here.resolve("b"), DirectoryOptions.DEFAULT.exclude("a/**"));
        assertThat(FileTree.contents(here.resolve("b")).keySet()).containsExactly("index.html");
        ftp.downloadDirectory(
                "www", here.resolve("c"), DirectoryOptions.DEFAULT.minSize(2).include("*.html"));
        assertThat(FileTree.contents(here.resolve("c")).keySet())
                .containsExactly("a/", "a/b/", "a/b/y.html", "index.html");
        assertThat(ftp.downloadDirectory(
                                "www", here.resolve("d"), DirectoryOptions.DEFAULT.olderThan(Duration.ofDays(9)))
                        .files())
                .isZero();
    }

    @Test
    void dryRunSaysWhatWouldHappenAndChangesNothing() throws IOException {
        FileTree.make(here.resolve("site"));
        var up = ftp.mirrorUp(
                here.resolve("site"), "www", DirectoryOptions.DEFAULT.deleting().dryRun());
        assertThat(up.files()).isEqualTo(4);
        assertThat(up.toString()).contains("would upload", "4 files to move");
        assertThat(home).isEmptyDirectory();
        FileTree.make(home.resolve("www"));
        Files.writeString(Files.createDirectory(here.resolve("copy")).resolve("extra"), "e");
        var down = ftp.mirrorDown(
                "www", here.resolve("copy"), DirectoryOptions.DEFAULT.deleting().dryRun());
        assertThat(down.toString()).contains("would download www/", "would delete ", "extra", "1 to delete");
        assertThat(FileTree.contents(here.resolve("copy"))).containsOnlyKeys("extra");
    }

    @Test
    void mirrorMovesWhatDiffersAndDeletesOnlyIfTold() throws IOException {
        FileTree.make(here.resolve("site"));
        assertThat(ftp.mirrorUp(here.resolve("site"), "www", DirectoryOptions.DEFAULT)
                        .files())
                .isEqualTo(4);
        assertThat(ftp.mirrorUp(here.resolve("site"), "www", DirectoryOptions.DEFAULT)
                        .files())
                .isZero();
        assertThat(ftp.mirrorDown("www", here.resolve("copy"), DirectoryOptions.DEFAULT)
                        .files())
                .isEqualTo(4);
        assertThat(ftp.mirrorDown("www", here.resolve("copy"), DirectoryOptions.DEFAULT)
                        .files())
                .isZero();
        Files.writeString(here.resolve("site/a/x.txt"), "longer");
        Files.writeString(home.resolve("www/extra"), "extra");
        Files.writeString(Files.createDirectories(home.resolve("www/more/b")).resolve("keep.me"), "k");
        Files.writeString(home.resolve("www/more/gone"), "g");
        assertThat(ftp.mirrorUp(here.resolve("site"), "www", DirectoryOptions.DEFAULT)
                        .files())
                .isEqualTo(1);
        assertThat(home.resolve("www/extra")).exists();
        var deleting = DirectoryOptions.DEFAULT.deleting().exclude("*.me");
        assertThat(ftp.mirrorUp(here.resolve("site"), "www", deleting).deleted())
                .containsExactlyInAnyOrder("www/extra", "www/more/gone");
        assertThat(home.resolve("www/more/b/keep.me")).exists();
        ftp.mirrorUp(here.resolve("site"), "www", DirectoryOptions.DEFAULT.deleting());
        assertThat(FileTree.contents(home.resolve("www"))).isEqualTo(FileTree.contents(here.resolve("site")));
        Files.createDirectories(here.resolve("copy/more/b"));
        Files.writeString(here.resolve("copy/more/b/keep.me"), "k");
        Files.writeString(here.resolve("copy/extra"), "e");
        assertThat(ftp.mirrorDown("www", here.resolve("copy"), deleting).deleted())
                .hasSize(1);
        ftp.mirrorDown("www", here.resolve("copy"), DirectoryOptions.DEFAULT.deleting());
        assertThat(FileTree.contents(here.resolve("copy"))).isEqualTo(FileTree.contents(here.resolve("site")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ftp.downloadDirectory("www", here, DirectoryOptions.DEFAULT.deleting()));
    }

    @Test
    void mirrorThatDeletesLeavesWhatDownloadsWrite() throws IOException {
        var names = new ArrayList<String>();
        for (int i = 0; i < 40; i++) {
            names.add("f" + i);
            Files.write(Files.createDirectories(home.resolve("www")).resolve("f" + i), new byte[50_000]);
        }
        var copy = Files.createDirectories(here.resolve("copy"));
        Files.writeString(copy.resolve(".f1.part"), "kept");
        Files.writeString(copy.resolve(".g.part"), "of a file that is gone");
        var result = ftp.mirrorDown(
                        "www", copy, DirectoryOptions.DEFAULT.deleting().parallel(4))
                .orThrow();
        assertThat(result.deleted()).containsExactly(copy.resolve(".g.part").toString());
        names.add(".f1.part");
        assertThat(FileTree.contents(copy).keySet()).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void oneFailureDoesNotStopTheRestUnlessTold() throws IOException {
        FileTree.make(home.resolve("www"));
        Files.createDirectories(here.resolve("copy/index.html"));
        var result = ftp.downloadDirectory("www", here.resolve("copy"));
        assertThat(result.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.path()).isEqualTo("www/index.html");
            assertThat(failure.error()).isInstanceOf(FtpException.LocalFile.class);
        });
        assertThat(result.files()).isEqualTo(3);
        assertThat(result.toString()).startsWith("1 failed:\n  www/index.html: cannot download");
        assertThat(catchThrowable(result::orThrow)).isInstanceOf(FtpException.LocalFile.class);
        server.permissions("test", "el");
        var stopped = ftp.downloadDirectory("www", here.resolve("b"), DirectoryOptions.DEFAULT.stopAtFirstFailure());
        assertThat(stopped.failures()).hasSize(1);
        assertThat(ftp.downloadDirectory("www", here.resolve("c")).failures()).hasSize(4);
        assertThatExceptionOfType(FtpException.Refused.class)
                .isThrownBy(() -> ftp.downloadDirectory("nope", here.resolve("d")));
        assertThatExceptionOfType(FtpException.LocalFile.class)
                .isThrownBy(() -> ftp.uploadDirectory(here.resolve("nope"), "x"));
    }

    @Test
    void severalSessionsShareTheWorkAndAreClosedAfterwards() throws IOException {
        Files.createDirectories(here.resolve("many"));
        for (int i = 0; i < 200; i++) {
            Files.writeString(here.resolve("many/f" + i), "content " + i);
        }
        Files.createDirectory(home.resolve("sub"));
        ftp.cd("sub");
        var up = ftp.uploadDirectory(here.resolve("many"), "many", DirectoryOptions.DEFAULT.parallel(4))
                .orThrow();
        assertThat(up.files()).isEqualTo(200);
        assertThat(up.sessions()).isBetween(1, 4);
        assertThat(FileTree.contents(home.resolve("sub/many"))).isEqualTo(FileTree.contents(here.resolve("many")));
        ftp.downloadDirectory("many", here.resolve("back"), DirectoryOptions.DEFAULT.parallel(3))
                .orThrow();
        assertThat(FileTree.contents(here.resolve("back"))).isEqualTo(FileTree.contents(here.resolve("many")));
        await().until(() -> server.sessions().size() == 1);
    }

    @Test
    void serverThatTakesNoMoreSessionsIsServedByTheFirst() throws IOException {
        ftp.close();
        server.stop();
        server = servers.start(builder -> builder.limits(ServerLimits.DEFAULT.perAddress(1)));
        ftp = server.connect("test", "potato");
        FileTree.make(home.resolve("www"));
        var result = ftp.downloadDirectory("www", here.resolve("copy"), DirectoryOptions.DEFAULT.parallel(4))
                .orThrow();
        assertThat(result.sessions()).isEqualTo(1);
        assertThat(result.files()).isEqualTo(4);
    }

    @Test
    void abortAndInterruptionEndAllAndLeaveTheSessionUsable() throws Exception {
        for (int i = 0; i < 20; i++) {
            Files.write(home.resolve("f" + i), new byte[1_000_000]);
        }
        ftp.close();
        ftp = FtpClient.builder()
                .downloadRate(100_000)
                .connect("127.0.0.1", server.port())
                .login("test", "potato");
        for (var end : List.<Consumer<Thread>>of(thread -> ftp.abort(), Thread::interrupt)) {
            var begun = new CountDownLatch(1);
            ftp.onProgress(progress -> begun.countDown());
            var failure = new CompletableFuture<Throwable>();
            var thread = new Thread(() -> failure.complete(catchThrowable(
                    () -> ftp.downloadDirectory(".", here.resolve("x"), DirectoryOptions.DEFAULT.parallel(3)))));
            thread.start();
            begun.await();
            end.accept(thread);
            assertThat(failure.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(FtpException.Connection.class)
                    .hasMessageMatching(".*(abort|interrupt).*");
            thread.join();
            assertThat(ftp.pwd()).isEqualTo("/");
        }
    }

    @Test
    void deletingADirectoryNeverGoesThroughALink() throws IOException {
        FileTree.make(home.resolve("precious"));
        FileTree.make(home.resolve("old"));
        Files.createSymbolicLink(home.resolve("old/a/link"), home.resolve("precious"));
        Files.createSymbolicLink(home.resolve("old/file"), home.resolve("precious/index.html"));
        assertThat(ftp.deleteDirectory("old", DirectoryOptions.DEFAULT.dryRun()).deleted())
                .contains("old", "old/a/b");
        assertThat(home.resolve("old/a/x.txt")).exists();
        var result = ftp.deleteDirectory("old/").orThrow();
        assertThat(result.deleted())
                .contains("old/a/link", "old/a/b/empty", "old")
                .endsWith("old");
        assertThat(home.resolve("old")).doesNotExist();
        assertThat(FileTree.contents(home.resolve("precious"))).hasSize(7);
        Files.createSymbolicLink(home.resolve("link"), home.resolve("precious"));
        ftp.deleteDirectory("link");
        assertThat(FileTree.contents(home.resolve("precious"))).hasSize(7);
        assertThatIllegalArgumentException().isThrownBy(() -> ftp.deleteDirectory("."));
        assertThatExceptionOfType(FtpException.Refused.class).isThrownBy(() -> ftp.deleteDirectory("nope"));
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        FileTree.make(home.resolve("www"));
        Files.createSymbolicLink(home.resolve("www/loop"), home.resolve("www"));
        Files.createDirectories(here.resolve("site"));
        Files.createSymbolicLink(here.resolve("site/loop"), here.resolve("site"));
        assertThat(ftp.uploadDirectory(here.resolve("site"), "up").leftOut()).hasSize(1);
        ftp.downloadDirectory("www", here.resolve("copy")).orThrow();
        assertThat(here.resolve("copy/loop/loop")).doesNotExist();
        Files.createSymbolicLink(Files.createDirectory(here.resolve("b")).resolve("a"), home);
        assertThat(ftp.downloadDirectory("www", here.resolve("b")).failures())
                .singleElement()
                .asString()
                .contains("is a local link");
    }

    /** Opens a session whose home is inside a local directory of the transfer. */
    private FtpClient inside(Path directory) throws IOException {
        ftp.close();
        server.stop();
        server = FtpServer.builder()
                .user("test", "potato", Files.createDirectories(directory), "elradfmwMT")
                .port(0)
                .start();
        ftp = server.connect("test", "potato");
        return ftp;
    }

    @Test
    void uploadOfADirectoryThatHasTheHomeInItEnds() throws IOException {
        var all = here.resolve("d");
        FileTree.make(all);
        for (int sessions : new int[] {1, 3}) {
            var client = inside(all.resolve("a/home"));
            var options = DirectoryOptions.DEFAULT.parallel(sessions);
            var before = FileTree.contents(all);
            assertThat(client.uploadDirectory(all, "x" + sessions, options)
                            .orThrow()
                            .files())
                    .isEqualTo(before.values().stream()
                            .filter(text -> !text.isEmpty())
                            .count());
            assertThat(FileTree.contents(all.resolve("a/home/x" + sessions))).isEqualTo(before);
            var more = FileTree.contents(all);
            client.mirrorUp(all, "y" + sessions, options.deleting()).orThrow();
            assertThat(FileTree.contents(all.resolve("a/home/y" + sessions))).isEqualTo(more);
        }
    }

    @Test
    void uploadOfTheHomeItselfEnds() throws IOException {
        FileTree.make(home);
        var before = FileTree.contents(home);
        ftp.uploadDirectory(home, "copy").orThrow();
        assertThat(FileTree.contents(home.resolve("copy"))).isEqualTo(before);
        ftp.uploadDirectory(home, ".").orThrow();
        assertThat(FileTree.contents(home.resolve("copy"))).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy", "a/copy", "a/b/copy", "a/COPY/sub", "."})
    void downloadIntoTheHomeEnds(String into) throws IOException {
        FileTree.make(home);
        var before = FileTree.contents(home);
        var target = home.resolve(into);
        var first = ftp.downloadDirectory(".", target).orThrow();
        assertThat(FileTree.contents(target)).containsAllEntriesOf(before).hasSizeLessThan(20);
        ftp.downloadDirectory(".", target, DirectoryOptions.DEFAULT.parallel(3)).orThrow();
        ftp.mirrorDown(".", target, DirectoryOptions.DEFAULT.deleting()).orThrow();
        assertThat(FileTree.contents(target)).containsAllEntriesOf(before).hasSizeLessThan(20);
        assertThat(first.files()).isEqualTo(4);
    }

    @Test
    void directoriesOfTheSameNameAreNoReasonToLeaveOneOut() throws IOException {
        FileTree.make(home.resolve("copy/copy"));
        var result = ftp.downloadDirectory("copy", here.resolve("copy")).orThrow();
        assertThat(result.leftOut()).isEmpty();
        assertThat(FileTree.contents(here.resolve("copy"))).isEqualTo(FileTree.contents(home.resolve("copy")));
    }

    @Test
    void uploadOfADirectoryNamesTheMethodForThat() throws IOException {
        FileTree.make(here.resolve("site"));
        assertThatExceptionOfType(FtpException.LocalFile.class)
                .isThrownBy(() -> ftp.upload(here.resolve("site")))
                .withMessageContaining("uploadDirectory(");
    }

    @Test
    void hostileNamesLeadNowhereAndAreFailures() throws IOException {
        fake.on("FEAT", "211-Features:\r\n MLST type*;size*;\r\n211 End")
                .on("MLSD", (talk, argument) -> talk.sendData("""
                        type=file;size=2; ../../escaped
                        type=file;size=2; /etc/escaped
                        type=file;size=2; sub/escaped
                        type=file;size=2; new
                        type=file;size=2; line
                        type=dir; ..
                        type=file;size=2; nul\0byte
                        type=file;size=2; good
                        """.replace("\n", "\r\n")))
                .on("RETR", (talk, argument) -> {
                    if (argument.endsWith("new")) {
                        talk.say("550 it was \"new\\nline\"");
                    } else {
                        talk.sendData("ok");
                    }
                });
        try (var hostile = FtpClient.connect("127.0.0.1", fake.port()).login("test", "potato")) {
            var target = Files.createDirectories(here.resolve("a/b/target"));
            var result = hostile.downloadDirectory("x", target);
            assertThat(result.failures()).hasSize(5);
            assertThat(result.toString()).contains("could lead elsewhere", "../../escaped");
            assertThat(FileTree.contents(here).keySet())
                    .containsExactly("a/", "a/b/", "a/b/target/", "a/b/target/good", "a/b/target/line");
        }
    }
}
