package io.github.ftplab;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.internal.protocol.FileNames;
import io.github.ftplab.internal.protocol.FtpPath;
import io.github.ftplab.testing.FileTree;
import io.github.ftplab.testing.ListOnlyRelay;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/** Random names, sizes and contents, from our client to our server and back: what comes out is what went in. */
class FileRoundTripTest {

    private static final String PIECES = " .-_~*?[]{}()#$%&'\"\\`|<>;:,=@+!^\t\u0001\u007f";

    private Path root = Path.of("");

    @BeforeTry
    void makeRoot() throws IOException {
        root = Files.createTempDirectory("ftplab-round-trip");
        Files.createDirectory(root.resolve("home"));
    }

    @AfterTry
    void deleteRoot() throws IOException {
        FileTree.delete(root);
    }

    /** Files by their names, each with its size. */
    @Provide
    Arbitrary<Map<String, Integer>> files() {
        var ascii = Arbitraries.strings().withChars(PIECES).alpha().numeric();
        var any = Arbitraries.strings().withCharRange(' ', '\ud7ff');
        var names = Arbitraries.oneOf(
                        ascii.ofMinLength(1).ofMaxLength(10), any.ofMinLength(1).ofMaxLength(80))
                .filter(FileRoundTripTest::isName);
        var sizes = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 20), Arbitraries.integers().between(0, 300_000));
        return Arbitraries.maps(names, sizes).ofMinSize(1).ofMaxSize(6);
    }

    private static boolean isName(String name) {
        return !FtpPath.isNoName(name)
                && !name.contains("/")
                && name.getBytes(StandardCharsets.UTF_8).length <= 255
                && !FileNames.isSpecial(Path.of(""), name);
    }

    private static byte[] content(String name, int size) {
        var bytes = new byte[size];
        new Random(name.hashCode()).nextBytes(bytes);
        return bytes;
    }

    @Property(tries = 25, shrinking = ShrinkingMode.BOUNDED)
    void filesComeBackAsTheyWereByMlsd(@ForAll("files") Map<String, Integer> files) throws IOException {
        goRound(files, true, FtpServer::port);
    }

    @Property(tries = 25, shrinking = ShrinkingMode.BOUNDED)
    void filesComeBackAsTheyWereByList(@ForAll("files") Map<String, Integer> files) throws IOException {
        var relays = new ListOnlyRelay[1];
        try {
            goRound(files, false, server -> {
                relays[0] = new ListOnlyRelay(server.port());
                return relays[0].port();
            });
        } finally {
            relays[0].close();
        }
    }

    private void goRound(Map<String, Integer> files, boolean showsHidden, ToIntFunction<FtpServer> port)
            throws IOException {
        var source = root.resolve("source");
        var in = Files.createDirectories(source.resolve("in"));
        for (var file : files.entrySet()) {
            Files.write(in.resolve(file.getKey()), content(file.getKey(), file.getValue()));
        }
        var builder = FtpServer.builder().user("test", "potato", root.resolve("home"), "elradfmwMT");
        try (var server = builder.port(0).start();
                var ftp = FtpClient.connect("127.0.0.1", port.applyAsInt(server))) {
            ftp.login("test", "potato").uploadDirectory(source, "up").orThrow();
            var listed = ftp.list("up/in").files().stream().collect(Collectors.toMap(RemoteFile::name, file ->
                    (int) file.size().orElse(-1)));
            assertThat(listed).isEqualTo(files);
            ftp.downloadDirectory("up", root.resolve("back")).orThrow();
            for (var file : files.entrySet()) {
                assertThat(root.resolve("back/in").resolve(file.getKey()))
                        .hasBinaryContent(content(file.getKey(), file.getValue()));
                ftp.rename("up/in/" + file.getKey(), "moved");
                assertThat(ftp.readBytes("moved")).isEqualTo(content(file.getKey(), file.getValue()));
                ftp.rename("moved", "up/in/" + file.getKey());
            }
            var left = new TreeSet<>(files.keySet());
            var deleted = requireNonNull(left.pollFirst());
            ftp.delete("up/in/" + deleted);
            ftp.mirrorDown("up", root.resolve("back"), DirectoryOptions.DEFAULT.deleting())
                    .orThrow();
            // A list without any name that begins with a dot may hide them, so that such a file may still be there.
            if (deleted.startsWith(".") && !showsHidden && left.stream().noneMatch(name -> name.startsWith("."))) {
                left.add(deleted);
            }
            assertThat(root.resolve("back/in").toFile().list()).containsExactlyInAnyOrderElementsOf(left);
            ftp.deleteDirectory("up").orThrow();
            assertThat(root.resolve("home")).isEmptyDirectory();
        }
    }
}
