package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.FakeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that show links to directories as directories, and directories that only look like such a link. */
@Tag("wire")
class FtpClientLoopTest extends FtpClientFixture {

    /** The paths of all files, directories and links, each with the path of a link's target, or an empty string. */
    private final Map<String, String> tree = new TreeMap<>();

    private Manner manner = Manner.LOGICAL;
    private String here = "/";

    /** How a server follows links. */
    private enum Manner {
        /** By the path, of which the system follows 40 links; PWD tells the path. */
        LOGICAL,
        /** A step at a time, however far; PWD tells where that is. */
        PHYSICAL,
        /** As far as one likes; PWD always tells the same. */
        ENDLESS
    }

    private void file(String path) {
        tree.put(path, "file");
        directory(path.substring(0, path.lastIndexOf('/')));
    }

    private void directory(String path) {
        for (var each = path; !each.isEmpty(); each = each.substring(0, each.lastIndexOf('/'))) {
            tree.putIfAbsent(each, "");
        }
    }

    private void link(String path, String target) {
        directory(path.substring(0, path.lastIndexOf('/')));
        tree.put(path, target);
    }

    /** {@return the path without links, if that is there and takes no more links than the server follows} */
    private Optional<String> real(String path) {
        var names = new ArrayDeque<>(names(path));
        var way = new ArrayDeque<String>();
        int links = 0;
        while (!names.isEmpty()) {
            var name = names.pop();
            if (name.equals("..")) {
                way.pollLast();
                continue;
            }
            var next = path(way) + "/" + name;
            var what = tree.get(next);
            if (what == null || (what.startsWith("/") && manner == Manner.LOGICAL && ++links > 40)) {
                return Optional.empty();
            }
            if (what.startsWith("/")) {
                way = new ArrayDeque<>(names(what));
            } else {
                way.add(name);
            }
        }
        return Optional.of(path(way));
    }

    private static List<String> names(String path) {
        return Arrays.stream(path.split("/"))
                .filter(name -> !name.isEmpty() && !name.equals("."))
                .toList();
    }

    private static String path(Iterable<String> names) {
        var path = String.join("/", names);
        return path.isEmpty() ? "" : "/" + path;
    }

    private String absolute(String argument) {
        return argument.startsWith("/") ? argument : here + "/" + argument;
    }

    private boolean isDirectory(String real) {
        return real.isEmpty() || "".equals(tree.get(real));
    }

