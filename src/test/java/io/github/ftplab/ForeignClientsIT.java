package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Certificates;
import io.github.ftplab.testing.ForeignClient;
import io.github.ftplab.testing.ForeignClient.Ability;
import io.github.ftplab.testing.ForeignClient.Change;
import io.github.ftplab.testing.ForeignClient.Login;
import io.github.ftplab.testing.ForeignClient.Tls;
import io.github.ftplab.testing.Programs;
import io.github.ftplab.testing.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Third-party clients against {@code serve}, started as users start it: in the clear and over TLS, explicit and
 * implicit; passive and active; over IPv4 and IPv6.
 */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignClientsIT {

    private static final Pattern PORT = Pattern.compile("Connect to ftps?://.*:(\\d+)/;");
    private static final String END = "Ctrl-C stops it.";
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static final String NAME = "two  blanks and gr\u00fcn \u65e5\u672c.txt";

    private final byte[] content = new byte[3_000_001];

    private Path home = Path.of("");
    private Path certificate = Path.of("");
    private final List<Running> servers = new ArrayList<>();
    private int port;
    private int implicitPort;
    private int port6;

    /** A directory for one test. */
    @TempDir
    private Path directory;

    @BeforeAll
    void serve(@TempDir Path all) throws IOException {
        new Random(1).nextBytes(content);
        home = Files.createDirectory(all.resolve("home"));
        certificate = Certificates.selfSigned(all, "localhost");
        port = serve("--tls", "explicit");
        implicitPort = serve("--tls", "implicit");
        port6 = serve("--tls", "explicit", "--host", "::1");
        var many = Files.createDirectory(home.resolve("many"));
        for (int i = 0; i < 1000; i++) {
            Files.writeString(many.resolve("file" + i + ".txt"), "file " + i + "\n");
        }
    }

    private int serve(String... options) {
        var words = new ArrayList<Object>(List.of(Programs.java(), "-jar", Programs.jar(), "serve", home));
        words.addAll(List.of("--port", 0, "--cert", certificate, "--key", certificate));
        words.addAll(List.of("--user", "test:potato:elradfmwM", "--user", "reader:potato:elr"));
        words.addAll(Arrays.asList(options));
        var server = Programs.command(words.toArray()).start();
        servers.add(server);
        var match = PORT.matcher(server.awaitOutput(END).out());
        assertThat(match.find()).isTrue();
        return Integer.parseInt(match.group(1));
    }

    @AfterAll
    void stop() {
        servers.forEach(Running::close);
    }

    @BeforeEach
    void empty() throws IOException {
        try (var entries = Files.walk(home)) {
            var old = entries.filter(entry -> !entry.equals(home) && !entry.startsWith(home.resolve("many")))
                    .sorted((one, other) -> other.compareTo(one))
                    .toList();
            for (var entry : old) {
                Files.delete(entry);
            }
        }
    }

    /** How a client connects to a server. */
    private enum Way {
        PASSIVE(Tls.NONE, false, false),
        ACTIVE(Tls.NONE, true, false),
        PASSIVE_6(Tls.NONE, false, true),
        ACTIVE_6(Tls.NONE, true, true),
        EXPLICIT(Tls.EXPLICIT, false, false),
        EXPLICIT_ACTIVE(Tls.EXPLICIT, true, false),
        EXPLICIT_6(Tls.EXPLICIT, false, true),
        IMPLICIT(Tls.IMPLICIT, false, false);

        private final Tls tls;
        private final boolean active;
        private final boolean six;

        Way(Tls tls, boolean active, boolean six) {
            this.tls = tls;
            this.active = active;
            this.six = six;
        }

        boolean isFor(ForeignClient client) {
            // curl 7.88 hangs in active mode over TLS, whatever the server.
            boolean hangs = client == ForeignClient.CURL && active && tls != Tls.NONE;
            // lftp 4.9 ignores addresses in a certificate, and ::1 may have no host name; it also sends :: in EPRT.
            boolean lost = client == ForeignClient.LFTP && six && (tls != Tls.NONE || active);
            return !hangs
                    && !lost
                    && (tls == Tls.NONE || client.can(Ability.TLS))
                    && (tls != Tls.IMPLICIT || client.can(Ability.IMPLICIT))
                    && (!active || client.can(Ability.ACTIVE))
                    && (!six || client.can(Ability.IPV6));
        }
    }

    private Login login(Way way, String user, String password) {
        int at = way.six ? port6 : way.tls == Tls.IMPLICIT ? implicitPort : port;
        var host = way.six ? "::1" : way.tls != Tls.NONE ? "localhost" : "127.0.0.1";
        return new Login(way.tls, host, at, user, password, way.active, certificate);
    }

    /** Of the libraries the two most usual ways; the others are in {@link #librariesAndOtherWays}. */
    static Stream<Arguments> clientsAndWays() {
        return clientsAndWays((client, way) -> !client.isLibrary() || way == Way.PASSIVE || way == Way.EXPLICIT);
    }

    static Stream<Arguments> librariesAndOtherWays() {
        return clientsAndWays((client, way) -> client.isLibrary() && way != Way.PASSIVE && way != Way.EXPLICIT);
    }

    private static Stream<Arguments> clientsAndWays(BiPredicate<ForeignClient, Way> wanted) {
        // rclone lists in a form of its own, and has its part in ForeignClientsMannersIT.
        return Stream.of(ForeignClient.values())
                .filter(client -> client != ForeignClient.RCLONE)
                .flatMap(client -> Stream.of(Way.values())
                        .filter(way -> way.isFor(client) && wanted.test(client, way))
                        .map(way -> Arguments.of(client, way)));
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("librariesAndOtherWays")
    void librariesDoTheSameInOtherWays(ForeignClient client, Way way) throws IOException {
        fileGoesUpIsListedComesDownIsRenamedAndDeleted(client, way);
        halfAFileIsResumedAndAnotherAppendedTo(client, way);
    }

    @ParameterizedTest
    @MethodSource("clientsAndWays")
    void fileGoesUpIsListedComesDownIsRenamedAndDeleted(ForeignClient client, Way way) throws IOException {
        var login = login(way, "test", "potato");
        var original = Files.write(directory.resolve("original"), content);
        var copy = directory.resolve("copy");

        if (client.can(Ability.WRITE)) {
            client.upload(login, original, NAME).run().ok();
            assertThat(Files.mismatch(home.resolve(NAME), original)).isEqualTo(-1);
        } else {
            Files.copy(original, home.resolve(NAME));
        }
        if (client.can(Ability.LIST)) {
            assertThat(client.list(login, "").run().ok().out())
                    .containsPattern("(?m)^-rw.{7} +1 .* 3000001 .* " + Pattern.quote(NAME) + "\r?$");
        }
        client.download(login, NAME, copy).run().ok();
        assertThat(Files.mismatch(copy, original)).isEqualTo(-1);
        if (!client.can(Ability.WRITE)) {
            return;
        }
        var directoryName = "directory of " + NAME;
        client.change(login, Change.MAKE_DIRECTORY, directoryName).run().ok();
        assertThat(home.resolve(directoryName)).isDirectory();
        client.change(login, Change.RENAME, NAME, directoryName + "/" + NAME)
                .run()
                .ok();
        assertThat(home.resolve(NAME)).doesNotExist();
        assertThat(client.list(login, directoryName).run().ok().out()).contains(NAME);
        client.change(login, Change.DELETE, directoryName + "/" + NAME).run().ok();
        assertThat(home.resolve(directoryName)).isEmptyDirectory();
    }

    @ParameterizedTest
    @MethodSource("clientsAndWays")
    void halfAFileIsResumedAndAnotherAppendedTo(ForeignClient client, Way way) throws IOException {
        var login = login(way, "test", "potato");
        Files.write(home.resolve("whole.bin"), content);
        if (client.can(Ability.RESUME)) {
            var half = Files.write(directory.resolve("half"), Arrays.copyOf(content, 1_000_000));
            client.resume(login, "whole.bin", half).run().ok();
            assertThat(half).hasBinaryContent(content);
        }
        if (client.can(Ability.APPEND)) {
            var more = Files.writeString(directory.resolve("more"), "more\n");
            Files.writeString(home.resolve("log.txt"), "some\n");
            client.append(login, more, "log.txt").run().ok();
            assertThat(home.resolve("log.txt")).hasContent("some\nmore\n");
        }
    }

    @ParameterizedTest
    @MethodSource("clientsAndWays")
    void thousandFilesAreMirrored(ForeignClient client, Way way) throws IOException {
        // wget does a TLS handshake for each file, which takes a minute for a thousand
        boolean isQuick = way == Way.PASSIVE || (way == Way.EXPLICIT && client != ForeignClient.WGET);
        if (!client.can(Ability.MIRROR) || !isQuick) {
            return;
        }
        client.mirror(login(way, "reader", "potato"), "many", directory)
                .limit(LIMIT)
                .run()
                .ok();
        try (var files = Files.walk(directory)) {
            var found = files.filter(Files::isRegularFile).toList();
            assertThat(found).hasSize(1000);
            for (var file : found) {
                assertThat(Files.mismatch(file, home.resolve("many").resolve(file.getFileName())))
                        .isEqualTo(-1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void uploadWithoutItsLetterShowsWhy(ForeignClient client) throws IOException {
        if (!client.can(Ability.WRITE)) {
            return;
        }
        var file = Files.writeString(directory.resolve("new.txt"), "new\n");
        var result = client.upload(login(Way.PASSIVE, "reader", "potato"), file, "new.txt")
                .run();
        assertThat(result.out() + result.err())
                .containsPattern(
                        "STOR needs the letter \\\\?'w\\\\?' \\(store files\\), and user reader has \\\\?\"elr\\\\?\"");
        assertThat(result.status() != 0 || !client.can(Ability.STATUS)).isTrue();
        assertThat(home.resolve("new.txt")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void wrongPasswordIsRefusedAndTheRightOneTaken(ForeignClient client) {
        var result = client.download(login(Way.PASSIVE, "test", "tomato"), "many/file1.txt", directory.resolve("x"))
                .run();
        assertThat(result.out() + result.err()).containsPattern("530|Authentication failed");
        assertThat(result.status() != 0 || !client.can(Ability.STATUS)).isTrue();
        // After that, the next wrong password of this address has to wait no longer than this one.
        client.download(login(Way.PASSIVE, "test", "potato"), "many/file1.txt", directory.resolve("x"))
                .run()
                .ok();
        assertThat(directory.resolve("x")).hasContent("file 1\n");
    }

    @ParameterizedTest
    @EnumSource
    void emptyFileAndMissingFileAreToldApart(ForeignClient client) throws IOException {
        Files.createFile(home.resolve("empty"));
        var login = login(Way.PASSIVE, "reader", "potato");
        client.download(login, "empty", directory.resolve("copy")).run().ok();
        assertThat(directory.resolve("copy")).isEmptyFile();
        var missing =
                client.download(login, "missing", directory.resolve("none")).run();
        assertThat(missing.out() + missing.err()).containsPattern("550|No such file");
        assertThat(missing.status() != 0 || !client.can(Ability.STATUS)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"CURL", "LFTP", "FTPLIB"})
    void nameThatLooksLikeAnOptionAGlobOrAnAddressIsAName(ForeignClient client) throws IOException {
        // lftp takes a name that begins with a dash for an option
        var name = (client == ForeignClient.LFTP ? "a" : "") + "-la [x]*?#%20&'$HOME ~.txt";
        var login = login(Way.PASSIVE, "test", "potato");
        var file = Files.writeString(directory.resolve("new.txt"), "new\n");
        client.upload(login, file, name).run().ok();
        assertThat(home.resolve(name)).hasContent("new\n");
        assertThat(client.list(login, "").run().ok().out()).contains(name);
        client.download(login, name, directory.resolve("copy")).run().ok();
        assertThat(directory.resolve("copy")).hasContent("new\n");
    }
}
