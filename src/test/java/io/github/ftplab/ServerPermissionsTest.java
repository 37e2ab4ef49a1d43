package io.github.ftplab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The ten letters and every command: a command works with its letter and has no effect without it. */
@WithServer
class ServerPermissionsTest {

    /** A command, the letter that it needs, and its reply to a user who has the letter. */
    private record Guarded(char letter, String command, int code, Kind kind) {

        static Guarded of(char letter, String command, int code) {
            return new Guarded(letter, command, code, Kind.PLAIN);
        }

        static Guarded receiving(char letter, String command) {
            return new Guarded(letter, command, 226, Kind.RECEIVE);
        }

        static Guarded transmitting(char letter, String command) {
            return new Guarded(letter, command, 226, Kind.TRANSMIT);
        }

        enum Kind {
            PLAIN,
            RECEIVE,
            TRANSMIT
        }

        String run(RawClient client) throws IOException {
            return switch (kind) {
                case PLAIN -> client.send(command);
                case RECEIVE -> client.receive(command).reply();
                case TRANSMIT -> client.transmit(command, "more\n".getBytes(UTF_8));
            };
        }

        /** {@return the command's name as in HELP} */
        String name() {
            var words = command.split(" ", 3);
            return words[0].equals("SITE") ? words[0] + " " + words[1] : words[0];
        }

        @Override
        public String toString() {
            return letter + ": " + command;
        }
    }

    private static final List<Guarded> GUARDED = List.of(
            Guarded.of('e', "CWD dir", 250),
            Guarded.of('e', "XCWD dir", 250),
            Guarded.of('e', "CDUP", 250),
            Guarded.of('e', "XCUP", 250),
            Guarded.receiving('l', "LIST"),
            Guarded.receiving('l', "LIST -la dir"),
            Guarded.receiving('l', "NLST"),
            Guarded.receiving('l', "MLSD"),
            Guarded.of('l', "MLST file.txt", 250),
            Guarded.of('l', "SIZE file.txt", 213),
            Guarded.of('l', "MDTM file.txt", 213),
            Guarded.of('l', "STAT dir", 213),
            Guarded.of('l', "AVBL dir", 213),
            Guarded.receiving('r', "RETR file.txt"),
            Guarded.of('r', "HASH file.txt", 213),
            Guarded.of('r', "MD5 file.txt", 251),
            Guarded.of('r', "MMD5 file.txt", 252),
            Guarded.of('r', "XCRC file.txt", 250),
            Guarded.of('r', "XMD5 file.txt", 250),
            Guarded.of('r', "XSHA file.txt", 250),
            Guarded.of('r', "XSHA1 file.txt", 250),
            Guarded.of('r', "XSHA256 file.txt", 250),
            Guarded.of('r', "XSHA512 file.txt", 250),
            Guarded.transmitting('a', "APPE file.txt"),
            Guarded.transmitting('a', "APPE new.txt"),
            Guarded.of('d', "DELE file.txt", 250),
            Guarded.of('d', "RMD dir", 250),
            Guarded.of('d', "XRMD dir", 250),
            Guarded.of('f', "RNFR file.txt", 350),
            Guarded.of('f', "RNTO new.txt", 503),
            Guarded.of('m', "MKD new", 257),
            Guarded.of('m', "XMKD new", 257),
            Guarded.transmitting('w', "STOR new.txt"),
            Guarded.transmitting('w', "STOR file.txt"),
            Guarded.transmitting('w', "STOU new.txt"),
            Guarded.transmitting('w', "STOU"),
            Guarded.of('M', "SITE CHMOD 600 file.txt", 200),
            Guarded.of('T', "MFMT 20200101000000 file.txt", 213));

    /** Commands that touch no file. */
    private static final Set<String> FREE = Set.of(
            "ABOR",
            "ACCT",
            "ALLO",
            "EPRT",
            "EPSV",
            "FEAT",
            "HELP",
            "HOST",
            "MODE",
            "NOOP",
            "OPTS",
            "PASS",
            "PASV",
            "PORT",
            "PWD",
            "QUIT",
            "REIN",
            "REST",
            "SITE",
            "SITE HELP",
            "SITE QUOTA",
            "STRU",
            "SYST",
            "TYPE",
            "USER",
            "XPWD");

    @Given
    Path home;

    static Stream<Guarded> guarded() {
        return GUARDED.stream();
    }

