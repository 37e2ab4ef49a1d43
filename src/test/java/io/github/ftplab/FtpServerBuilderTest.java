package io.github.ftplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ftplab.testing.NothingLeft;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@ExtendWith(NothingLeft.class)
class FtpServerBuilderTest {

    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void emptyUserNameIsRefused(String name) {
        assertThatThrownBy(() -> FtpServer.builder().user(name, "potato", home, "elr"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the user name is empty: give one, or use anonymous(home) to let anybody in");
    }

    @ParameterizedTest
    @ValueSource(strings = {"te\nst", "test\r", "te\0st"})
    void userNameWithControlCharacterIsRefused(String name) {
        assertThatThrownBy(() -> FtpServer.builder().user(name, "potato", home, "elr"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the user name has a line break or another control character");
    }

    @Test
    void anonymousIsNoUserWithPassword() {
        assertThatThrownBy(() -> FtpServer.builder().user("anonymous", "potato", home))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use anonymous(home) instead");
    }

    @Test
    void userNameThatIsTakenIsRefused() {
        var builder = FtpServer.builder().user("test", "potato", home);
        assertThatThrownBy(() -> builder.user("test", "other", home))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is a user test already: user names are unique");
    }

    @Test
    void unknownLetterIsNamedWithThoseThatAreKnown() {
        assertThatThrownBy(() -> FtpServer.builder().user("test", "potato", home, "elrx"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown permission letter 'x' in \"elrx\": the letters are elradfmwMT (read: elr)");
    }

    @Test
    void missingHomeIsRefusedWithWhatToDo() {
        var missing = home.resolve("missing");
        assertThatThrownBy(() -> FtpServer.builder().user("test", "potato", missing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no directory " + missing)
                .hasMessageContaining("Files.createDirectories");
    }

    @ParameterizedTest
    @ValueSource(strings = {"elr", "e", "elradfmwMT", "MT", "ww"})
    void lettersInThePlaceOfTheHomeAreRefused(String letters) {
        var calls = List.<ThrowingCallable>of(
                () -> FtpServer.builder().user("test", "potato", letters),
                () -> FtpServer.builder().user("test", "potato", letters, "elr"),
                () -> FtpServer.builder().anonymous(letters),
                () -> FtpServer.builder().anonymous(letters, "elr"),
                () -> FtpServer.serve(letters));
        assertThat(calls)
                .allSatisfy(call -> assertThatThrownBy(call)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith(
                                "cannot use " + letters + " as a home directory: there is no such directory, and")
                        .hasMessageContaining("reads as permission letters")
                        .hasMessageContaining("user(name, password, home, \"" + letters + "\")"));
    }

    @Test
    void homeMayBeAText() {
        var builder = FtpServer.builder()
                .user("test", "potato", home.toString())
                .user("ann", "potato", home.toString(), "elrw")
                .anonymous(home.toString())
                .port(0);
        try (var server = builder.start()) {
            server.addUser("bob", "potato", home + "/", "elr");
            assertThat(server.users()).extracting(ServerUser::home).containsOnly(home);
            assertThatThrownBy(() -> server.addUser("eve", "potato", "elr", "elr"))
                    .hasMessageContaining("reads as permission letters");
        }
        assertThatThrownBy(() -> FtpServer.builder().user("test", "potato", "ftp-rot"))
                .hasMessageStartingWith("cannot use ftp-rot as a home directory: there is no directory ");
        assertThatThrownBy(() -> FtpServer.builder().user("test", "potato", ""))
                .hasMessageStartingWith("the path of the home directory is empty");
    }

    @Test
    void fileAsHomeIsRefused() throws IOException {
        var file = Files.writeString(home.resolve("file.txt"), "hello");
        assertThatThrownBy(() -> FtpServer.builder().user("test", "potato", file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot use " + file + " as a home directory: it is a file");
    }

    @Test
    void homeThatIsALinkInACircleIsRefused() throws IOException {
        var loop = Files.createSymbolicLink(home.resolve("loop"), Path.of("loop"));
        assertThatThrownBy(() -> FtpServer.builder().anonymous(loop))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("cannot read the home directory " + loop + ": ")
                .hasMessageEndingWith("; choose another directory");
    }

    @Test
    void homeWithoutRightToReadIsRefused() throws IOException {
        var closed = Files.createDirectory(home.resolve("closed"));
        var view = Files.getFileStore(closed).supportsFileAttributeView("posix");
        Assumptions.assumeTrue(view, "this file system has no modes");
        Files.setPosixFilePermissions(closed, Set.of());
        try {
            Assumptions.assumeFalse(Files.isReadable(closed), "root may read everything");
            assertThatThrownBy(() -> FtpServer.builder().user("test", "potato", closed))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cannot read the home directory " + closed)
                    .hasMessageContaining("access denied");
        } finally {
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65536, Integer.MAX_VALUE})
    void numberThatIsNoPortIsRefused(int port) {
        assertThatThrownBy(() -> FtpServer.builder().port(port))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(port + " is no port")
                .hasMessageEndingWith("they go from 1 to 65535, and 0 stands for any free one");
    }

    @Test
    void unknownHostIsRefused() {
        assertThatThrownBy(() -> FtpServer.builder().address("no-such-host.invalid"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("cannot listen on \"no-such-host.invalid\": there is no such host");
    }

    @Test
    void serverWithoutUserDoesNotStart() {
        assertThatThrownBy(() -> FtpServer.builder().start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the server has no user")
                .hasMessageContaining("user(name, password, home, letters)");
    }

    @Test
    void portOfAnotherProgramIsNamed() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var builder = FtpServer.builder().anonymous(home).port(other.getLocalPort());
            assertThatThrownBy(builder::start)
                    .isInstanceOf(FtpException.Start.class)
                    .hasMessage(
                            "cannot listen on 127.0.0.1:%d: the address is in use; take another port, or port(0) for any free one",
                            other.getLocalPort());
        }
    }

    /** 192.0.2.0/24 is reserved for documentation (RFC 5737): no machine has such an address. */
    @Test
    void addressOfAnotherMachineIsNamed() {
        var builder = FtpServer.builder().anonymous(home).address("192.0.2.1");
        assertThatThrownBy(builder::start)
                .isInstanceOf(FtpException.Start.class)
                .hasMessageStartingWith("cannot listen on 192.0.2.1:2121: ")
                .hasMessageEndingWith("is it an address of this machine?");
    }

    @Test
    void builderStartsManyServers() {
        var builder = FtpServer.builder().anonymous(home).port(0);
        try (var first = builder.start();
                var second = builder.start()) {
            assertThat(first.port()).isNotEqualTo(second.port());
            builder.user("late", "potato", home);
            assertThat(first.users()).hasSize(1);
        }
    }
}
