package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.testing.EndlessFiles;
import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.Servers;
import io.github.ftplab.testing.ShortLimit;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that would never end, and the ways to end them. */
@WithServer
class ServerCancellationTest {

    private static final List<String> DIGESTS = List.of(
            "HASH endless",
            "MD5 endless",
            "MMD5 small, endless",
            "XCRC endless",
            "XMD5 \"endless\" 1 999999999999999",
            "XSHA endless",
            "XSHA1 endless",
            "XSHA256 endless",
            "XSHA512 endless");

    private static final List<String> LISTINGS =
            List.of("LIST many", "NLST many", "MLSD many", "LIST -la many/*.nope", "NLST many/*.nope");

    private static final List<String> ALL = Stream.of(DIGESTS, LISTINGS, List.of("STAT many"))
            .flatMap(List::stream)
            .toList();

    /** More entries than the server sorts, so that it sends entries before it has read them all. */
    private static final int ENTRIES = 11_000;

    private static final long LARGE = 2L << 30;

    private final EndlessFiles files = new EndlessFiles();

    @Given
    Path home = files.home();

    @Given
    Servers servers;

    @Given
    FtpServer server;

    @Given
    RawClient client;

    @AfterEach
    void everythingIsClosed() throws Exception {
        client.close();
        server.close();
        files.awaitClosed();
    }

    /** Two ways to send ABOR: like any other command, and with the Telnet signals of RFC 959, section 4.1.3. */
    enum Abort {
        PLAIN {
            @Override
            void send(RawClient client) throws IOException {
                client.write("ABOR\r\n");
            }
        },
        URGENT {
            @Override
            void send(RawClient client) throws IOException {
                client.write(new byte[] {(byte) 255, (byte) 244});
                client.urgent(255);
                client.write(new byte[] {(byte) 242});
                client.write("ABOR\r");
                client.urgent('\n');
            }
        };

        abstract void send(RawClient client) throws IOException;
    }

    private static Stream<Arguments> abortedCommands() {
        return ALL.stream().flatMap(command -> Stream.of(Abort.values()).map(abort -> Arguments.of(command, abort)));
    }

