package io.github.ftplab.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A scripted server, which replies whatever a test tells it to, however wrong. It accepts every login unless told
 * otherwise.
 */
public final class FakeServer implements AutoCloseable {

    /** The action for one command. */
    public interface Script {
        void answer(Talk talk, String argument) throws IOException;
    }

    private final ServerSocket listener = listen();
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<ServerSocket> offered = new CopyOnWriteArrayList<>();
    private final Thread accepting;
    private volatile String greeting = "220 ready\r\n";

    public FakeServer() {
        on("USER", "331 password please");
        on("PASS", "230 welcome");
        on("FEAT", "211-Features:\r\n UTF8\r\n211 End");
        on("OPTS", "200 fine");
        on("TYPE", "200 fine");
        on("NOOP", "200 fine");
        on("PWD", "257 \"/\" is the current directory");
        on("PASV", (talk, argument) -> talk.offerData());
        on("PORT", (talk, argument) -> talk.goToData(argument));
        on("QUIT", (talk, argument) -> {
            talk.say("221 bye");
            talk.hangUp();
        });
        accepting = daemon(this::accept);
    }

    /** Replies to a command with this text; CR LF separates its lines. */
    public FakeServer on(String verb, String reply) {
        return on(verb, (talk, argument) -> talk.say(reply));
    }

    public FakeServer on(String verb, Script script) {
        scripts.put(verb, script);
        return this;
    }

    /** {@return what it does with a command; refuses it if nothing was set} */
    public Script script(String verb) {
        return scripts.getOrDefault(verb, (talk, argument) -> talk.say("502 not in the script"));
    }

    /** Sets the greeting, line ends included. */
    public FakeServer greeting(String text) {
        greeting = text;
        return this;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** {@return the commands as received} */
    public List<String> commands() {
        return List.copyOf(commands);
    }

    /** {@return how many of its sockets are still open} */
    public long openSockets() {
        return sockets.stream().filter(socket -> !socket.isClosed()).count();
    }

    private void accept() {
        try {
            while (true) {
                var socket = listener.accept();
                sockets.add(socket);
                daemon(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var talk = new Talk(socket);
            talk.send(greeting);
            String line;
            while ((line = talk.in.readLine()) != null) {
                commands.add(line);
                var parts = line.split(" ", 2);
                script(parts[0].toUpperCase(Locale.ROOT)).answer(talk, parts.length > 1 ? parts[1] : "");
            }
        } catch (IOException e) {
            // the client went away
        }
    }

    private static Thread daemon(Runnable task) {
        var thread = new Thread(task, "fake-server");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Closes the listening socket. No client can connect when this returns, although a thread in {@code accept()} may
     * take one more while the socket is being closed.
     */
    @Override
    public void close() {
        try {
            listener.close();
            accepting.join();
            for (var socket : sockets) {
                socket.close();
            }
            for (var socket : offered) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** One connection. */
    public final class Talk {

        private Socket control;
        private BufferedReader in;
        private @Nullable ServerSocket data;
        private int activePort;

        private Talk(Socket control) throws IOException {
            this.control = control;
            control.setTcpNoDelay(true);
            this.in = reader(control);
        }

        private static BufferedReader reader(Socket control) throws IOException {
            return new BufferedReader(new InputStreamReader(control.getInputStream(), StandardCharsets.UTF_8));
        }

        /** Encrypts the control connection, after the reply to AUTH. */
        public void encrypt(SSLContext context) throws IOException {
            control = encrypted(context, control);
            in = reader(control);
        }

        /** {@return the same socket with TLS, whose handshake begins when it is read or written} */
        public Socket encrypted(SSLContext context, Socket socket) throws IOException {
            return context.getSocketFactory().createSocket(socket, null, true);
        }

        /** Sends a reply, followed by a line end. */
        public void say(String reply) throws IOException {
            send(reply + "\r\n");
        }

        /** Sends text unchanged. */
        public void send(String text) throws IOException {
            send(text.getBytes(StandardCharsets.UTF_8));
        }

        /** Sends bytes unchanged. */
        public void send(byte[] bytes) throws IOException {
            control.getOutputStream().write(bytes);
            control.getOutputStream().flush();
        }

        /** Ends the control connection. */
        public void hangUp() throws IOException {
            control.close();
        }

        /** Replies to PASV with a port on which it listens. */
        public void offerData() throws IOException {
            offerData(new byte[] {127, 0, 0, 1});
        }

        /** Replies to PASV with a port on which it listens, and any address. */
        public void offerData(byte[] address) throws IOException {
            int port = listenForData();
            var host = InetAddress.getByAddress(address).getHostAddress().replace('.', ',');
            say("227 Entering Passive Mode (" + host + "," + port / 256 + "," + port % 256 + ")");
        }

        /** Replies to EPSV with a port on which it listens. */
        public void offerExtendedData() throws IOException {
            say("229 Entering Extended Passive Mode (|||" + listenForData() + "|)");
        }

        /** Accepts PORT, and will connect to the port that it names. */
        public void goToData(String argument) throws IOException {
            var parts = argument.split(",", -1);
            activePort = Integer.parseInt(parts[4]) * 256 + Integer.parseInt(parts[5]);
            say("200 fine");
        }

        /** {@return a port that is listened on for a data connection} */
        public int listenForData() throws IOException {
            if (data != null) {
                data.close();
            }
            data = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            offered.add(data);
            return data.getLocalPort();
        }

        /** Replies 150 to a data command, and opens or accepts its data connection. */
        public Socket beginData() throws IOException {
            say("150 here it comes");
            return openData();
        }

        /** Opens or accepts a data connection. */
        public Socket openData() throws IOException {
            if (activePort > 0) {
                var socket = new Socket(InetAddress.getLoopbackAddress(), activePort);
                sockets.add(socket);
                return socket;
            }
            try (var offered = data) {
                if (offered == null) {
                    throw new IOException("no data connection was offered");
                }
                offered.setSoTimeout(30_000);
                var socket = offered.accept();
                sockets.add(socket);
                return socket;
            }
        }

        /** Replies to a data command by sending a text, then 226. */
        public void sendData(String text) throws IOException {
            try (var socket = beginData()) {
                socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            }
            say("226 done");
        }

        /** Replies to a data command by receiving all the data, then 226. */
        public byte[] takeData() throws IOException {
            byte[] all;
            try (var socket = beginData()) {
                all = socket.getInputStream().readAllBytes();
            }
            say("226 done");
            return all;
        }

        /** {@return the client's next line} */
        public String hear() throws IOException {
            var line = in.readLine();
            if (line == null) {
                throw new IOException("the client went away");
            }
            commands.add(line);
            return line;
        }
    }
}
