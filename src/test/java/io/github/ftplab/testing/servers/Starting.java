package io.github.ftplab.testing.servers;

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