    private String listing(String directory) {
        return tree.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(directory + "/")
                        && entry.getKey().lastIndexOf('/') == directory.length())
                .map(entry -> (entry.getValue().equals("file") ? "-rw-r--r-- 1 a b 5" : "drwxr-xr-x 2 a b 4096")
                        + " Mar  5  2025 " + entry.getKey().substring(directory.length() + 1) + "\r\n")
                .collect(Collectors.joining());
    }

    private FtpClient serve(Manner how) {
        manner = how;
        server.on("FEAT", "211 none")
                .on("PWD", (talk, argument) -> talk.say("257 \"" + here + "\" is here"))
                .on("CWD", this::changeTo)
                .on("LIST", (talk, argument) -> {
                    var real = real(absolute(argument)).filter(this::isDirectory);
                    if (real.isPresent()) {
                        talk.sendData(listing(real.get()));
                    } else {
                        talk.say("550 no such directory");
                    }
                })
                .on("RETR", (talk, argument) -> talk.sendData("hello"))
                .on("SIZE", "213 5")
                .on("DELE", (talk, argument) -> {
                    boolean gone = real(absolute(argument + "/..")).isPresent()
                            && !isDirectory(parent(absolute(argument)))
                            && tree.remove(parent(absolute(argument))) != null;
                    talk.say(gone ? "250 gone" : "550 not a plain file");
                })
                .on("RMD", (talk, argument) -> {
                    var real = real(absolute(argument));
                    boolean gone = real.isPresent() && listing(real.get()).isEmpty() && tree.remove(real.get()) != null;
                    talk.say(gone ? "250 gone" : "550 not empty");
                });
        return login();
    }

    /** {@return the path with all links on the way resolved, but not its last name} */
    private String parent(String path) {
        int last = path.lastIndexOf('/');
        return real(path.substring(0, last)).orElse("/nowhere") + path.substring(last);
    }

    private void changeTo(FakeServer.Talk talk, String argument) throws IOException {
        var path = absolute(argument);
        var real = real(path).filter(this::isDirectory);
        if (real.isEmpty()) {
            talk.say("550 no such directory");
            return;
        }
        here = manner == Manner.PHYSICAL ? "/" + real.get().replaceFirst("^/", "") : path.replace("//", "/");
        talk.say("250 fine");
    }

    private static List<String> paths(Listing found) {
        return found.stream().map(RemoteFile::path).sorted().toList();
    }

    private long listings() {
        return server.commands().stream()
                .filter(line -> line.startsWith("LIST"))
                .count();
    }

    private List<String> downloaded() throws IOException {
        var all = directory.resolve("all");
        try (var files = Files.walk(all)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> all.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @EnumSource
    void linkToADirectoryAroundItIsNotFollowedBeyondOneListing(Manner how) throws IOException {
        file("/pub/x");
        file("/pub/a/y");
        file("/pub/a/b/z");
        link("/pub/a/b/up", "/pub/a");
        link("/pub/a/self", "/pub/a");
        link("/pub/a/b/top", "/pub");
        var ftp = serve(how);
        var whole = List.of("pub/a", "pub/a/b", "pub/a/b/top", "pub/a/b/up", "pub/a/b/z", "pub/a/self", "pub/a/y");
        assertThat(paths(ftp.walk("pub"))).containsAll(whole).hasSize(8).contains("pub/x");
        var result = ftp.downloadDirectory("pub", directory.resolve("all")).orThrow();
        assertThat(downloaded()).containsExactly("a/b/z", "a/y", "x");
        assertThat(result.leftOut()).containsExactlyInAnyOrder("pub/a/b/top", "pub/a/b/up", "pub/a/self");
        assertThat(listings()).isLessThan(30);
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void linkToADirectoryBeyondTheBeginningIsFollowedOnce() throws IOException {
        file("/pub/x");
        file("/y");
        link("/pub/root", "/");
        var ftp = serve(Manner.LOGICAL);
        ftp.downloadDirectory("pub", directory.resolve("all")).orThrow();
        assertThat(downloaded()).containsExactly("root/y", "x");
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 12, 60})
    void realDirectoriesThatLookTheSameAreAllTaken(int levels) throws IOException {
        var all = IntStream.rangeClosed(1, levels)
                .mapToObj(level -> "a/".repeat(level) + "x")
                .sorted()
                .toList();
        all.forEach(path -> file("/pub/" + path));
        var ftp = serve(Manner.LOGICAL);
        ftp.downloadDirectory("pub", directory.resolve("all")).orThrow();
        assertThat(downloaded()).isEqualTo(all);
        assertThat(paths(ftp.walk("pub"))).hasSize(2 * levels);
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void realDirectoriesThatTakeTurnsAreAllTaken() throws IOException {
        var all = IntStream.rangeClosed(1, 7)
                .mapToObj(level -> "a/b/".repeat(level) + "x")
                .sorted()
                .toList();
        all.forEach(path -> file("/pub/" + path));
        file("/pub/a/b/a/b/a/b/a/b/a/b/a/b/a/b/a/y");
        var ftp = serve(Manner.LOGICAL);
        ftp.downloadDirectory("pub", directory.resolve("all")).orThrow();
        assertThat(downloaded()).containsAll(all).hasSize(8);
    }

    @ParameterizedTest
    @EnumSource
    void directoryWithALoopInItIsDeletedWithTheLinkAlone(Manner how) {
        file("/pub/x");
        file("/pub/a/y");
        link("/pub/a/self", "/pub/a");
        file("/other");
        var ftp = serve(how);
        ftp.deleteDirectory("pub").orThrow();
        assertThat(tree).containsOnlyKeys("/other");
        assertThat(server.commands()).contains("DELE pub/a/self").doesNotContain("DELE pub/a/self/y");
        assertThat(ftp.pwd()).isEqualTo("/");
    }

    @Test
    void serverThatDoesNotSayWhereItIsEndsAWalkAndAMirrorAtABound() {
        file("/pub/x");
        link("/pub/self", "/pub");
        var ftp = serve(Manner.ENDLESS);
        server.on("PWD", "502 what?");
        assertThat(thrown(() -> ftp.walk("pub"), FtpException.Protocol.class)).hasMessageContaining("inside");
        var result = ftp.downloadDirectory("pub", directory.resolve("all"));
        assertThat(result.failures()).hasSize(1);
        assertThat(result.failures().get(0).error()).hasMessageContaining("inside itself");
        assertThat(Files.exists(directory.resolve("all/x"))).isTrue();
    }
}
