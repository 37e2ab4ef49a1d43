package io.github.ftplab.testing.servers;

import io.github.ftplab.testing.Command;
import io.github.ftplab.testing.Peer;
import io.github.ftplab.testing.Programs;
import io.github.ftplab.testing.Running;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Helper methods for starting servers. */
final class Starting {

    /** The password {@code potato}, hashed by crypt(3). */
    static final String POTATO = "$1$ftplab$eLpopz3W1U7Gh8hbmzHI00";

    private static final String INETD = """
            import socket, subprocess, sys
            listener = socket.create_server(('127.0.0.1', 0), backlog=64)
            print('port %d.' % listener.getsockname()[1], flush=True)
            running = []
            while True:
                connection, _ = listener.accept()
                running = [one for one in running if one.poll() is None]
                running.append(subprocess.Popen(sys.argv[1:], stdin=connection, stdout=connection))
                connection.close()
            """;

    private Starting() {}

    /** {@return a command that prints its port and starts this program for each connection, as inetd does} */
    static Command inetd(Object... words) {
        return Programs.command(Stream.concat(Stream.of(Programs.python(), "-c", INETD), Stream.of(words))
                .toArray());
    }

    /** {@return a file that .ci/run unpacks from a Debian package into {@code target/peers/debian}} */
    static Path unpacked(String path) {
        var file = Path.of("target/peers/debian", path).toAbsolutePath();
        if (!Files.exists(file)) {
            throw Programs.missing("no " + file + "; .ci/run unpacks it");
        }
        return file;
    }

    /** {@return a library that is installed where Debian has them} */
    static Path library(String name) throws IOException {
        try (var directories = Files.newDirectoryStream(Path.of("/usr/lib"), "*-linux-*")) {
            for (var directory : directories) {
                if (Files.exists(directory.resolve(name))) {
                    return directory.resolve(name);
                }
            }
        }
        throw Programs.missing("no " + name + " in /usr/lib; .ci/run installs it");
    }

    /** {@return a file or directory that .ci/run makes in {@code target/peers}} */
    static Path peer(String path) {
        var file = Path.of("target/peers", path).toAbsolutePath();
        if (!Files.exists(file)) {
            throw Programs.missing("no " + file + "; .ci/run makes it");
        }
        return file;
    }

    /** Starts a server that prints "port N." when it listens, for the user test with the password potato. */
    static Peer awaitPort(RealServer kind, Path home, Command command) {
        var running = command.start().awaitOutput(".\n");
        var port = running.out().replaceAll("(?s).*port (\\d+)\\..*", "$1");
        return new Peer(kind.name(), Integer.parseInt(port), home, "test", "potato", running);
    }

    /** Writes a file that only its owner may read. */
    static Path secret(Path file, String line) throws IOException {
        Files.writeString(file, line + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /**
     * {@return a port that is free now, for programs that can't choose one themselves} It is below those that systems
     * choose for connections, of which others would take it before the program does.
     */
    static int freePort() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // try another
            }
        }
    }

    /** Waits until a server listens on this port. */
    static Running awaitListening(int port, Running running) {
        return running.awaitThat("listen on port " + port, Duration.ofSeconds(60), () -> listens(port));
    }

    private static boolean listens(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
