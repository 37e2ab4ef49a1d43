package io.github.ftplab.testing.servers;

import io.github.ftplab.testing.Peer;
import io.github.ftplab.testing.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A kind of FTP server that the client's contract is run against: how it is started, and where it differs from others.
 * One is added by a class, its name in {@link RealServers} and its column in docs/servers.md.
 */
public abstract class RealServer {

    private final String name;

    /**
     * A kind of server.
     *
     * @param name what it is called in docs/servers.md and in reports of tests
     */
    RealServer(String name) {
        this.name = name;
    }

    /** {@return its name} */
    public final String name() {
        return name;
    }

    /**
     * Starts it on a free port of 127.0.0.1, for one user who may do everything in the home. If it cannot run here, it
     * throws what {@link Programs#missing} gives.
     *
     * @param home what the user sees; it is empty
     * @param files where it may keep its configuration
     * @param tls a certificate and its key; with them it demands TLS on all connections
     * @param more lines of its configuration, or options, in its own language
     */
    public abstract Peer start(Path home, Path files, Optional<Path> tls, String... more) throws IOException;

    /** {@return whether it can do TLS} */
    public boolean hasTls() {
        return true;
    }

    /** {@return whether it makes a file or a directory of that name, and not of another or nothing} */
    public boolean makes(String name) {
        return true;
    }

    /** {@return whether it sends the rest of a listing that was broken off before it does anything else} */
    public boolean finishesBrokenListings() {
        return false;
    }

    @Override
    public final String toString() {
        return name;
    }
}
