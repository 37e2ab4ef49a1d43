package io.github.ftplab.internal.notebook.jjava;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JJavaPortsTest {

    private final List<ServerSocket> others = new ArrayList<>();

    /** Five sockets of other programs, and what Jupyter says if it has chosen their ports. */
    private KernelConnectionProperties chosen(String ip) throws IOException {
        for (int i = 0; i < 5; i++) {
            others.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        }
        var ports = others.stream().map(ServerSocket::getLocalPort).toList();
        return new KernelConnectionProperties(
                ip, ports.get(0), ports.get(1), ports.get(2), ports.get(3), ports.get(4), "tcp", "hmac-sha256", "");
    }

    private void release(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            others.get(i).close();
        }
    }

    private void requireTaken(int index) {
        assertThatExceptionOfType(BindException.class).isThrownBy(() -> listen(index));
    }

    private void listen(int index) throws IOException {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), others.get(index).getLocalPort()));
        }
    }

    @AfterEach
    void close() throws IOException {
        release(others.size());
    }

    @Test
    void portsAreHeldUntilTheKernelListens() throws Exception {
        for (var ip : List.of("127.0.0.1", "*")) {
            var jupyter = chosen(ip);
            release(5);
            try (var ports = JJavaPorts.hold(jupyter, Duration.ZERO)) {
                for (int i = 0; i < 5; i++) {
                    requireTaken(i);
                }
            }
            for (int i = 0; i < 5; i++) {
                int index = i;
                assertThatCode(() -> listen(index)).doesNotThrowAnyException();
            }
            others.clear();
        }
    }

    @Test
    void portThatAnotherProgramHasForAMomentIsWaitedFor() throws Exception {
        var jupyter = chosen("127.0.0.1");
        release(4);
        var ports = CompletableFuture.supplyAsync(() -> {
            try {
                return JJavaPorts.hold(jupyter, Duration.ofMinutes(3));
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        release(5);
        try (var held = ports.join()) {
            requireTaken(4);
        }
    }

    @Test
    void portThatStaysTakenIsLeftAlone() throws Exception {
        var jupyter = chosen("127.0.0.1");
        release(4);
        try (var ports = JJavaPorts.hold(jupyter, Duration.ZERO)) {
            requireTaken(3);
        }
        assertThatCode(() -> listen(3)).doesNotThrowAnyException();
    }
}
