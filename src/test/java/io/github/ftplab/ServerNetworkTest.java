package io.github.ftplab;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.ftplab.testing.Given;
import io.github.ftplab.testing.RawClient;
import io.github.ftplab.testing.Servers;
import io.github.ftplab.testing.WithServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ends of data connections, and the attacks that use them (RFC 2577). */
@WithServer
class ServerNetworkTest {

    /** Another address of this machine, which Linux has without being configured. */
    private static final String OTHER = "127.0.0.2";

    @Given
    Path home;

    @Given
    Servers servers;

    @BeforeEach
    void fill() throws IOException {
        Files.writeString(home.resolve("file.txt"), "hello\n");
    }

    private static RawClient login(FtpServer server) throws IOException {
        return RawClient.login(server, "test", "potato");
    }

    @Test
    void portToAnotherHostIsRefused() throws IOException {
        try (var server = servers.builder().start();
                var client = login(server)) {
            assertThat(client.send("PORT 192,0,2,1,200,10")).startsWith("501 ").contains("foreign address 192.0.2.1");
            assertThat(client.send("EPRT |1|192.0.2.1|51210|")).startsWith("501 ");
            assertThat(server.log().toString()).contains("PORT to foreign address 192.0.2.1 refused");
        }
    }

    @Test
    void serverCannotBeUsedToConnectToAnotherAddressOfItsOwnMachine() throws IOException {
        assumeTrue(isHere(OTHER), "this machine has no " + OTHER);
        try (var server = servers.builder().start();
                var client = login(server);
                var victim = new ServerSocket(0, 1, InetAddress.getByName(OTHER))) {
            victim.setSoTimeout(300);
            assertThat(client.send("EPRT |1|%s|%d|".formatted(OTHER, victim.getLocalPort())))
                    .startsWith("501 ");
            assertThatThrownBy(victim::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void portToAServiceIsRefused() throws IOException {
        try (var server = servers.builder().start();
                var client = login(server)) {
            assertThat(client.send("PORT 127,0,0,1,0,22")).startsWith("501 ").contains("privileged port 22");
            assertThat(client.send("EPRT |1|127.0.0.1|1023|")).startsWith("501 ");
            assertThat(client.send("PORT 127,0,0,1,0,0")).startsWith("501 ");
        }
    }

    @Test
    void permittedPrivilegedPortIsTriedButNeverPortZero() throws IOException {
        try (var server = servers.builder().permitPrivilegedPorts().start();
                var client = login(server)) {
            assertThat(client.send("PORT 127,0,0,1,0,1")).startsWith("425 ");
            assertThat(client.send("PORT 127,0,0,1,0,0")).startsWith("501 ");
        }
    }

    @Test
    void hostNamesAreNeverResolved() throws IOException {
        try (var server = servers.builder().start();
                var client = login(server)) {
            assertThat(client.send("EPRT |1|localhost|51210|")).isEqualTo("501 Invalid EPRT format.");
            assertThat(client.send("EPRT |1|127.1|51210|")).isEqualTo("501 Invalid EPRT format.");
            assertThat(client.send("EPRT |1|0x7f.0.0.1|51210|")).isEqualTo("501 Invalid EPRT format.");
        }
        assertThatThrownBy(() -> servers.builder().masqueradeAddress("localhost"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"localhost\" is not an IPv4 address: write it in numbers, such as 203.0.113.7");
    }

    @Test
    void strangerWhoConnectsFirstToAPassivePortGetsNothingAndTheClientAll() throws IOException {
        assumeTrue(isHere(OTHER), "this machine has no " + OTHER);
        try (var server = servers.builder().start();
                var client = login(server)) {
            int port = client.passivePort();
            try (var thief = from(OTHER, port);
                    var data = client.dataSocket(port)) {
                assertThat(client.send("RETR file.txt")).startsWith("150 ");
                assertThat(data.getInputStream().readAllBytes()).asString().isEqualTo("hello\n");
                assertThat(client.reply()).startsWith("226 ");
                assertThat(readsNothing(thief)).isTrue();
            }
        }
    }

    @Test
    void strangerWhoConnectsFirstToAPassivePortUploadsNothing() throws IOException {
        assumeTrue(isHere(OTHER), "this machine has no " + OTHER);
        try (var server = servers.builder().start();
                var client = login(server)) {
            int port = client.passivePort();
            try (var thief = from(OTHER, port)) {
                thief.getOutputStream().write("forged".getBytes(US_ASCII));
                assertThat(client.send("STOR new.txt")).startsWith("150 ");
                try (var data = client.dataSocket(port)) {
                    data.getOutputStream().write("true".getBytes(US_ASCII));
                }
                assertThat(client.reply()).startsWith("226 ");
            }
            assertThat(home.resolve("new.txt")).hasContent("true");
        }
    }

    @Test
    void foreignAddressesTakePartWherePermitted() throws IOException {
        assumeTrue(isHere(OTHER), "this machine has no " + OTHER);
        try (var server = servers.builder().permitForeignAddresses().start();
                var client = login(server);
                var target = new ServerSocket(0, 1, InetAddress.getByName(OTHER))) {
            assertThat(client.send("EPRT |1|%s|%d|".formatted(OTHER, target.getLocalPort())))
                    .startsWith("200 ");
            assertThat(client.send("RETR file.txt")).startsWith("150 ");
            try (var data = target.accept()) {
                assertThat(data.getInputStream().readAllBytes()).asString().isEqualTo("hello\n");
            }
            assertThat(client.reply()).startsWith("226 ");
            try (var data = from(OTHER, client.passivePort())) {
                assertThat(client.send("RETR file.txt")).startsWith("150 ");
                assertThat(data.getInputStream().readAllBytes()).asString().isEqualTo("hello\n");
            }
            assertThat(client.reply()).startsWith("226 ");
        }
    }

    @Test
    void passivePortsComeFromTheRange() throws IOException {
        int from = freeRange(3);
        try (var server = servers.builder().passivePorts(from, from + 2).start();
                var client = login(server)) {
            for (int i = 0; i < 10; i++) {
                assertThat(client.passivePort()).isBetween(from, from + 2);
            }
            assertThat(client.receive("RETR file.txt").text()).isEqualTo("hello\n");
            assertThat(server.log().lines().get(3)).endsWith("passive ports: %d->%d".formatted(from, from + 2));
        }
    }

    @Test
    void usedUpPassivePortsAreToldAndFreeAgainAfterwards() throws IOException {
        int port = freeRange(1);
        try (var server = servers.builder().passivePorts(port, port).start();
                var first = login(server);
                var second = login(server)) {
            assertThat(first.passivePort()).isEqualTo(port);
            assertThat(second.send("EPSV")).startsWith("425 ").contains("all passive ports", port + "->" + port);
            assertThat(second.send("PASV")).startsWith("425 ");
            assertThat(first.send("ABOR")).startsWith("225 ");
            assertThat(second.receive("RETR file.txt").reply()).startsWith("226 ");
            assertThat(first.passivePort()).isEqualTo(port);
        }
    }

    @Test
    void aClientThatLeavesFreesItsPassivePort() throws IOException {
        int port = freeRange(1);
        try (var server = servers.builder().passivePorts(port, port).start();
                var second = login(server)) {
            try (var first = login(server)) {
                first.passivePort();
            }
            await().until(() -> second.send("EPSV").startsWith("229 "));
        }
    }

    @Test
    void masqueradeAddressIsNamedByPasvAndNotByEpsv() throws IOException {
        try (var server = servers.builder().masqueradeAddress("203.0.113.7").start();
                var client = login(server)) {
            assertThat(client.send("PASV")).startsWith("227 ").contains("(203,0,113,7,");
            assertThat(client.receive("RETR file.txt").text()).isEqualTo("hello\n");
            assertThat(server.log().lines().get(2)).endsWith("masquerade (NAT) address: 203.0.113.7");
        }
    }

    @Test
    void activeConnectionsComeFromTheirOwnPortIfOneIsSet() throws IOException {
        int port = freeRange(1);
        try (var server = servers.builder().activePort(port).start();
                var client = login(server)) {
            for (int i = 0; i < 3; i++) {
                try (var listening = client.active();
                        var data = listening.accept()) {
                    assertThat(data.getPort()).isEqualTo(port);
                    assertThat(client.send("RETR file.txt")).startsWith("150 ");
                    assertThat(data.getInputStream().readAllBytes()).asString().isEqualTo("hello\n");
                    assertThat(client.reply()).startsWith("226 ");
                }
            }
        }
    }

    @Test
    void portThatNobodyListensOnIsTold() throws IOException {
        try (var server = servers.builder().start();
                var client = login(server)) {
            assertThat(client.send("EPRT |1|127.0.0.1|%d|".formatted(freeRange(1))))
                    .startsWith("425 ");
            assertThat(client.send("NOOP")).startsWith("200 ");
        }
    }

    @Test
    void ipv6ServesByEpsvAndEprt() throws IOException {
        assumeTrue(isHere("::1"), "this machine has no IPv6");
        try (var server = servers.builder().address("::1").start();
                var client = login(server)) {
            assertThat(client.receive("RETR file.txt").text()).isEqualTo("hello\n");
            assertThat(client.send("PASV")).startsWith("425 ");
            assertThat(client.send("EPSV 1")).startsWith("522 ").contains("(use 2)");
            assertThat(client.send("EPRT |1|127.0.0.1|51210|")).startsWith("522 ");
            try (var listening = new ServerSocket(0, 1, server.address())) {
                assertThat(client.send("EPRT |2|::1|%d|".formatted(listening.getLocalPort())))
                        .startsWith("200 ");
                assertThat(client.send("RETR file.txt")).startsWith("150 ");
                try (var data = listening.accept()) {
                    assertThat(data.getInputStream().readAllBytes()).asString().isEqualTo("hello\n");
                }
                assertThat(client.reply()).startsWith("226 ");
            }
        }
    }

    @Test
    void afterEpsvAllNothingElseAgreesOnDataConnections() throws IOException {
        try (var server = servers.builder().start();
                var client = login(server)) {
            assertThat(client.send("EPSV ALL")).startsWith("200 ");
            assertThat(client.send("PASV")).startsWith("501 ");
            assertThat(client.send("PORT 127,0,0,1,200,10")).startsWith("501 ");
            assertThat(client.send("EPRT |1|127.0.0.1|51210|")).startsWith("501 ");
            assertThat(client.receive("RETR file.txt").text()).isEqualTo("hello\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.2.3", "1.2.3.256", "::1", "example.com", "1.2.3.4 "})
    void masqueradeNeedsAnIpv4Address(String address) {
        assertThatThrownBy(() -> servers.builder().masqueradeAddress(address))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void passivePortsNeedARange() {
        assertThatThrownBy(() -> servers.builder().passivePorts(60000, 50000))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> servers.builder().passivePorts(0, 10)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> servers.builder().passivePorts(60000, 65536))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Socket from(String own, int port) throws IOException {
        var socket = new Socket();
        socket.bind(new InetSocketAddress(own, 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static boolean readsNothing(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    private static boolean isHere(String address) {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName(address))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** {@return the first of {@code count} consecutive ports that are free now} */
    private static int freeRange(int count) throws IOException {
        while (true) {
            int from;
            try (var any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                from = any.getLocalPort();
            }
            boolean free = from + count <= 65536;
            for (int port = from; free && port < from + count; port++) {
                try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                    free = socket.isBound();
                } catch (IOException e) {
                    free = false;
                }
            }
            if (free) {
                return from;
            }
        }
    }
}
