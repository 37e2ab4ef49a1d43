package io.github.ftplab.testing.servers;

import io.github.ftplab.testing.Command;
import io.github.ftplab.testing.Peer;
import io.github.ftplab.testing.Programs;
import io.github.ftplab.testing.Running;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/** Helper methods for starting servers. */
final class Starting {

    /** The password {@code potato}, hashed by crypt(3). */
    static final String POTATO = "$1$ftplab$eLpopz3W1U7Gh8hbmzHI00";

    private Starting() {}

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

    /** {@return a port that is free now, for programs that can't choose one themselves} */
    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits until a server listens on this port. */
    static Running awaitListening(int port, Running running) {
        return running.awaitThat("listen on port " + port, Duration.ofSeconds(10), () -> listens(port));
    }

    private static boolean listens(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
