package io.github.ftplab.testing;

import java.nio.file.Path;

/**
 * A third-party server that runs for a test.
 *
 * @param name its name in docs/servers.md
 * @param port its port on 127.0.0.1
 * @param home the directory that the user sees
 * @param user a user who may do everything there
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