    @BeforeEach
    void fill() throws IOException {
        Files.writeString(home.resolve("file.txt"), "hello\n");
        Files.createDirectory(home.resolve("dir"));
        for (var name : List.of("file.txt", "dir")) {
            Files.setLastModifiedTime(home.resolve(name), FileTime.from(Instant.parse("2024-05-06T07:08:09Z")));
        }
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void itsLetterAloneIsEnough(Guarded guarded) throws IOException {
        try (var server = start(String.valueOf(guarded.letter()));
                var client = RawClient.login(server, "test", "potato")) {
            assertThat(guarded.run(client)).startsWith(guarded.code() + "");
        }
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void allOtherLettersAreNotEnough(Guarded guarded) throws IOException {
        var before = everything();
        try (var server = start("elradfmwMT".replace(String.valueOf(guarded.letter()), ""));
                var client = RawClient.login(server, "test", "potato")) {
            assertThat(guarded.run(client)).startsWith("550 ").contains("needs the letter '" + guarded.letter() + "'");
            assertThat(everything()).isEqualTo(before);
            assertThat(client.send("PWD")).startsWith("257 \"/\"");
        }
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void nothingWorksBeforeTheLogin(Guarded guarded) throws IOException {
        var before = everything();
        try (var server = start("elradfmwMT");
                var client = RawClient.connect(server)) {
            assertThat(client.send(guarded.command())).isEqualTo("530 Log in with USER and PASS first.");
            assertThat(everything()).isEqualTo(before);
        }
    }

    /**
     * A failure means that there is a new command: add it to {@link #GUARDED}, or to {@link #FREE} if it touches no
     * file.
     */
    @Test
    void everyCommandIsTested() throws IOException {
        try (var server = start("");
                var client = RawClient.connect(server)) {
            var known = Stream.of(client.send("HELP"), client.send("SITE HELP"))
                    .flatMap(String::lines)
                    .filter(line -> line.startsWith(" "))
                    .flatMap(line -> Stream.of(line.strip().split(" {2,}", -1)))
                    .collect(Collectors.toCollection(TreeSet::new));
            var tested = GUARDED.stream().map(Guarded::name).collect(Collectors.toCollection(TreeSet::new));
            tested.addAll(FREE);
            assertThat(known).isEqualTo(tested);
        }
    }

    @Test
    void readOnlyLettersReadAndNothingElse() throws IOException {
        try (var server = start("elr");
                var client = RawClient.login(server, "test", "potato")) {
            var before = everything();
            for (var guarded : GUARDED) {
                var reply = guarded.run(client);
                boolean reads = "elr".indexOf(guarded.letter()) >= 0;
                assertThat(reply.matches("550 .* needs the letter '.'.*"))
                        .as(reply)
                        .isEqualTo(!reads);
                client.send("CWD /");
            }
            assertThat(everything()).isEqualTo(before);
        }
    }

    @Test
    void messageTellsWhatTheUserHas() throws IOException {
        try (var server = start("elr");
                var client = RawClient.login(server, "test", "potato")) {
            assertThat(client.send("DELE file.txt"))
                    .startsWith("550 ")
                    .endsWith("DELE needs the letter 'd' (delete files and directories), and user test has \"elr\".");
        }
    }

    @Test
    void renameNeedsOnlyItsLetter() throws IOException {
        try (var server = start("f");
                var client = RawClient.login(server, "test", "potato")) {
            assertThat(client.send("RNFR file.txt")).startsWith("350 ");
            assertThat(client.send("RNTO new.txt")).startsWith("250 ");
            assertThat(home.resolve("new.txt")).hasContent("hello\n");
            assertThat(home.resolve("file.txt")).doesNotExist();
        }
    }

    @Test
    void renameOverAFileNeedsTheLetterForDeletingToo() throws IOException {
        Files.writeString(home.resolve("other.txt"), "other\n");
        try (var server = start("f");
                var client = RawClient.login(server, "test", "potato")) {
            client.send("RNFR file.txt");
            assertThat(client.send("RNTO other.txt")).startsWith("550 ").contains("needs the letter 'd'");
            assertThat(home.resolve("other.txt")).hasContent("other\n");
        }
        try (var server = start("fd");
                var client = RawClient.login(server, "test", "potato")) {
            client.send("RNFR file.txt");
            assertThat(client.send("RNTO other.txt")).startsWith("250 ");
            assertThat(home.resolve("other.txt")).hasContent("hello\n");
        }
    }

    @Test
    void lowerCaseCommandIsGuardedToo() throws IOException {
        try (var server = start("elr");
                var client = RawClient.login(server, "test", "potato")) {
            assertThat(client.send("dele file.txt")).contains(" needs the letter ");
            assertThat(client.send("xMkd new")).contains(" needs the letter ");
            assertThat(client.send("site chmod 600 file.txt")).contains(" needs the letter ");
        }
    }

    @Test
    void lettersOfOneUserAreNotThoseOfAnother() throws IOException {
        try (var server = FtpServer.builder()
                        .user("reader", "one", home, "elr")
                        .user("writer", "two", home, "elradfmwMT")
                        .port(0)
                        .start();
                var client = RawClient.login(server, "writer", "two")) {
            assertThat(client.send("MKD new")).startsWith("257 ");
            client.send("USER reader");
            assertThat(client.send("RMD new")).startsWith("530 ");
            assertThat(client.send("PASS one")).startsWith("230 ");
            assertThat(client.send("RMD new")).contains(" needs the letter ");
        }
    }

    private FtpServer start(String letters) {
        return FtpServer.builder().user("test", "potato", home, letters).port(0).start();
    }

    /** {@return everything in the home, with contents, modes and times} */
    private Map<String, String> everything() throws IOException {
        try (var paths = Files.walk(home)) {
            var all = new TreeMap<String, String>();
            for (var path : paths.toList()) {
                if (!path.equals(home)) {
                    all.put(
                            home.relativize(path).toString(),
                            Files.getLastModifiedTime(path)
                                    + (Files.isDirectory(path) ? "" : Files.readString(path))
                                    + mode(path));
                }
            }
            return all;
        }
    }

    private static String mode(Path path) throws IOException {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? String.valueOf(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS))
                : "";
    }
}
