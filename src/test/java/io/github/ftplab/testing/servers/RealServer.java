package io.github.ftplab.testing.servers;

import io.github.ftplab.testing.Peer;
import io.github.ftplab.testing.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A kind of FTP server that the client's contract is run against: how it is started, and where it differs from others.
 * To add one, write a class, name it in {@link RealServers} and add a column to docs/servers.md.
 */
public abstract class RealServer {

    private final String name;

    /**
     * Creates a kind of server.
     *
     * @param name its name in docs/servers.md and in test reports
     */
    RealServer(String name) {
        this.name = name;
    }

    /** {@return its name} */
    public final String name() {
        return name;
    }

    /**
     * Starts it on a free port of 127.0.0.1, for one user who may do everything in the home. If it can't run here,
     * throws as {@link Programs#missing} does.
     *
     * @param home the user's home, which is empty
     * @param files a directory for its configuration
     * @param tls a certificate and its key; if present, it requires TLS on all connections
     * @param more lines of its configuration, or options, in its own language
     */
    public abstract Peer start(Path home, Path files, Optional<Path> tls, String... more) throws IOException;

    /** {@return whether it can encrypt a session after AUTH} */
    public boolean hasTls() {
        return true;
    }

    /** {@return the commands that it refuses as unknown, or as not implemented} */
    public Set<String> lacks() {
        return Set.of();
    }

    /** {@return the codes by which it says that a file or directory is not there, or no file, or no directory} */
    public Set<Integer> missing() {
        return Set.of(550);
    }

    /**
     * {@return the tests of the contract that do not pass with it, by their names, each with the reason} They are
     * skipped, which the output says.
     */
    public Map<String, String> unmet() {
        return Map.of();
    }

    /** {@return the further tests of the contract that do not pass with it over TLS, each with the reason} */
    public Map<String, String> unmetOverTls() {
        return Map.of();
    }

    /** {@return whether it lists a file of exactly that name, and takes the name in commands} */
    public boolean takes(String name) {
        return true;
    }

    /** {@return whether it creates a file or a directory of exactly that name} */
    public boolean makes(String name) {
        return true;
    }

    /** {@return whether it sends the rest of an aborted listing before it does anything else} */
    public boolean finishesBrokenListings() {
        return false;
    }

    @Override
    public final String toString() {
        return name;
    }
}
