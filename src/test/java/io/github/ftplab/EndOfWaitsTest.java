package io.github.ftplab;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ftplab.testing.Alone;
import io.github.ftplab.testing.FakeServer;
import io.github.ftplab.testing.Promptly;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An interrupt ends every wait of the client within a second, and so does {@code close()} from another thread. */
@Alone
@Timeout(60)
class EndOfWaitsTest {

    private static final Duration PROMPTLY = Promptly.within(Duration.ofSeconds(1));

    /** Without an interrupt or {@code close()}, each call would wait for minutes. */
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    Path directory;

    private final List<Wait> waits = new ArrayList<>();

    /** What a call does on a session. */
    private interface Call {

        void on(FtpClient ftp) throws Exception;
    }

    /** One call that waits for a server which never goes on, each with a server of its own. */
    private static final class Wait implements AutoCloseable {

        private final String name;
        private final FakeServer server = new FakeServer();
        private final Thread thread;
        private volatile @Nullable FtpClient ftp;
        private volatile @Nullable Throwable failure;
        private volatile long ended;
        private final String command;

        Wait(String name, String command, Consumer<FakeServer> script, FtpClientBuilder builder, Call call) {
            this.name = name;
            this.command = command;
            server.on("FEAT", "211-Features:\r\n MLST type*;size*;\r\n211 End").on("SIZE", "213 5");
            script.accept(server);
            thread = new Thread(() -> run(builder, call), name);
        }

        private void run(FtpClientBuilder builder, Call call) {
            try {
                var session = builder.connect("127.0.0.1", server.port());
                ftp = session.login("test", "potato");
                call.on(session);
            } catch (Throwable e) {
                failure = e;
            } finally {
                ended = System.nanoTime();
            }
        }

        /** {@return whether it waits for what comes after its command} */
        boolean hasBegun() {
            return ftp != null && server.commands().contains(command);
        }

        @Override
        public String toString() {
            return "waiting for " + name + ": " + server.commands() + ", " + failure;
        }

        @Override
        public void close() {
            server.close();
            var session = ftp;
            if (session != null) {
                session.close();
            }
        }
    }

    @AfterEach
    void closeAll() {
        waits.forEach(Wait::close);
    }

    private static FtpClientBuilder patient() {
        return FtpClient.builder().connectTimeout(LONG).replyTimeout(LONG).dataTimeout(LONG);
    }

