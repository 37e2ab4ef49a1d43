package io.github.ftplab.testing;

import java.nio.file.Path;

/**
 * A server of somebody else's that runs for a test.
 *
 * @param name what it is called in docs/servers.md
 * @param port where it listens on 127.0.0.1
 * @param home the directory that the user sees
 * @param user who may do everything there
 * @param password the user's password
 * @param running the program
 */
public record Peer(String name, int port, Path home, String user, String password, AutoCloseable running)
        implements AutoCloseable {

    @Override
    public void close() throws Exception {
        running.close();
    }
}
