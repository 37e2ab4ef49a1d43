package io.github.ftplab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Attempts to escape from a home, on disk and in in-memory file systems that treat names as Linux, macOS and Windows
 * do.
 */
@WithServer
@ParameterizedClass
@EnumSource(HomeEscapeTest.Kind.class)
class HomeEscapeTest {

    private static final String SECRET = "secret\n";
    private static final String OWN = "own\n";

    /** The file systems of the homes. */
    enum Kind {
        DISK,
        UNIX,
        MAC,
        WINDOWS;

        Path base(Path directory) {
            return switch (this) {
                case DISK -> directory;
                case UNIX -> Jimfs.newFileSystem(Configuration.unix()).getPath("/base");
                case MAC -> Jimfs.newFileSystem(Configuration.osX()).getPath("/base");
                case WINDOWS -> Jimfs.newFileSystem(Configuration.windows()).getPath("C:\\base");
            };
        }
    }

    @Given
    Path home;

    @Given
    RawClient client;

    private final Kind kind;
    private Path outside;
    private Map<String, String> before;

    HomeEscapeTest(Kind kind, @TempDir Path directory) throws IOException {
        this.kind = kind;
        Assumptions.assumeTrue(kind != Kind.DISK || canLink(directory), "symbolic links need rights here");
        var base = Files.createDirectories(kind.base(directory));
        outside = Files.createDirectory(base.resolve("outside"));
        Files.writeString(outside.resolve("secret.txt"), SECRET);
        Files.createDirectory(outside.resolve("sub"));
        home = Files.createDirectory(base.resolve("home"));
        Files.createDirectory(home.resolve("dir"));
        Files.writeString(home.resolve("dir/file.txt"), OWN);
        before = everythingOutside();
    }