    private static void stall(FakeServer.Talk talk) throws IOException {
        var data = talk.beginData();
        data.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    private void add(String name, String command, Consumer<FakeServer> script, Call call) {
        add(name, command, script, patient(), call);
    }

    private void add(String name, String command, Consumer<FakeServer> script, FtpClientBuilder builder, Call call) {
        waits.add(new Wait(name, command, script, builder, call));
    }

    /** Calls of which each waits for something else. */
    private void addCalls() {
        add("a reply", "NOOP", server -> server.on("NOOP", (talk, argument) -> {}), ftp -> ftp.command("NOOP"));
        add(
                "the rest of a reply",
                "NOOP",
                server -> server.on("NOOP", (talk, argument) -> talk.send("200-")),
                ftp -> ftp.command("NOOP"));
        add("the 150", "RETR a", server -> server.on("RETR", (talk, argument) -> {}), ftp -> ftp.readText("a"));
        add(
                "data",
                "RETR a",
                server -> server.on("RETR", (talk, argument) -> stall(talk)),
                ftp -> ftp.download("a", directory));
        add("a listing", "MLSD", server -> server.on("MLSD", (talk, argument) -> stall(talk)), ftp -> ftp.list());
        add("room for data", "STOR a", server -> server.on("STOR", (talk, argument) -> talk.beginData()), ftp -> {
            try (var out = ftp.write("a")) {
                while (true) {
                    out.write(new byte[1 << 20]);
                }
            }
        });
        add(
                "the 226 of an upload",
                "STOR a",
                server -> server.on("STOR", (talk, argument) -> stall(talk)),
                ftp -> ftp.writeText("a", "hello"));
        add(
                "the 226 of a download",
                "RETR a",
                server -> server.on("RETR", (talk, argument) -> talk.beginData().close()),
                ftp -> ftp.readText("a"));
        add("a stream's data", "RETR a", server -> server.on("RETR", (talk, argument) -> stall(talk)), ftp -> {
            try (var in = ftp.read("a")) {
                in.read();
            }
        });
        add(
                "a data connection from the server",
                "RETR a",
                server -> server.on("RETR", (talk, argument) -> talk.say("150 soon")),
                patient().active(),
                ftp -> ftp.readText("a"));
        add(
                "the next attempt",
                "RETR a",
                server -> server.on("RETR", (talk, argument) -> talk.hangUp()),
                patient().retry(5, LONG),
                ftp -> ftp.download("a", directory));
        add(
                "a rate limit",
                "RETR a",
                server -> server.on("RETR", (talk, argument) -> talk.sendData("x".repeat(100_000))),
                patient().downloadRate(1),
                ftp -> ftp.readText("a"));
        add(
                "files of a directory, on several sessions",
                "RETR /c",
                server -> server.on("MLSD", (talk, argument) -> talk.sendData("""
                                type=file;size=5; a\r
                                type=file;size=5; b\r
                                type=file;size=5; c\r
                                """))
                        .on("RETR", (talk, argument) -> stall(talk)),
                ftp -> ftp.downloadDirectory("/", directory.resolve("d"), DirectoryOptions.DEFAULT.parallel(3)));
        add("a greeting, again", "QUIT", server -> {}, ftp -> reconnect(ftp));
    }

    /** Reconnects to a server that is silent from then on. */
    private void reconnect(FtpClient ftp) {
        var wait = waits.stream().filter(one -> one.ftp == ftp).findFirst().orElseThrow();
        wait.server.greeting("").on("NOOP", "200 fine");
        ftp.command("NOOP");
        ftp.reconnect();
    }

    private void startAll() {
        waits.forEach(wait -> wait.thread.start());
        await().untilAsserted(() ->
                assertThat(waits).filteredOn(wait -> !wait.hasBegun()).isEmpty());
    }

    private void requirePromptEnds(long began) {
        for (var wait : waits) {
            try {
                wait.thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            assertThat(wait.failure)
                    .as("waiting for " + wait.name)
                    .isInstanceOfAny(FtpException.class, IOException.class);
        }
        assertThat(waits)
                .allSatisfy(wait -> assertThat(Duration.ofNanos(wait.ended - began))
                        .as("waiting for " + wait.name + ": " + wait.failure)
                        .isLessThan(PROMPTLY));
    }

    @Test
    void interruptEndsEachCall() throws Exception {
        addCalls();
        try (var full = new FullListener();
                var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var ofSilent = new InetSocketAddress(InetAddress.getLoopbackAddress(), silent.getLocalPort());
            addConnects(full.port(), ofSilent);
            startAll();
            long began = System.nanoTime();
            waits.forEach(wait -> wait.thread.interrupt());
            requirePromptEnds(began);
            assertThat(waits)
                    .allSatisfy(wait -> assertThat(wait.failure).as(wait.name).hasMessageContaining("interrupted"));
        }
    }

    /** Waits before there is a session. */
    private void addConnects(int full, InetSocketAddress silent) {
        add("a connection", "TYPE I", server -> {}, ftp -> patient().connect("127.0.0.1", full));
        add("a greeting", "TYPE I", server -> {}, ftp -> patient().connect("127.0.0.1", silent.getPort()));
        add(
                "a TLS handshake",
                "TYPE I",
                server -> {},
                ftp -> patient().implicitTls().connect("127.0.0.1", silent.getPort()));
        for (var type : List.of(Proxy.Type.HTTP, Proxy.Type.SOCKS)) {
            var through = patient().proxy(new Proxy(type, silent));
            add("a proxy, " + type, "TYPE I", server -> {}, ftp -> through.connect("127.0.0.1", 1));
        }
    }

    @Test
    void closeEndsEachCall() {
        addCalls();
        startAll();
        long began = System.nanoTime();
        waits.forEach(wait -> {
            requireNonNull(wait.ftp, wait.name).close();
        });
        requirePromptEnds(began);
    }

    /** A port that takes no more connections, so that connecting to it waits. */
    private static final class FullListener implements AutoCloseable {

        private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final List<Socket> waiting = new ArrayList<>();

        FullListener() throws IOException {
            for (int i = 0; i < 5; i++) {
                var socket = new Socket();
                waiting.add(socket);
                try {
                    socket.connect(listener.getLocalSocketAddress(), 100);
                } catch (SocketTimeoutException full) {
                    return;
                }
            }
        }

        int port() {
            return listener.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            for (var socket : waiting) {
                socket.close();
            }
            listener.close();
        }
    }
}