    @ParameterizedTest
    @MethodSource("abortedCommands")
    void aborEndsIt(String command, Abort abort) throws Exception {
        try (var data = begin(command)) {
            abort.send(client);
            assertThat(lastReply(command)).as("%s", data).containsIgnoringCase("aborted via ABOR");
            assertThat(client.reply()).startsWith("226 ");
        }
        isInStep();
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void aborInTheSamePacketEndsIt(String command) throws Exception {
        var data = isListing(command) ? client.passive() : null;
        client.write(command + "\r\nABOR\r\n");
        if (data != null) {
            assertThat(client.reply()).startsWith("150 ");
        }
        assertThat(client.reply()).startsWith("426 ").containsIgnoringCase("aborted via ABOR");
        assertThat(client.reply()).startsWith("226 ");
        if (data != null) {
            data.close();
        }
        isInStep();
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void endOfTheConnectionEndsIt(String command) throws Exception {
        try (var data = begin(command)) {
            client.close();
            files.awaitClosed();
            assertThat(data == null || data.isConnected()).isTrue();
        }
        await().until(() -> server.sessions().isEmpty());
        client = RawClient.login(server, "test", "potato");
        isInStep();
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void endOfTheServerEndsIt(String command) throws Exception {
        try (var data = begin(command)) {
            server.close();
            files.awaitClosed();
            assertThat(data == null || data.isConnected()).isTrue();
        }
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void endOfTheUserEndsIt(String command) throws Exception {
        server.addUser("other", "potato", files.home(), "elr");
        try (var data = begin(command)) {
            server.removeUser("test");
            assertThat(lastReply(command)).as("%s", data).containsAnyOf("426 ", "aborted by the server");
        }
        assertThat(client.send("PWD")).startsWith("530 ");
        assertThat(client.send("USER other")).startsWith("331 ");
        assertThat(client.send("PASS potato")).startsWith("230 ");
        isInStep();
    }

    /** One listing whose data the client does not read, and one that finds nothing to send. */
    @ParameterizedTest
    @ValueSource(strings = {"LIST many", "NLST many/*.nope"})
    void listingThatBringsNothingForLongEndsByTheDataTimeout(String command) {
        ShortLimit.from(Duration.ofMillis(300), limit -> {
            server.close();
            server = servers.start(builder -> builder.limits(ServerLimits.DEFAULT.dataTimeout(limit)));
            client.close();
            client = RawClient.login(server, "test", "potato");
            try (var data = client.passive()) {
                assertThat(client.send(command)).startsWith("150 ");
                assertThat(client.reply()).as("%s", data).startsWith("426 ");
            }
            isInStep();
        });
    }

    @ParameterizedTest
    @EnumSource
    void secondCommandBehindItIsRunAfterAbor(Abort abort) throws Exception {
        client.write("HASH endless\r\nHASH endless\r\n");
        files.awaitTaken(10);
        abort.send(client);
        client.write("HASH small\r\n");
        assertThat(client.reply()).startsWith("426 ");
        assertThat(client.reply()).startsWith("426 ");
        assertThat(client.reply()).startsWith("226 ");
        assertThat(client.reply()).startsWith("213 SHA-256 0-6 ");
    }

    @Test
    void aborThatIsRefusedOrLeftOutEndsNothingThatComesLater() throws Exception {
        client.send("REIN");
        assertThat(client.send("ABOR")).startsWith("530 ");
        client.send("USER test");
        assertThat(client.send("PASS potato")).startsWith("230 ");
        isInStep();
    }

    @Test
    void sizeInAsciiCountsNothing() throws Exception {
        client.send("TYPE A");
        client.write("SIZE endless\r\nABOR\r\n");
        assertThat(client.reply()).startsWith("550 ");
        assertThat(client.reply()).startsWith("225 ");
        client.send("TYPE I");
        isInStep();
    }

    @Test
    void aborEndsTheDigestOfALargeFileOnDisk(@TempDir Path home) throws Exception {
        assumeThat(Files.getFileStore(home).getUsableSpace())
                .as("bytes free, should the file system have no sparse files")
                .isGreaterThan(4 * LARGE);
        try (var file = Files.newByteChannel(
                home.resolve("large"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE)) {
            file.position(LARGE - 1).write(ByteBuffer.allocate(1));
        }
        server.addUser("disk", "potato", home, "elr");
        try (var other = RawClient.login(server, "disk", "potato")) {
            other.send("OPTS HASH SHA-512");
            for (var command : List.of("HASH large", "XSHA512 large")) {
                other.write(command + "\r\nABOR\r\n");
                assertThat(other.reply()).as(command).startsWith("426 ");
                assertThat(other.reply()).as(command).startsWith("226 ");
            }
            assertThat(other.send("SIZE large")).isEqualTo("213 " + LARGE);
        }
    }

    @Test
    void statusOfADirectoryThatCannotBeReadToItsEndIsOneReply() throws IOException {
        assertThat(client.send("STAT broken")).startsWith("213-").endsWith("\n213 Incomplete: Input/output error.");
        isInStep();
    }

    /** An exception that nobody expects ends the command, its data connection and nothing else. */
    @ParameterizedTest
    @ValueSource(strings = {"LIST faulty", "NLST faulty", "MLSD faulty", "STAT faulty"})
    void faultOfTheFileSystemEndsTheListing(String command) throws IOException {
        if (command.startsWith("STAT")) {
            assertThat(client.send(command)).startsWith("213-").contains("\n213 Incomplete: ");
        } else {
            assertThat(client.receive(command).reply()).startsWith("451 ");
        }
        isInStep();
        assertThat(server.log().toString()).contains("a fault of the file system");
    }

    private static boolean isListing(String command) {
        return LISTINGS.contains(command);
    }

    /** Sends a command and waits until the server is in the middle of it. */
    private @Nullable Socket begin(String command) throws Exception {
        if (!isListing(command)) {
            client.write(command + "\r\n");
            files.awaitTaken(command.startsWith("STAT") ? ENTRIES : 10);
            return null;
        }
        var data = client.passive();
        try {
            assertThat(client.send(command)).startsWith("150 ");
            files.awaitTaken(ENTRIES);
            return data;
        } catch (IOException | RuntimeException | Error e) {
            data.close();
            throw e;
        }
    }

    /** A multiline reply that began with 213 has to end with 213. */
    private String lastReply(String command) throws IOException {
        var reply = client.reply();
        var last = reply.substring(reply.lastIndexOf('\n') + 1);
        assertThat(last).startsWith(command.startsWith("STAT") ? "213 Incomplete: " : "426 ");
        return last;
    }

    private void isInStep() throws IOException {
        assertThat(client.send("NOOP")).startsWith("200 ");
        assertThat(client.send("HASH small")).startsWith("213 ");
        assertThat(client.receive("RETR small").bytes()).hasSize(6);
        assertThat(client.receive("NLST small").text()).isEqualTo("small\r\n");
        assertThat(client.send("NOOP")).startsWith("200 ");
    }
}