    private static boolean canLink(Path directory) {
        try {
            Files.delete(Files.createSymbolicLink(directory.resolve("try"), directory));
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    @Test
    void dotsStopAtTheHome() throws IOException {
        refuses(List.of(
                "../outside",
                "../../base/outside",
                "dir/../../outside",
                "/../outside",
                "//../outside",
                "/dir/../../../outside",
                "dir/./.././../outside",
                ".../outside"));
    }

    @Test
    void absolutePathBeginsAtTheHome() throws IOException {
        refuses(List.of(
                outside.toString(),
                "/" + outside,
                outside.toUri().toString(),
                outside.toString().replace('\\', '/')));
    }

    @Test
    void backslashIsNoWayOut() throws IOException {
        refuses(List.of("..\\outside", "dir\\..\\..\\outside", "\\outside", "\\\\outside\\share", "\\base\\outside"));
    }

    @Test
    void absoluteLinkIsNoWayOut() throws IOException {
        Files.createSymbolicLink(home.resolve("link"), outside);
        refuses(List.of("link", "/link", "dir/../link"));
    }

    @Test
    void relativeLinkIsNoWayOut() throws IOException {
        var system = home.getFileSystem();
        Files.createSymbolicLink(home.resolve("link"), system.getPath("..", "outside"));
        Files.createSymbolicLink(home.resolve("dir/link"), system.getPath("..", "..", "outside"));
        refuses(List.of("link", "dir/link"));
    }

    @Test
    void chainOfLinksIsNoWayOut() throws IOException {
        var system = home.getFileSystem();
        Files.createSymbolicLink(home.resolve("up"), system.getPath(".."));
        Files.createSymbolicLink(home.resolve("three"), system.getPath("up", "outside"));
        Files.createSymbolicLink(home.resolve("two"), system.getPath("three"));
        Files.createSymbolicLink(home.resolve("one"), home.resolve("two"));
        refuses(List.of("one", "two", "three", "up/outside", "up/home/up/outside"));
    }

    @Test
    void linkToAFileOutsideIsNotFollowed() throws IOException {
        Files.createSymbolicLink(home.resolve("secret.txt"), outside.resolve("secret.txt"));
        refusesFile("secret.txt");
    }

    @Test
    void danglingLinkCreatesNothingOutside() throws IOException {
        Files.createSymbolicLink(home.resolve("new.txt"), outside.resolve("new.txt"));
        assertThat(client.transmit("STOR new.txt", OWN.getBytes(UTF_8))).startsWith("550 ");
        assertThat(client.transmit("APPE new.txt", OWN.getBytes(UTF_8))).startsWith("550 ");
        assertThat(client.send("MKD new.txt")).startsWith("550 ");
        assertThat(client.transmit("STOU new.txt", OWN.getBytes(UTF_8))).startsWith("226 ");
        assertThat(everythingOutside()).isEqualTo(before);
    }

    /** Where directories can't be held open, a link that leads out is not moved. */
    @Test
    void linkIsMovedAndDeletedItselfAndNotWhatItLeadsTo() throws IOException {
        boolean held;
        try (var stream = Files.newDirectoryStream(home)) {
            held = stream instanceof SecureDirectoryStream;
        }
        Files.createSymbolicLink(home.resolve("link"), outside);
        assertThat(client.send("RNFR link")).startsWith("350 ");
        assertThat(client.send("RNTO dir/link")).startsWith(held ? "250 " : "550 ");
        var link = held ? "dir/link" : "link";
        assertThat(home.resolve(link)).isSymbolicLink();
        assertThat(client.send("RMD " + link)).startsWith("550 ");
        assertThat(client.send("DELE " + link)).startsWith("250 ");
        assertThat(everythingOutside()).isEqualTo(before);
    }

    @Test
    void loopOfLinksIsRefused() throws IOException {
        var system = home.getFileSystem();
        Files.createSymbolicLink(home.resolve("self"), system.getPath("self"));
        Files.createSymbolicLink(home.resolve("ping"), system.getPath("pong"));
        Files.createSymbolicLink(home.resolve("pong"), system.getPath("ping"));
        refuses(List.of("self", "ping", "pong"));
    }

    @Test
    void linkMadeWhileASessionIsInTheDirectoryIsRefused() throws IOException {
        assertThat(client.send("CWD dir")).startsWith("250 ");
        Files.move(home.resolve("dir"), home.resolve("aside"));
        Files.createSymbolicLink(home.resolve("dir"), outside);
        refusesFile("secret.txt");
        assertThat(client.receive("LIST").opening()).startsWith("550 ");
        assertThat(client.receive("MLSD").opening()).startsWith("550 ");
        assertThat(client.send("MKD made")).startsWith("550 ");
        assertThat(client.send("RMD sub")).startsWith("550 ");
        assertThat(everythingOutside()).isEqualTo(before);
    }

    @Test
    void linkMadeBetweenTheTwoCommandsOfARenameIsRefused() throws IOException {
        Files.writeString(home.resolve("dir/secret.txt"), OWN);
        assertThat(client.send("RNFR dir/secret.txt")).startsWith("350 ");
        Files.move(home.resolve("dir"), home.resolve("aside"));
        Files.createSymbolicLink(home.resolve("dir"), outside);
        assertThat(client.send("RNTO stolen.txt")).startsWith("550 ");
        assertThat(everythingOutside()).isEqualTo(before);
    }

    @Test
    void linkThatStaysInTheHomeWorks() throws IOException {
        var system = home.getFileSystem();
        Files.createSymbolicLink(home.resolve("relative"), system.getPath("dir"));
        Files.createSymbolicLink(home.resolve("absolute"), home.resolve("dir"));
        Files.createSymbolicLink(home.resolve("dir/chain"), system.getPath("..", "relative"));
        Files.createSymbolicLink(home.resolve("file"), system.getPath("dir", "file.txt"));
        for (var name : List.of("relative/file.txt", "absolute/file.txt", "dir/chain/file.txt", "file")) {
            assertThat(client.receive("RETR " + name).text()).as(name).isEqualTo(OWN);
        }
        assertThat(client.transmit("STOR relative/new.txt", "new\n".getBytes(UTF_8)))
                .startsWith("226 ");
        assertThat(Files.readString(home.resolve("dir/new.txt"))).isEqualTo("new\n");
        assertThat(client.receive("NLST absolute").text()).contains("new.txt");
        assertThat(client.send("CWD dir/chain")).startsWith("250 ");
        assertThat(client.send("MKD made")).startsWith("257 ");
        assertThat(home.resolve("dir/made")).isDirectory();
    }

    /** A name in capitals is the same link on macOS and Windows, and a different name elsewhere. */
    @Test
    void upperAndLowerCaseAreNoWayOut() throws IOException {
        Files.createSymbolicLink(home.resolve("link"), outside);
        refuses(List.of("LINK", "Link", "DIR/../LINK", "DIR/../../OUTSIDE"));
    }

    @Test
    void unicodeFormsAreNoWayOut() throws IOException {
        Files.createSymbolicLink(home.resolve("\u00e9"), outside);
        // In this order: two forms of one letter, and characters that look like dots or slashes or are normalized to
        // them.
        refuses(List.of(
                "\u00e9",
                "e\u0301",
                "\u2025/outside",
                "\uff0e\uff0e/outside",
                "..\u2215outside",
                "..\uff0foutside",
                "..\u2044outside",
                "..%2foutside",
                "%2e%2e/outside"));
    }

    /**
     * A drive, a share, a device, an alternate data stream, trailing characters that Windows drops: ordinary names
     * elsewhere.
     */
    @Test
    void nameThatMeansSomethingElseOnWindowsIsRefusedThere() throws IOException {
        for (var name : List.of(
                "C:\\base\\outside\\secret.txt",
                "C:/base/outside/secret.txt",
                "C:secret.txt",
                "c:",
                "\\\\?\\C:\\base\\outside\\secret.txt",
                "//server/share/secret.txt",
                "con",
                "CON",
                "nul",
                "NUL.txt",
                "aux ",
                "com1",
                "LPT9.log",
                "dir/prn",
                "file.txt:stream",
                "file.txt::$DATA",
                "dir:x",
                "dir/file.txt.",
                "dir/file.txt ",
                "dir./file.txt",
                "dir /file.txt",
                "a*b",
                "what?",
                "<x>")) {
            if (kind == Kind.WINDOWS) {
                refusesFile(name);
                assertThat(client.send("MKD " + name)).as(name).startsWith("550 ");
                assertThat(client.send("RNFR dir/file.txt")).startsWith("350 ");
                assertThat(client.send("RNTO " + name)).as(name).startsWith("550 ");
            } else {
                client.transmit("STOR " + name, OWN.getBytes(UTF_8));
                client.send("DELE " + name);
            }
        }
        assertThat(Files.readString(home.resolve("dir/file.txt"))).isEqualTo(OWN);
        assertThat(everythingOutside()).isEqualTo(before);
    }

    /** Asserts that no command reaches these directories or their contents. */
    private void refuses(List<String> paths) throws IOException {
        for (var path : paths) {
            assertThat(client.send("CWD " + path)).as(path).startsWith("550 ");
            assertThat(client.receive("MLSD " + path).opening()).as(path).startsWith("550 ");
            assertThat(client.receive("LIST " + path + "/").text()).as(path).doesNotContain("secret");
            assertThat(client.send("MKD " + path + "/made")).as(path).startsWith("550 ");
            assertThat(client.send("RMD " + path + "/sub")).as(path).startsWith("550 ");
            refusesFile(path + "/secret.txt");
        }
    }

    private void refusesFile(String path) throws IOException {
        for (var command : List.of("RETR ", "STOR ", "APPE ", "STOU ")) {
            if (command.equals("STOU ") && isLink(path)) {
                continue; // chooses the next free name
            }
            assertThat(
                            command.equals("RETR ")
                                    ? client.receive(command + path).opening()
                                    : client.transmit(command + path, OWN.getBytes(UTF_8)))
                    .as(command + path)
                    .startsWith("550 ");
        }
        for (var command :
                List.of("SIZE ", "MDTM ", "MLST ", "RNFR ", "MFMT 20300101000000 ", "SITE CHMOD 777 ", "CWD ")) {
            var reply = client.send(command + path);
            if (!command.equals("RNFR ") || !isLink(path)) {
                assertThat(reply).as(command + path).startsWith("550 ");
            }
        }
        assertThat(everythingOutside()).as(path).isEqualTo(before);
    }

    private boolean isLink(String path) {
        return path.equals("secret.txt") && Files.isSymbolicLink(home.resolve(path));
    }

    private Map<String, String> everythingOutside() throws IOException {
        var all = new TreeMap<String, String>();
        try (var paths = Files.walk(outside)) {
            for (var path : paths.toList()) {
                var text = Files.isDirectory(path) ? "" : Files.readString(path);
                all.put(outside.relativize(path).toString(), Files.getLastModifiedTime(path) + " " + text);
            }
        }
        return all;
    }
}
