package io.github.ftplab.internal.client.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.ftplab.testing.Promptly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the control connection acknowledges at once, which servers without TCP_NODELAY wait for. */
class ControlSocketTest {

    private final ControlSocket socket = new ControlSocket();
    private Socket server = new Socket();

    @BeforeEach
    void connect() throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            socket.connect(listener.getLocalSocketAddress());
            server = listener.accept();
        }
        assumeTrue(
                socket.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK),
                "no TCP_QUICKACK on this system");
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        server.close();
    }

    /** Sends a command, after which Linux delays acknowledgments. */
    private void command() throws IOException {
        socket.getOutputStream().write('c');
        assertThat(server.getInputStream().read()).isEqualTo('c');
        socket.setOption(ExtendedSocketOptions.TCP_QUICKACK, false);
    }

    private boolean acknowledgesAtOnce() throws IOException {
        return socket.getOption(ExtendedSocketOptions.TCP_QUICKACK);
    }

    private int read(String sent, int count) throws IOException {
        server.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
        await().until(() -> socket.getInputStream().available() == sent.length());
        return socket.getInputStream().read(new byte[count]);
    }

    private int readOne() {
        try {
            return socket.getInputStream().read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatIsAwaitedBehindTheFirstReadIsAcknowledgedAtOnceAfterEachCommand() throws IOException {
        for (int i = 0; i < 3; i++) {
            command();
            assertThat(read("150", 100)).isEqualTo(3);
            assertThat(acknowledgesAtOnce()).as("an answer to command %d", i).isFalse();
            var more = CompletableFuture.supplyAsync(this::readOne);
            await().until(this::acknowledgesAtOnce);
            server.getOutputStream().write('2');
            assertThat(more).succeedsWithin(Promptly.AT_MOST).isEqualTo((int) '2');
        }
    }

    @Test
    void whatHasCompletelyArrivedIsOnlyRead() throws IOException {
        command();
        assertThat(read("abc", 1)).isEqualTo(1);
        assertThat(socket.getInputStream().read()).isEqualTo('b');
        assertThat(acknowledgesAtOnce()).isFalse();
        assertThat(socket.getInputStream().read(new byte[10])).isEqualTo(1);
        assertThat(acknowledgesAtOnce()).isFalse();
    }
}
